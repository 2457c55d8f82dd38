"""The agenda: what happens day by day in a week, everywhere or near a place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from socialmap.catalogue.queries import Dated, Occurrence, dated, occurrences
from socialmap.places.gazetteer import Place
from socialmap.places.geocoding import Geocoder, OnePlace
from socialmap.search.finder import finder
from socialmap.search.query import SearchQuery

DAYS = 7
# Of what happens on a day so much is shown: more is for who says where.
MOST_A_DAY = 40


@dataclass(frozen=True)
class Week:
    """Seven days with what happens on each, and how much more; `place` is near what, or None."""

    days: dict[date, list[Occurrence]]
    more: dict[date, int]
    place: Place | None

    @property
    def first(self) -> date:
        """Its first day."""
        return min(self.days)

    @property
    def last(self) -> date:
        """Its last day."""
        return max(self.days)


def week_from(first: date, where: str = "", geocoder: Geocoder | None = None) -> Week:
    """What happens in the seven days from a date; a place that is not known is left out."""
    days: dict[date, list[Dated]] = {first + timedelta(days=offset): [] for offset in range(DAYS)}
    place, among = None, None
    if where:
        near = finder(geocoder=geocoder).matches(SearchQuery(where=where))
        if isinstance(near.answer, OnePlace):
            place, among = near.answer.place, near.ids()
    for each in dated(first, max(days), among):
        # What goes on into the first day began on a day that is not shown.
        if each.starts.date() in days:
            days[each.starts.date()].append(each)
    shown = {day: found[:MOST_A_DAY] for day, found in days.items()}
    read = occurrences([each for found in shown.values() for each in found])
    return Week(
        days={day: [read[each] for each in found] for day, found in shown.items()},
        more={day: len(found) - len(shown[day]) for day, found in days.items()},
        place=place,
    )
