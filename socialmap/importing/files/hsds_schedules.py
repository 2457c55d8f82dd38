"""HSDS schedules: weekly ones become opening hours, dated ones activities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from socialmap.importing.files.documents import as_text

DAYS = {"MO": "Mo", "TU": "Tu", "WE": "We", "TH": "Th", "FR": "Fr", "SA": "Sa", "SU": "Su"}
# The parts of a rule that each frequency may have.
PARTS = {
    "DAILY": ("byday",),
    "WEEKLY": ("byday",),
    "MONTHLY": ("byday", "bymonthday"),
    "YEARLY": ("byday", "bymonthday", "byyearday"),
}
Schedule = Mapping[str, Any]


def _text(schedule: Schedule, name: str) -> str:
    return as_text(schedule.get(name)).strip()


def _clock(schedule: Schedule, name: str) -> str:
    """Return a time as HH:MM, without seconds and zone; empty if it is no valid time."""
    hours, _, rest = _text(schedule, name).partition(":")
    minutes = rest[:2]
    valid = hours.isdecimal() and minutes.isdecimal() and int(hours) <= 24 and int(minutes) < 60
    return f"{int(hours):02}:{int(minutes):02}" if valid else ""


def _days(schedule: Schedule) -> list[str]:
    """Return the weekdays in OSM syntax; an empty list if any of them is no plain weekday."""
    days = [day.strip().upper() for day in _text(schedule, "byday").split(",")]
    return [DAYS[day] for day in days] if all(day in DAYS for day in days) else []


def _every_week(schedule: Schedule) -> bool:
    """Return whether a schedule repeats every week without an end."""
    ends = any(_text(schedule, name) for name in ("until", "count", "valid_to"))
    return (
        not ends
        and _text(schedule, "freq").upper() in ("WEEKLY", "")
        and _text(schedule, "interval") in ("", "1")
        and bool(_days(schedule) and _clock(schedule, "opens_at") and _clock(schedule, "closes_at"))
    )


def weekly_hours(schedules: Iterable[Schedule]) -> str:
    """Return the weekly schedules as OSM opening_hours; without any, the descriptions."""
    spans: dict[str, list[str]] = defaultdict(list)
    texts: dict[str, None] = {}
    for schedule in schedules:
        if _every_week(schedule):
            span = f"{_clock(schedule, 'opens_at')}-{_clock(schedule, 'closes_at')}"
            for day in _days(schedule):
                spans[day] += [span] * (span not in spans[day])
        elif not _starts(schedule):
            texts[_text(schedule, "description")] = None
    if not spans:
        return "; ".join(filter(None, texts))
    together: dict[str, list[str]] = defaultdict(list)
    for day in filter(spans.__contains__, DAYS.values()):
        together[",".join(sorted(spans[day]))].append(day)
    return "; ".join(f"{','.join(days)} {times}" for times, days in together.items())


def _starts(schedule: Schedule) -> str:
    """Return the date and time at which a schedule starts; empty if it has no date or time."""
    day = (_text(schedule, "dtstart") or _text(schedule, "valid_from"))[:10]
    clock = _clock(schedule, "opens_at")
    return f"{day} {clock}" if day and clock else ""


def activities(schedules: Iterable[Schedule]) -> list[dict[str, str]]:
    """Return the cells of an activity for each dated schedule that is not weekly."""
    return [
        {
            "activity_starts": _starts(schedule),
            "activity_minutes": _minutes(schedule),
            "activity_repeats": _rule(schedule),
        }
        for schedule in schedules
        if _starts(schedule) and not _every_week(schedule)
    ]


def _minutes(schedule: Schedule) -> str:
    opens, closes = _clock(schedule, "opens_at"), _clock(schedule, "closes_at")
    if not closes:
        return ""
    begin, end = (int(clock[:2]) * 60 + int(clock[3:]) for clock in (opens, closes))
    return str((end - begin) % 1440 or 1440)


def _rule(schedule: Schedule) -> str:
    """Return the RRULE of a schedule, without the parts that its frequency does not allow."""
    frequency = _text(schedule, "freq").upper()
    if not frequency:
        return ""
    until = (_text(schedule, "until") or _text(schedule, "valid_to"))[:10].replace("-", "")
    parts = {"FREQ": frequency, "INTERVAL": _text(schedule, "interval"), "UNTIL": until}
    if not until:
        parts["COUNT"] = _text(schedule, "count")
    parts |= {name.upper(): _text(schedule, name) for name in PARTS.get(frequency, ())}
    return ";".join(f"{name}={value.replace(' ', '')}" for name, value in parts.items() if value)
