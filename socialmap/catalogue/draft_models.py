"""Forms that somebody is filling in, kept until they are saved or thrown away."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from socialmap.db import PERSONAL, Model, Moment
from socialmap.times.clock import now

NEW = "new"


class Draft(Model):
    """What one person typed in the form of one listing; one more for a new listing.

    `subject` is the id of the listing or "new"; `version` the one that the form began with.
    """

    __tablename__ = "draft"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    subject: Mapped[str] = mapped_column(primary_key=True, default=NEW)
    version: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    form: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, info=PERSONAL)
