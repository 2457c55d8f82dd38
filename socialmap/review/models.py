"""Changes that wait for a second person, and how that person answered."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from socialmap.catalogue.models import Initiative
from socialmap.db import PERSONAL, Model, Moment
from socialmap.times.clock import now


class Sort(StrEnum):
    """What waits: another text of a listing, a listing to be published, or a change of many."""

    EDIT = "edit"
    PUBLISH = "publish"
    MANY = "many"


class State(StrEnum):
    """How far a change is: waiting, approved, sent back by the other, or withdrawn."""

    WAITING = "waiting"
    APPROVED = "approved"
    SENT_BACK = "sent_back"
    WITHDRAWN = "withdrawn"


class WaitingChange(Model):
    """A change that one person made and that is not published until a second one approved it.

    Of an edit `before` and `after` are documents of the listing, at `version`. Of a change of many
    `edit` is what is changed, and `ids` are the listings.
    """

    __tablename__ = "waiting_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    sort: Mapped[str]
    state: Mapped[str] = mapped_column(default=State.WAITING, index=True)
    initiative_id: Mapped[uuid.UUID | None] = mapped_column(
        Uuid, ForeignKey("initiative.id", ondelete="CASCADE"), index=True
    )
    version: Mapped[int] = mapped_column(default=0)
    before: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, info=PERSONAL)
    after: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, info=PERSONAL)
    edit: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    ids: Mapped[list[str]] = mapped_column(JSON, default=list)
    actor: Mapped[str] = mapped_column(default="", info=PERSONAL)
    reason: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    answered_by: Mapped[str] = mapped_column(default="", info=PERSONAL)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answer: Mapped[str] = mapped_column(default="")

    initiative: Mapped[Initiative | None] = relationship()

    @property
    def listings(self) -> list[uuid.UUID]:
        """The ids of the listings of a change of many."""
        return [uuid.UUID(text) for text in self.ids]
