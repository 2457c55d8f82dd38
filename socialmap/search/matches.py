"""All that fits a query: per segment the listings that words, place and filters leave over."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np
import numpy.typing as npt

from socialmap.places.geocoding import OnePlace, PlaceAnswer
from socialmap.search import ranking
from socialmap.search.candidates import Candidates, with_enough_words
from socialmap.search.filters import Counts, Filters
from socialmap.search.index.opening import minutes, week_of
from socialmap.search.index.snapshot import Snapshot
from socialmap.search.placing import Reach
from socialmap.search.query import SearchQuery
from socialmap.search.words import Wanted

Located = Callable[[str], PlaceAnswer]
Keys = npt.NDArray[np.uint64]
Index = npt.NDArray[np.int64]
# Sorting so many times more than are wanted takes longer than first putting those apart.
MANY = 10


@dataclass(frozen=True)
class Part:
    """What fits a query in one segment, with an address or without, in its order."""

    fitting: ranking.Found
    wanted: Wanted
    filters: Filters

    @cached_property
    def scores(self) -> ranking.Scores:
        """The score of each listing that fits."""
        return ranking.score(self.fitting)

    @cached_property
    def first(self) -> npt.NDArray[np.uint32]:
        """A number for each listing that fits: the lowest comes first."""
        found = self.fitting
        if self.filters.query.sort == "dichtbij" and found.metres is not None:
            return _ascending(found.metres)
        if self.filters.query.sort == "open":
            wait = week_of(found.segment, self.filters.at).waiting(minutes(self.filters.at))
            waits = wait[found.segment["hours"][found.docs]]
            return np.minimum(waits, np.iinfo(np.uint32).max).astype(np.uint32)
        return ~_ascending(self.scores)

    def best(self, most: int) -> tuple[Index, Keys]:
        """So many of the listings that come first, or some more, each with its key.

        By their keys they are in order, whatever part they are of; no two are the same.
        """
        first = self.first
        if MANY * most < len(first):
            index = np.flatnonzero(first <= np.partition(first, most - 1)[most - 1])
        else:
            index = np.arange(len(first))
        order = self.fitting.segment["order"][self.fitting.docs[index]]
        return index, (first[index].astype(np.uint64) << np.uint64(32)) | order.astype(np.uint64)


def _ascending(values: npt.NDArray[np.float32]) -> npt.NDArray[np.uint32]:
    """Whole numbers in the order of values that are not negative: their bits (IEEE 754)."""
    return np.ascontiguousarray(values, np.float32).view(np.uint32)


@dataclass(frozen=True)
class Matches:
    """What a query finds: with an address, without one, and how it was understood."""

    candidates: list[Candidates]
    located: list[Part]
    serving: list[Part]
    answer: PlaceAnswer | None
    reach: Reach
    loosened: bool

    @property
    def total(self) -> int:
        """How many with an address fit."""
        return sum(len(part.fitting.docs) for part in self.located)

    @property
    def serving_total(self) -> int:
        """How many without an address fit."""
        return sum(len(part.fitting.docs) for part in self.serving)

    def counts(self) -> Counts:
        """How many fit with each value of each group of filters."""
        total, *others = [each.filters.count(each.docs) for each in self.candidates]
        for other in others:
            for param, values in other.items():
                sums = Counter(total[param])
                sums.update(values)
                total[param] = sums
        return total

    def ids(self) -> set[uuid.UUID]:
        """The ids of all that fits, with an address or without."""
        return {
            uuid.UUID(bytes=part.fitting.segment["ids"][doc].tobytes())
            for part in (*self.located, *self.serving)
            for doc in part.fitting.docs
        }


def first_of(parts: Sequence[Part], start: int, end: int) -> list[tuple[Part, int]]:
    """The listings from place `start` up to `end` in the order of all parts: (part, index)."""
    best = [part.best(end) for part in parts]
    keys = np.concatenate([keys for _, keys in best])
    if MANY * end < len(keys):
        # They are as good as each other: only their names are left to go by.
        chosen = np.argpartition(keys, end)[:end]
        chosen = chosen[np.argsort(keys[chosen])][start:]
    else:
        chosen = np.argsort(keys)[start:end]
    index = np.concatenate([index for index, _ in best])[chosen].tolist()
    owner = np.repeat(np.arange(len(parts)), [len(keys) for _, keys in best])[chosen].tolist()
    return [(parts[number], place) for number, place in zip(owner, index, strict=True)]


def match(
    snapshot: Snapshot,
    query: SearchQuery,
    wanted: Wanted,
    answer: PlaceAnswer | None,
    at: datetime,
    reach: Reach | None = None,
) -> Matches:
    """All that fits a query whose words and place have been understood."""
    reach = reach or reach_of(query, answer)
    views = [(Filters(segment, query, at), dead) for segment, dead in snapshot.views]
    found, loosened = with_enough_words(views, wanted, reach)
    return Matches(
        candidates=found,
        located=[Part(each.fitting(located=True), wanted, each.filters) for each in found],
        serving=[Part(each.fitting(located=False), wanted, each.filters) for each in found],
        answer=answer,
        reach=reach,
        loosened=loosened,
    )


def reach_of(query: SearchQuery, answer: PlaceAnswer | None) -> Reach:
    """Where a query looks, given what its place turned out to be."""
    place = answer.place if isinstance(answer, OnePlace) else None
    if query.box:
        west, south, east, north = query.box
        middle = ((west + east) / 2, (south + north) / 2)
        return Reach(point=place.point if place else middle, box=query.box)
    if place:
        radius = query.kilometres * 1000 if query.kilometres else place.radius
        return Reach(point=place.point, radius=radius)
    return Reach()
