"""The listings that a query is about: within reach or serving the place, with words of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

import numpy as np
import numpy.typing as npt

from socialmap.places.serving import ServedAreas
from socialmap.search import ranking
from socialmap.search.matching import Filtered, Filters
from socialmap.search.opening import minutes
from socialmap.search.placing import Metres, Reach, inside, nearest
from socialmap.search.segment import Docs, Segment
from socialmap.search.text import TextMatch, match_text
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

    @property
    def complete(self) -> int:
        """How many with an address have all of the words."""
        if not self.text:
            return 0
        return int(np.count_nonzero(self.text.clauses[: self.located] == self.text.asked))

    def having(self, needed: int) -> Candidates:
        """Those that have so many of the words."""
        if not self.text:
            return self
        kept = np.flatnonzero(self.text.clauses >= needed)
        located = int(np.searchsorted(kept, self.located))
        metres = None if self.metres is None else self.metres[kept[:located]]
        text = self.text.of(kept)
        return replace(self, docs=self.docs[kept], located=located, metres=metres, text=text)

    @cached_property
    def filtered(self) -> Filtered:
        """What the filters make of each."""
        return self.filters.apply(self.docs)

    def fitting(self, *, located: bool) -> ranking.Found:
        """Those that fit, with an address or without, with what their order hangs on."""
        half = slice(self.located) if located else slice(self.located, None)
        fits = np.flatnonzero(self.filtered.fits[half])
        return ranking.Found(
            segment=self.filters.segment,
            docs=self.docs[half][fits],
            text=self.text.ranked[half][fits] if self.text and self.text.asked else None,
            metres=self.metres[fits] if located and self.metres is not None else None,
            unknown=self.filtered.unknown[half][fits],
            forms=self.filters.forms,
            today=self.filters.today,
        )


def candidates(filters: Filters, dead: Flags | None, wanted: Wanted, reach: Reach) -> Candidates:
    """What a query is about in one segment: each has at least one of the words."""
    segment = filters.segment
    points = None if reach.everywhere else inside(segment, reach.bounds)
    near = segment.addressed if points is None else segment["point_doc"][points]
    docs = np.concatenate((near, _serving(segment, reach, filters.at)))
    text = match_text(segment, wanted, docs)
    fits = np.ones(len(docs), np.bool_) if dead is None else ~dead[docs]
    kept = np.flatnonzero(fits & text.some if text else fits)
    located, metres = int(np.searchsorted(kept, len(near))), None
    if points is not None:
        # Metres take the most time: only those of what has the words are worked out.
        chosen, metres = nearest(segment, points[kept[:located]], reach)
        kept = np.concatenate((kept[chosen], kept[located:]))
        located = len(chosen)
    return Candidates(filters, docs[kept], located, metres, text.of(kept) if text else None)


def with_enough_words(found: Sequence[Candidates], asked: int) -> tuple[list[Candidates], bool]:
    """Those with all words, or with a third of them when too few have all; and whether so."""
    loosened = asked > 1 and sum(each.complete for each in found) < ENOUGH
    needed = max(1, asked // 3) if loosened else asked
    return [each.having(needed) if needed > 1 else each for each in found], loosened


def _serving(segment: Segment, reach: Reach, at: datetime) -> Docs:
    """The listings that nobody goes to, and that serve the place (or are online)."""
    if not len(segment.remote) or not reach.point:
        return segment.remote
    # Outlines may be loaded while the listings stay the same: look again once an hour.
    hour = minutes(at) // 60
    kept = segment.kept.get("served")
    if kept is None or kept[0] != hour:
        kept = segment.kept["served"] = (hour, ServedAreas(segment.areas))
    return segment.serving(kept[1].holding(reach.point))
