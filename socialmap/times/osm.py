"""Opening hours in OSM syntax, taken apart into rules: periods, days, times and a state."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from socialmap.times.hours import parsed
from socialmap.times.hours_rules import MONTHS

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
OPEN, OFF, ASK = "open", "off", "ask"
PUBLIC_HOLIDAYS, SCHOOL_HOLIDAYS = "PH", "SH"
# How a rule follows the one before it: in its place, beside it, or when nothing else holds.
INSTEAD, BESIDE, OTHERWISE = ";", ",", "||"


class Day(NamedTuple):
    """A day of a year, of every year (`year` 0), or a whole month (`day` 0)."""

    month: int
    day: int = 0
    year: int = 0


class Period(NamedTuple):
    """The days from `first` to `last`, both included; None has no beginning, or no end."""

    first: Day | None
    last: Day | None


class Weeks(NamedTuple):
    """Some weeks of the year, by their number: from `first` to `last`, or every second of them."""

    first: int
    last: int
    step: int = 1


class Weekdays(NamedTuple):
    """Some weekdays (0 is Monday), each of them, or the nths of the month; -1 is the last."""

    days: tuple[int, ...]
    nths: tuple[int, ...] = ()


class Times(NamedTuple):
    """From a time of the day to another, as '10:00' or 'sunrise'; an empty end is not known."""

    start: str
    end: str


@dataclass(frozen=True)
class Rule:
    """One rule of opening hours; no periods, weekdays and holidays means every day.

    With `within` it only holds in these holidays. Without times it holds all day. `state` is OPEN,
    OFF, or ASK when one should ask first.
    """

    periods: tuple[Period, ...] = ()
    weeks: tuple[Weeks, ...] = ()
    weekdays: tuple[Weekdays, ...] = ()
    holidays: tuple[str, ...] = ()
    times: tuple[Times, ...] = ()
    state: str = OPEN
    comment: str = ""
    joined: str = INSTEAD
    within: tuple[str, ...] = ()


_MONTH = "|".join(MONTHS)
_DAY = "|".join(DAYS)
_CLOCK = r"\d{1,2}:\d\d|sunrise|sunset|dawn|dusk"
_SPACES = re.compile(r"\s*")
_DATED = re.compile(
    rf"(?:(?P<year>\d{{4}})\s*)?(?P<month>{_MONTH})\b(?:\s*(?P<day>[0-3]?\d)\b(?!:\d))?"
    rf"(?:\s*-\s*(?:(?P<to_year>\d{{4}})\s*)?(?:(?P<to_month>{_MONTH})\b)?"
    rf"(?:\s*(?P<to_day>[0-3]?\d)\b(?!:\d))?|(?P<on>\s?\+))?",
    re.IGNORECASE,
)
_YEARS = re.compile(r"(?P<year>\d{4})(?:-(?P<to_year>\d{4})|(?P<on>\+))?(?!\d|:\d)")
_WEEKS = re.compile(r"(?:week\s*)?(\d{1,2})(?:\s*-\s*(\d{1,2})(?:/(\d))?)?(?!\d|:\d)")
_WEEKDAYS = re.compile(
    rf"(?P<first>{_DAY})\b(?:\s?-\s?(?P<last>{_DAY})\b)?(?:\[(?P<nths>[-\d,]+)\])?", re.IGNORECASE
)
_HOLIDAY = re.compile(r"(PH|SH)\b(?!\s*[-+]\s?\d)")
_TIMES = re.compile(rf"({_CLOCK})(?:\s?-\s?({_CLOCK})(?!\+|/)|\+)")
_STATE = re.compile(r"(open|off|closed|unknown)\b", re.IGNORECASE)
_COMMENT = re.compile(r'"([^"]*)"')
_JOIN = re.compile(r"\|\||;|,")
_ALWAYS = re.compile(r"24/7\b")


class _UnreadError(Exception):
    """Raised at what this module cannot take apart."""


class _Scanner:
    """Reads a text from left to right, part by part."""

    def __init__(self, text: str):
        self.text = text
        self.at = 0

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Return the match of a pattern here, and step over it and the spaces around it."""
        start = _SPACES.match(self.text, self.at)
        match = pattern.match(self.text, start.end() if start else self.at)
        if match:
            after = _SPACES.match(self.text, match.end())
            self.at = after.end() if after else match.end()
        return match

    def listed(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        """Return the matches of a pattern, separated by commas.

        A comma and a space begin a new rule, but not between times.
        """
        comma = re.compile(rf",\s*(?={pattern.pattern})" if pattern is _TIMES else r",(?=\S)")
        found: list[re.Match[str]] = []
        while match := self.take(pattern):
            found.append(match)
            before = self.at
            if not (self.take(comma) and self.peek(pattern)):
                self.at = before
                break
        return found

    def peek(self, pattern: re.Pattern[str]) -> bool:
        """Return whether a pattern matches here."""
        return pattern.match(self.text, self.at) is not None

    def is_done(self) -> bool:
        """Return whether the text has been read to its end."""
        return self.at >= len(self.text)


@lru_cache(maxsize=20_000)
def rules_of(hours: str) -> tuple[Rule, ...] | None:
    """Return the rules of OSM opening_hours, in order; None if not all of it can be taken apart."""
    scanner = _Scanner(hours.strip().rstrip(";").strip())
    if scanner.is_done() or parsed(scanner.text) is None:
        return None
    rules: list[Rule] = []
    joined = INSTEAD
    try:
        while joined:
            rules.append(_rule(scanner, joined))
            separator = scanner.take(_JOIN)
            joined = separator[0] if separator else ""
    except (_UnreadError, ValueError):
        return None
    return tuple(rules) if scanner.is_done() else None


def _rule(scanner: _Scanner, joined: str) -> Rule:
    start = scanner.at
    always = scanner.take(_ALWAYS)
    periods = tuple(_period(match) for match in scanner.listed(_DATED)) or tuple(
        _years(match) for match in scanner.listed(_YEARS)
    )
    weeks = _weeks(scanner)
    scanner.take(re.compile(":"))
    within, weekdays, holidays = _days(scanner)
    times = tuple(_times(match) for match in scanner.listed(_TIMES))
    state = scanner.take(_STATE)
    comment = scanner.take(_COMMENT)
    if scanner.at == start or (always and (periods or weekdays or times)):
        raise _UnreadError(scanner.text)
    return Rule(
        periods,
        weeks,
        weekdays,
        holidays,
        times,
        _state(state[1].lower() if state else "", bool(comment)),
        comment[1].strip() if comment else "",
        joined,
        within,
    )


def _state(word: str, commented: bool) -> str:
    """Return the state of a rule; one that says no more than a comment is a reason to ask."""
    if word in ("off", "closed"):
        return OFF
    return ASK if word == "unknown" or (commented and word != "open") else OPEN


def _period(match: re.Match[str]) -> Period:
    year, to_year = int(match["year"] or 0), int(match["to_year"] or 0)
    first = Day(_month(match["month"]), int(match["day"] or 0), year)
    if match["on"]:
        return Period(first, None)
    if not (match["to_month"] or match["to_day"]):
        if to_year:
            raise _UnreadError(match[0])
        return Period(first, first)
    month = _month(match["to_month"]) if match["to_month"] else first.month
    last = Day(month, int(match["to_day"] or 0), to_year or year)
    whole = bool(first.day) is not bool(last.day) or bool(first.year) is not bool(last.year)
    if whole or (year and _order(last) < _order(first)):
        raise _UnreadError(match[0])
    return Period(None if first.year == FIRST_YEAR else first, last)


def _order(day: Day) -> tuple[int, int, int]:
    return day.year, day.month, day.day


# A period that has no beginning is written in OSM syntax as one that begins in this year.
FIRST_YEAR = 1970


def _month(name: str) -> int:
    return MONTHS.index(name.capitalize()) + 1


def _years(match: re.Match[str]) -> Period:
    year = int(match["year"])
    last = None if match["on"] else Day(12, 31, int(match["to_year"] or year))
    return Period(Day(1, 1, year), last)


def _weeks(scanner: _Scanner) -> tuple[Weeks, ...]:
    if not scanner.peek(re.compile(r"week\s*\d")):
        return ()
    return tuple(
        Weeks(int(match[1]), int(match[2] or match[1]), int(match[3] or 1))
        for match in scanner.listed(_WEEKS)
    )


Names = tuple[str, ...]


def _days(scanner: _Scanner) -> tuple[Names, tuple[Weekdays, ...], Names]:
    """Take holidays within which weekdays count, and weekdays and holidays that both count."""
    weekdays, holidays = _listed_days(scanner)
    if weekdays or not holidays or not scanner.peek(_WEEKDAYS):
        return (), weekdays, holidays
    within = holidays
    weekdays, holidays = _listed_days(scanner)
    if holidays:
        raise _UnreadError(scanner.text)
    return within, weekdays, ()


def _listed_days(scanner: _Scanner) -> tuple[tuple[Weekdays, ...], Names]:
    """Take weekdays and holidays, in any order, separated by commas."""
    weekdays: list[Weekdays] = []
    holidays: list[str] = []
    either = re.compile(f"{_WEEKDAYS.pattern}|{_HOLIDAY.pattern}", re.IGNORECASE)
    for match in scanner.listed(either):
        if match["first"]:
            weekdays.append(_weekday(match))
        else:
            holidays.append(match[4].upper())
    return tuple(weekdays), tuple(dict.fromkeys(holidays))


def _weekday(match: re.Match[str]) -> Weekdays:
    first = DAYS.index(match["first"].capitalize())
    last = DAYS.index((match["last"] or match["first"]).capitalize())
    days = range(first, (last if last >= first else last + 7) + 1)
    return Weekdays(tuple(sorted(day % 7 for day in days)), _nths(match["nths"] or ""))


def _nths(text: str) -> tuple[int, ...]:
    numbers: set[int] = set()
    for part in filter(None, text.split(",")):
        first, dash, last = part.partition("-") if part[0] != "-" else (part, "", "")
        numbers.update(range(int(first), int(last if dash else first) + 1))
    return tuple(sorted(numbers, key=lambda number: (number < 0, abs(number))))


def _times(match: re.Match[str]) -> Times:
    return Times(_clock(match[1]), _clock(match[2] or "", ends=True))


def _clock(text: str, *, ends: bool = False) -> str:
    """Return a time as '09:00'; an end after midnight is that time on the next day."""
    if not text[:1].isdigit():
        return text
    hour, _, minute = text.partition(":")
    past = int(hour) > 24 or (int(hour) == 24 and int(minute) > 0)
    return f"{int(hour) - (24 if past and ends else 0):02}:{minute}"


def text_of(rule: Rule) -> str:
    """Return a rule in OSM syntax, without what joins it to others."""
    periods = ",".join(map(_period_text, rule.periods))
    weeks = ",".join(
        f"{week.first:02}-{week.last:02}{f'/{week.step}' if week.step > 1 else ''}"
        for week in rule.weeks
    )
    days = ",".join([*rule.holidays, *map(_weekdays_text, rule.weekdays)])
    times = ",".join(f"{start}-{end}" if end else f"{start}+" for start, end in rule.times)
    state = {OFF: "off", ASK: "" if rule.comment else "unknown"}.get(rule.state, "")
    if rule.state == OPEN and rule.comment:
        state = "open"
    days = " ".join(filter(None, (",".join(rule.within), days)))
    wide = " ".join(filter(None, (periods, f"week {weeks}" if weeks else "")))
    comment = f'"{rule.comment}"' if rule.comment else ""
    if not any((wide, days, times, state, comment)):
        return "24/7"
    # Between a date and a time of the day, a colon would be read as part of the time.
    wide = f"{wide}:" if wide and days else wide
    return " ".join(filter(None, (wide, days, times, state, comment)))


def _period_text(period: Period) -> str:
    first, last = period
    if first is None:
        first = Day(1, 1, FIRST_YEAR)
    if last is None:
        return f"{_day_text(first)}+"
    return _day_text(first) if first == last else f"{_day_text(first)}-{_day_text(last)}"


def _day_text(day: Day) -> str:
    year = f"{day.year} " if day.year else ""
    return f"{year}{MONTHS[day.month - 1]}{f' {day.day:02}' if day.day else ''}"


def _weekdays_text(weekdays: Weekdays) -> str:
    nths = f"[{','.join(map(str, weekdays.nths))}]" if weekdays.nths else ""
    if nths:
        return ",".join(f"{DAYS[day]}{nths}" for day in weekdays.days)
    return _day_names(weekdays.days)


def _day_names(days: tuple[int, ...]) -> str:
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
