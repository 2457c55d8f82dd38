"""The tables of changes of many listings at once, and of saved views of the list."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from socialmap.catalogue.scopes import Reach
from socialmap.db import PERSONAL, Model, Moment
from socialmap.times.clock import now


class BulkChange(Model):
    """One change of many listings: what, by whom and why; `undone_at` is None unless undone."""

    __tablename__ = "bulk_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    actor: Mapped[str] = mapped_column(default="", info=PERSONAL)
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
    edit: Mapped[dict[str, Any]] = mapped_column("wish", JSON, default=dict)
    count: Mapped[int] = mapped_column(default=0)


class BulkRow(Model):
    """A listing changed with others: the version that this gave it, and its status before."""

    __tablename__ = "bulk_row"

    id: Mapped[int] = mapped_column(primary_key=True)
    bulk_id: Mapped[int] = mapped_column(
        ForeignKey("bulk_change.id", ondelete="CASCADE"), index=True
    )
    initiative_id: Mapped[uuid.UUID] = mapped_column(Uuid, index=True)
    version: Mapped[int]
    status_before: Mapped[str]


class SavedView(Model):
    """A view of the list that a person saved: its name, and the query string of its address.

    A shared one is for the team of its maker: `areas` are the municipalities of the maker (None:
    all of them), `organisations` the ids of theirs.
    """

    __tablename__ = "saved_view"

    id: Mapped[int] = mapped_column(primary_key=True)
    actor: Mapped[str] = mapped_column(index=True, info=PERSONAL)
    name: Mapped[str]
    query: Mapped[str] = mapped_column(default="")
    shared: Mapped[bool] = mapped_column(default=False)
    areas: Mapped[list[str] | None] = mapped_column(JSON)
    organisations: Mapped[list[str]] = mapped_column(JSON, default=list)

    def is_for(self, reach: Reach) -> bool:
        """Whether somebody's reach has anything in common with that of the maker."""
        if self.areas is None or reach.areas is None:
            return True
        theirs = {str(each) for each in reach.organisations}
        return bool(reach.areas & {*self.areas} or theirs & {*self.organisations})

    def lies_within(self, reach: Reach) -> bool:
        """Whether somebody's reach covers the whole reach of the maker."""
        if reach.areas is None:
            return True
        theirs = {str(each) for each in reach.organisations}
        return (
            self.areas is not None
            and reach.areas >= {*self.areas}
            and theirs >= {*self.organisations}
        )
