"""Which listings of a segment fit a query, and how many would fit each other filter."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from socialmap.search.facts import FACT_NUMBERS, FACTS
from socialmap.search.opening import CHOSEN, open_flags
from socialmap.search.query import FACETS, MOMENTS, Facet, SearchQuery
from socialmap.search.segment import Docs, Segment

Flags = npt.NDArray[np.bool_]
# One thing that is asked of a listing: a group of filters and the values that will do.
Question = tuple[Facet, frozenset[str]]
# With more listings than this it is quicker to count in bits of all listings at once.
MANY = 2_500


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


@dataclass(frozen=True)
class Filtered:
    """What the filters leave of some listings: which fit, and how many facts are not told of each.

    `refusals` (n) tells how many questions each listing answers with no; `refused` (n) the number
    of the last of them.
    """

    fits: Flags
    unknown: npt.NDArray[np.uint8]
    refusals: npt.NDArray[np.uint8]
    refused: npt.NDArray[np.int8]


class Filters:
    """The filters of one query at one moment, over the listings of one segment."""

    def __init__(self, segment: Segment, query: SearchQuery, at: datetime):
        self.segment = segment
        self.query = query
        self.at = at
        self.questions = questions(query)
        self.open = open_flags(segment, at, query.moment)

    def answer(self, docs: Docs, question: Question) -> tuple[Flags, Flags]:
        """Per listing whether one of the values holds, and whether somebody told."""
        facet, codes = question
        if facet.scheme == "moment":
            yes: Flags = np.logical_or.reduce([self.open.open[code][docs] for code in codes])
            return yes, yes | self.open.known[docs]
        if facet.facts:
            bit = np.uint16(1 << FACT_NUMBERS[next(iter(codes))])
            yes = (self.segment["fact_yes"][docs] & bit) != 0
            return yes, yes | ((self.segment["fact_no"][docs] & bit) != 0)
        bits = self.segment[f"facet_{facet.param}"][docs]
        wanted = np.zeros(bits.shape[1], np.uint64)
        for code in codes:
            number = self.segment.numbers[facet.param][code]
            wanted[number >> 6] |= np.uint64(1 << (number & 63))
        yes = np.any(bits & wanted, axis=1)
        return yes, np.ones(len(docs), np.bool_)

    def apply(self, docs: Docs) -> Filtered:
        """What the chosen filters leave of these listings."""
        refusals = np.zeros(len(docs), np.uint8)
        unknown = np.zeros(len(docs), np.uint8)
        refused = np.full(len(docs), -1, np.int8)
        for number, question in enumerate(self.questions):
            yes, told = self.answer(docs, question)
            no = told & ~yes
            refusals += no
            unknown += ~told
            refused[no] = number
        return Filtered(refusals == 0, unknown, refusals, refused)

    def count(self, docs: Docs, filtered: Filtered) -> Counter[tuple[str, str]]:
        """How many would fit with each value, the filters of the other groups kept."""
        counted: Counter[tuple[str, str]] = Counter()
        if not len(docs):
            return counted
        fitting = docs[filtered.fits]
        for facet in FACETS:
            own = [n for n, (asked, _) in enumerate(self.questions) if asked == facet]
            if facet.facts:
                self._count_facts(counted, facet, docs, filtered, fitting)
                continue
            there = fitting
            if own:
                mended = (filtered.refusals == 1) & (filtered.refused == own[0])
                there = docs[filtered.fits | mended]
            if facet.scheme == "moment":
                for code in MOMENTS:
                    counted[facet.param, code] += int(np.count_nonzero(self.open.open[code][there]))
            else:
                self._count_codes(counted, facet, there)
        return counted

    def _count_codes(self, counted: Counter[tuple[str, str]], facet: Facet, docs: Docs) -> None:
        numbers = self.segment.numbers[facet.param]
        if len(docs) > MANY:
            there = np.zeros(self.segment.count, np.bool_)
            there[docs] = True
            bits = self.segment[f"bits_{facet.param}"] & np.packbits(there)
            totals = np.bitwise_count(bits).sum(axis=1, dtype=np.int64)
        else:
            bits = np.ascontiguousarray(self.segment[f"facet_{facet.param}"][docs])
            flags = np.unpackbits(bits.view(np.uint8), axis=1, bitorder="little")
            totals = flags.sum(axis=0, dtype=np.int64)
        for code, number in numbers.items():
            counted[facet.param, code] += int(totals[number])

    def _count_facts(
        self,
        counted: Counter[tuple[str, str]],
        facet: Facet,
        docs: Docs,
        filtered: Filtered,
        fitting: Docs,
    ) -> None:
        yes = self.segment["fact_yes"]
        flags = yes[fitting]
        asked = {min(codes): n for n, (other, codes) in enumerate(self.questions) if other == facet}
        for code in FACTS[facet.scheme]:
            bit = np.uint16(1 << FACT_NUMBERS[code])
            there = flags
            if code in asked:
                mended = (filtered.refusals == 1) & (filtered.refused == asked[code])
                there = yes[docs[filtered.fits | mended]]
            counted[facet.param, code] += int(np.count_nonzero(there & bit))

    def unknown(self, doc: int) -> tuple[tuple[str, str], ...]:
        """The chosen filters of which nobody told whether they hold, as (group, code)."""
        one: Docs = np.array([doc], np.int32)
        missing: list[tuple[str, str]] = []
        for facet, codes in self.questions:
            _, told = self.answer(one, (facet, codes))
            if not told[0]:
                missing.extend((facet.param, code) for code in sorted(codes))
        return tuple(missing)
