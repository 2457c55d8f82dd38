"""HSDS schedules: weekly ones become opening hours, dated ones activities."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from socialmap.importing.files.documents import as_text
from socialmap.importing.files.moments import local_moment
from socialmap.times.clock import AMSTERDAM, today
from socialmap.times.dates import first_time
from socialmap.times.hours import parsed
from socialmap.times.hours_rules import MONTHS
from socialmap.times.rules import rule_of

CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d\d))?(?::\d\d(?:\.\d+)?)?\s*([ap]\.?m\b|)", re.IGNORECASE)
NTH = re.compile(r"([1-5]|-1)(MO|TU|WE|TH|FR|SA|SU)")
ZONE = re.compile(r"(Z|[+-]\d\d:\d\d)$", re.IGNORECASE)
# How a package writes the zone of here, the hours from UTC, and UTC itself.
HERE = frozenset({"1", "2", "1.0", "2.0", "01:00", "02:00"})
OFFSET = re.compile(r"([+-]?)(\d{1,2})(?:\.0)?(?::(\d\d))?")
UTC_NAMES = frozenset({"Z", "UTC", "GMT", "0", "0.0"})
WINTER, SUMMER = datetime(2026, 1, 1), datetime(2026, 7, 1)  # noqa: DTZ001 - of any zone
CLOSED = frozenset({"true", "t", "1", "yes", "y", "ja", "x"})
LONGEST_NIGHT = 14 * 60  # minutes from opening to closing on the next day
LONGEST_WORDS = 200  # characters
DUTCH_DAYS = {"MO": "ma", "TU": "di", "WE": "wo", "TH": "do", "FR": "vr", "SA": "za", "SU": "zo"}
DAYS = {"MO": "Mo", "TU": "Tu", "WE": "We", "TH": "Th", "FR": "Fr", "SA": "Sa", "SU": "Su"}
# The parts of a rule that each frequency may have.
PARTS = {
    "DAILY": ("byday",),
    "WEEKLY": ("byday",),
    "MONTHLY": ("byday", "bymonthday"),
    "YEARLY": ("byday", "bymonthday", "byyearday"),
}
# What a schedule says of its times; one that has only a description says nothing else.
TIMES = (
    "freq", "interval", "byday", "bymonthday", "byyearday", "opens_at", "closes_at", "timezone",
    "dtstart", "valid_from", "valid_to", "until", "count", "start_date", "end_date",
)  # fmt: skip
Schedule = Mapping[str, Any]


def _text(schedule: Schedule, name: str) -> str:
    return as_text(schedule.get(name)).strip()


def _starts(schedule: Schedule) -> str:
    """Return the date and time at which a schedule starts; empty if it has no date or time.

    Without a date of its own it starts on the first day of its rule since it is valid. A time in
    UTC, or with another zone, is what the clock says here on that day.
    """
    own = _text(schedule, "dtstart")
    day, clock = (own or _text(schedule, "valid_from"))[:10], _clock(schedule, "opens_at")
    if not (day and clock):
        return ""
    moment = local_moment(f"{day}T{clock}")
    rule = rule_of(_rule(schedule))
    first = first_time(moment, rule) if moment and rule and not own else moment
    if first is None:
        return f"{day} {clock}"
    zone = _zone(schedule)
    if zone is None:
        return ""
    here = first.replace(tzinfo=zone).astimezone(AMSTERDAM)
    return f"{here:%Y-%m-%d %H:%M}"


def _zone(schedule: Schedule) -> tzinfo | None:
    """Return the zone in which a schedule opens: by its time, or else by its own; None if unknown.

    A number is the hours from UTC; one or two are those of here, in winter and in summer.
    """
    match = ZONE.search(_text(schedule, "opens_at"))
    named = match[1].upper() if match else _text(schedule, "timezone")
    if not match and (not named or named.removeprefix("+") in HERE):
        return AMSTERDAM
    if named.upper() in UTC_NAMES:
        return UTC
    if hours := OFFSET.fullmatch(named):
        minutes = int(hours[2]) * 60 + int(hours[3] or 0)
        return timezone(timedelta(minutes=-minutes if hours[1] == "-" else minutes))
    with suppress(ValueError, OSError, LookupError):
        return ZoneInfo(named)
    return None


def _is_here(zone: tzinfo | None) -> bool:
    """Return whether clocks in a zone show what they show here, in winter or in summer."""
    offsets = [
        [moment.replace(tzinfo=each).utcoffset() for moment in (WINTER, SUMMER)]
        for each in (zone, AMSTERDAM)
    ]
    return zone is not None and (
        offsets[0] == offsets[1] or (offsets[0][0] in offsets[1] and not isinstance(zone, ZoneInfo))
    )


def _clock(schedule: Schedule, name: str) -> str:
    """Return a time as HH:MM, of 24 hours, without seconds and zone; empty if it is no time.

    HSDS 1 was often written with am and pm: 9:00am, 12 PM.
    """
    match = CLOCK.match(_text(schedule, name))
    if match is None:
        return ""
    hours, minutes, half = int(match[1]), int(match[2] or 0), match[3].lower()
    if half and not 1 <= hours <= 12:
        return ""
    if half:
        hours = hours % 12 + (12 if half[0] == "p" else 0)
    return f"{hours:02}:{minutes:02}" if hours <= 24 and minutes < 60 else ""


def _days(schedule: Schedule) -> list[str]:
    """Return the weekdays in OSM syntax; an empty list if any of them is no plain weekday."""
    days = [day.strip().upper() for day in _text(schedule, "byday").split(",")]
    return [DAYS[day] for day in days] if all(day in DAYS for day in days) else []


def _nth_days(schedule: Schedule) -> list[str]:
    """Return the weekdays of the month in OSM syntax, as Tu[2]; an empty list for other days."""
    matches = [NTH.fullmatch(day.strip().upper()) for day in _text(schedule, "byday").split(",")]
    return [f"{DAYS[one[2]]}[{int(one[1])}]" for one in matches if one] if all(matches) else []


def _frequency(schedule: Schedule) -> str:
    """Return how often a schedule repeats, as RFC 5545 has it; with only weekdays it is weekly."""
    return _text(schedule, "freq").upper() or ("WEEKLY" if _days(schedule) else "")


def _repeating_days(schedule: Schedule) -> list[str]:
    """Return the days on which a schedule repeats without an end, in OSM syntax.

    The list is empty for another rhythm, for times that are not certain, and for what does not hold
    yet.
    """
    frequency = _frequency(schedule)
    plain = (
        not any(_text(schedule, name) for name in ("until", "count", "valid_to"))
        and _text(schedule, "interval") in ("", "1")
        and _certain(schedule)
        and not _begins_later(schedule)
    )
    if not plain:
        return []
    if frequency == "MONTHLY" and not _starts(schedule):
        return _nth_days(schedule)
    return _days(schedule) if frequency == "WEEKLY" else []


def _begins_later(schedule: Schedule) -> bool:
    """Return whether a schedule holds from a day after today."""
    begins = _day(schedule, "dtstart") or _day(schedule, "valid_from")
    return begins is not None and begins > today()


def _certain(schedule: Schedule) -> bool:
    """Return whether a schedule opens and closes, and not so late that am and pm are confused.

    What is the same time every week in UTC is here an hour later in summer.
    """
    opens, closes = _clock(schedule, "opens_at"), _clock(schedule, "closes_at")
    return (
        bool(opens and closes)
        and _is_here(_zone(schedule))
        and (closes > opens or _length(opens, closes) <= LONGEST_NIGHT)
    )


def _length(opens: str, closes: str) -> int:
    """Return the minutes from one time to the next."""
    begin, end = (int(clock[:2]) * 60 + int(clock[3:]) for clock in (opens, closes))
    return (end - begin) % 1440 or 1440


def weekly_hours(schedules: Iterable[Schedule], holidays: Iterable[Schedule] = ()) -> str:
    """Return the schedules as OSM opening_hours, with their holidays; without any, their words.

    Words beside the hours make the rest of the week uncertain, as they may name more hours.
    """
    spans: dict[str, list[str]] = defaultdict(list)
    texts: dict[str, None] = {}
    closed: dict[str, None] = {}
    for schedule in schedules:
        if _text(schedule, "closed").lower() in CLOSED:
            closed |= dict.fromkeys(_days(schedule))
            continue
        days = _repeating_days(schedule)
        for day in days:
            span = f"{_clock(schedule, 'opens_at')}-{_clock(schedule, 'closes_at')}"
            spans[day] += [span] * (span not in spans[day])
        if not days and not _starts(schedule):
            texts[_words(schedule)] = None
    off = [day for day in DAYS.values() if day in closed and not any(day in one for one in spans)]
    words = "; ".join(filter(None, texts))
    if not spans:
        return "; ".join(
            filter(None, (words, in_dutch(f"{', '.join(off)} gesloten") if off else ""))
        )
    together: dict[str, list[str]] = defaultdict(list)
    order = [*DAYS.values(), *sorted(spans.keys() - set(DAYS.values()))]
    for day in filter(spans.__contains__, order):
        together[",".join(sorted(spans[day]))].append(day)
    rules = [f"{','.join(days)} {times}" for times, days in together.items()]
    weekly, nth = ([rule for rule in rules if ("[" in rule) == nth] for nth in (False, True))
    hours = ", ".join(filter(None, ("; ".join(weekly), ", ".join(nth))))
    hours = "; ".join(
        [hours, *([f"{','.join(off)} off"] if off else []), *_holiday_rules(holidays)]
    )
    quoted = words.replace('"', "'")
    return f'{hours} || "{quoted[:LONGEST_WORDS]}"' if words else hours


def in_dutch(hours: str) -> str:
    """Return hours in OSM syntax with the Dutch names of the weekdays: 'di 10:00-12:00'."""
    dutch = {osm: DUTCH_DAYS[day] for day, osm in DAYS.items()}
    return re.sub(r"\b(?:Mo|Tu|We|Th|Fr|Sa|Su)\b", lambda match: dutch[match[0]], hours)


def _words(schedule: Schedule) -> str:
    """Return what a schedule says in words; else its day and its times as they were written."""
    if described := _text(schedule, "description"):
        return described
    if not (_text(schedule, "opens_at") and _text(schedule, "byday")):
        return ""
    if _text(schedule, "freq").upper() not in ("", "WEEKLY"):
        return ""
    days = [DUTCH_DAYS.get(day.strip().upper(), day) for day in _text(schedule, "byday").split(",")]
    times = "-".join(filter(None, (_text(schedule, name) for name in ("opens_at", "closes_at"))))
    zone = "" if _is_here(_zone(schedule)) else _text(schedule, "timezone")
    last = _day(schedule, "until") or _day(schedule, "valid_to")
    beside = [f"({zone})" if zone else "", f"tot en met {last:%d-%m-%Y}" if last else ""]
    clock = re.sub("[Zz]", " UTC", times)
    return " ".join(filter(None, [", ".join(days), clock, *beside]))


def uncertain(schedules: Iterable[Schedule], holidays: Iterable[Schedule] = ()) -> list[str]:
    """Return the schedules and holidays that become no hours and no activity, as they stand."""
    unread = [
        schedule
        for schedule in schedules
        if _text(schedule, "closed").lower() not in CLOSED
        and not (_repeating_days(schedule) or _starts(schedule))
    ]
    unread += [holiday for holiday in holidays if not _holiday_rules([holiday])]
    texts = (
        ", ".join(f"{name} {_text(one, name)}" for name in TIMES if _text(one, name))
        for one in unread
    )
    return list(dict.fromkeys(filter(None, texts)))


def _holiday_rules(holidays: Iterable[Schedule]) -> list[str]:
    """Return the days with other hours, or none, as rules in OSM syntax."""
    rules: dict[str, None] = {}
    for holiday in holidays:
        days = [_day(holiday, name) for name in ("start_date", "end_date")]
        first, last = days[0], days[1] or days[0]
        opens, closes = _clock(holiday, "opens_at"), _clock(holiday, "closes_at")
        closed = _text(holiday, "closed").lower() in CLOSED or not (opens and closes)
        if first and last and first <= last:
            span = _osm_date(first) if first == last else f"{_osm_date(first)}-{_osm_date(last)}"
            rules[f"{span} {'off' if closed else f'{opens}-{closes}'}"] = None
    return list(rules)


def _day(schedule: Schedule, name: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(_text(schedule, name)[:10])
    return None


def _osm_date(day: date) -> str:
    return f"{day.year} {MONTHS[day.month - 1]} {day.day:02}"


def activities(schedules: Iterable[Schedule]) -> list[dict[str, str]]:
    """Return the cells of an activity for each dated schedule that is not weekly."""
    return [
        {
            "activity_starts": _starts(schedule),
            "activity_minutes": _minutes(schedule),
            "activity_repeats": _rule(schedule),
        }
        for schedule in schedules
        if _starts(schedule) and not _repeating_days(schedule)
    ]


def _minutes(schedule: Schedule) -> str:
    opens, closes = _clock(schedule, "opens_at"), _clock(schedule, "closes_at")
    if not (opens and closes):
        return ""
    return str(_length(opens, closes))


def _rule(schedule: Schedule) -> str:
    """Return the RRULE of a schedule, without the parts that its frequency does not allow."""
    frequency = _frequency(schedule)
    if not frequency:
        return ""
    until = (_text(schedule, "until") or _text(schedule, "valid_to"))[:10].replace("-", "")
    parts = {"FREQ": frequency, "INTERVAL": _text(schedule, "interval"), "UNTIL": until}
    if not until:
        parts["COUNT"] = _text(schedule, "count")
    parts |= {name.upper(): _text(schedule, name) for name in PARTS.get(frequency, ())}
    return ";".join(f"{name}={value.replace(' ', '')}" for name, value in parts.items() if value)


def notes(schedules: Iterable[Schedule]) -> list[str]:
    """Return what the notes of schedules say beside their days and times.

    Our own exports repeat the hours or the rule in them, which a program reads.
    """
    texts = dict.fromkeys(_text(schedule, "notes") for schedule in schedules)
    return [text for text in texts if text and parsed(text) is None and rule_of(text) is None]
