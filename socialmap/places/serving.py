"""Which of the areas that listings serve hold a point."""

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
from socialmap.places.geocoding import OnePlace, SeveralPlaces, locate
from socialmap.places.geometry import METRES_PER_DEGREE, Point
from socialmap.places.models import Area


def _places(name: str) -> tuple[Place, ...]:
    """The places of this name in the shipped tables."""
    match locate(name):
        case OnePlace(place):
            return (place,)
        case SeveralPlaces(places):
            return places
    return ()


class ServedAreas:
    """Areas by name, to be looked up by point: by loaded outlines, or by distance to a centre."""

    def __init__(self, names: Sequence[str]):
        places = [(number, place) for number, name in enumerate(names) for place in _places(name)]
        self.number = np.array([number for number, _ in places], np.int64)
        self.lon = np.array([place.lon for _, place in places], np.float64)
        self.lat = np.array([place.lat for _, place in places], np.float64)
        self.radius = np.array([place.radius for _, place in places], np.float64)
        numbers = {name: number for number, name in enumerate(names)}
        loaded = db.session.execute(
            select(Area.name, Area.outline).where(Area.name.in_(names), ~Area.approximate)
        ).all()
        self.outlined = np.array([numbers[name] for name, _ in loaded], np.int64)
        self.outlines: Any = shapely.STRtree([to_shape(outline) for _, outline in loaded])

    def holding(self, point: Point) -> npt.NDArray[np.int64]:
        """The numbers of the names whose area holds a point (lon, lat), in ascending order."""
        # A radius is rough, so distances as on a flat map are good enough, and quicker.
        east = (self.lon - point[0]) * (METRES_PER_DEGREE * cos(radians(point[1])))
        north = (self.lat - point[1]) * METRES_PER_DEGREE
        near = self.number[east * east + north * north <= self.radius * self.radius]
        if not len(self.outlined):
            return np.unique(near)
        inside = self.outlines.query(shapely.Point(point), predicate="intersects")
        return np.union1d(near, self.outlined[inside])
