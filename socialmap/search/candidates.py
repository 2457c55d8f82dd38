"""The listings that a query is about: within reach or serving the place, with words of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np
import numpy.typing as npt

from socialmap.places.serving import ServedAreas
from socialmap.search import ranking
from socialmap.search.filters import Filtered, Filters
from socialmap.search.index.opening import minutes
from socialmap.search.index.segment import Docs, Segment
from socialmap.search.placing import Metres, Reach, inside, nearest
from socialmap.search.text import TextMatch, match_anywhere, match_text
from socialmap.search.words import Wanted

Flags = npt.NDArray[np.bool_]
Index = npt.NDArray[np.int64]
# When fewer than this have all words, listings with a third of them are shown as well.
ENOUGH = 10


@dataclass(frozen=True)
class Candidates:
    """Listings of a segment (n) before the filters, first the `located` ones with an address.

    `metres` (located) or None without a place; `text` (n) or None without words.
    """

    filters: Filters
    docs: Docs
    located: int
    metres: Metres | None
    text: TextMatch | None

    @cached_property
    def filtered(self) -> Filtered:
        """What the filters make of each."""
        return self.filters.apply(self.docs)

    def fitting(self, *, located: bool) -> ranking.Found:
        """Those that fit, with an address or without, with what their order hangs on."""
        half = slice(self.located) if located else slice(self.located, None)
        found = ranking.Found(
            segment=self.filters.segment,
            docs=self.docs[half],
            text=self.text.ranked[half] if self.text and self.text.asked else None,
            metres=self.metres if located else None,
            unknown=self.filtered.unknown[half],
            forms=self.filters.forms,
            today=self.filters.today,
        )
        if not self.filters.questions:
            return found
        return found.some(np.flatnonzero(self.filtered.fits[half]))


def with_enough_words(
    views: Sequence[tuple[Filters, Flags | None]], wanted: Wanted, reach: Reach
) -> tuple[list[Candidates], bool]:
    """What has all words, or a third of them when too few with an address do; and whether so."""
    asked = len(wanted.all)
    found = [candidates(*view, wanted, reach, asked) for view in views]
    if asked < 2 or sum(each.located for each in found) >= ENOUGH:
        return found, False
    return [candidates(*view, wanted, reach, max(1, asked // 3)) for view in views], True


def candidates(
    filters: Filters, dead: Flags | None, wanted: Wanted, reach: Reach, needed: int
) -> Candidates:
    """What a query is about in one segment: each has so many of the words."""
    segment, points, text = filters.segment, None, None
    if reach.everywhere and wanted.all:
        docs, text = match_anywhere(segment, wanted, needed)
        located = int(np.searchsorted(docs, segment.located))
    else:
        docs, located = np.arange(segment.count, dtype=np.int32), segment.located
        if not reach.everywhere:
            points = inside(segment, reach.bounds)
            near = segment["point_doc"][points]
            docs = np.concatenate((near, _serving(segment, reach, filters.at)))
            located = len(near)
        if wanted.all or wanted.none:
            text = match_text(segment, wanted, docs)
    fits = text.enough(needed) if text else None
    if dead is not None:
        fits = ~dead[docs] if fits is None else fits & ~dead[docs]
    if fits is not None:
        kept = np.flatnonzero(fits)
        located = int(np.searchsorted(kept, located))
        docs, text = docs[kept], text.of(kept) if text else None
        points = None if points is None else points[kept[:located]]
    if points is None:
        return Candidates(filters, docs, located, None, text)
    # Metres take the most time: only those of what has the words are worked out.
    chosen, metres = nearest(segment, points, reach)
    kept = np.concatenate((chosen, np.arange(located, len(docs))))
    return Candidates(filters, docs[kept], len(chosen), metres, text.of(kept) if text else None)


def _serving(segment: Segment, reach: Reach, at: datetime) -> Docs:
    """The listings that nobody goes to, and that serve the place (or are online)."""
    if not len(segment.remote) or not reach.point:
        return segment.remote
    # Outlines may be loaded while the listings stay the same: look again once an hour.
    hour = minutes(at) // 60
    areas = segment.cache.get("served", hour, lambda: ServedAreas(segment.areas))
    return segment.serving(areas.holding(reach.point))
