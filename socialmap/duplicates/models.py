"""Duplicates: the pairs that a search found, and those that a person judged to be different."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from socialmap.db import PERSONAL, Model, Moment
from socialmap.times.clock import now


class NotDuplicate(Model):
    """Two listings that a person judged to be different; the lower id first."""

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
    """Two listings that the last search found to be probably the same; the lower id first."""

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
    """The last search: the change of the catalogue that it covers, when, and among how many."""

    __tablename__ = "pair_search"

    id: Mapped[int] = mapped_column(primary_key=True)
    change: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    listings: Mapped[int]
