"""Opening hours as lines of a form, converted to OSM opening_hours and back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from socialmap.times.hours import parsed

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# Every week (empty), or the first to fourth or last (-1) such weekday of the month.
WEEKS = ("", "1", "2", "3", "4", "-1")

_DAY = "|".join(DAYS)
_TIME = r"\d\d:\d\d"
_SPANS = rf"{_TIME}-{_TIME}(?:,\s?{_TIME}-{_TIME})*"
_MONTH = "|".join(MONTHS)
_DATE = rf"\d{{4}} (?:{_MONTH}) \d{{1,2}}"
WEEKLY = re.compile(
    rf"(?P<days>(?:{_DAY})(?:[-,](?:{_DAY}))*)(?:\[(?P<nth>-1|[1-4](?:,[1-4])*)\])?"
    rf" (?P<spans>{_SPANS}|off)"
)
DATED = re.compile(rf"(?P<first>{_DATE})(?:\s?-\s?(?P<last>{_DATE}))? (?P<spans>{_SPANS}|off)")
SEASON = re.compile(rf"(?P<first>{_MONTH})(?:-(?P<last>{_MONTH}))?: ?(?={_DAY})")
# A comma that separates rules follows a time and precedes a day, month or date.
RULE = re.compile(rf"\s*(;|(?<=[\df]),(?=\s*(?:{_DAY}|{_MONTH}|PH|\d{{4}} [A-Z])))\s*")


@dataclass(frozen=True, order=True)
class Line:
    """One span of time on some weekdays (0 is Monday); start and end are written as '10:00'.

    `week` is one of WEEKS: every week, or one week of the month.
    """

    days: tuple[int, ...]
    start: str
    end: str
    week: str = ""


@dataclass(frozen=True, order=True)
class HoursException:
    """Other hours from `first` to `last`, both included; closed if start and end are empty."""

    first: date
    last: date
    start: str = ""
    end: str = ""


@dataclass(frozen=True)
class WeekPlan:
    """A week's opening hours, the holidays on which it is closed, its season and its exceptions.

    `months` are the first and last month (1-12) of the season; (11, 3) is the winter.
    """

    lines: tuple[Line, ...] = ()
    closed_on_holidays: bool = False
    closed_in_school_holidays: bool = False
    months: tuple[int, int] | None = None
    exceptions: tuple[HoursException, ...] = ()


def to_osm(plan: WeekPlan) -> str:
    """Return the plan as OSM opening_hours; several lines on one day are joined."""
    weekly: dict[int, list[str]] = {}
    lines = _merged(plan.lines)
    for line in lines:
        for day in line.days if not line.week else ():
            weekly.setdefault(day, []).append(f"{line.start}-{line.end}")
    same: dict[str, list[int]] = {}
    for day in sorted(weekly):
        same.setdefault(",".join(sorted(set(weekly[day]))), []).append(day)
    season = _season(plan.months)
    text = "; ".join(f"{season}{_day_names(days)} {spans}" for spans, days in same.items())
    for line in lines:
        if line.week:
            names = ",".join(f"{DAYS[day]}[{line.week}]" for day in line.days)
            rule = f"{season}{names} {line.start}-{line.end}"
            # A comma adds to the rules before it; a semicolon would replace that day.
            text = f"{text}, {rule}" if text else rule
    off = {"PH off": plan.closed_on_holidays, "SH off": plan.closed_in_school_holidays}
    holidays = [rule for rule, closed in off.items() if closed and text]
    return "; ".join(filter(None, [text, *holidays, *_exception_rules(plan.exceptions)]))


def _season(months: tuple[int, int] | None) -> str:
    return f"{MONTHS[months[0] - 1]}-{MONTHS[months[1] - 1]}: " if months else ""


def _day_names(days: list[int]) -> str:
    """Return weekdays in OSM syntax; three or more in a row become a range, as in Mo-We."""
    runs: list[list[int]] = []
    for day in days:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    names = (
        f"{DAYS[run[0]]}-{DAYS[run[-1]]}" if len(run) > 2 else ",".join(DAYS[day] for day in run)
        for run in runs
    )
    return ",".join(names)


def _exception_rules(exceptions: Iterable[HoursException]) -> list[str]:
    """Return the exceptions as OSM rules, longest first: of overlapping rules the last one wins."""
    spans: dict[tuple[date, date], list[str]] = {}
    for exception in _longest_first(exceptions):
        times = spans.setdefault((exception.first, exception.last), [])
        times.extend([f"{exception.start}-{exception.end}"] if exception.start else [])
    return [
        f"{_osm_date(first)}{f'-{_osm_date(last)}' if last != first else ''}"
        f" {','.join(times) or 'off'}"
        for (first, last), times in spans.items()
    ]


def _longest_first(exceptions: Iterable[HoursException]) -> list[HoursException]:
    return sorted(exceptions, key=lambda one: (one.first - one.last, one))


def _osm_date(day: date) -> str:
    return f"{day.year} {MONTHS[day.month - 1]} {day.day:02}"


def from_osm(hours: str) -> WeekPlan | None:
    """Return the plan for OSM opening_hours; None if the form cannot express all of them."""
    if not hours.strip():
        return WeekPlan()
    rules = RULE.split(hours.strip().rstrip(";"))
    lines: list[Line] = []
    exceptions: list[HoursException] = []
    holidays: set[str] = set()
    seasons: set[tuple[int, int] | None] = set()
    for separator, rule in zip([";", *rules[1::2]], rules[::2], strict=True):
        season, days = _seasonal(rule)
        if days in ("PH off", "SH off") and not season:
            holidays.add(days)
        elif match := DATED.fullmatch(days):
            exceptions.extend(_exceptions(match))
        elif match := WEEKLY.fullmatch(days) or _listed(days):
            replaced = _weekly(match, lines, replaces=separator == ";")
            # A later rule overrides holidays and exceptions before it, and a line never does.
            if replaced is None or holidays or exceptions:
                return None
            lines = replaced
            seasons.add(season)
        else:
            return None
    in_order = _longest_first(exceptions)
    misread = (len(seasons) > 1, holidays and not lines, not parsed(hours))
    if any(misread) or (in_order != exceptions and _overlap(exceptions)):
        return None
    return WeekPlan(
        _merged(lines),
        "PH off" in holidays,
        "SH off" in holidays,
        seasons.pop() if seasons else None,
        tuple(in_order),
    )


def _seasonal(rule: str) -> tuple[tuple[int, int] | None, str]:
    """Return the months that a rule names (None if it names none), and the rest of the rule."""
    match = SEASON.match(rule)
    if not match:
        return None, rule
    first = MONTHS.index(match["first"]) + 1
    last = MONTHS.index(match["last"] or match["first"]) + 1
    return (first, last), rule[match.end() :]


def _overlap(exceptions: Iterable[HoursException]) -> bool:
    ordered = sorted(exceptions)
    return any(one.last >= other.first for one, other in pairwise(ordered))


def _listed(rule: str) -> re.Match[str] | None:
    """Match a rule that repeats the week of the month per day, as in 'Mo[1],We[1] 10:00-12:00'."""
    head, _, spans = rule.partition(" ")
    pairs = re.findall(rf"({_DAY})\[(-1|[1-4])\]", head)
    weeks = {week for _, week in pairs}
    if len(pairs) < 2 or len(weeks) != 1:
        return None
    return WEEKLY.fullmatch(f"{','.join(day for day, _ in pairs)}[{weeks.pop()}] {spans}")


def _weekly(match: re.Match[str], before: list[Line], *, replaces: bool) -> list[Line] | None:
    """Return the lines with one more rule added; None if it alters some weeks of the month only."""
    days = _days(match["days"])
    weeks = match["nth"].split(",") if match["nth"] else [""]
    remaining = before
    if replaces:
        if any(set(line.days) & days and (weeks != [""] or line.week) for line in before):
            return None
        remaining = [
            Line(tuple(sorted({*line.days} - days)), line.start, line.end, line.week)
            for line in before
        ]
    if match["spans"] == "off":
        return None if weeks != [""] else remaining
    more = [
        Line(tuple(sorted(days)), start, end, week)
        for week in weeks
        for start, end in _times(match["spans"])
    ]
    return [*remaining, *more]


def _times(text: str) -> list[tuple[str, str]]:
    """Return start and end of each span of a day."""
    return [(span.strip()[:5], span.strip()[-5:]) for span in text.split(",")]


def _days(text: str) -> set[int]:
    days: set[int] = set()
    for part in text.split(","):
        first, _, last = part.partition("-")
        start, end = DAYS.index(first), DAYS.index(last or first)
        days.update(day % 7 for day in range(start, (end if end >= start else end + 7) + 1))
    return days


def _merged(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Merge lines with the same times; lines of every week come first."""
    days: dict[tuple[str, str, str], set[int]] = {}
    for line in lines:
        days.setdefault((line.week, line.start, line.end), set()).update(line.days)
    merged = [
        Line(tuple(sorted(numbers)), start, end, week)
        for (week, start, end), numbers in days.items()
    ]
    return tuple(sorted(filter(lambda line: line.days, merged), key=lambda line: (line.week, line)))


def _exceptions(match: re.Match[str]) -> list[HoursException]:
    first = _date(match["first"])
    last = _date(match["last"]) if match["last"] else first
    if match["spans"] == "off":
        return [HoursException(first, last)]
    return [HoursException(first, last, start, end) for start, end in _times(match["spans"])]


def _date(text: str) -> date:
    year, month, day = text.split()
    return date(int(year), MONTHS.index(month) + 1, int(day))
