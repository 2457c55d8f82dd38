"""Filter the listings of a segment, and count how many would fit with each other filter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import reduce
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from socialmap.search.index.facts import FORMS
from socialmap.search.index.naming import named
from socialmap.search.index.opening import FITS, KNOWN, open_flags
from socialmap.search.index.segment import Array, Bits, Docs, Flags, Segment, flags_of, packed
from socialmap.search.query import DAY, FACETS, PART, Facet, SearchQuery
from socialmap.times.clock import AMSTERDAM
from socialmap.times.days import is_part

# A condition for listings: a facet, and the values of which a listing must have one. That of the
# facet of days is about the parts of the day as well, and holds for a listing that is open then.
Condition = tuple[Facet, frozenset[str]]
FacetCode = tuple[str, str]
# A moment of one's own choice, among the values of a condition.
MOMENT = "op"
Totals = npt.NDArray[np.int64]
# How many listings would fit, by facet and code.
Counts = dict[str, dict[str, int]]
# The facets with their codes, and the positions in the totals of all of those codes.
FacetPlaces = tuple[list[tuple[str, tuple[str, ...]]], npt.NDArray[np.int64]]
# For more than this share of all listings it is quicker to count bits of all listings at once.
MANY = 1 / 12
BIT_SHIFTS = np.arange(7, -1, -1, dtype=np.uint64)[:, np.newaxis, np.newaxis]
ONE_OF_EACH = np.uint64(0x0101010101010101)


def conditions(query: SearchQuery) -> list[Condition]:
    """The conditions of the chosen filters: one per facet, and one per fact."""
    result: list[Condition] = []
    for facet in FACETS:
        values = query.values(facet.param)
        if facet.param in (DAY, PART):
            if facet.param == DAY and query.when:
                moment = {MOMENT} if query.moment else set()
                result.append((facet, values | query.values(PART) | moment))
        elif facet.facts:
            result.extend((facet, frozenset({value})) for value in sorted(values))
        elif values:
            result.append((facet, values))
    return result


class Filtered(NamedTuple):
    """Flags of the listings that fit, and per listing the number of chosen facts not known."""

    fits: Flags
    unknown: npt.NDArray[np.uint8]


class Filters:
    """The filters of one query at one moment, for the listings of one segment."""

    def __init__(self, segment: Segment, query: SearchQuery, at: datetime):
        self.segment = segment
        self.query = query
        self.conditions = conditions(query)
        self.open = open_flags(segment, at, query.when)
        self.at = at
        self.today = at.astimezone(AMSTERDAM).date()
        # The numbers of the chosen isolation forms.
        chosen = query.values("isolement")
        self.forms = tuple(number for number, form in enumerate(FORMS) if form in chosen)
        # Listings with the words of the time in their name; None when no words were read as one.
        self.named = named(segment, query.named) if query.named else None
        self.outcomes = [self._outcome(condition) for condition in self.conditions]

    def _outcome(self, condition: Condition) -> tuple[Bits, Bits | None]:
        """Bits of the listings that fail a condition, and of those of which it is not known.

        The second is None when it is known of all.
        """
        facet, codes = condition
        if facet.param == DAY:
            yes, known = (self.open.bits[self.open.numbers[name]] for name in (FITS, KNOWN))
            unknown = ~(yes | known)
            no = ~(yes | unknown)
            return no if self.named is None else no & ~packed(self.named), unknown
        numbers = [self.segment.numbers[facet.param][code] for code in codes]
        yes = np.bitwise_or.reduce(self.segment["bits"][numbers])
        if not facet.facts:
            return ~yes, None
        known = self.segment["fact_known"][numbers[0]]
        return known & ~yes, ~known

    def apply(self, docs: Docs) -> Filtered:
        """Apply the filters to some listings."""
        fits, unknown = np.ones(len(docs), np.bool_), np.zeros(len(docs), np.uint8)
        if self.outcomes:
            fits = ~flags_of(_any([no for no, _ in self.outcomes]), docs)
        for _, unknown_bits in self.outcomes:
            if unknown_bits is not None:
                unknown += flags_of(unknown_bits, docs)
        return Filtered(fits, unknown)

    def count(self, docs: Docs) -> Counts:
        """How many listings would fit with each value, with the filters of the other facets."""
        many = len(docs) > MANY * self.segment.count
        all_docs: Array = self._bits_of(docs) if many else np.ones(len(docs), np.bool_)
        failing: list[Array] = [no if many else flags_of(no, docs) for no, _ in self.outcomes]
        totals = self._totals(docs, all_docs & ~_any(failing) if failing else all_docs)
        for number, condition in enumerate(self.conditions):
            # Listings that fail only this condition would fit with the other values of its facet.
            others = failing[:number] + failing[number + 1 :]
            only = all_docs & failing[number]
            only = only & ~_any(others) if others else only
            self._add_own(totals, self._places(condition), docs, only)
        facets, places = self.segment.cache.get("facets", None, lambda: _facet_places(self.segment))
        numbers = iter(totals[places].tolist())
        counts = {param: dict(zip(codes, numbers, strict=False)) for param, codes in facets}
        of_times = totals[len(self.segment["bits"]) :].tolist()
        for param, rows in self.open.times.items():
            counts[param] = {code: of_times[row] for code, row in rows.items()}
        return counts

    def _add_own(self, totals: Totals, own: list[int], docs: Docs, chosen: Array) -> None:
        """Add how many of the chosen listings (see _totals) have each code at these positions."""
        if len(own) > 1:
            totals[own] += self._totals(docs, chosen)[own]
            return
        [place] = own
        first = len(self.segment["bits"])
        bits = self.segment["bits"][place] if place < first else self.open.bits[place - first]
        # Of one code the bits are looked up, and not all codes of every listing.
        if chosen.dtype == np.bool_:
            totals[place] += np.count_nonzero(flags_of(bits, docs[chosen]))
        else:
            totals[place] += int(np.bitwise_count(bits & chosen).sum())

    def _places(self, condition: Condition) -> list[int]:
        """The positions in the totals of the values that a condition is about."""
        facet, codes = condition
        numbers = self.segment.numbers
        if facet.param == DAY:
            first = len(self.segment["bits"])
            return [first + row for rows in self.open.times.values() for row in rows.values()]
        return [
            numbers[facet.param][code] for code in (codes if facet.facts else numbers[facet.param])
        ]

    def _bits_of(self, docs: Docs) -> Bits:
        """Listings as bits (N/64)."""
        flags = np.zeros(self.segment.count, np.bool_)
        flags[docs] = True
        return packed(flags)

    def _totals(self, docs: Docs, chosen: Array) -> Totals:
        """How many of the chosen listings have each code, and are open at each moment.

        `chosen` are flags (n) of `docs`, or bits (N/64) of all listings.
        """
        if chosen.dtype == np.bool_:
            return self._totals_of_few(docs[chosen])
        counts = [
            np.bitwise_count(bits & chosen).sum(axis=1, dtype=np.uint32)
            for bits in (self.segment["bits"], self.open.bits)
        ]
        return np.concatenate(counts).astype(np.int64)

    def _totals_of_few(self, docs: Docs) -> Totals:
        parts = self.segment["codes"], self.open.codes
        size, more = (codes.shape[1] for codes in parts)
        rows = np.zeros((len(docs), -(-(size + more) // 8) * 8), np.uint8)
        rows[:, :size] = parts[0].take(docs, axis=0)
        rows[:, size : size + more] = parts[1].take(docs, axis=0)
        # Take one bit of eight bytes at once: each byte then is a counter of up to 255 listings.
        bits = (rows.view(np.uint64) >> BIT_SHIFTS) & ONE_OF_EACH
        counters = np.add.reduceat(bits, np.arange(0, len(docs), 255), axis=1)
        totals = counters.view(np.uint8).sum(axis=1, dtype=np.int64)
        return np.ascontiguousarray(totals.T).ravel()

    def unknown(self, docs: Docs) -> list[tuple[FacetCode, ...]]:
        """Per listing the chosen filters (facet, code) that are not known of it."""
        missing: list[tuple[FacetCode, ...]] = [()] * len(docs)
        for (facet, codes), (_, unknown_bits) in zip(self.conditions, self.outcomes, strict=True):
            if unknown_bits is None:
                continue
            named = tuple(sorted((_group(facet, code), code) for code in codes))
            for place in np.flatnonzero(flags_of(unknown_bits, docs)).tolist():
                missing[place] += named
        return missing


def _any(several: Sequence[Array]) -> Array:
    """The bitwise or of one or more arrays of bits or flags."""
    return reduce(np.bitwise_or, several)


def _group(facet: Facet, code: str) -> str:
    """The facet of a value of a condition."""
    return PART if facet.param == DAY and is_part(code) else facet.param


def _facet_places(segment: Segment) -> FacetPlaces:
    """Each facet but the times with its codes, and the positions of those in the totals."""
    facets = [(param, tuple(places)) for param, places in segment.numbers.items()]
    places = np.array([place for codes in segment.numbers.values() for place in codes.values()])
    return facets, places
