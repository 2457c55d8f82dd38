"""Dated activities: when they are, by their RRULE, in Amsterdam time."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Protocol

import recurring_ical_events
from icalendar import Calendar, Event, vRecur

from socialmap.times.clock import AMSTERDAM

LONGEST_WINDOW = timedelta(days=400)


def is_rrule(repeats: str) -> bool:
    """Whether a text is an RRULE that can be worked out; empty is: it happens once."""
    if not repeats:
        return True
    try:
        frequency = vRecur.from_ical(repeats).get("FREQ", [])
    except (ValueError, KeyError, TypeError):
        return False
    # Nothing on a social map happens every second: such a rule only costs.
    return bool(set(frequency) & {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})


class Timed(Protocol):
    """What has a first time, a length and a rule."""

    @property
    def starts(self) -> datetime:
        """When it is for the first time, on the clock in Amsterdam."""

    @property
    def minutes(self) -> int:
        """How long it takes."""

    @property
    def repeats(self) -> str:
        """Its RRULE; empty for once."""


def moments(activity: Timed, first: date, last: date) -> list[tuple[datetime, datetime]]:
    """Start and end of each time that an activity happens from a date up to another."""
    if last < first or last - first > LONGEST_WINDOW:
        raise ValueError("a window of dates is at most 400 days")
    return _moments(activity.starts, activity.minutes, activity.repeats, first, last)


@lru_cache(maxsize=20_000)
def _moments(
    starts: datetime, minutes: int, repeats: str, first: date, last: date
) -> list[tuple[datetime, datetime]]:
    event = Event()
    begin = starts.replace(tzinfo=AMSTERDAM)
    event.add("dtstart", begin)
    event.add("dtend", begin + timedelta(minutes=minutes))
    if repeats:
        event.add("rrule", vRecur.from_ical(repeats))
    calendar = Calendar()
    calendar.add_component(event)
    found = recurring_ical_events.of(calendar).between(first, last + timedelta(days=1))
    return sorted((each.start, each.end) for each in found)
