"""The clock of an HSDS schedule: when it opens and closes, and in which time zone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from socialmap.importing.files.documents import as_text
from socialmap.times.clock import AMSTERDAM

CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d\d))?(?::\d\d(?:\.\d+)?)?\s*([ap]\.?m\b|)", re.IGNORECASE)
ZONE = re.compile(r"(Z|[+-]\d\d:\d\d)$", re.IGNORECASE)
# How a package writes the zone of here, the hours from UTC, and UTC itself.
HERE = frozenset({"1", "2", "1.0", "2.0", "01:00", "02:00"})
OFFSET = re.compile(r"([+-]?)(\d{1,2})(?:\.0)?(?::(\d\d))?")
UTC_NAMES = frozenset({"Z", "UTC", "GMT", "0", "0.0"})
WINTER, SUMMER = datetime(2026, 1, 1), datetime(2026, 7, 1)  # noqa: DTZ001 - of any zone
Schedule = Mapping[str, Any]


def column(schedule: Schedule, name: str) -> str:
    """Return a column of a schedule as text; empty without one."""
    return as_text(schedule.get(name)).strip()


def zone_of(schedule: Schedule) -> tzinfo | None:
    """Return the zone in which a schedule opens: by its time, or else by its own; None if unknown.

    A number is the hours from UTC; one or two are those of here, in winter and in summer.
    """
    match = ZONE.search(column(schedule, "opens_at"))
    named = match[1].upper() if match else column(schedule, "timezone")
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


def is_here(zone: tzinfo | None) -> bool:
    """Return whether clocks in a zone show what they show here, in winter or in summer."""
    offsets = [
        [moment.replace(tzinfo=each).utcoffset() for moment in (WINTER, SUMMER)]
        for each in (zone, AMSTERDAM)
    ]
    return zone is not None and (
        offsets[0] == offsets[1] or (offsets[0][0] in offsets[1] and not isinstance(zone, ZoneInfo))
    )


def clock_of(schedule: Schedule, name: str) -> str:
    """Return a time as HH:MM, of 24 hours, without seconds and zone; empty if it is no time.

    HSDS 1 was often written with am and pm: 9:00am, 12 PM.
    """
    match = CLOCK.match(column(schedule, name))
    if match is None:
        return ""
    hours, minutes, half = int(match[1]), int(match[2] or 0), match[3].lower()
    if half and not 1 <= hours <= 12:
        return ""
    if half:
        hours = hours % 12 + (12 if half[0] == "p" else 0)
    return f"{hours:02}:{minutes:02}" if hours <= 24 and minutes < 60 else ""
