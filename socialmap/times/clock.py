"""The clock: this moment in UTC, and the date of today where people live."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def now() -> datetime:
    """The moment that it is, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The date in Amsterdam."""
    return now().astimezone(AMSTERDAM).date()
