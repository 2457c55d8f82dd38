"""Build the columns of a segment: values to filter, place and rank by, and cards."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from socialmap.catalogue.freshness import standing
from socialmap.catalogue.listing import COMPLETE, Listing
from socialmap.catalogue.taxonomy import taxonomy
from socialmap.catalogue.visibility import shows
from socialmap.places.hours_place import hours_place
from socialmap.search.index.cards import card_of, pack
from socialmap.search.index.facts import (
    CODED,
    FACT_NUMBERS,
    FORMS,
    filter_codes,
    filter_facts,
    numbered,
)
from socialmap.search.index.segment import Array, Flags, grid_cells, packed, places_in
from socialmap.search.index.sources import Source
from socialmap.times.clock import minutes
from socialmap.times.dates import activity_times
from socialmap.times.hours_spans import Where, place_that_matters

# People ask for Christmas weeks ahead.
DAYS_AHEAD = 62
EPOCH = date(1970, 1, 1)


class ColumnsBuilder:
    """Collects the values of listings, one listing after the other."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.ids = bytearray()
        self.cards: list[bytes] = []
        self.names: list[tuple[str, bytes]] = []
        self.numbers = numbered(taxonomy())
        # The number of bits of one listing, in whole bytes.
        self.size = -(-sum(map(len, self.numbers.values())) // 8) * 8
        self.holds, self.known, self.hour_number = array("q"), array("q"), array("i")
        self.due, self.overdue = array("i"), array("i")
        self.complete, self.online = array("B"), array("B")
        self.forms = array("f")
        self.points: list[tuple[int, float, float]] = []
        self.served: list[tuple[int, int]] = []
        self.occurrences: list[tuple[int, int, int]] = []
        # Per opening hours and the place that matters to them their number.
        self.hours: dict[tuple[str, Where], int] = {}
        self.areas: dict[str, int] = {}

    def add(self, doc: int, source: Source) -> None:
        """Add one listing."""
        listing = source.listing
        self.ids += source.id.bytes
        self.names.append((listing.name, source.id.bytes))
        self._add_bits(doc * self.size, source)
        where = hours_place(listing.locations, listing.service_areas)
        hours = (listing.hours, place_that_matters(listing.hours, where))
        self.hour_number.append(self.hours.setdefault(hours, len(self.hours)))
        fresh = standing(listing.confirmations, listing.kind)
        self.due.append((fresh.due_on - EPOCH).days)
        self.overdue.append((fresh.overdue_on - EPOCH).days)
        self.complete.append(len(COMPLETE) - len(listing.missing))
        self.online.append(listing.online)
        self.forms.extend([source.forms.get(form, 0.0) for form in FORMS])
        # When the place is not public, the map and distances must not give it away.
        locations = listing.locations if shows(listing, "place") else ()
        self.points.extend((doc, place.lon, place.lat) for place in locations)
        for name in listing.service_areas:
            self.served.append((doc, self.areas.setdefault(name, len(self.areas))))
        self._add_occurrences(doc, listing)
        self.cards.append(pack(card_of(source, fresh)))

    def _add_bits(self, first: int, source: Source) -> None:
        """Add the bits of a listing; `first` is the position of its first bit among all bits."""
        codes = filter_codes(source.listing, source.setting, source.forms)
        for facet in CODED:
            numbers = self.numbers[facet.param]
            self.holds.extend([first + numbers[c] for c in codes[facet.scheme] if c in numbers])
        for name, fact in filter_facts(source.listing).items():
            if fact is not None:
                self.known.append(first + FACT_NUMBERS[name])
            if fact:
                self.holds.append(first + FACT_NUMBERS[name])

    def _add_occurrences(self, doc: int, listing: Listing) -> None:
        last = self.today + timedelta(days=DAYS_AHEAD)
        for activity in listing.activities:
            for start, end in activity_times(activity, self.today, last):
                # Without an end that is known, it is the start.
                self.occurrences.append((doc, minutes(start), minutes(end or start)))

    def located(self) -> int:
        """The number of listings with an address."""
        return len({doc for doc, _, _ in self.points})

    def order(self) -> Array:
        """The positions (N) at which listings were added, in the order of their docs.

        Listings are sorted by the grid cell of their first location, so that near ones are close
        together; those without an address come last.
        """
        cell = np.full(len(self.names), np.iinfo(np.int64).max)
        doc, lon, lat = _columns(self.points)
        # Assigned in reverse order, so that the first location of a listing wins.
        cell[doc[::-1]] = grid_cells(lon, lat)[::-1]
        return np.argsort(cell, kind="stable")

    def arrays(self, order: Array) -> dict[str, Array]:
        """The arrays of a segment by their names, with the listings in this order."""
        count = len(self.names)
        number = places_in(order)
        by_name = np.array(sorted(range(count), key=self.names.__getitem__), np.int64)
        cards = [self.cards[added] for added in order.tolist()]
        arrays: dict[str, Array] = {
            "ids": np.frombuffer(bytes(self.ids), np.uint8).reshape(count, 16)[order],
            "order": places_in(by_name)[order],
            "form_weight": np.array(self.forms).reshape(count, len(FORMS))[order],
            "hours": np.array(self.hour_number, np.int32)[order],
            "due": np.array(self.due, np.int32)[order],
            "overdue": np.array(self.overdue, np.int32)[order],
            "complete": np.array(self.complete, np.uint8)[order],
            "online": np.array(self.online, np.bool_)[order],
            "card": np.frombuffer(b"".join(cards), np.uint8),
            "card_start": np.concatenate(([0], np.cumsum([len(c) for c in cards]))).astype(
                np.int64
            ),
        }
        holds = _flags(self.holds, count, self.size)[order]
        known = _flags(self.known, count, self.size)[order, : len(FACT_NUMBERS)]
        arrays["codes"] = np.packbits(holds, axis=1)
        arrays |= {"bits": packed(holds.T), "fact_known": packed(known.T)}
        served = np.array(self.served, np.int32).reshape(-1, 2)
        when = np.array(self.occurrences, np.int64).reshape(-1, 3)
        when = when[np.argsort(when[:, 1], kind="stable")]
        arrays |= {"area_doc": number[served[:, 0]], "area_name": served[:, 1].copy()}
        arrays |= {"occurrence_doc": number[when[:, 0]]}
        arrays |= {"occurrence_start": when[:, 1].copy(), "occurrence_end": when[:, 2].copy()}
        return arrays | self._points(number)

    def _points(self, number: Array) -> dict[str, Array]:
        added, lon, lat = _columns(self.points)
        doc, cell = number[added], grid_cells(lon, lat)
        order = np.argsort(cell, kind="stable")
        first_lon, first_lat = np.full(len(number), np.nan), np.full(len(number), np.nan)
        first_lon[doc[::-1]], first_lat[doc[::-1]] = lon[::-1], lat[::-1]
        return {
            "point_doc": doc[order],
            "point_lon": lon[order],
            "point_lat": lat[order],
            "point_cell": cell[order],
            "lon": first_lon,
            "lat": first_lat,
        }


def _flags(places: Sequence[int], count: int, size: int) -> Flags:
    """Flags (count, size) that are true at these positions."""
    flags = np.zeros(count * size, np.bool_)
    flags[np.array(places, np.int64)] = True
    return flags.reshape(count, size)


def _columns(points: Sequence[tuple[int, float, float]]) -> tuple[Array, Array, Array]:
    """The listings, longitudes and latitudes of points, as three arrays."""
    return (
        np.array([point[0] for point in points], np.int64),
        np.array([point[1] for point in points], np.float64),
        np.array([point[2] for point in points], np.float64),
    )
