"""Which of the areas that initiatives say to serve hold a point."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, radians
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from geoalchemy2.shape import to_shape
from sqlalchemy import select

from socialmap.db import db
from socialmap.places.gazetteer import Place
from socialmap.places.geocoding import Choices, Found, locate
from socialmap.places.geometry import METRES_PER_DEGREE, Point
from socialmap.places.models import Area


def _places(name: str) -> tuple[Place, ...]:
    """The places in the shipped tables that have this name."""
    match locate(name):
        case Found(place):
            return (place,)
        case Choices(places):
            return places
    return ()


class ServedAreas:
    """Areas by name, ready to be asked by point: their loaded outlines, or how near they are."""

    def __init__(self, names: Sequence[str]):
        found = [(number, each) for number, name in enumerate(names) for each in _places(name)]
        self.number = np.array([number for number, _ in found], np.int64)
        self.lon = np.array([place.lon for _, place in found], np.float64)
        self.lat = np.array([place.lat for _, place in found], np.float64)
        self.radius = np.array([place.radius for _, place in found], np.float64)
        numbers = {name: number for number, name in enumerate(names)}
        loaded = db.session.execute(
            select(Area.name, Area.outline).where(Area.name.in_(names), ~Area.approximate)
        ).all()
        self.outlined = np.array([numbers[name] for name, _ in loaded], np.int64)
        self.outlines: Any = shapely.STRtree([to_shape(outline) for _, outline in loaded])

    def holding(self, point: Point) -> npt.NDArray[np.int64]:
        """The numbers of the names, in order, whose area holds a point (lon, lat)."""
        # A radius is a rough thing: degrees as on a flat map will do, and are quicker.
        east = (self.lon - point[0]) * (METRES_PER_DEGREE * cos(radians(point[1])))
        north = (self.lat - point[1]) * METRES_PER_DEGREE
        near = self.number[east * east + north * north <= self.radius * self.radius]
        if not len(self.outlined):
            return np.unique(near)
        inside = self.outlines.query(shapely.Point(point), predicate="intersects")
        return np.union1d(near, self.outlined[inside])
