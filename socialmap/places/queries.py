"""A condition on place: what overlaps a box, by the spatial index of either database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, column, func, literal_column, select, table
from sqlalchemy.orm import InstrumentedAttribute

from socialmap.db import db
from socialmap.places.geometry import Box
from socialmap.places.models import WGS84


def overlaps_box(geometry: InstrumentedAttribute[Any], box: Box) -> ColumnElement[bool]:
    """The condition that the bounding box of a geometry overlaps (west, south, east, north)."""
    west, south, east, north = box
    if db.engine.dialect.name == "postgresql":
        envelope = func.ST_MakeEnvelope(west, south, east, north, WGS84)
        return geometry.op("&&", is_comparison=True)(envelope)
    # GeoAlchemy2 does not use SpatiaLite's index by itself, so its R*Tree table is queried. That
    # stores 32-bit floats, rounded outwards: its boxes may be a little too large.
    name = geometry.class_.__tablename__
    sides = ("pkid", "xmin", "xmax", "ymin", "ymax")
    index = table(f"idx_{name}_{geometry.key}", *(column(side) for side in sides))
    hits = select(index.c.pkid).where(
        index.c.xmin <= east, index.c.xmax >= west, index.c.ymin <= north, index.c.ymax >= south
    )
    return literal_column(f"{name}.rowid").in_(hits)
