"""What people decided on duplicates: old addresses of merged listings, and pairs that are two."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from socialmap.db import PERSONAL, Model, Moment
from socialmap.times.clock import now


class NotDuplicate(Model):
    """Two listings of which a person said that they are not one; the lower id first."""

    __tablename__ = "not_duplicate"

    one_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("initiative.id", ondelete="CASCADE"), primary_key=True
    )
    other_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("initiative.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    actor: Mapped[str] = mapped_column(default="", info=PERSONAL)
    at: Mapped[datetime] = mapped_column(Moment, default=now)


class FoundPair(Model):
    """Two listings that are probably one, as the last search found them; the lower id first."""

    __tablename__ = "found_pair"

    id: Mapped[int] = mapped_column(primary_key=True)
    one_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("initiative.id", ondelete="CASCADE"), index=True
    )
    other_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("initiative.id", ondelete="CASCADE"), index=True
    )
    score: Mapped[float]
    at: Mapped[datetime] = mapped_column(Moment, default=now)


class PairSearch(Model):
    """The last search for pairs: up to which change of the catalogue, when, and of how many."""

    __tablename__ = "pair_search"

    id: Mapped[int] = mapped_column(primary_key=True)
    change: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    listings: Mapped[int]
