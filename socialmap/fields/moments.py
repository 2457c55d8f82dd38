"""Readers of dates, local times and rules of repetition."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime
from functools import lru_cache

from socialmap.fields.cells import is_nothing
from socialmap.fields.flaws import Flaw, Level
from socialmap.times.dates import FIRST_YEAR, LAST_YEAR
from socialmap.validity import rule_of
from socialmap.wording import N_

MONTH_NAMES = (
    "jan januari",
    "feb februari",
    "mrt maart mar",
    "apr april",
    "mei may",
    "jun juni",
    "jul juli",
    "aug augustus",
    "sep sept september",
    "okt oktober oct",
    "nov november",
    "dec december",
)
MONTHS = {
    name: number for number, names in enumerate(MONTH_NAMES, start=1) for name in names.split()
}


def _date(text: str) -> tuple[date, bool] | None:
    """Return the date in a text, and whether the text names the day; None if it is no date."""
    text = re.sub(r"[T ]\d\d:\d\d(:\d\d(\.\d+)?)?$", "", text.strip().lower())
    parts = re.split(r"[-/. ]+", text)
    numbers = [MONTHS.get(part.rstrip("."), part) for part in parts]
    if not all(str(number).isdecimal() and len(str(number)) <= 4 for number in numbers):
        return None
    values = [int(number) for number in numbers]
    if len(parts[0]) < 4:
        values.reverse()
    if not 2 <= len(values) <= 3:
        return None
    year = values[0] + 2000 if values[0] < 100 else values[0]
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    with suppress(ValueError):
        return date(year, values[1], values[2] if len(values) == 3 else 1), len(values) == 3
    return None


@lru_cache(maxsize=4096)
def read_date(text: str) -> date | Flaw | None:
    """Read a date as 12-03-2026, 2026-03-12 or 12 maart 2026; 'mrt 2025' is the first of March."""
    if is_nothing(text):
        return None
    parsed = _date(text)
    if parsed is None:
        return Flaw(
            Level.WARNING,
            N_("Dit is geen datum. We laten hem weg."),
            N_("Schrijf de datum zoals 12-03-2026."),
        )
    day, complete = parsed
    if complete:
        return day
    return Flaw(
        Level.NOTE,
        N_("Hier staat geen dag. We nemen de eerste van de maand: %(mended)s."),
        N_("Vul de hele datum in als je die weet."),
        mended=day,
        facts=(("mended", f"{day:%d-%m-%Y}"),),
        suggestion=f"{day:%d-%m-%Y}",
    )


@lru_cache(maxsize=4096)
def read_moment(text: str) -> datetime | Flaw | None:
    """Read a local date and time: 2026-01-07T10:00 or 07-01-2026 10.00."""
    day_text, _, clock = text.strip().replace("T", " ", 1).partition(" ")
    parsed = _date(day_text)
    time = re.fullmatch(r"(\d{1,2})[:.](\d\d)(?::\d\d)?(?: uur)?", clock.strip())
    if parsed and time and int(time[1]) < 24 and int(time[2]) < 60:
        day, _ = parsed
        return datetime(  # noqa: DTZ001 - local time in Europe/Amsterdam, as people plan
            day.year, day.month, day.day, int(time[1]), int(time[2])
        )
    return Flaw(
        Level.WARNING,
        N_("Dit is geen datum met een tijd. De activiteit komt niet in de agenda."),
        N_("Schrijf het begin zoals 07-01-2026 10:00."),
    )


@lru_cache(maxsize=4096)
def read_rrule(text: str) -> str | Flaw:
    """Read a rule of repetition in iCalendar syntax (RRULE)."""
    rule = rule_of(text)
    if rule is not None:
        return rule
    return Flaw(
        Level.WARNING,
        N_("Dit is geen herhaling die we kunnen lezen. De activiteit staat één keer in de agenda."),
        N_("Schrijf de herhaling zoals FREQ=WEEKLY;BYDAY=WE, en hooguit een paar keer per dag."),
        mended="",
    )
