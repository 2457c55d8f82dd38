"""Opening hours as someone fills them in, line by line, to OSM opening_hours and back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from socialmap.times.hours import parsed

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# Every week, or the first, second … last of that day in a month.
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
# A comma between two rules stands behind a time: other commas stand between days or times.
RULE = re.compile(rf"\s*(;|(?<=[\df]),(?=\s*(?:{_DAY}|{_MONTH}|PH|\d{{4}} [A-Z])))\s*")


@dataclass(frozen=True, order=True)
class Line:
    """The same time on some days (0 is Monday), every week or that week of the month: '10:00'."""

    days: tuple[int, ...]
    start: str
    end: str
    week: str = ""


@dataclass(frozen=True, order=True)
class Otherwise:
    """From a day up to and with another it is closed, or open at these times."""

    first: date
    last: date
    start: str = ""
    end: str = ""


@dataclass(frozen=True)
class WeekPlan:
    """When it is open: lines of a week, not on which holidays, in which months, and exceptions.

    `months` are the first and the last (1-12) of a season; (11, 3) is the winter.
    """

    lines: tuple[Line, ...] = ()
    closed_on_holidays: bool = False
    closed_in_school_holidays: bool = False
    months: tuple[int, int] | None = None
    exceptions: tuple[Otherwise, ...] = ()


def to_osm(plan: WeekPlan) -> str:
    """The plan as OSM opening_hours; lines on the same day add up."""
    weekly: dict[int, list[str]] = {}
    lines = _together(plan.lines)
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
            # A comma adds to the rules before it, where a semicolon would replace that day.
            text = f"{text}, {rule}" if text else rule
    off = {"PH off": plan.closed_on_holidays, "SH off": plan.closed_in_school_holidays}
    holidays = [rule for rule, closed in off.items() if closed and text]
    return "; ".join(filter(None, [text, *holidays, *_exception_rules(plan.exceptions)]))


def _season(months: tuple[int, int] | None) -> str:
    return f"{MONTHS[months[0] - 1]}-{MONTHS[months[1] - 1]}: " if months else ""


def _day_names(days: list[int]) -> str:
    """Days as OSM writes them: three and more in a row as Mo-We."""
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


def _exception_rules(exceptions: Iterable[Otherwise]) -> list[str]:
    """The exceptions as rules; the longest first, since the last that holds a day goes for it."""
    spans: dict[tuple[date, date], list[str]] = {}
    for each in _in_order(exceptions):
        times = spans.setdefault((each.first, each.last), [])
        times.extend([f"{each.start}-{each.end}"] if each.start else [])
    return [
        f"{_osm_date(first)}{f'-{_osm_date(last)}' if last != first else ''}"
        f" {','.join(times) or 'off'}"
        for (first, last), times in spans.items()
    ]


def _in_order(exceptions: Iterable[Otherwise]) -> list[Otherwise]:
    return sorted(exceptions, key=lambda each: (each.first - each.last, each))


def _osm_date(day: date) -> str:
    return f"{day.year} {MONTHS[day.month - 1]} {day.day:02}"


def from_osm(hours: str) -> WeekPlan | None:
    """The plan that OSM opening_hours say; None when they say more than lines can hold."""
    if not hours.strip():
        return WeekPlan()
    rules = RULE.split(hours.strip().rstrip(";"))
    lines: list[Line] = []
    exceptions: list[Otherwise] = []
    holidays: set[str] = set()
    seasons: set[tuple[int, int] | None] = set()
    for separator, rule in zip([";", *rules[1::2]], rules[::2], strict=True):
        season, days = _seasonal(rule)
        if days in ("PH off", "SH off") and not season:
            holidays.add(days)
        elif found := DATED.fullmatch(days):
            exceptions.extend(_exceptions(found))
        elif found := WEEKLY.fullmatch(days) or _listed(days):
            replaced = _weekly(found, lines, replaces=separator == ";")
            # What stands behind a rule goes before it, as lines never do.
            if replaced is None or holidays or exceptions:
                return None
            lines = replaced
            seasons.add(season)
        else:
            return None
    in_order = _in_order(exceptions)
    misread = (len(seasons) > 1, holidays and not lines, not parsed(hours))
    if any(misread) or (in_order != exceptions and _overlap(exceptions)):
        return None
    return WeekPlan(
        _together(lines),
        "PH off" in holidays,
        "SH off" in holidays,
        seasons.pop() if seasons else None,
        tuple(in_order),
    )


def _seasonal(rule: str) -> tuple[tuple[int, int] | None, str]:
    """The months that a rule is for, if it names them, and the rest of it."""
    found = SEASON.match(rule)
    if not found:
        return None, rule
    first = MONTHS.index(found["first"]) + 1
    last = MONTHS.index(found["last"] or found["first"]) + 1
    return (first, last), rule[found.end() :]


def _overlap(exceptions: Iterable[Otherwise]) -> bool:
    ordered = sorted(exceptions)
    return any(one.last >= other.first for one, other in pairwise(ordered))


def _listed(rule: str) -> re.Match[str] | None:
    """A rule that repeats the week of the month for each day: 'Mo[1],We[1] 10:00-12:00'."""
    head, _, spans = rule.partition(" ")
    found = re.findall(rf"({_DAY})\[(-1|[1-4])\]", head)
    weeks = {week for _, week in found}
    if len(found) < 2 or len(weeks) != 1:
        return None
    return WEEKLY.fullmatch(f"{','.join(day for day, _ in found)}[{weeks.pop()}] {spans}")


def _weekly(found: re.Match[str], before: list[Line], *, replaces: bool) -> list[Line] | None:
    """The lines with those of one more rule; None when it replaces what lines cannot leave out."""
    days = _days(found["days"])
    weeks = found["nth"].split(",") if found["nth"] else [""]
    kept = before
    if replaces:
        if any(set(line.days) & days and (weeks != [""] or line.week) for line in before):
            return None
        kept = [Line(tuple(sorted({*line.days} - days)), line.start, line.end, line.week)
                for line in before]  # fmt: skip
    if found["spans"] == "off":
        return None if weeks != [""] else kept
    more = [
        Line(tuple(sorted(days)), start, end, week)
        for week in weeks
        for start, end in _times(found["spans"])
    ]
    return [*kept, *more]


def _times(text: str) -> list[tuple[str, str]]:
    """Start and end of each span of a day."""
    return [(span.strip()[:5], span.strip()[-5:]) for span in text.split(",")]


def _days(text: str) -> set[int]:
    days: set[int] = set()
    for part in text.split(","):
        first, _, last = part.partition("-")
        start, end = DAYS.index(first), DAYS.index(last or first)
        days.update(day % 7 for day in range(start, (end if end >= start else end + 7) + 1))
    return days


def _together(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Lines at the same time as one, those of every week first."""
    days: dict[tuple[str, str, str], set[int]] = {}
    for line in lines:
        days.setdefault((line.week, line.start, line.end), set()).update(line.days)
    found = [
        Line(tuple(sorted(each)), start, end, week) for (week, start, end), each in days.items()
    ]
    return tuple(sorted(filter(lambda line: line.days, found), key=lambda line: (line.week, line)))


def _exceptions(found: re.Match[str]) -> list[Otherwise]:
    first = _date(found["first"])
    last = _date(found["last"]) if found["last"] else first
    if found["spans"] == "off":
        return [Otherwise(first, last)]
    return [Otherwise(first, last, start, end) for start, end in _times(found["spans"])]


def _date(text: str) -> date:
    year, month, day = text.split()
    return date(int(year), MONTHS.index(month) + 1, int(day))
