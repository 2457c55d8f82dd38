"""The candidates of a query: listings in its area or serving its place, with its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

import numpy as np

from socialmap.places.serving import ServedAreas
from socialmap.search import ranking
from socialmap.search.filters import Filtered, Filters
from socialmap.search.index.segment import Docs, Flags, Segment
from socialmap.search.placing import Metres, Places, SearchArea, inside, nearest
from socialmap.search.text import Needed, TextMatch, match_anywhere, match_text
from socialmap.search.words import Wanted
from socialmap.times.clock import minutes

# When fewer listings than this have all words, those with a third of the words count as well.
ENOUGH = 10


@dataclass(frozen=True)
class Candidates:
    """Listings (n) of a segment before the filters; the first `located` have an address.

    `metres` (located) is None without a place; `text` (n) is None without words.
    """

    filters: Filters
    docs: Docs
    located: int
    metres: Metres | None
    text: TextMatch | None

    @property
    def rare(self) -> int:
        """How many with an address have the rarest word."""
        rare = self.text.rare if self.text else None
        return 0 if rare is None else int(np.count_nonzero(rare[: self.located]))

    @cached_property
    def filtered(self) -> Filtered:
        """The filters applied to the candidates."""
        return self.filters.apply(self.docs)

    def fitting(self, *, located: bool) -> ranking.RankingInput:
        """The candidates that fit, either with an address or without, to be ranked."""
        half = slice(self.located) if located else slice(self.located, None)
        listings = ranking.RankingInput(
            segment=self.filters.segment,
            docs=self.docs[half],
            text=self.text.ranked[half] if self.text and self.text.scored else None,
            metres=self.metres if located else None,
            unknown=self.filtered.unknown[half],
            forms=self.filters.forms,
            today=self.filters.today,
            named=None if self.filters.named is None else self.filters.named[self.docs[half]],
        )
        if not self.filters.conditions:
            return listings
        return listings.subset(np.flatnonzero(self.filtered.fits[half]))


def with_enough_words(
    views: Sequence[tuple[Filters, Flags | None]], wanted: Wanted, area: SearchArea
) -> tuple[list[Candidates], bool]:
    """The candidates per segment, and whether the number of words needed was lowered.

    They have all words, or a third of them when too few listings with an address have all; then
    those that answer a need count as well, and always when it was understood well. When enough
    have all, but few of those the rarest word itself, the others that have it count too.
    """
    clauses = len(wanted.all)
    every = Needed(clauses, or_need=not clauses or wanted.understood)
    reached = [_reached(*view, wanted, area) for view in views]
    complete = [part.candidates(every) for part in reached]
    more = clauses > 1 or bool(clauses and wanted.needs)
    if not more:
        return complete, False
    if sum(part.located for part in complete) >= ENOUGH:
        if wanted.rare is None or sum(part.rare for part in complete) >= ENOUGH:
            return complete, False
        every = replace(every, or_rare=True)
        return [part.candidates(every) for part in reached], False
    some = Needed(max(1, clauses // 3), or_need=True)
    return [part.candidates(some) for part in reached], clauses > 1


@dataclass(frozen=True)
class Reached:
    """The listings (n) of a segment within an area, before it is known how many words they need.

    The first ones are at the `points`, which are None without a place; `dead` flags the listings of
    the segment to leave out. Without a place `docs` is None when there is anything to look for:
    then the words say which listings come into question.
    """

    filters: Filters
    dead: Flags | None
    wanted: Wanted
    area: SearchArea
    docs: Docs | None
    points: Places | None
    text: TextMatch | None

    def candidates(self, needed: Needed) -> Candidates:
        """The listings with what is needed."""
        segment, points, docs, text = self.filters.segment, self.points, self.docs, self.text
        if docs is None:
            docs, text = match_anywhere(segment, self.wanted, needed)
        located = int(np.searchsorted(docs, segment.located)) if points is None else len(points)
        fits = text.enough(needed) if text else None
        if self.dead is not None:
            fits = ~self.dead[docs] & (True if fits is None else fits)
        if fits is not None:
            chosen = np.flatnonzero(fits)
            located = int(np.searchsorted(chosen, located))
            docs, text = docs[chosen], text.subset(chosen) if text else None
            points = None if points is None else points[chosen[:located]]
        if points is None:
            return Candidates(self.filters, docs, located, None, text)
        # Distances take the most time, so they are computed last, for listings that have the words.
        near, metres = nearest(segment, points, self.area)
        chosen = np.concatenate((near, np.arange(located, len(docs))))
        text = text.subset(chosen) if text else None
        return Candidates(self.filters, docs[chosen], len(near), metres, text)


def _reached(filters: Filters, dead: Flags | None, wanted: Wanted, area: SearchArea) -> Reached:
    """The listings of one segment within an area, and how they match the words."""
    segment, points, docs = filters.segment, None, None
    if not area.everywhere:
        points = inside(segment, area.bounds)
        docs = np.concatenate((segment["point_doc"][points], _serving(segment, area, filters.at)))
    elif not wanted.anything:
        docs = np.arange(segment.count, dtype=np.int32)
    text = None if docs is None or wanted == Wanted() else match_text(segment, wanted, docs)
    return Reached(filters, dead, wanted, area, docs, points, text)


def _serving(segment: Segment, area: SearchArea, at: datetime) -> Docs:
    """The listings without an address that serve the place, or are online."""
    if not len(segment.remote) or not area.point:
        return segment.remote
    # Outlines may be loaded without a change of the listings, so they are read once an hour.
    hour = minutes(at) // 60
    areas = segment.cache.get("served", hour, lambda: ServedAreas(segment.areas))
    return segment.serving(areas.holding(area.point))
