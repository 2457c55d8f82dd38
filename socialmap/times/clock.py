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


def on_the_clock(local: datetime) -> datetime:
    """Return a naive local moment as a clock in Amsterdam has it.

    An hour is skipped when summer time begins: half past two is then half past three.
    """
    utc = local.replace(tzinfo=AMSTERDAM).astimezone(UTC)
    return utc.astimezone(AMSTERDAM).replace(tzinfo=None)
