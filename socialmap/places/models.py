"""Locations that people go to, and areas: municipalities, districts and the like."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from geoalchemy2 import Geometry
from sqlalchemy import Float, Index, Uuid, func, type_coerce
from sqlalchemy.orm import Mapped, column_property, mapped_column

from socialmap.db import PERSONAL, Checked, Model
from socialmap.places.geometry import Point, degrees_of

WGS84 = 4326


class Location(Model):
    """A place to go to, with its facts for people with little mobility.

    `point` is what the public may see: for a hidden address it is the point of its postcode.
    An unknown fact is None.
    """

    __tablename__ = "location"
    __table_args__ = (Index("ix_location_municipality_town", "municipality", "town"),)

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=uuid.uuid4)
    name: Mapped[str] = mapped_column(default="")
    street: Mapped[str] = mapped_column(default="", info=PERSONAL)
    postcode: Mapped[str] = mapped_column(default="", index=True)
    town: Mapped[str] = mapped_column(default="")
    municipality: Mapped[str] = mapped_column(default="")
    bag_id: Mapped[str] = mapped_column(default="")
    hidden: Mapped[bool] = mapped_column(default=False)
    precision: Mapped[str] = mapped_column(default="given", index=True)
    step_free: Mapped[bool | None]
    accessible_toilet: Mapped[bool | None]
    hearing_loop: Mapped[bool | None]
    public_transport_near: Mapped[bool | None]
    parking: Mapped[bool | None]
    point: Mapped[Any] = mapped_column(
        Geometry("POINT", srid=WGS84, spatial_index=True, nullable=False), deferred=True
    )
    if TYPE_CHECKING:
        lon: Mapped[float]
        lat: Mapped[float]

    @property
    def at(self) -> Point | None:
        """The point (lon, lat); None when what is stored is no point on earth."""
        lon, lat = degrees_of(self.lon), degrees_of(self.lat)
        return (lon, lat) if lon is not None and lat is not None and abs(lat) <= 90 else None


DEGREES = Checked(Float(), degrees_of)
Location.lon = column_property(type_coerce(func.ST_X(Location.__table__.c.point), DEGREES))
Location.lat = column_property(type_coerce(func.ST_Y(Location.__table__.c.point), DEGREES))


class Area(Model):
    """A municipality, district, neighbourhood or postcode area; approximate when estimated."""

    __tablename__ = "area"

    id: Mapped[int] = mapped_column(primary_key=True)
    level: Mapped[str] = mapped_column(index=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(index=True)
    parent_code: Mapped[str] = mapped_column(default="")
    approximate: Mapped[bool] = mapped_column(default=False)
    outline: Mapped[Any] = mapped_column(
        Geometry("MULTIPOLYGON", srid=WGS84, spatial_index=True, nullable=False), deferred=True
    )
