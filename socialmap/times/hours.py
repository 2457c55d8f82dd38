"""Opening hours in OSM syntax, with Dutch holidays: open now, until when, from when, per day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from opening_hours import (  # type: ignore[attr-defined]
    OpeningHours,
    ParserError,
    State,
)

from socialmap.times.clock import AMSTERDAM

OPEN, CLOSED, UNKNOWN = "open", "closed", "unknown"
# A change further away than this is not reported: nobody plans that far ahead.
HORIZON_DAYS = 60
Span = tuple[datetime, datetime]


class Opening(NamedTuple):
    """Open, closed or unknown at a moment, and the next change, in Amsterdam time.

    `until` is when it closes, `next` when it opens; `call_first` is True when the times are too
    uncertain to go without calling.
    """

    state: str
    until: datetime | None = None
    next: datetime | None = None
    call_first: bool = False


@dataclass(frozen=True)
class DayHours:
    """The spans in which it is open on one day; `sure` is False if one should call first."""

    day: date
    spans: tuple[Span, ...]
    sure: bool = True


NOT_KNOWN = Opening(UNKNOWN, call_first=True)


@lru_cache(maxsize=20_000)
def parsed(hours: str) -> OpeningHours | None:
    """Parse OSM opening_hours; None for an empty text or one that is not OSM syntax."""
    try:
        return (
            OpeningHours(hours, timezone=AMSTERDAM, country="NL", max_interval_days=HORIZON_DAYS)
            if hours.strip()
            else None
        )
    except ParserError:
        return None


def opening(hours: str, at: datetime) -> Opening:
    """Return whether it is open at an aware datetime, and when that changes."""
    return _opening(hours, minute_of(at))


@lru_cache(maxsize=64)
def minute_of(at: datetime) -> datetime:
    """Return an aware datetime rounded down to the minute, in Amsterdam time."""
    return at.astimezone(AMSTERDAM).replace(second=0, microsecond=0)


@lru_cache(maxsize=20_000)
def _opening(hours: str, at: datetime) -> Opening:
    if parsed(hours) is None:
        return NOT_KNOWN
    intervals = _intervals(hours, at, at + timedelta(days=HORIZON_DAYS))
    first = next(intervals, None)
    if first is None:
        return NOT_KNOWN
    start, end, state = first
    if state is State.UNKNOWN:
        return NOT_KNOWN
    if state is State.OPEN and start <= at:
        ends = end if end < at + timedelta(days=HORIZON_DAYS) else None
        return Opening(OPEN, until=ends)
    following = ((begin, kind) for begin, _, kind in intervals if kind is not State.CLOSED)
    begin, kind = next(following, (None, State.CLOSED))
    return Opening(CLOSED, next=begin, call_first=kind is State.UNKNOWN)


def spans(hours: str, first: datetime, last: datetime) -> list[Span]:
    """Return when it is open between two aware datetimes, cut off at both."""
    return [(a, b) for a, b, state in _intervals(hours, first, last) if state is State.OPEN]


def week_hours(hours: str, first: date) -> list[DayHours]:
    """Return the opening hours of seven days from a date; empty if the hours are unknown."""
    if parsed(hours) is None:
        return []
    return [_day(hours, first + timedelta(days=offset)) for offset in range(7)]


def _day(hours: str, day: date) -> DayHours:
    midnight = datetime.combine(day, time(), AMSTERDAM)
    next_midnight = datetime.combine(day + timedelta(days=1), time(), AMSTERDAM)
    intervals = list(_intervals(hours, midnight, next_midnight))
    return DayHours(
        day,
        tuple((a, b) for a, b, state in intervals if state is not State.CLOSED),
        sure=all(state is not State.UNKNOWN for _, _, state in intervals),
    )


def _intervals(
    hours: str, first: datetime, last: datetime
) -> Iterator[tuple[datetime, datetime, State]]:
    rule = parsed(hours)
    if rule is None:
        return
    # The library works in local time: it would read another zone's clock as local.
    for start, end, state, _ in rule.intervals(
        first.astimezone(AMSTERDAM), last.astimezone(AMSTERDAM)
    ):
        yield start, end or last, state
