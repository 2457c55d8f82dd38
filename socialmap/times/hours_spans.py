"""The spans of opening hours day by day: those that begin on a day, whole nights included."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from opening_hours import (  # type: ignore[attr-defined]
    OpeningHours,
    ParserError,
    State,
)

from socialmap.times.clock import AMSTERDAM, is_twice, moment_of
from socialmap.times.hours_rules import (
    CLOSED_BY_RULE,
    OPEN_END,
    PERHAPS_LONGER,
    SUNNY,
    Rule,
    Rules,
    day_text,
    night_text,
    rules_of,
)
from socialmap.times.school_holidays import calendar
from socialmap.wording import N_

logger = logging.getLogger(__name__)
# How far ahead an opening is looked for: a place that closes in winter opens again in spring.
AHEAD_DAYS = 370
DAY = timedelta(days=1)
NOT_KNOWN_SCHOOL = N_("We weten niet of het dan schoolvakantie is.")
# Where the sun is asked for without a place; its hours are not certain then.
MIDDLE = (52.1, 5.3)


class Where(NamedTuple):
    """The place of opening hours, as far as it matters to them.

    `region` is that of its school holidays (empty when not known); `lon` and `lat` are in WGS84.
    """

    region: str = ""
    lon: float | None = None
    lat: float | None = None


class DaySpan(NamedTuple):
    """A span of time from a start to an end, in Amsterdam time.

    `sure` is False where one should call first. With `open_end` only the start is known, and the
    end is that of the day. `comment` are the words of the hours about it. `rest` is True for what
    is no span of its own but the rest of a day, of which only the comment is known.
    """

    start: datetime
    end: datetime
    sure: bool = True
    open_end: bool = False
    comment: str = ""
    rest: bool = False


NOWHERE = Where()
Interval = tuple[datetime, datetime, State, str]


class Variant:
    """A group of rules as the library reads them, in or out of the school holidays."""

    def __init__(self, group: Iterable[Rule], school: bool, where: Where):
        group = tuple(group)
        point = where.lon is not None and where.lat is not None
        self.day = _library(day_text(group, school, point), where)
        self.night = _library(night_text(group, school, point), where, by_clock=True)


@dataclass(frozen=True)
class Schedule:
    """Opening hours at a place, ready to be evaluated; variants by whether it is a holiday."""

    rules: Rules
    where: Where
    whole: OpeningHours
    variants: dict[bool, tuple[Variant, ...]]


@lru_cache(maxsize=50_000)
def place_that_matters(hours: str, where: Where) -> Where:
    """Return a place without what does not matter to opening hours, to compare and cache by."""
    rules = rules_of(hours)
    if rules is None:
        return NOWHERE
    region = where.region if rules.school else ""
    if not rules.sunny or where.lon is None or where.lat is None:
        return Where(region)
    # A tenth of a degree is less than half a minute of the sun.
    return Where(region, round(where.lon, 1), round(where.lat, 1))


@lru_cache(maxsize=20_000)
def schedule(hours: str, where: Where) -> Schedule | None:
    """Return the schedule of OSM opening_hours at a place; None if they are not valid."""
    rules = rules_of(hours)
    whole = _library(hours, where) if rules else None
    if rules is None or whole is None:
        return None
    variants = {
        school: tuple(Variant(group, school, where) for group in rules.groups)
        for school in ((False, True) if rules.school else (False,))
        if not rules.plain
    }
    return Schedule(rules, where, whole, variants)


def _library(text: str, where: Where, *, by_clock: bool = False) -> OpeningHours | None:
    """Return what evaluates opening hours; `by_clock` in naive times of days of 24 hours."""
    if not text:
        return None
    coords = None
    if SUNNY.search(text):
        coords = MIDDLE if where.lon is None or where.lat is None else (where.lat, where.lon)
    zone: dict[str, Any] = {"timezone": AMSTERDAM}
    if by_clock and coords is None:
        zone = {"timezone": None, "auto_timezone": False}
    try:
        return OpeningHours(text, country="NL", coords=coords, max_interval_days=AHEAD_DAYS, **zone)
    except (ParserError, ValueError, OverflowError):
        return None


def intervals(rule: OpeningHours | None, first: datetime, last: datetime) -> Iterator[Interval]:
    """Yield what the library says between two moments; nothing when it fails."""
    if rule is None:
        return
    try:
        for start, end, state, comment in rule.intervals(_here(first), _here(last)):
            end = end or last
            # What lies in the hour that is skipped in spring is no span.
            if start < end:
                yield start, _end(start, end, state), state, comment
    except GeneratorExit:
        raise
    except BaseException as error:
        # What the library panics about is no Exception.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        logger.warning("opening hours %s cannot be evaluated: %s", rule, error)


def _end(start: datetime, end: datetime, state: State) -> datetime:
    """Return the end of an interval: of a time that the clock shows twice, the first after it."""
    if state is State.CLOSED or not end.tzinfo or not is_twice(end) or is_twice(start):
        return end
    return end.replace(fold=0)


def _here(moment: datetime) -> datetime:
    """Return an aware moment in Amsterdam time, for the library reads any clock as that one."""
    return moment.astimezone(AMSTERDAM) if moment.tzinfo else moment


@lru_cache(maxsize=100_000)
def spans_from(hours: str, where: Where, day: date) -> tuple[DaySpan, ...]:
    """Return the spans that begin on a day, in order; a night is whole."""
    found = schedule(hours, where)
    if found is None:
        return ()
    if found.rules.plain:
        return tuple(
            DaySpan(start, end) if state is State.OPEN else DaySpan(start, end, sure=False)
            for start, end, state, _ in intervals(found.whole, *_day(day))
            if state is not State.CLOSED
        )
    school = calendar().holiday(day, where.region) if found.rules.school else False
    if school is not None:
        return _spans(found, day, school)
    out, inside = _spans(found, day, False), _spans(found, day, True)
    both = set(out) & set(inside)
    unsure = {
        span._replace(sure=False, comment=span.comment or NOT_KNOWN_SCHOOL)
        for span in {*out, *inside} - both
    }
    return tuple(sorted(both | unsure))


def _day(day: date) -> tuple[datetime, datetime]:
    return (
        datetime.combine(day, time(), AMSTERDAM),
        datetime.combine(day + DAY, time(), AMSTERDAM),
    )


def _spans(found: Schedule, day: date, school: bool) -> tuple[DaySpan, ...]:
    """Return the spans from a day on; each group of rules fills what those before it leave."""
    spans: list[DaySpan] = []
    taken: list[tuple[datetime, datetime]] = []
    for variant in found.variants[school]:
        first, last = _day(day)
        here = list(intervals(variant.day, first, last))
        more = [
            _span(found.rules, one, (first, last)) for one in here if one[2] is not State.CLOSED
        ]
        more = _with_night(more, _night(found.rules, variant, day), last)
        closed = [
            (start, end) for start, end, _, comment in here if comment.startswith(CLOSED_BY_RULE)
        ]
        if len(found.rules.groups) > 1:
            more = [left for span in more for left in _left(span, taken)]
            before = _night(found.rules, variant, day - DAY)
            taken += [*closed, *((span.start, span.end) for span in (*before, *more))]
        spans += more
    return tuple(sorted(spans))


def _span(rules: Rules, interval: Interval, day: tuple[datetime, datetime]) -> DaySpan:
    start, end, state, comment = interval
    number = comment.lstrip(OPEN_END + PERHAPS_LONGER)
    return DaySpan(
        start,
        end,
        sure=state is State.OPEN,
        open_end=comment.startswith(OPEN_END),
        comment=rules.words[int(number)] if number else "",
        rest=state is State.UNKNOWN and ((start, end) == day or comment.startswith(PERHAPS_LONGER)),
    )


def _night(rules: Rules, variant: Variant, day: date) -> list[DaySpan]:
    """Return what goes on after the midnight at the end of a day."""
    midnight = datetime.combine(day, time())
    return [
        _span(rules, (start, _end(start, end, state), state, comment), _day(day))
        for begin, stop, state, comment in intervals(variant.night, midnight, midnight + DAY)
        for start, end in [(_day_later(begin), _day_later(stop))]
        if state is not State.CLOSED and start < end
    ]


def _day_later(moment: datetime) -> datetime:
    """Return when the clock shows the same a day later; of a skipped hour that is its end."""
    local = moment.replace(tzinfo=None) + DAY
    later = moment_of(local)
    return later if later.replace(tzinfo=None) == local else later.replace(minute=0)


def _with_night(spans: list[DaySpan], night: list[DaySpan], midnight: datetime) -> list[DaySpan]:
    """Return spans with what follows after midnight, as one span where it is the same."""
    for after in night:
        same = [
            number
            for number, span in enumerate(spans)
            if span.end == after.start == midnight and span[2:] == after[2:]
        ]
        if same:
            spans[same[0]] = spans[same[0]]._replace(end=after.end)
        else:
            spans.append(after)
    return spans


def _left(span: DaySpan, taken: Iterable[tuple[datetime, datetime]]) -> Iterator[DaySpan]:
    """Yield what other spans leave of a span."""
    start = span.start
    for first, last in sorted(taken):
        if first > start and first < span.end:
            yield span._replace(start=start, end=first)
        start = max(start, last) if first < span.end else start
    if start < span.end:
        yield span._replace(start=start)
