"""The agenda: the dated activities of a week, day by day, everywhere or near a place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from socialmap.catalogue.queries import Dated, Occurrence, dated, occurrences
from socialmap.places.gazetteer import Place
from socialmap.places.geocoding import Geocoder, OnePlace
from socialmap.search.finder import finder
from socialmap.search.query import SearchQuery

DAYS = 7
# Activities shown per day; to see more, a visitor names a place.
MOST_PER_DAY = 40


@dataclass(frozen=True)
class Week:
    """The activities of seven days, and per day how many more there are.

    They are those near `place`, or of everywhere when that is None.
    """

    days: dict[date, list[Occurrence]]
    more: dict[date, int]
    place: Place | None

    @property
    def first(self) -> date:
        """The first day."""
        return min(self.days)

    @property
    def last(self) -> date:
        """The last day."""
        return max(self.days)


def week_from(first: date, where: str = "", geocoder: Geocoder | None = None) -> Week:
    """The agenda of seven days from `first`; an unknown place in `where` is ignored."""
    days: dict[date, list[Dated]] = {first + timedelta(days=offset): [] for offset in range(DAYS)}
    place, initiative_ids = None, None
    if where:
        matches = finder(geocoder=geocoder).matches(SearchQuery(where=where))
        if isinstance(matches.answer, OnePlace):
            place, initiative_ids = matches.answer.place, matches.ids()
    for event in dated(first, max(days), initiative_ids):
        # An activity that continues into the first day began on a day that is not shown.
        if event.starts.date() in days:
            days[event.starts.date()].append(event)
    shown = {day: events[:MOST_PER_DAY] for day, events in days.items()}
    by_event = occurrences([event for events in shown.values() for event in events])
    return Week(
        days={day: [by_event[event] for event in events] for day, events in shown.items()},
        more={day: len(events) - len(shown[day]) for day, events in days.items()},
        place=place,
    )
