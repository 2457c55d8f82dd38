"""Opening hours as lines of a form: what a form can express, and its OSM opening_hours."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from socialmap.times.clauses import ALL_DAYS, apart
from socialmap.times.osm import (
    ASK,
    BESIDE,
    INSTEAD,
    OFF,
    OPEN,
    OTHERWISE,
    PUBLIC_HOLIDAYS,
    SCHOOL_HOLIDAYS,
    Day,
    Period,
    Rule,
    Times,
    Weekdays,
    text_of,
)

# The weeks of the month that a line can name; -1 is the last.
NTHS = (1, 2, 3, 4, 5, -1)
# The year of a date that comes back every year; it has a 29 February.
EVERY_YEAR = 2000
WHOLE_DAY = ("00:00", "24:00")


@dataclass(frozen=True)
class Line:
    """One span of time on some weekdays (0 is Monday), from '10:00' or 'sunrise' to an end.

    An empty end is not known: it is open from the start on. `nths` are the weeks of the month, and
    none of them is every week. Outside the `season` (None: all year) it is closed. `comment` says
    what to do first, as in 'op afspraak'.
    """

    days: tuple[int, ...]
    start: str
    end: str
    nths: tuple[int, ...] = ()
    season: Period | None = None
    comment: str = ""


@dataclass(frozen=True, order=True)
class HoursException:
    """Other hours from `first` to `last`, both included; closed if start and end are empty.

    Every year (`yearly`) if `first` is in the year EVERY_YEAR; then `last` is at most a year later.
    """

    first: date
    last: date
    start: str = ""
    end: str = ""

    @property
    def yearly(self) -> bool:
        """Whether it comes back every year."""
        return self.first.year == EVERY_YEAR


@dataclass(frozen=True)
class WeekPlan:
    """A week's opening hours, the holidays on which it is closed, and its exceptions.

    `holiday_times` and `school_times` are other hours on public holidays and in school holidays.
    `otherwise` says what to do when none of the lines holds, as in 'op afspraak'.
    """

    lines: tuple[Line, ...] = ()
    closed_on_holidays: bool = False
    closed_in_school_holidays: bool = False
    exceptions: tuple[HoursException, ...] = ()
    otherwise: str = ""
    holiday_times: Times | None = None
    school_times: Times | None = None


def to_osm(plan: WeekPlan) -> str:
    """Return the plan as OSM opening_hours; several lines on one day are joined."""
    rules: list[Rule] = []
    for rule in _line_rules(merged(plan.lines)):
        # A comma adds to the rules before it; a semicolon would replace their days.
        meets = any(not apart(before, rule) for before in rules)
        rules.append(replace(rule, joined=BESIDE if meets else INSTEAD))
    rules += _holiday_rules(plan) if rules else []
    rules += _exception_rules(plan.exceptions)
    if plan.otherwise:
        joined = OTHERWISE if rules else INSTEAD
        rules.append(Rule(state=ASK, comment=quotable(plan.otherwise), joined=joined))
    joins = {INSTEAD: "; ", BESIDE: ", ", OTHERWISE: " || "}
    return "".join(joins[rule.joined] + text_of(rule) for rule in rules)[2:]


def _holiday_rules(plan: WeekPlan) -> list[Rule]:
    """Return the rules of holidays; with other hours the public ones come last, and win."""
    kinds = [
        (PUBLIC_HOLIDAYS, plan.closed_on_holidays, plan.holiday_times),
        (SCHOOL_HOLIDAYS, plan.closed_in_school_holidays, plan.school_times),
    ]
    if plan.holiday_times or plan.school_times:
        kinds.reverse()
    return [
        Rule(holidays=(name,), times=(times,) if times else (), state=OPEN if times else OFF)
        for name, closed, times in kinds
        if closed or times
    ]


def quotable(comment: str) -> str:
    """Return words that can stand in OSM opening_hours: on one line, without quotes."""
    return " ".join(comment.replace('"', "'").split())


def _line_rules(lines: tuple[Line, ...]) -> list[Rule]:
    """Return lines as rules: one per group of days with the same times."""
    spans: dict[tuple[Period | None, str, tuple[int, ...], int], list[Times]] = {}
    for line in lines:
        for day in line.days:
            key = line.season, line.comment, line.nths, day
            spans.setdefault(key, []).append(Times(line.start, line.end))
    same: dict[tuple[Period | None, str, tuple[int, ...], tuple[Times, ...]], list[int]] = {}
    for (season, comment, nths, day), times in spans.items():
        same.setdefault((season, comment, nths, tuple(sorted(set(times)))), []).append(day)
    return [
        _line_rule(season, comment, Weekdays(tuple(sorted(days)), nths), times)
        for (season, comment, nths, times), days in same.items()
    ]


def _line_rule(
    season: Period | None, comment: str, weekdays: Weekdays, times: tuple[Times, ...]
) -> Rule:
    comment = quotable(comment)
    if (season, comment, weekdays, times) == (None, "", Weekdays(ALL_DAYS), (Times(*WHOLE_DAY),)):
        return Rule()
    return Rule(
        (season,) if season else (),
        weekdays=(weekdays,),
        times=times,
        state=ASK if comment else OPEN,
        comment=comment,
    )


def _exception_rules(exceptions: Iterable[HoursException]) -> list[Rule]:
    """Return the exceptions as rules, longest first: of overlapping rules the last one wins."""
    spans: dict[tuple[date, date], list[Times]] = {}
    for exception in in_order(exceptions):
        times = spans.setdefault((exception.first, exception.last), [])
        times.extend([Times(exception.start, exception.end)] if exception.start else [])
    return [
        Rule((_period(first, last),), times=tuple(times), state=OPEN if times else OFF)
        for (first, last), times in spans.items()
    ]


def _period(first: date, last: date) -> Period:
    every_year = first.year == EVERY_YEAR
    days = (Day(day.month, day.day, 0 if every_year else day.year) for day in (first, last))
    return Period(*days)


def in_order(exceptions: Iterable[HoursException]) -> list[HoursException]:
    """Return exceptions, those of every year first, and longer ones before shorter ones."""
    return sorted(exceptions, key=lambda one: (not one.yearly, one.first - one.last, one))


def merged(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Return lines with those of the same times merged; lines of every week come first."""
    days: dict[Line, set[int]] = {}
    for line in lines:
        days.setdefault(replace(line, days=()), set()).update(line.days)
    joint = [replace(line, days=tuple(sorted(numbers))) for line, numbers in days.items()]
    return tuple(sorted((line for line in joint if line.days), key=_position))


def _position(line: Line) -> tuple[object, ...]:
    season = tuple((day or Day(0))[:] for day in line.season) if line.season else ()
    nths = tuple((nth < 0, nth) for nth in line.nths)
    return not line.comment, line.comment, season, nths, line.days, line.start, line.end


def last_of_month(month: int, year: int = EVERY_YEAR) -> int:
    """Return the number of the last day of a month."""
    return monthrange(year, month)[1]
