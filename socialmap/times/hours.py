"""Opening hours in OSM syntax, with Dutch holidays: open now, until when, from when, per day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from opening_hours import State

from socialmap.times.clock import AMSTERDAM, MinuteSpan, is_twice, minutes
from socialmap.times.hours_rules import Rules, rules_of
from socialmap.times.hours_spans import (
    AHEAD_DAYS,
    DAY,
    NOWHERE,
    DaySpan,
    Schedule,
    Where,
    intervals,
    place_that_matters,
    schedule,
    spans_from,
)

OPEN, CLOSED, UNKNOWN = "open", "closed", "unknown"
# The next times that it is open are listed up to this far ahead.
HORIZON_DAYS = 60
# With only a start known, this long it is certainly open.
OPEN_END_SURE = timedelta(hours=1)
Span = tuple[datetime, datetime]


class Opening(NamedTuple):
    """Open, closed or unknown at a moment, and the next change, in Amsterdam time.

    `until` is when it closes, `next` when it opens; `call_first` is True when the times are too
    uncertain to go without calling. With `open_end` only the start of the span is known, and
    `comment` are the words of the hours about now, or about the next time.
    """

    state: str
    until: datetime | None = None
    next: datetime | None = None
    call_first: bool = False
    open_end: bool = False
    comment: str = ""


@dataclass(frozen=True)
class DayHours:
    """The spans that begin on one day; `sure` is False if one should call first about them.

    With `call_first` it may be open in the rest of the day as well, and `comment` are the words
    about that, such as 'op afspraak'.
    """

    day: date
    spans: tuple[DaySpan, ...]
    sure: bool = True
    call_first: bool = False
    comment: str = ""


NOT_KNOWN = Opening(UNKNOWN, call_first=True)


def parsed(hours: str) -> Rules | None:
    """Return the rules of OSM opening_hours; None for an empty text or one that is not valid."""
    return rules_of(hours)


def opening(hours: str, at: datetime, where: Where = NOWHERE) -> Opening:
    """Return whether it is open at an aware datetime, and when that changes."""
    return _opening(hours, minutes(at), place_that_matters(hours, where))


def minute_of(at: datetime) -> datetime:
    """Return an aware datetime rounded down to the minute, in Amsterdam time."""
    return _moment(minutes(at))


@lru_cache(maxsize=64)
def _moment(minute: int) -> datetime:
    return datetime.fromtimestamp(minute * 60, AMSTERDAM)


# By the number of the minute: the two of a time that the clock shows twice are equal as datetimes.
@lru_cache(maxsize=20_000)
def _opening(hours: str, minute: int, where: Where) -> Opening:
    at = _moment(minute)
    found = schedule(hours, where)
    if found is None:
        return NOT_KNOWN
    if found.rules.plain:
        return _plain_opening(found, at)
    utc = at.astimezone(UTC)  # a clock that shows an hour twice cannot be compared with
    now = [
        span
        for day in (at.date() - DAY, at.date())
        for span in spans_from(hours, where, day)
        if span.start <= utc < span.end
    ]
    if any(span.sure for span in now):
        return Opening(OPEN, _until(hours, where, at), comment=_comment(now))
    if starting := [span for span in now if span.open_end]:
        recent = utc < max(span.start for span in starting) + OPEN_END_SURE
        state = OPEN if recent else UNKNOWN
        return Opening(state, call_first=not recent, open_end=True, comment=_comment(starting))
    if now:
        return NOT_KNOWN._replace(comment=_comment(now))
    return _closed(hours, where, at)


def _plain_opening(found: Schedule, at: datetime) -> Opening:
    last = at + timedelta(days=AHEAD_DAYS)
    # The library takes a time that the clock shows twice for the second one.
    first_seen = at - timedelta(hours=3) if is_twice(at) else at
    utc = at.astimezone(UTC)
    changes = (one for one in intervals(found.whole, first_seen, last) if one[1] > utc)
    first = next(changes, None)
    if first is None:
        return NOT_KNOWN
    _, end, state, _ = first
    if state is State.OPEN:
        return Opening(OPEN, until=end if end < last else None)
    return Opening(CLOSED, next=next((a for a, _, kind, _ in changes if kind is State.OPEN), None))


def _until(hours: str, where: Where, at: datetime) -> datetime | None:
    """Return when the certain spans around a moment end; None if they go on and on."""
    until = at
    while until < at + timedelta(days=AHEAD_DAYS):
        ends = [
            span.end
            for day in (until.date() - DAY, until.date())
            for span in spans_from(hours, where, day)
            if span.sure and span.start <= until.astimezone(UTC) < span.end
        ]
        if not ends:
            return until
        until = max(ends)
    return None


def _closed(hours: str, where: Where, at: datetime) -> Opening:
    today = spans_from(hours, where, at.date())
    later = [span for span in today if span.start > at.astimezone(UTC) and not span.rest]
    span = later[0] if later else _first_after(hours, where, at.date())
    if span is None:
        return Opening(CLOSED)
    if span.rest:
        return Opening(CLOSED, call_first=True, comment=span.comment)
    unsure = not (span.sure or span.open_end)
    return Opening(CLOSED, None, span.start, unsure, span.open_end, span.comment)


@lru_cache(maxsize=20_000)
def _first_after(hours: str, where: Where, day: date) -> DaySpan | None:
    """Return the first span that begins after a day, or else a rest of which words are known."""
    rest: DaySpan | None = None
    for ahead in range(1, AHEAD_DAYS):
        for span in spans_from(hours, where, day + ahead * DAY):
            if not span.rest:
                return span
            rest = rest or span
    return rest


def _comment(spans: list[DaySpan]) -> str:
    """Return the words of the first span that has any, of certain spans before others."""
    ordered = sorted(spans, key=lambda span: (not span.sure, span.rest))
    return next((span.comment for span in ordered if span.comment), "")


def spans(hours: str, first: datetime, last: datetime, where: Where = NOWHERE) -> list[Span]:
    """Return when it is certainly open between two aware datetimes, cut off at both."""
    place = place_that_matters(hours, where)
    found = schedule(hours, place)
    if found is None:
        return []
    if found.rules.plain:
        whole = intervals(found.whole, first, last)
        return [(start, end) for start, end, state, _ in whole if state is State.OPEN]
    sure = _sure_parts(hours, place, first.astimezone(AMSTERDAM), last.astimezone(AMSTERDAM))
    return [(max(start, first), min(end, last)) for start, end in sure]


def _sure_parts(hours: str, where: Where, first: datetime, last: datetime) -> Iterator[Span]:
    for ahead in range(-1, (last.date() - first.date()).days + 1):
        for span in spans_from(hours, where, first.date() + ahead * DAY):
            end = span.end
            if span.open_end:
                end = min(end, span.start + OPEN_END_SURE)
            if (span.sure or span.open_end) and end > first and span.start < last:
                yield span.start, end


def open_within(
    hours: str, asked: Iterable[MinuteSpan], where: Where = NOWHERE
) -> tuple[DaySpan, ...]:
    """Return the spans, whole, of the first of some asked times at which it is certainly open.

    If there is none, they are those of the first at which it may be open; empty without one.
    """
    place = place_that_matters(hours, where)
    unsure: tuple[DaySpan, ...] = ()
    for first, last in asked:
        day = datetime.fromtimestamp(first * 60, AMSTERDAM).date()
        # A night that began the day before counts when nothing begins on the day itself.
        for begun in (day, day - DAY):
            spans = tuple(
                span
                for span in spans_from(hours, place, begun)
                if not span.rest and minutes(span.start) < last and minutes(span.end) > first
            )
            if sure := tuple(span for span in spans if span.sure or span.open_end):
                return sure
            unsure = unsure or spans
    return unsure


def week_hours(hours: str, first: date, where: Where = NOWHERE) -> list[DayHours]:
    """Return the opening hours of seven days from a date; empty if the hours are unknown."""
    if parsed(hours) is None:
        return []
    place = place_that_matters(hours, where)
    return [_day(hours, place, first + timedelta(days=offset)) for offset in range(7)]


def _day(hours: str, where: Where, day: date) -> DayHours:
    found = spans_from(hours, where, day)
    rest = [span for span in found if span.rest]
    return DayHours(
        day,
        tuple(span for span in found if not span.rest),
        sure=all(span.sure or span.open_end for span in found if not span.rest),
        call_first=bool(rest),
        comment=next((span.comment for span in rest if span.comment), ""),
    )


@lru_cache(maxsize=1_000)
def is_public_holiday(day: date) -> bool:
    """Return whether a date is a Dutch public holiday, such as King's Day or Ascension Day."""
    found = schedule("PH 00:00-24:00", NOWHERE)
    noon = datetime.combine(day, time(12), AMSTERDAM)
    return found is not None and bool(found.whole.is_open(noon))
