"""Searches that found nothing: what people miss, without who they are."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from socialmap.db import Model


class MissedSearch(Model):
    """Words that found nothing, kept from the third time on; before that only a keyed digest.

    What one person typed once may tell who that is; what several people miss does not.
    """

    __tablename__ = "missed_search"

    digest: Mapped[str] = mapped_column(primary_key=True)
    words: Mapped[str] = mapped_column(default="")
    count: Mapped[int] = mapped_column(default=1)
    last_on: Mapped[date] = mapped_column(index=True)
