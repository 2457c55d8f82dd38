"""The agenda: the dated activities of a week, day by day, everywhere or near a place."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from socialmap.catalogue.queries import Dated, Occurrence, dated, occurrences
from socialmap.places.geocoding import Geocoder, PlaceAnswer
from socialmap.search.finder import finder, geocoder_for_question
from socialmap.search.matches import Matches
from socialmap.search.query import PART, SearchQuery
from socialmap.times.clock import now
from socialmap.times.days import clock_of
from socialmap.times.hours import OPEN_END_SURE

DAYS = 7
# Activities shown per day; to see more, a visitor names a place.
MOST_PER_DAY = 40
# How many days after an empty week the next activity is looked for.
LOOK_AHEAD = 62
# An activity that began in an earlier part of the day still counts with this much left of it.
ENOUGH = 60  # minutes


class Fitting(NamedTuple):
    """The metres to each listing that fits, and those of which a chosen fact is not known."""

    metres: Mapping[uuid.UUID, float | None]
    unsure: Collection[uuid.UUID]


class Following(NamedTuple):
    """The next day that has activities, and how many."""

    day: date
    total: int


@dataclass(frozen=True)
class Day:
    """One day: its activities by their start, how many there are, and how many are over.

    `unsure` is how many are left out, as a chosen fact is not known of them.
    A day without any has the day that follows with some (None: not within two months).
    """

    day: date
    occurrences: Sequence[Occurrence]
    total: int
    over: int = 0
    unsure: int = 0
    following: Following | None = None


@dataclass(frozen=True)
class Week:
    """The activities of seven days, those of listings that fit a query.

    `answer` is the place that it names; with `choosing` that has to be chosen first, and the days
    are empty. `radius` is how far from it, in metres.
    """

    days: tuple[Day, ...]
    searched: SearchQuery
    fitting: Fitting | None = None
    answer: PlaceAnswer | None = None
    radius: float | None = None
    choosing: bool = False

    @property
    def first(self) -> date:
        """The first day."""
        return self.days[0].day

    @property
    def last(self) -> date:
        """The last day."""
        return self.days[-1].day

    @property
    def total(self) -> int:
        """How many activities there are, also those not shown."""
        return sum(day.total for day in self.days)

    @property
    def left_out(self) -> int:
        """How many activities are left out, as a chosen fact is not known of them."""
        return sum(day.unsure for day in self.days)

    def metres_of(self, occurrence: Occurrence) -> float | None:
        """How far the listing of an activity is; None without a place, or when it has no point."""
        return self.fitting.metres.get(occurrence.initiative.id) if self.fitting else None


def week_from(
    first: date,
    query: SearchQuery | None = None,
    geocoder: Geocoder | None = None,
    at: datetime | None = None,
) -> Week:
    """The agenda of seven days from `first`, with what fits a query.

    Of the query the place, the distance, the facts and the parts of the day count. On the day of
    `at` (aware; now when None) what is over is left out.
    """
    at, query = at or now(), query or SearchQuery()
    asked = SearchQuery(
        where=query.where,
        kilometres=query.kilometres,
        chosen={name: codes for name, codes in query.chosen.items() if name == "drempel"},
    )
    if not asked.where and not asked.chosen:
        return Week(_days(first, query.values(PART), None, at), query)
    matches = finder(at, geocoder_for_question(geocoder, asked)).matches(asked)
    fitting = _fitting(matches)
    return Week(
        _days(first, query.values(PART), fitting, at),
        query,
        fitting,
        matches.answer,
        matches.area.radius,
        matches.choosing,
    )


def _fitting(matches: Matches) -> Fitting:
    metres: dict[uuid.UUID, float | None] = {}
    unsure: set[uuid.UUID] = set()
    for group in (*matches.located, *matches.serving):
        listings = group.fitting
        codes = listings.segment["ids"][listings.docs]
        ids = [uuid.UUID(bytes=code.tobytes()) for code in codes]
        # Of a listing without a point the distance is not a number.
        far = [None] * len(ids) if listings.metres is None else listings.metres.tolist()
        metres |= {id_: m if m == m else None for id_, m in zip(ids, far, strict=True)}
        unsure |= {id_ for id_, unknown in zip(ids, listings.unknown, strict=True) if unknown}
    return Fitting(metres, unsure)


def _days(
    first: date, parts: Collection[str], fitting: Fitting | None, at: datetime
) -> tuple[Day, ...]:
    week = [first + timedelta(days=offset) for offset in range(DAYS)]
    by_day: dict[date, list[Dated]] = {day: [] for day in week}
    over, unsure = dict.fromkeys(week, 0), dict.fromkeys(week, 0)
    for event in _events(week[0], week[-1], parts, fitting):
        day = event.starts.date()
        if day == at.date() and _sure_end(event) <= at:
            over[day] += 1
        elif fitting and event.initiative in fitting.unsure:
            unsure[day] += 1
        else:
            by_day[day].append(event)
    shown = {day: found[:MOST_PER_DAY] for day, found in by_day.items()}
    by_event = occurrences([event for found in shown.values() for event in found])
    following = None if by_day[week[-1]] else _next_after(week[-1], parts, fitting)
    days: list[Day] = []
    for day in reversed(week):
        found, total = [by_event[event] for event in shown[day]], len(by_day[day])
        days.append(Day(day, found, total, over[day], unsure[day], None if found else following))
        if found:
            following = Following(day, total)
    return tuple(reversed(days))


def _next_after(last: date, parts: Collection[str], fitting: Fitting | None) -> Following | None:
    """The first day after a date that has activities."""
    begin = last + timedelta(days=1)
    events = _events(begin, last + timedelta(days=LOOK_AHEAD), parts, fitting)
    unsure = fitting.unsure if fitting else ()
    days = [event.starts.date() for event in events if event.initiative not in unsure]
    return Following(days[0], days.count(days[0])) if days else None


def _events(
    first: date, last: date, parts: Collection[str], fitting: Fitting | None
) -> list[Dated]:
    """What begins from a date up to another, in the chosen parts of the day, or in any."""
    events = dated(first, last, fitting.metres.keys() if fitting else None)
    clocks = [clock for part in parts if (clock := clock_of(part))]
    return [
        event
        for event in events
        # An activity that continues into the first day began on a day that is not shown.
        if event.starts.date() >= first and (not clocks or any(_in(event, *c) for c in clocks))
    ]


def _sure_end(event: Dated) -> datetime:
    """Until when an activity certainly goes on, also when its end is not known."""
    return event.ends or event.starts + OPEN_END_SURE


def _in(event: Dated, start: int, end: int) -> bool:
    """Whether an event begins between two minutes of its day, or has enough left of it then."""
    begins = event.starts.hour * 60 + event.starts.minute
    ends = begins + round((_sure_end(event) - event.starts).total_seconds() / 60)
    return start <= begins < end or min(end, ends) - max(start, begins) >= ENOUGH
