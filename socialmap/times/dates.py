"""The occurrences of a dated activity, worked out from its RRULE, in Amsterdam time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from typing import Protocol

from dateutil.rrule import rrulestr

from socialmap.times.clock import AMSTERDAM, moment_of
from socialmap.times.rules import parts_of, read_until, rule_of

LONGEST_WINDOW = timedelta(days=400)
# Nothing on a map of today began or begins in another year.
FIRST_YEAR, LAST_YEAR = 1950, 2100
LONGEST_MINUTES = 24 * 60
DAY = timedelta(days=1)
# A rule that happens at all happens within these days.
LONGEST_WAIT = timedelta(days=30 * 366)
# A start and an end, which is None when it is not known.
Times = list[tuple[datetime, datetime | None]]


class Timed(Protocol):
    """Anything with a first occurrence, a duration (if known) and a rule of repetition."""

    @property
    def starts(self) -> datetime:
        """The first occurrence, as a naive datetime in Amsterdam time."""

    @property
    def minutes(self) -> int:
        """The duration in minutes; 0 when it is not known."""

    @property
    def repeats(self) -> str:
        """The RRULE; empty when the activity happens once."""


def is_day(day: object) -> bool:
    """Return whether a value is a date in a year that a listing can be about."""
    return isinstance(day, date) and FIRST_YEAR <= day.year <= LAST_YEAR


def is_start(start: object) -> bool:
    """Return whether a value is a local datetime at which an activity can begin."""
    return isinstance(start, datetime) and start.tzinfo is None and is_day(start)


def is_duration(minutes: object) -> bool:
    """Return whether a value is the minutes that an activity lasts: up to a day; 0 is unknown."""
    return type(minutes) is int and 0 <= minutes <= LONGEST_MINUTES


def is_timed(activity: Timed) -> bool:
    """Return whether the start, duration and rule of an activity are valid."""
    return (
        is_start(activity.starts)
        and is_duration(activity.minutes)
        and isinstance(activity.repeats, str)
        and rule_of(activity.repeats) is not None
    )


def activity_times(activity: Timed, first: date, last: date) -> Times:
    """Return start and end of each occurrence from `first` to `last`, both included.

    An end that is not known is None. An occurrence that began the day before and still goes on
    counts. An activity whose start, duration or rule is not valid has none. Raise ValueError if
    `last` is before `first` or more than 400 days after it.
    """
    if last < first or last - first > LONGEST_WINDOW:
        raise ValueError("a window of dates is at most 400 days")
    if not is_timed(activity):
        return []
    rule = rule_of(activity.repeats) or ""
    return _activity_times(activity.starts, activity.minutes, rule, first, last)


@lru_cache(maxsize=20_000)
def _activity_times(starts: datetime, minutes: int, rule: str, first: date, last: date) -> Times:
    lasts = timedelta(minutes=minutes or 1)
    after = datetime.combine(first, time()) - lasts
    before = datetime.combine(last + timedelta(days=1), time())
    once = not rule or first_time(starts, rule) is None
    begins = {starts} if once and after < starts < before else set()
    if not once and starts < before:
        begins |= {begin for begin in _repeated(starts, rule, after, before) if begin < before}
    occurrences = sorted({moment_of(begin) for begin in begins})
    return [(begin, end_of(begin, minutes)) for begin in occurrences]


def end_of(start: datetime, minutes: int) -> datetime | None:
    """Return when an activity ends that begins at an aware moment; None without a duration.

    The clock decides: a night from 22.00 to 6.00 also ends at 6.00 when summer time begins or ends.
    Of a time that the clock shows twice it is the one that makes the duration right.
    """
    if not minutes:
        return None
    lasts = timedelta(minutes=minutes)
    by_clock = moment_of(start.replace(tzinfo=None) + lasts)
    exact = (start.astimezone(UTC) + lasts).astimezone(AMSTERDAM)
    return exact if by_clock.replace(fold=0) == exact.replace(fold=0) else by_clock


def _repeated(starts: datetime, rule: str, after: datetime, before: datetime) -> Iterator[datetime]:
    """Yield when a rule repeats between two moments; all of them naive, in Amsterdam time."""
    parts = parts_of(rule)
    until, count = parts.pop("UNTIL", ""), parts.pop("COUNT", "")
    last = min(before, read_until(until).moment()) if until else before
    bare = ";".join(f"{name}={value}" for name, value in parts.items())
    # The end is given, for a rule that happens seldom would be worked out for thousands of years.
    repeated = rrulestr(f"{bare};UNTIL={last:%Y%m%dT%H%M%S}", dtstart=starts)
    begins = islice(repeated, int(count)) if count else repeated.xafter(after, inc=True)
    return (begin for begin in begins if begin > after)


@lru_cache(maxsize=20_000)
def first_time(starts: datetime, rule: str) -> datetime | None:
    """Return the first time that a valid rule has from a start on; the start itself without a rule.

    A start that does not fit its rule is no occurrence: the rule decides on which days it is. None
    if the rule ends before it has any.
    """
    if not rule:
        return starts
    return next(iter(_repeated(starts, rule, starts - DAY, starts + LONGEST_WAIT)), None)


def last_day(starts: datetime, rule: str) -> date | None:
    """Return the last day on which a rule with UNTIL can happen; None for a rule without it.

    Until a moment before the time of day at which the activity begins, that is the day before.
    """
    until = parts_of(rule).get("UNTIL") if rule else None
    if until is None:
        return None
    moment = read_until(until).moment()
    early = moment.time() < starts.time()
    return moment.date() - timedelta(days=early)
