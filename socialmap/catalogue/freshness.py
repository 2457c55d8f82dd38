"""How up to date a listing is, from the last time that a person said that it is right."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

DUE_AFTER = timedelta(days=183)
OVERDUE_AFTER = timedelta(days=365)


class Freshness(StrEnum):
    """Up to date; to be looked at; too long ago, or never."""

    UP_TO_DATE = "up_to_date"
    DUE = "due"
    OVERDUE = "overdue"


def freshness(confirmed_on: date | None, today: date) -> Freshness:
    """The freshness on a day of what was confirmed on another; never is overdue."""
    if confirmed_on is None or today - confirmed_on > OVERDUE_AFTER:
        return Freshness.OVERDUE
    return Freshness.DUE if today - confirmed_on > DUE_AFTER else Freshness.UP_TO_DATE
