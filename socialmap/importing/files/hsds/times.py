"""When an HSDS service is there: the schedules that are its hours, and the words beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from socialmap.catalogue.listing import Listing
from socialmap.importing.files.documents import as_text, first_text, objects
from socialmap.importing.files.hsds.clocks import Schedule, column
from socialmap.importing.files.hsds.places import location_of
from socialmap.importing.files.hsds.schedules import (
    closes_days,
    holiday_rules,
    in_dutch,
    name_of,
    repeating_days,
    says_only_times,
    starts_of,
    weekly_hours,
)
from socialmap.standards.hsds_schedules import schedules as written
from socialmap.times.hours import parsed
from socialmap.times.rules import rule_of

# The columns of hours that our own exports write.
WEEKLY = ("freq", "interval", "byday", "opens_at", "closes_at")


@dataclass(frozen=True)
class Times:
    """The schedules and holidays of a service, or of one of its places: then it has a name."""

    name: str
    schedules: list[dict[str, Any]]
    holidays: list[dict[str, Any]]


def times_of(service: Mapping[str, Any], links: list[dict[str, Any]]) -> list[Times]:
    """Return the times of a service, and those of each place: of the service there, and its own."""
    told = [Times("", *_both(service))]
    for link in links:
        place = location_of(link)
        name = first_text([place, *objects(place.get("addresses"))], "name", "address_1") or "?"
        told += [Times(name, *_both(link)), Times(name, *_both(place))]
    return told


def _both(thing: Mapping[str, Any]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    return objects(thing.get("schedules")), objects(thing.get("holidays"))


def hours_and_words(told: list[Times]) -> tuple[str, list[str]]:
    """Return the hours of a service, and words about those of its places that differ from them.

    The hours are its own, or those of its places if it has none; where they differ by place they
    are words for each place.
    """
    own, *places = told
    closed = own.holidays or _same_holidays(places)
    texts = [
        (one.name, _hours(one.schedules, own.holidays or one.holidays or closed))
        for one in places
        if one.schedules
    ]
    hours = _hours(own.schedules, closed)
    if not hours:
        first = dict(reversed(texts))
        first = {name: first[name] for name in dict.fromkeys(name for name, _ in texts)}
        different = list(dict.fromkeys(filter(None, first.values())))
        hours = "".join(different)
        if len(different) > 1:
            hours = "; ".join(f"{name}: {in_dutch(text)}" for name, text in first.items() if text)
    texts += [
        (one.name, rule)
        for one in told
        for rule in holiday_rules(one.holidays)
        if not any(rule in text for text in (hours, *(text for _, text in texts)))
    ]
    words = dict.fromkeys(
        f"{name}: {in_dutch(text)}" if name else in_dutch(text)
        for name, text in texts
        if text not in ("", hours)
    )
    return hours, [text for text in words if text not in hours]


def _same_holidays(places: list[Times]) -> list[dict[str, Any]]:
    """Return the holidays of the places, if they are the same at each that has any."""
    closed = [one.holidays for one in places if one.holidays]
    same = len({tuple(holiday_rules(days)) for days in closed}) == 1
    return closed[0] if same else []


def _hours(schedules: list[dict[str, Any]], holidays: list[dict[str, Any]]) -> str:
    """Return the hours of schedules; those of our own exports as they have them in their notes."""
    weekly = [one for one in schedules if not column(one, "dtstart")]
    notes = {column(one, "notes") for one in weekly}
    text = next(iter(notes), "")
    if text and len(notes) == 1 and not holidays and parsed(text) is not None:
        ours = [_as_columns(one) for one in written(Listing(name="", hours=text))]
        if ours == [_as_columns(one) for one in weekly]:
            return text
    return weekly_hours(schedules, holidays)


def _as_columns(schedule: Schedule) -> list[str]:
    return [as_text(schedule.get(name)) for name in WEEKLY]


def words_beside(schedules: Iterable[Schedule]) -> list[str]:
    """Return what schedules say in words beside their days and times.

    A description that is the name of an activity, or stands for the hours, is no word beside them.
    """
    texts: dict[str, None] = {}
    for schedule in schedules:
        named = starts_of(schedule) and name_of(schedule)
        if repeating_days(schedule) or closes_days(schedule) or (starts_of(schedule) and not named):
            texts[column(schedule, "description")] = None
        texts[column(schedule, "notes")] = None
    return [text for text in texts if not says_no_more(text)]


def says_no_more(text: str) -> bool:
    """Return whether words at a schedule only repeat its times.

    Our own exports have the hours or the rule there, which a program reads.
    """
    return says_only_times(text) or parsed(text) is not None or rule_of(text) is not None
