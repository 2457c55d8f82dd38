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

    def count(self, docs: Docs, filtered: Filtered) -> Counts:
        """How many would fit with each value, the filters of the other groups kept."""
        totals = self._totals(docs[filtered.fits] if self.questions else docs)
        once = filtered.refusals == 1
        for number, question in enumerate(self.questions):
            # What only this question refuses would fit with the other values of its group.
            own = self._places(question)
            totals[own] += self._totals(docs[once & (filtered.refused == number)])[own]
        kept = self.segment.kept
        if "groups" not in kept:
            kept["groups"] = _groups(self.segment)
        groups, places = kept["groups"]
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


def _groups(segment: Segment) -> Groups:
    """Each group of filters with its values, and where the totals of a segment have those."""
    first = len(segment["bits"])
    numbers = dict(segment.numbers)
    [moment] = [facet.param for facet in FACETS if facet.scheme == "moment"]
    numbers[moment] = {code: first + NUMBERS[code] for code in MOMENTS}
    groups = [(param, tuple(places)) for param, places in numbers.items()]
    places = np.array([place for each in numbers.values() for place in each.values()])
    return groups, places
