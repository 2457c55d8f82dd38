"""Changes of many listings at once, and views of the list that people keep."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from socialmap.db import PERSONAL, Model, Moment
from socialmap.times.clock import now


class BulkChange(Model):
    """One change of many listings: what, by whom and why; undone_at when it was taken back."""

    __tablename__ = "bulk_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    actor: Mapped[str] = mapped_column(default="", info=PERSONAL)
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
    wish: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    count: Mapped[int] = mapped_column(default=0)


class BulkRow(Model):
    """A listing that was changed with others: the version that it got, and its status before."""

    __tablename__ = "bulk_row"

    id: Mapped[int] = mapped_column(primary_key=True)
    bulk_id: Mapped[int] = mapped_column(
        ForeignKey("bulk_change.id", ondelete="CASCADE"), index=True
    )
    initiative_id: Mapped[uuid.UUID] = mapped_column(Uuid, index=True)
    version: Mapped[int]
    status_before: Mapped[str]


class SavedView(Model):
    """A view of the list that someone keeps: its name, and the part behind the question mark."""

    __tablename__ = "saved_view"

    id: Mapped[int] = mapped_column(primary_key=True)
    actor: Mapped[str] = mapped_column(index=True, info=PERSONAL)
    name: Mapped[str]
    query: Mapped[str] = mapped_column(default="")
