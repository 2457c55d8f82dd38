"""What asked to stay off the map, with the traits to know it by when it comes again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from socialmap.db import PERSONAL, Model, Moment
from socialmap.times.clock import now


class Unlisted(Model):
    """An initiative that is not to be listed: why, who asked for it, and who wrote that down."""

    __tablename__ = "unlisted"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    street: Mapped[str] = mapped_column(default="", info=PERSONAL)
    postcode: Mapped[str] = mapped_column(default="")
    town: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="", info=PERSONAL)
    email: Mapped[str] = mapped_column(default="", info=PERSONAL)
    website: Mapped[str] = mapped_column(default="")
    reason: Mapped[str]
    asked_by: Mapped[str] = mapped_column(default="", info=PERSONAL)
    actor: Mapped[str] = mapped_column(default="", info=PERSONAL)
    at: Mapped[datetime] = mapped_column(Moment, default=now)


@dataclass(frozen=True, slots=True)
class KeptOut:
    """What asked to stay off the map, as a sentence about it needs it."""

    id: int
    name: str
    reason: str
