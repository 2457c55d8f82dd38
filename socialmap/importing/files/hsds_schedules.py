"""HSDS schedules: opening hours when every week is the same, else activities on dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from socialmap.importing.files.documents import as_text

DAYS = {"MO": "Mo", "TU": "Tu", "WE": "We", "TH": "Th", "FR": "Fr", "SA": "Sa", "SU": "Su"}
# The parts of a rule that may go with each frequency.
PARTS = {
    "DAILY": ("byday",),
    "WEEKLY": ("byday",),
    "MONTHLY": ("byday", "bymonthday"),
    "YEARLY": ("byday", "bymonthday", "byyearday"),
}
Schedule = Mapping[str, Any]


def _told(schedule: Schedule, name: str) -> str:
    return as_text(schedule.get(name)).strip()


def _clock(schedule: Schedule, name: str) -> str:
    """A time as HH:MM, without the seconds and zone that it may carry; empty when it is none."""
    hours, _, rest = _told(schedule, name).partition(":")
    minutes = rest[:2]
    right = hours.isdecimal() and minutes.isdecimal() and int(hours) <= 24 and int(minutes) < 60
    return f"{int(hours):02}:{int(minutes):02}" if right else ""


def _days(schedule: Schedule) -> list[str]:
    """The days of the week in OSM's words; empty when any is no plain day."""
    named = [each.strip().upper() for each in _told(schedule, "byday").split(",")]
    return [DAYS[each] for each in named] if all(each in DAYS for each in named) else []


def _every_week(schedule: Schedule) -> bool:
    """True for a week that comes again and again, without an end."""
    ends = any(_told(schedule, name) for name in ("until", "count", "valid_to"))
    return (
        not ends
        and _told(schedule, "freq").upper() in ("WEEKLY", "")
        and _told(schedule, "interval") in ("", "1")
        and bool(_days(schedule) and _clock(schedule, "opens_at") and _clock(schedule, "closes_at"))
    )


def weekly_hours(schedules: Iterable[Schedule]) -> str:
    """Opening hours in OSM syntax of the schedules that say so; else their descriptions."""
    spans: dict[str, list[str]] = defaultdict(list)
    texts: dict[str, None] = {}
    for schedule in schedules:
        if _every_week(schedule):
            span = f"{_clock(schedule, 'opens_at')}-{_clock(schedule, 'closes_at')}"
            for day in _days(schedule):
                spans[day] += [span] * (span not in spans[day])
        elif not _starts(schedule):
            texts[_told(schedule, "description")] = None
    if not spans:
        return "; ".join(filter(None, texts))
    together: dict[str, list[str]] = defaultdict(list)
    for day in filter(spans.__contains__, DAYS.values()):
        together[",".join(sorted(spans[day]))].append(day)
    return "; ".join(f"{','.join(days)} {times}" for times, days in together.items())


def _starts(schedule: Schedule) -> str:
    """The day and time at which a dated schedule begins; empty when it has none."""
    day = (_told(schedule, "dtstart") or _told(schedule, "valid_from"))[:10]
    clock = _clock(schedule, "opens_at")
    return f"{day} {clock}" if day and clock else ""


def activities(schedules: Iterable[Schedule]) -> list[dict[str, str]]:
    """The cells of an activity for each schedule with a date that is not the same every week."""
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
    """The RRULE of a schedule; parts that do not belong to its frequency are left out."""
    frequency = _told(schedule, "freq").upper()
    if not frequency:
        return ""
    until = (_told(schedule, "until") or _told(schedule, "valid_to"))[:10].replace("-", "")
    told = {"FREQ": frequency, "INTERVAL": _told(schedule, "interval"), "UNTIL": until}
    if not until:
        told["COUNT"] = _told(schedule, "count")
    told |= {name.upper(): _told(schedule, name) for name in PARTS.get(frequency, ())}
    return ";".join(f"{name}={value.replace(' ', '')}" for name, value in told.items() if value)
