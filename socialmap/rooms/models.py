"""The tables of rooms on offer, and of initiatives that look for one."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from socialmap.catalogue.models import Initiative, Organisation
from socialmap.db import PERSONAL, Model, Moment
from socialmap.places.models import Location
from socialmap.times.clock import now
from socialmap.validity import AMOUNT, HOURS, MAIL, SITE


class RoomStatus(StrEnum):
    """Whether a room is on offer, or was withdrawn."""

    OFFERED = "offered"
    WITHDRAWN = "withdrawn"


class Room(Model):
    """A room on offer, at a location of its own; None means not known."""

    __tablename__ = "space"

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=uuid.uuid4)
    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("organisation.id"), index=True
    )
    location_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("location.id"), index=True)
    people: Mapped[int | None]
    square_metres: Mapped[int | None]
    # Euro for a part of the day (about four hours); 0 is free.
    price: Mapped[float | None] = mapped_column(AMOUNT)
    price_text: Mapped[str] = mapped_column(default="")
    hours: Mapped[str] = mapped_column(HOURS, default="")
    hours_text: Mapped[str] = mapped_column(default="")
    contact_name: Mapped[str] = mapped_column(default="", info=PERSONAL)
    phone: Mapped[str] = mapped_column(default="", info=PERSONAL)
    email: Mapped[str] = mapped_column(MAIL, default="", info=PERSONAL)
    website: Mapped[str] = mapped_column(SITE, default="")
    status: Mapped[str] = mapped_column(default=RoomStatus.OFFERED, index=True)
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime] = mapped_column(Moment, default=now)

    location: Mapped[Location] = relationship()
    organisation: Mapped[Organisation | None] = relationship()


class RoomWish(Model):
    """The room that an initiative looks for, within `within` metres of its first location."""

    __tablename__ = "space_wish"

    initiative_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("initiative.id", ondelete="CASCADE"), primary_key=True
    )
    people: Mapped[int | None]
    step_free: Mapped[bool] = mapped_column(default=False)
    most_price: Mapped[float | None]
    hours: Mapped[str] = mapped_column(HOURS, default="")
    within: Mapped[int] = mapped_column(default=5_000)
    note: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)

    initiative: Mapped[Initiative] = relationship()
