"""Dated activities: when they are, by their RRULE, in Amsterdam time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

import recurring_ical_events
from icalendar import Calendar, Event, vRecur

from socialmap.catalogue.hours import AMSTERDAM
from socialmap.catalogue.listing import ListedActivity
from socialmap.catalogue.models import Activity, Initiative

LONGEST_WINDOW = timedelta(days=400)


@dataclass(frozen=True)
class Occurrence:
    """An activity of an initiative on one date; both moments are aware, in Amsterdam time."""

    initiative: Initiative
    activity: Activity
    starts: datetime
    ends: datetime


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


def moments(
    activity: Activity | ListedActivity, first: date, last: date
) -> list[tuple[datetime, datetime]]:
    """Start and end of each time that an activity happens from a date up to another."""
    if last < first or last - first > LONGEST_WINDOW:
        raise ValueError("a window of dates is at most 400 days")
    return _moments(activity.starts, activity.minutes, activity.repeats, first, last)


@lru_cache(maxsize=10_000)
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
