"""Read locations by place: what lies in a box, by the spatial index of either database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, column, func, literal_column, select, table

from socialmap.db import db
from socialmap.places.geometry import Box
from socialmap.places.models import WGS84, Location


def in_box(box: Box) -> ColumnElement[bool]:
    """The condition that a location's point lies in a box (west, south, east, north)."""
    west, south, east, north = box
    if db.engine.dialect.name == "postgresql":
        envelope = func.ST_MakeEnvelope(west, south, east, north, WGS84)
        return Location.point.op("&&", is_comparison=True)(envelope)
    # GeoAlchemy2 does not use SpatiaLite's index by itself: the R*Tree is a table to ask.
    index = _rtree("location", "point")
    # R*Tree keeps 32-bit floats, rounded outwards, so its boxes overlap rather than contain.
    hits = select(index.c.pkid).where(
        index.c.xmin <= east, index.c.xmax >= west, index.c.ymin <= north, index.c.ymax >= south
    )
    return literal_column("location.rowid").in_(hits)


def _rtree(name: str, geometry: str) -> Any:
    columns = ("pkid", "xmin", "xmax", "ymin", "ymax")
    return table(f"idx_{name}_{geometry}", *(column(each) for each in columns))
