"""Listings as a calendar (iCalendar, RFC 5545): their activities, or else when they are open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import icalendar

from socialmap.catalogue.models import Activity, Initiative
from socialmap.catalogue.queries import Occurrence
from socialmap.places.hours_place import hours_place
from socialmap.times.clock import AMSTERDAM, is_twice, moment_of
from socialmap.times.dates import end_of, is_timed
from socialmap.times.hours import spans
from socialmap.times.rules import parts_of, read_until, rule_of

MAKER = "-//socialmap//NL"
# Opening hours have holidays and seasons that no rule of a calendar can say, so they are written
# out for these days; who subscribes reads them again.
OPEN_DAYS = timedelta(days=62)
# A place that is open all day is no appointment: beyond this many hours it is not written out.
LONGEST_OPEN = timedelta(hours=12)
REFRESH = timedelta(hours=12)


@dataclass(frozen=True)
class Entry:
    """A listing for a calendar: the address of its page, where it is, and a text about it.

    `only` is the id of the one activity that is wanted; None for all.
    """

    initiative: Initiative
    page: str
    place: str
    text: str
    only: int | None = None


def calendar_of(name: str, entries: Iterable[Entry], today: date) -> bytes:
    """The calendar of some listings under a name, with what happens from a day on."""
    return _calendar(name, (event for entry in entries for event in events_of(entry, today)))


def calendar_of_dates(name: str, times: Iterable[tuple[Entry, Occurrence]]) -> bytes:
    """The calendar of some dates of activities under a name, each without its repetition."""
    return _calendar(name, (_on_date(entry, occurrence) for entry, occurrence in times))


def _calendar(name: str, events: Iterable[icalendar.Event]) -> bytes:
    calendar = icalendar.Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    for event in events:
        calendar.add_component(event)
    if calendar.subcomponents:
        calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def events_of(entry: Entry, today: date) -> Iterator[icalendar.Event]:
    """The activities of a listing; without any, the times that it is open in the coming weeks.

    Times that are not for everybody are in no calendar.
    """
    initiative = entry.initiative
    if not initiative.shows("times"):
        return
    activities = [each for each in initiative.activities if entry.only in (None, each.id)]
    timed = [activity for activity in activities if is_timed(activity)]
    for activity in timed:
        yield _activity(entry, activity)
    if not timed and entry.only is None:
        yield from _open(entry, today)


def _on_date(entry: Entry, occurrence: Occurrence) -> icalendar.Event:
    starts, activity = occurrence.starts, occurrence.activity
    code = f"{entry.initiative.id}-{activity.id}-{starts:%Y%m%dT%H%M}"
    ends = occurrence.ends and _exact(occurrence.ends)
    return _event(entry, code, _title(entry, activity), _exact(starts), ends)


def _title(entry: Entry, activity: Activity) -> str:
    place = entry.initiative.name
    name = activity.name or place
    return name if name == place else f"{name} – {place}"


def _activity(entry: Entry, activity: Activity) -> icalendar.Event:
    starts = moment_of(activity.starts)
    ends, rule = end_of(starts, activity.minutes), rule_of(activity.repeats)
    # A rule repeats what the clock shows; without one the moment can be exact.
    if not rule:
        starts, ends = _exact(starts), ends and _exact(ends)
    code, title = f"{entry.initiative.id}-{activity.id}", _title(entry, activity)
    event = _event(entry, code, title, starts, ends)
    if rule:
        event.add("rrule", _rule(rule))
    return event


def _exact(moment: datetime) -> datetime:
    """The moment in UTC if the clock shows its time twice, for a calendar takes the first one."""
    return moment.astimezone(UTC) if is_twice(moment) else moment


def _rule(rule: str) -> icalendar.vRecur:
    """A rule of which the last moment is in UTC, as the standard wants beside a time zone."""
    recur: icalendar.vRecur = icalendar.vRecur.from_ical(rule)
    if until := parts_of(rule).get("UNTIL"):
        last = moment_of(read_until(until).moment())
        recur["UNTIL"] = [last.astimezone(UTC)]
    return recur


def _open(entry: Entry, today: date) -> Iterator[icalendar.Event]:
    initiative = entry.initiative
    first = datetime.combine(today, time(), AMSTERDAM)
    where = hours_place(initiative.locations)
    for start, end in spans(initiative.hours, first, first + OPEN_DAYS, where):
        if end - start <= LONGEST_OPEN:
            code = f"{initiative.id}-{start:%Y%m%dT%H%M}"
            yield _event(entry, code, initiative.name, _exact(start), _exact(end))


def _event(
    entry: Entry, code: str, title: str, starts: datetime, ends: datetime | None
) -> icalendar.Event:
    """An event; without an end that is known it has none."""
    event = icalendar.Event()
    event.add("uid", code)
    event.add("dtstamp", entry.initiative.changed_at.astimezone(UTC))
    event.add("last-modified", entry.initiative.changed_at.astimezone(UTC))
    event.add("summary", title)
    event.add("dtstart", starts)
    if ends:
        event.add("dtend", ends)
    event.add("transp", "TRANSPARENT")
    event.add("url", entry.page)
    if entry.place:
        event.add("location", entry.place)
    if entry.text:
        event.add("description", entry.text)
    return event
