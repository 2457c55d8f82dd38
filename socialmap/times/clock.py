"""The clock: the current moment in UTC, and today's date in Amsterdam."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
# From a minute up to another, since 1970 in UTC.
MinuteSpan = tuple[int, int]


def now() -> datetime:
    """Return the current moment in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return today's date in Amsterdam."""
    return now().astimezone(AMSTERDAM).date()


def minutes(moment: datetime) -> int:
    """Return the whole minutes from 1970 in UTC up to an aware moment."""
    return int(moment.timestamp() // 60)
