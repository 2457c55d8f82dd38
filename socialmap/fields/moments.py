"""Readers of dates, local times and rules of repetition."""

from __future__ import annotations

import re
from calendar import monthrange
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from socialmap.fields.cells import is_nothing
from socialmap.fields.flaws import Flaw, Level
from socialmap.times.clock import AMSTERDAM, on_the_clock
from socialmap.times.dates import FIRST_YEAR, LAST_YEAR
from socialmap.validity import rule_of
from socialmap.wording import N_

MONTH_NAMES = (
    "jan januari january",
    "feb februari february febr",
    "mrt maart mar march",
    "apr april",
    "mei may",
    "jun juni june",
    "jul juli july",
    "aug augustus august",
    "sep sept september",
    "okt oktober oct",
    "nov november",
    "dec december",
)
MONTHS = {
    name: number for number, names in enumerate(MONTH_NAMES, start=1) for name in names.split()
}


MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
DAY_NAME = (
    r"(?:(?:ma(?:andag)?|di(?:nsdag)?|wo(?:ensdag)?|do(?:nderdag)?|vr(?:ijdag)?|za(?:terdag)?"
    r"|zo(?:ndag)?)\b\.?,?\s+)?"
)
WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
DAY_BEHIND = re.compile(
    rf"[\s,]*\(?\b({'|'.join(f'{name}|{name[:2]}' for name in WEEKDAYS)})\b\.?\)?$", re.IGNORECASE
)
CLOCK = r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d)(?::\d\d(?:[.,]\d+)?)?)?"
ZONE = r"(?P<zone>Z|[+-]\d\d:?\d\d)?"
# A time that follows a date.
TIME = re.compile(
    rf"(?:T|,?\s+)(?:om\s+|vanaf\s+)?(?:{CLOCK})\s*(?:uur|u|h)?\.?\s*{ZONE}$", re.IGNORECASE
)
YEAR = r"(?P<year>\d{4}|['’]?\d\d)"
DATES = (
    re.compile(r"(?P<year>\d{4})(?P<sign>[-/. ]?)(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})"),
    re.compile(rf"(?P<day>\d{{1,2}})\s?[-/. ]\s?(?P<month>\d{{1,2}})\s?[-/. ]\s?{YEAR}"),
    re.compile(
        rf"(?P<day>\d{{1,2}})(?:e|ste|de)?[-/. ]+(?P<name>{MONTH})\.?[-/, ]*{YEAR}", re.IGNORECASE
    ),
    re.compile(
        rf"(?P<name>{MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
        re.IGNORECASE,
    ),
)
WHOLE_MONTHS = (
    re.compile(rf"(?:eind(?:e)?\s+)?(?P<name>{MONTH})\.?[-/, ]*{YEAR}", re.IGNORECASE),
    re.compile(r"(?P<month>\d{1,2})[-/](?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})[-/](?P<month>\d{1,2})"),
)
WEEK = re.compile(r"(?:week|wk)\.?\s*(?P<week>\d{1,2})[-/, ]+(?P<year>\d{4})", re.IGNORECASE)
# A date in a text with other words.
AMONG_WORDS = re.compile(
    rf"(?<!\d)(?:\d{{4}}-\d{{1,2}}-\d{{1,2}}|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{4}}"
    rf"|\d{{1,2}}\s+(?:{MONTH})\.?\s+\d{{4}})(?!\d)",
    re.IGNORECASE,
)
# A spreadsheet counts days from here; these are the days from 2000 to 2079.
FIRST_DAY = date(1899, 12, 30)
SERIAL = re.compile(r"(3[6-9]\d{3}|[45]\d{4}|6[0-5]\d{3})(?:[.,]\d+)?")


def _day(match: re.Match[str] | None, *, last: bool = False) -> date | None:
    """Return the date of a match of DATES or WHOLE_MONTHS; None if no calendar has it."""
    if match is None:
        return None
    parts = match.groupdict()
    digits = parts["year"].strip("'’")
    year = int(digits) + (2000 if len(digits) == 2 else 0)
    month = MONTHS[parts["name"].lower()] if parts.get("name") else int(parts["month"])
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        return None
    with suppress(ValueError):
        return date(year, month, monthrange(year, month)[1] if last else int(parts["day"]))
    return None


def _other_weekday(text: str, day: date) -> tuple[str, str] | None:
    """Return the weekday that a text names and that of its date; None if they are the same."""
    match = re.match(DAY_NAME, text, re.IGNORECASE)
    named = match[0].strip(" .,").lower() if match else ""
    weekday = WEEKDAYS[day.weekday()]
    return (named, weekday) if named and not weekday.startswith(named) else None


def _contradiction(text: str, day: date, mended: date) -> Flaw | None:
    """Return the flaw of a text whose weekday is not that of its date."""
    other = _other_weekday(text, day)
    if other is None:
        return None
    return Flaw(
        Level.WARNING,
        N_(
            "De dag klopt niet met de datum: %(day)s is geen %(named)s maar %(weekday)s."
            " We nemen de datum."
        ),
        N_("Kijk na of de dag of de datum goed is."),
        mended=mended,
        facts=(("day", f"{day:%d-%m-%Y}"), ("named", other[0]), ("weekday", other[1])),
    )


def _in_order(text: str) -> str:
    """Return a text with a weekday that stands behind it in front: '6-1-2027 10:00 (di)'."""
    match = DAY_BEHIND.search(text)
    return f"{match[1]} {text[: match.start()].strip(' ,')}" if match else text


def _whole_date(text: str) -> date | None:
    """Return the date that a text names, its day included; None if it is no date."""
    text = re.sub(rf"^{DAY_NAME}", "", text, flags=re.IGNORECASE).strip(" .,")
    return next(filter(None, (_day(pattern.fullmatch(text)) for pattern in DATES)), None)


def _last_of(text: str) -> tuple[date, str] | None:
    """Return the last day of the month or week that a text names, and what it is the last of."""
    for pattern in WHOLE_MONTHS:
        if day := _day(pattern.fullmatch(text.strip(" .,")), last=True):
            return day, N_("de maand")
    if week := WEEK.fullmatch(text.strip()):
        with suppress(ValueError):
            return date.fromisocalendar(int(week["year"]), int(week["week"]), 7), N_("de week")
    return None


def _serial(text: str) -> datetime | None:
    """Return the moment that a spreadsheet stores as this number of days; None for others."""
    if not SERIAL.fullmatch(text):
        return None
    minutes = round(float(text.replace(",", ".")) * 24 * 60)
    return datetime.combine(FIRST_DAY, time()) + timedelta(minutes=minutes)


@lru_cache(maxsize=4096)
def read_date(text: str) -> date | Flaw | None:
    """Read a date as 12-03-2026, 2026-03-12 or 12 maart 2026; 'maart 2026' is its last day."""
    if is_nothing(text):
        return None
    plain = _in_order(text.strip())
    clock = TIME.search(plain)
    if clock and clock["zone"] and isinstance(moment := read_moment(text), datetime):
        return moment.date()
    day = _whole_date(TIME.sub("", plain)) or _whole_date(plain)
    if day:
        return _contradiction(plain, day, day) or day
    if last := _last_of(text):
        return _mended(
            last[0], N_("Hier staat geen dag. We nemen de laatste dag van %(of)s: %(mended)s."),
            ("of", last[1]),
        )  # fmt: skip
    if moment := _serial(text.strip()):
        return _mended(moment.date(), N_("Dit is een datum als getal. We lezen %(mended)s."))
    days = {_whole_date(match[0]) for match in AMONG_WORDS.finditer(text)} - {None}
    found = days.pop() if len(days) == 1 else None
    if found and not re.search(r"\b(?:t/m|tot|sinds|na|voor)\b", text, re.IGNORECASE):
        return _mended(found, N_("Naast de datum staan woorden. We nemen alleen %(mended)s."))
    return Flaw(
        Level.WARNING,
        N_("Dit is geen datum. We laten hem weg."),
        N_("Schrijf de datum zoals 12-03-2026."),
    )


def _mended(day: date, sentence: str, *facts: tuple[str, object]) -> Flaw:
    return Flaw(
        Level.NOTE,
        sentence,
        N_("Vul de hele datum in als je die weet, zoals 12-03-2026."),
        mended=day,
        facts=(("mended", f"{day:%d-%m-%Y}"), *facts),
        suggestion=f"{day:%d-%m-%Y}",
    )


@lru_cache(maxsize=4096)
def read_moment(text: str) -> datetime | Flaw | None:
    """Read a local date and time: 2026-01-07T10:00 or 07-01-2026 10.00."""
    text = _in_order(text.strip())
    clock = TIME.search(text)
    day = _whole_date(text[: clock.start()]) if clock else None
    if day and clock and int(clock["hour"]) < 24 and int(clock["minute"] or 0) < 60:
        local = datetime.combine(day, time(int(clock["hour"]), int(clock["minute"] or 0)))
        if not clock["zone"]:
            return _contradiction(text, day, on_the_clock(local)) or _skipped(local) or local
        zone = "+00:00" if clock["zone"] in "Zz" else clock["zone"]
        aware = datetime.fromisoformat(f"{local:%Y-%m-%dT%H:%M}{zone}")
        return aware.astimezone(AMSTERDAM).replace(tzinfo=None)
    moment = _serial(text)
    if moment and ("." in text or "," in text):
        return moment
    return Flaw(
        Level.WARNING,
        N_("Dit is geen datum met een tijd. De activiteit komt niet in de agenda."),
        N_("Schrijf het begin zoals 07-01-2026 10:00."),
    )


def _skipped(local: datetime) -> Flaw | None:
    """Return the flaw of a time in the hour that is skipped when summer time begins."""
    moment = on_the_clock(local)
    if moment == local:
        return None
    return Flaw(
        Level.WARNING,
        N_("Om %(typed)s is het die nacht nooit: de klok gaat dan vooruit. We lezen %(mended)s."),
        N_("Kijk na hoe laat het begint."),
        mended=moment,
        facts=(("typed", f"{local:%H.%M}"), ("mended", f"{moment:%H.%M}")),
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
