"""Which listings of a segment fit a query, and how many would fit each other filter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from socialmap.catalogue.hours import AMSTERDAM
from socialmap.search.facts import FORMS
from socialmap.search.opening import CHOSEN, KNOWN, NUMBERS, open_flags
from socialmap.search.query import FACETS, MOMENTS, Facet, SearchQuery
from socialmap.search.segment import Bits, Docs, Segment, flags_of, packed

Flags = npt.NDArray[np.bool_]
# One thing that is asked of a listing: a group of filters and the values that will do.
Question = tuple[Facet, frozenset[str]]
Code = tuple[str, str]
# From this part of all listings on it is quicker to count in bits of all of them at once.
MANY = 1 / 16


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
        refusals = np.zeros(len(docs), np.uint8)
        unknown = np.zeros(len(docs), np.uint8)
        refused = np.full(len(docs), -1, np.int8)
        for number, (no, untold) in enumerate(self.answers):
            refusing = flags_of(no, docs)
            refusals += refusing
            refused[refusing] = number
            if untold is not None:
                unknown += flags_of(untold, docs)
        return Filtered(refusals == 0, unknown, refusals, refused)

    def count(self, docs: Docs, filtered: Filtered) -> dict[Code, int]:
        """How many would fit with each value, the filters of the other groups kept."""
        totals = self._totals(docs[filtered.fits] if self.questions else docs)
        once = filtered.refusals == 1
        for number, question in enumerate(self.questions):
            # What only this question refuses would fit with the other values of its group.
            own = self._places(question)
            totals[own] += self._totals(docs[once & (filtered.refused == number)])[own]
        kept = self.segment.kept.get("places")
        if kept is None:
            kept = self.segment.kept["places"] = _all_places(self.segment)
        codes, places = kept
        return dict(zip(codes, totals[places].tolist(), strict=True))

    def _places(self, question: Question) -> list[int]:
        """Where the totals have the values that a question is about."""
        facet, codes = question
        numbers = self.segment.numbers
        if facet.scheme == "moment":
            return [len(self.segment["bits"]) + NUMBERS[code] for code in MOMENTS]
        return [
            numbers[facet.param][code] for code in (codes if facet.facts else numbers[facet.param])
        ]

    def _totals(self, docs: Docs) -> npt.NDArray[np.int64]:
        """How many of these listings have each of the codes, and are open at each moment."""
        count = self.segment.count
        if len(docs) > MANY * count:
            there = np.zeros(count, np.bool_)
            there[docs] = True
            chosen = packed(there)
            each = [
                np.bitwise_count(bits & chosen).sum(axis=1, dtype=np.uint32)
                for bits in (self.segment["bits"], self.open.bits)
            ]
            return np.concatenate(each).astype(np.int64)
        open_at = self.open.codes.take(docs)[:, np.newaxis]
        codes = np.concatenate((self.segment["codes"].take(docs, axis=0), open_at), axis=1)
        flags = np.unpackbits(codes, axis=1)
        # Sixteen bits hold so few, and are the quickest to add.
        return np.asarray(np.add.reduce(flags, axis=0, dtype=np.uint16), np.int64)

    def unknown(self, docs: Docs) -> list[tuple[Code, ...]]:
        """Per listing the chosen filters of which nobody told whether they hold."""
        missing: list[list[Code]] = [[] for _ in docs]
        for (facet, codes), (_, untold) in zip(self.questions, self.answers, strict=True):
            if untold is None:
                continue
            for each, there in zip(missing, flags_of(untold, docs), strict=True):
                each.extend((facet.param, code) for code in sorted(codes) if there)
        return [tuple(each) for each in missing]


def _all_places(segment: Segment) -> tuple[list[Code], npt.NDArray[np.int64]]:
    """Every value of each group of filters, and where the totals of a segment have it."""
    places = {
        (param, code): number
        for param, numbers in segment.numbers.items()
        for code, number in numbers.items()
    }
    first = len(segment["bits"])
    [moment] = [facet.param for facet in FACETS if facet.scheme == "moment"]
    places |= {(moment, code): first + NUMBERS[code] for code in MOMENTS}
    return list(places), np.array(list(places.values()))
