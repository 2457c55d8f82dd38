"""The occurrences of a dated activity, worked out from its RRULE, in Amsterdam time."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Protocol

import recurring_ical_events
from icalendar import Calendar, Event, vRecur

from socialmap.times.clock import AMSTERDAM

LONGEST_WINDOW = timedelta(days=400)


def is_rrule(repeats: str) -> bool:
    """Return whether a text is an RRULE whose dates can be listed; empty means once, and counts."""
    if not repeats:
        return True
    try:
        frequency = vRecur.from_ical(repeats).get("FREQ", [])
    except (ValueError, KeyError, TypeError):
        return False
    # Nothing on a social map happens every second: such a rule only costs.
    return bool(set(frequency) & {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})


class Timed(Protocol):
    """Anything with a first occurrence, a duration and a rule of repetition."""

    @property
    def starts(self) -> datetime:
        """The first occurrence, as a naive datetime in Amsterdam time."""

    @property
    def minutes(self) -> int:
        """The duration in minutes."""

    @property
    def repeats(self) -> str:
        """The RRULE; empty when the activity happens once."""


def activity_times(activity: Timed, first: date, last: date) -> list[tuple[datetime, datetime]]:
    """Return start and end of each occurrence from `first` to `last`, both included.

    Raise ValueError if `last` is before `first` or more than 400 days after it.
    """
    if last < first or last - first > LONGEST_WINDOW:
        raise ValueError("a window of dates is at most 400 days")
    return _activity_times(activity.starts, activity.minutes, activity.repeats, first, last)


@lru_cache(maxsize=20_000)
def _activity_times(
    starts: datetime, minutes: int, repeats: str, first: date, last: date
) -> list[tuple[datetime, datetime]]:
    activity = Event()
    begin = starts.replace(tzinfo=AMSTERDAM)
    activity.add("dtstart", begin)
    activity.add("dtend", begin + timedelta(minutes=minutes))
    if repeats:
        activity.add("rrule", vRecur.from_ical(repeats))
    calendar = Calendar()
    calendar.add_component(activity)
    events = recurring_ical_events.of(calendar).between(first, last + timedelta(days=1))
    return sorted((event.start, event.end) for event in events)
