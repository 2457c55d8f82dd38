"""The clock: the current moment in UTC, and today's date in Amsterdam."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
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


def moment_of(local: datetime) -> datetime:
    """Return the moment in Amsterdam at which the clock there shows a naive local time.

    Of the hour that the clock shows twice in autumn it is the second one, as for opening hours. In
    the hour that is skipped in spring it is an hour later.
    """
    moment = local.replace(tzinfo=AMSTERDAM, fold=0)
    if is_twice(moment):
        return moment.replace(fold=1)
    # In most cases this changes nothing.
    return moment.astimezone(UTC).astimezone(AMSTERDAM)


def is_twice(moment: datetime) -> bool:
    """Return whether the clock in Amsterdam shows the time of an aware moment there twice."""
    first, second = (moment.replace(fold=fold).utcoffset() or timedelta() for fold in (0, 1))
    return first > second


def on_the_clock(local: datetime) -> datetime:
    """Return a naive local moment as a clock in Amsterdam has it.

    An hour is skipped when summer time begins: half past two is then half past three.
    """
    utc = local.replace(tzinfo=AMSTERDAM).astimezone(UTC)
    return utc.astimezone(AMSTERDAM).replace(tzinfo=None)
