"""Which listings of a segment fit a query, and how many would fit each other filter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from socialmap.search.index.facts import FORMS
from socialmap.search.index.opening import CHOSEN, KNOWN, NUMBERS, open_flags
from socialmap.search.index.segment import Array, Bits, Docs, Segment, flags_of, packed
from socialmap.search.query import FACETS, MOMENTS, Facet, SearchQuery
from socialmap.times.clock import AMSTERDAM

Flags = npt.NDArray[np.bool_]
# One thing that is asked of a listing: a group of filters and the values that will do.
Question = tuple[Facet, frozenset[str]]
Code = tuple[str, str]
# How many would fit, by the group of a value and its code.
Counts = dict[str, dict[str, int]]
# The groups with their values, and where the totals have all of those.
Groups = tuple[list[tuple[str, tuple[str, ...]]], npt.NDArray[np.int64]]
# From this part of all listings on it is quicker to count in bits of all of them at once.
MANY = 1 / 12
EACH_BIT = np.arange(7, -1, -1, dtype=np.uint64)[:, np.newaxis, np.newaxis]
ONE_OF_EACH = np.uint64(0x0101010101010101)


def questions(query: SearchQuery) -> list[Question]:
    """What the chosen filters ask: one question a group, and one for each fact."""
    asked: list[Question] = []
    for facet in FACETS:
        values = query.values(facet.param)
        if facet.scheme == "moment" and query.moment:
            values |= {CHOSEN}
        if facet.facts:
            asked.extend((facet, frozenset({value})) for value in sorted(values))
        elif values:
            asked.append((facet, values))
    return asked


class Filtered(NamedTuple):
    """Which of some listings fit the filters, and how many facts asked for are not told of each."""

    fits: Flags
    unknown: npt.NDArray[np.uint8]


class Filters:
    """The filters of one query at one moment, over the listings of one segment."""

    def __init__(self, segment: Segment, query: SearchQuery, at: datetime):
        self.segment = segment
        self.query = query
        self.questions = questions(query)
        self.open = open_flags(segment, at, query.moment)
        self.at = at
        self.today = at.astimezone(AMSTERDAM).date()
        # The isolation forms that are asked for, by number.
        asked = query.values("isolement")
        self.forms = tuple(number for number, form in enumerate(FORMS) if form in asked)
        self.answers = [self._answer(question) for question in self.questions]

    def _answer(self, question: Question) -> tuple[Bits, Bits | None]:
        """The bits of the listings that say no, and of those of which nobody told (None: none)."""
        facet, codes = question
        if facet.scheme == "moment":
            yes = np.bitwise_or.reduce(self.open.bits[[NUMBERS[code] for code in codes]])
            unknown = ~(yes | self.open.bits[NUMBERS[KNOWN]])
            return ~(yes | unknown), unknown
        numbers = [self.segment.numbers[facet.param][code] for code in codes]
        yes = np.bitwise_or.reduce(self.segment["bits"][numbers])
        if not facet.facts:
            return ~yes, None
        told = self.segment["told"][numbers[0]]
        return told & ~yes, ~told

    def apply(self, docs: Docs) -> Filtered:
        """What the chosen filters leave of these listings."""
        fits, unknown = np.ones(len(docs), np.bool_), np.zeros(len(docs), np.uint8)
        if self.answers:
            fits = ~flags_of(_any([no for no, _ in self.answers]), docs)
        for _, untold in self.answers:
            if untold is not None:
                unknown += flags_of(untold, docs)
        return Filtered(fits, unknown)

    def count(self, docs: Docs) -> Counts:
        """How many of some listings would fit with each value, other groups' filters kept."""
        many = len(docs) > MANY * self.segment.count
        here: Array = self._bits_of(docs) if many else np.ones(len(docs), np.bool_)
        refusing: list[Array] = [no if many else flags_of(no, docs) for no, _ in self.answers]
        totals = self._totals(docs, here & ~_any(refusing) if refusing else here)
        for number, question in enumerate(self.questions):
            # What only this question refuses would fit with the other values of its group.
            others = refusing[:number] + refusing[number + 1 :]
            only = here & refusing[number]
            own = self._places(question)
            totals[own] += self._totals(docs, only & ~_any(others) if others else only)[own]
        groups, places = self.segment.cache.get("groups", None, lambda: _groups(self.segment))
        numbers = iter(totals[places].tolist())
        return {param: dict(zip(codes, numbers, strict=False)) for param, codes in groups}

    def _places(self, question: Question) -> list[int]:
        """Where the totals have the values that a question is about."""
        facet, codes = question
        numbers = self.segment.numbers
        if facet.scheme == "moment":
            return [len(self.segment["bits"]) + NUMBERS[code] for code in MOMENTS]
        return [
            numbers[facet.param][code] for code in (codes if facet.facts else numbers[facet.param])
        ]

    def _bits_of(self, docs: Docs) -> Bits:
        """Listings as bits (N/64)."""
        there = np.zeros(self.segment.count, np.bool_)
        there[docs] = True
        return packed(there)

    def _totals(self, docs: Docs, chosen: Array) -> npt.NDArray[np.int64]:
        """How many have each of the codes, and are open at each moment.

        Of listings with flags (n) those that have one, or else the bits (N/64) of any listings.
        """
        if chosen.dtype == np.bool_:
            return self._totals_of_few(docs[chosen])
        each = [
            np.bitwise_count(bits & chosen).sum(axis=1, dtype=np.uint32)
            for bits in (self.segment["bits"], self.open.bits)
        ]
        return np.concatenate(each).astype(np.int64)

    def _totals_of_few(self, docs: Docs) -> npt.NDArray[np.int64]:
        codes = self.segment["codes"]
        rows = np.zeros((len(docs), (codes.shape[1] + 8) // 8 * 8), np.uint8)
        rows[:, : codes.shape[1]] = codes.take(docs, axis=0)
        rows[:, codes.shape[1]] = self.open.codes.take(docs)
        # Of eight bytes at once one bit each, so that every byte counts for itself: up to 255.
        bits = (rows.view(np.uint64) >> EACH_BIT) & ONE_OF_EACH
        some = np.add.reduceat(bits, np.arange(0, len(docs), 255), axis=1)
        each = some.view(np.uint8).sum(axis=1, dtype=np.int64)
        return np.ascontiguousarray(each.T).ravel()

    def unknown(self, docs: Docs) -> list[tuple[Code, ...]]:
        """Per listing the chosen filters of which nobody told whether they hold."""
        missing: list[list[Code]] = [[] for _ in docs]
        for (facet, codes), (_, untold) in zip(self.questions, self.answers, strict=True):
            if untold is None:
                continue
            for each, there in zip(missing, flags_of(untold, docs), strict=True):
                each.extend((facet.param, code) for code in sorted(codes) if there)
        return [tuple(each) for each in missing]


def _any(several: Sequence[Array]) -> Array:
    """What is in any of several arrays of bits or flags; there is one at least."""
    return np.asarray(np.bitwise_or.reduce(several))


def _groups(segment: Segment) -> Groups:
    """Each group of filters with its values, and where the totals of a segment have those."""
    first = len(segment["bits"])
    numbers = dict(segment.numbers)
    [moment] = [facet.param for facet in FACETS if facet.scheme == "moment"]
    numbers[moment] = {code: first + NUMBERS[code] for code in MOMENTS}
    groups = [(param, tuple(places)) for param, places in numbers.items()]
    places = np.array([place for each in numbers.values() for place in each.values()])
    return groups, places
