"""Days and parts of the day that people choose, and the spans of time that they stand for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from socialmap.times.clock import AMSTERDAM, MinuteSpan, minutes, moment_of

NOW, TODAY, TOMORROW, WEEKEND = "nu", "vandaag", "morgen", "weekend"
WEEKDAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
DAYS = (NOW, TODAY, TOMORROW, WEEKEND, *WEEKDAYS)
# Nearly every day: on at least DAILY_DAYS of the coming seven whole days.
DAILY, DAILY_DAYS = "dagelijks", 5
# From an hour up to another, in minutes of the day.
PARTS = {"ochtend": (6 * 60, 12 * 60), "middag": (12 * 60, 18 * 60), "avond": (18 * 60, 24 * 60)}
WHOLE_DAY = (0, 24 * 60)
# From today up to the same day of the next week: of a weekday that is nearly over, the next counts.
WEEK = 8
CLOCK = re.compile(r"(\d\d)\.(\d\d)(?:-(\d\d)\.(\d\d))?")
FIRST_YEAR, LAST_YEAR = 1990, 2100


@dataclass(frozen=True)
class When:
    """The chosen days and parts of the day, by their codes, and a chosen local time.

    Beside those of DAYS, a day is DAILY or a date (2026-12-25); beside those of PARTS, a part is a
    time (14.30) or runs from one time up to another (17.00-24.00).
    """

    days: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    moment: datetime | None = None

    def __bool__(self) -> bool:
        return bool(self.days or self.parts or self.moment)


def is_chosen_day(code: str) -> bool:
    """Return whether a code stands for a day."""
    return code in DAYS or code == DAILY or date_of(code) is not None


def is_part(code: str) -> bool:
    """Return whether a code stands for a part of the day, or for a time."""
    return clock_of(code) is not None


def date_of(code: str) -> date | None:
    """Return the date that a code is; None for any other code."""
    try:
        day = date.fromisoformat(code)
    except ValueError:
        return None
    return day if day.isoformat() == code and FIRST_YEAR < day.year < LAST_YEAR else None


def clock_of(code: str) -> tuple[int, int] | None:
    """Return the minutes of the day from which and up to which a part runs; None if it is none."""
    if code in PARTS:
        return PARTS[code]
    match = CLOCK.fullmatch(code)
    if match is None:
        return None
    start = int(match[1]) * 60 + int(match[2])
    end = int(match[3]) * 60 + int(match[4]) if match[3] else start + 1
    return (start, end) if start < end <= WHOLE_DAY[1] else None


def dates_of(code: str, today: date) -> list[date]:
    """Return the dates of a day, from today on; a weekday of today is also that of next week."""
    if day := date_of(code):
        return [day]
    if code in WEEKDAYS:
        return [day for day in _week(today) if day.weekday() == WEEKDAYS.index(code)]
    if code == WEEKEND:
        saturday = today + timedelta(days=5 - today.weekday())
        return [max(today, saturday), *([saturday + timedelta(days=1)] * (saturday >= today))]
    if code in (NOW, TODAY):
        return [today]
    return [today + timedelta(days=1)] if code == TOMORROW else _week(today)


def _week(today: date) -> list[date]:
    return [today + timedelta(days=ahead) for ahead in range(WEEK)]


def spans_of(when: When, at: datetime) -> list[MinuteSpan]:
    """Return the spans of the chosen parts of the chosen days, in order, from a moment on.

    Without a day they are those of the coming week. A chosen local time may be over.
    """
    return sorted(set(_spans(when, at.astimezone(AMSTERDAM))))


def _spans(when: When, at: datetime) -> Iterator[MinuteSpan]:
    now, today = minutes(at), at.date()
    for code in when.days if when.days or when.moment else [""]:
        end = now + 1 if code == NOW else None
        yield from _within(dates_of(code, today), when.parts, now, end)
    if when.moment:
        then = minutes(moment_of(when.moment))
        yield from _within([when.moment.date()], when.parts, then, then + 1)


def _within(
    days: list[date], parts: Collection[str], first: int, last: int | None
) -> Iterator[MinuteSpan]:
    clocks = [clock for part in parts if (clock := clock_of(part))] or [WHOLE_DAY]
    for day in days:
        for start, end in clocks:
            start, end = max(first, _minute(day, start)), _minute(day, end)
            end = end if last is None else min(last, end)
            if start < end:
                yield start, end


def _minute(day: date, minute: int) -> int:
    """The minute since 1970 of a minute of a day in Amsterdam."""
    whole, rest = divmod(minute, 24 * 60)
    clock = time(rest // 60, rest % 60)
    return minutes(moment_of(datetime.combine(day + timedelta(days=whole), clock)))
