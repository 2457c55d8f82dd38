"""What came of looking at the sites of listings."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from socialmap.db import Model, Moment
from socialmap.times.clock import now


class LinkCheck(Model):
    """The last look at an address on the web, and since when it does not work."""

    __tablename__ = "link_check"

    url: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(index=True)
    # In a word why: a status, or what kept it from answering.
    told: Mapped[str] = mapped_column(default="")
    moved_to: Mapped[str] = mapped_column(default="")
    checked_at: Mapped[datetime] = mapped_column(Moment, default=now, index=True)
    failures: Mapped[int] = mapped_column(default=0)
    failing_since: Mapped[datetime | None] = mapped_column(Moment)
