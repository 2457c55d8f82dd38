"""All matches of a query: per segment the listings that fit its words, place and filters."""

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
from socialmap.search.index.opening import waits
from socialmap.search.index.segment import Index, Scores
from socialmap.search.index.snapshot import Snapshot
from socialmap.search.placing import SearchArea
from socialmap.search.query import PAGE_SIZE, SearchQuery
from socialmap.search.reading.chips import Chip
from socialmap.search.words import Wanted

PlaceLookup = Callable[[str], PlaceAnswer]
Keys = npt.NDArray[np.uint64]
# With more than MANY times the wanted number, selecting those first is quicker than sorting all.
MANY = 10


@dataclass(frozen=True)
class MatchGroup:
    """The matches of a query in one segment, either those with an address or those without."""

    fitting: ranking.RankingInput
    wanted: Wanted
    filters: Filters

    @cached_property
    def scores(self) -> Scores:
        """The score of each listing that fits."""
        return ranking.score(self.fitting)

    @cached_property
    def first(self) -> npt.NDArray[np.uint32]:
        """A number for each listing that fits; the lowest comes first."""
        listings = self.fitting
        if self.filters.query.sort == "dichtbij" and listings.metres is not None:
            return _ascending(listings.metres)
        if self.filters.query.sort == "open":
            wait = waits(listings.segment, self.filters.at, self.filters.query.when)
            of_each = wait[listings.segment["hours"][listings.docs]]
            return np.minimum(of_each, np.iinfo(np.uint32).max).astype(np.uint32)
        return ~_ascending(self.scores)

    def best(self, most: int) -> tuple[Index, Keys]:
        """The indices of the first `most` listings, or of some more; and the key of each.

        Sorted by their keys, listings of all groups are in order.
        """
        return self._best_page if most <= self._page_end else self._best(most)

    @property
    def _page_end(self) -> int:
        return self.filters.query.page * PAGE_SIZE

    @cached_property
    def _best_page(self) -> tuple[Index, Keys]:
        """Those of the page that was asked for and of the pages before it."""
        return self._best(self._page_end)

    def _best(self, most: int) -> tuple[Index, Keys]:
        first = self.first
        if MANY * most < len(first):
            index = np.flatnonzero(first <= np.partition(first, most - 1)[most - 1])
        else:
            index = np.arange(len(first))
        order = self.fitting.segment["order"][self.fitting.docs[index]]
        return index, (first[index].astype(np.uint64) << np.uint64(32)) | order.astype(np.uint64)


def _ascending(values: npt.NDArray[np.float32]) -> npt.NDArray[np.uint32]:
    """Integers in the same order as values of 0 and above: their bits (IEEE 754)."""
    return np.ascontiguousarray(values, np.float32).view(np.uint32)


@dataclass(frozen=True)
class Matches:
    """The matches of a query, per segment: with an address and without; and how it was read.

    `loosened` is true when some of the words are enough, because few listings have all.
    `query` is what was searched for, and `chips` say what of it was read from the words.
    `near` are matches that only come near what was asked; then none fits. With `choosing` there
    are none either, because the place has to be chosen first. `doors` are pages of the
    site that may help better.
    """

    candidates: list[Candidates]
    located: list[MatchGroup]
    serving: list[MatchGroup]
    answer: PlaceAnswer | None
    area: SearchArea
    loosened: bool
    query: SearchQuery
    chips: tuple[Chip, ...] = ()
    doors: tuple[str, ...] = ()
    near: Sequence[MatchGroup] = ()
    choosing: bool = False

    @property
    def total(self) -> int:
        """The number of matches with an address."""
        return sum(len(group.fitting.docs) for group in self.located)

    @property
    def serving_total(self) -> int:
        """The number of matches without an address."""
        return sum(len(group.fitting.docs) for group in self.serving)

    def counts(self) -> Counts:
        """How many listings fit with each value of each facet."""
        total, *others = [part.filters.count(part.docs) for part in self.candidates]
        for other in others:
            for param, values in other.items():
                sums = Counter(total[param])
                sums.update(values)
                total[param] = sums
        return total

    def ids(self) -> set[uuid.UUID]:
        """The ids of all matches, with an address or without."""
        return {
            uuid.UUID(bytes=group.fitting.segment["ids"][doc].tobytes())
            for group in (*self.located, *self.serving)
            for doc in group.fitting.docs
        }


def first_of(groups: Sequence[MatchGroup], start: int, end: int) -> list[tuple[MatchGroup, int]]:
    """The listings from rank `start` up to `end` over all groups, as (group, index in it)."""
    groups = [group for group in groups if len(group.fitting.docs)]
    if not groups:
        return []
    best = [group.best(end) for group in groups]
    if len(groups) == 1:
        [(index, keys)] = best
        return [(groups[0], place) for place in index[_lowest(keys, start, end)].tolist()]
    keys = np.concatenate([keys for _, keys in best])
    chosen = _lowest(keys, start, end)
    index = np.concatenate([index for index, _ in best])[chosen].tolist()
    owner = np.repeat(np.arange(len(groups)), [len(keys) for _, keys in best])[chosen].tolist()
    return [(groups[number], place) for number, place in zip(owner, index, strict=True)]


def _lowest(keys: Keys, start: int, end: int) -> Index:
    """The indices of the keys from rank `start` up to `end`, the lowest key first."""
    if MANY * end >= len(keys):
        return np.argsort(keys)[start:end]
    chosen = np.argpartition(keys, end)[:end]
    return chosen[np.argsort(keys[chosen])][start:]


def match(
    snapshot: Snapshot,
    query: SearchQuery,
    wanted: Wanted,
    answer: PlaceAnswer | None,
    at: datetime,
    area: SearchArea | None = None,
) -> Matches:
    """The matches of a query with these clauses and this place.

    `at` is an aware moment; `area` replaces the area that the query names.
    """
    area = area or area_of(query, answer)
    views = [(Filters(segment, query, at), dead) for segment, dead in snapshot.views]
    per_segment, loosened = with_enough_words(views, wanted, area)
    return Matches(
        candidates=per_segment,
        located=[
            MatchGroup(part.fitting(located=True), wanted, part.filters) for part in per_segment
        ],
        serving=[
            MatchGroup(part.fitting(located=False), wanted, part.filters) for part in per_segment
        ],
        answer=answer,
        area=area,
        loosened=loosened,
        query=query,
    )


def area_of(query: SearchQuery, answer: PlaceAnswer | None) -> SearchArea:
    """The area in which a query looks, with the answer for its place."""
    place = answer.place if isinstance(answer, OnePlace) else None
    if query.box:
        west, south, east, north = query.box
        middle = ((west + east) / 2, (south + north) / 2)
        return SearchArea(point=place.point if place else middle, box=query.box)
    if place:
        radius = query.kilometres * 1000 if query.kilometres else place.radius
        return SearchArea(point=place.point, radius=radius)
    return SearchArea()
