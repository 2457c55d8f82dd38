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

from socialmap.catalogue.hours import AMSTERDAM
from socialmap.places.geocoding import Answer, Found
from socialmap.places.serving import ServedAreas
from socialmap.search import ranking
from socialmap.search.facts import FORMS
from socialmap.search.matching import Filtered, Filters
from socialmap.search.opening import minutes, week_of
from socialmap.search.placing import Metres, Reach, within
from socialmap.search.query import SearchQuery
from socialmap.search.segment import Docs, Segment
from socialmap.search.snapshot import Snapshot
from socialmap.search.text import TextMatch, match_text
from socialmap.search.words import Wanted

Located = Callable[[str], Answer]
Keys = npt.NDArray[np.uint64]
# When fewer than this have all words, listings with a third of them are shown as well.
ENOUGH = 10


@dataclass(frozen=True)
class Part:
    """What a query finds in one segment: listings (n), metres (n), text scores (n), filters."""

    segment: Segment
    docs: Docs
    metres: Metres | None
    text: ranking.Scores | None
    wanted: Wanted
    filters: Filters
    filtered: Filtered

    @cached_property
    def fitting(self) -> ranking.Found:
        """The listings that fit, with what their order hangs on."""
        fits = self.filtered.fits
        return ranking.Found(
            segment=self.segment,
            docs=self.docs[fits],
            text=None if self.text is None else self.text[fits],
            metres=None if self.metres is None else self.metres[fits],
            unknown=self.filtered.unknown[fits],
            forms=tuple(
                number
                for number, form in enumerate(FORMS)
                if form in self.filters.query.values("isolement")
            ),
            today=self.filters.at.astimezone(AMSTERDAM).date(),
        )

    @cached_property
    def scores(self) -> ranking.Scores:
        """The score of each listing that fits."""
        return ranking.score(self.fitting)

    @cached_property
    def keys(self) -> Keys:
        """A number for each listing that fits: the lowest comes first, and no two are the same."""
        found = self.fitting
        if self.filters.query.sort == "dichtbij" and found.metres is not None:
            first = _ascending(found.metres)
        elif self.filters.query.sort == "open":
            wait = week_of(self.segment, self.filters.at).waiting(minutes(self.filters.at))
            waits = wait[self.segment["hours"][found.docs]]
            first = np.minimum(waits, np.iinfo(np.uint32).max).astype(np.uint64)
        else:
            first = _ascending(-self.scores)
        return (first << np.uint64(32)) | self.segment["order"][found.docs].astype(np.uint64)

    def count(self) -> Counter[tuple[str, str]]:
        """How many fit with each value of each group of filters."""
        return self.filters.count(self.docs, self.filtered)


def _ascending(values: npt.NDArray[np.float32]) -> Keys:
    """Whole numbers in the order of the values: IEEE 754 bits, turned for the negative ones."""
    bits = np.ascontiguousarray(values, np.float32).view(np.uint32)
    turned = np.where(bits >> np.uint32(31), ~bits, bits | np.uint32(1 << 31))
    return turned.astype(np.uint64)


@dataclass(frozen=True)
class Matches:
    """What a query finds: with an address, without one, and how it was understood."""

    located: list[Part]
    serving: list[Part]
    answer: Answer | None
    reach: Reach
    loosened: bool

    @property
    def total(self) -> int:
        """How many with an address fit."""
        return sum(len(part.fitting.docs) for part in self.located)

    def ids(self) -> set[uuid.UUID]:
        """The ids of all that fits, with an address or without."""
        return {
            uuid.UUID(bytes=part.segment["ids"][doc].tobytes())
            for part in (*self.located, *self.serving)
            for doc in part.fitting.docs
        }


def first_of(parts: Sequence[Part], start: int, end: int) -> list[tuple[Part, int]]:
    """The listings from place `start` up to `end` in the order of all parts: (part, index)."""
    keys = np.concatenate([part.keys for part in parts]) if parts else np.empty(0, np.uint64)
    some = end < len(keys)
    chosen = np.argpartition(keys, end)[:end] if some else np.arange(len(keys))
    chosen = chosen[np.argsort(keys[chosen], kind="stable")][start:end]
    bounds = np.cumsum([len(part.keys) for part in parts])
    found = []
    for place in chosen.tolist():
        number = int(np.searchsorted(bounds, place, side="right"))
        before = int(bounds[number - 1]) if number else 0
        found.append((parts[number], place - before))
    return found


def match(
    snapshot: Snapshot,
    query: SearchQuery,
    wanted: Wanted,
    answer: Answer | None,
    at: datetime,
    reach: Reach | None = None,
) -> Matches:
    """All that fits a query whose words and place have been understood."""
    reach = reach or reach_of(query, answer)
    near: list[_Asked] = []
    remote: list[_Asked] = []
    for segment, dead in snapshot.views:
        filters = Filters(segment, query, at)
        docs, metres = _alive(*within(segment, reach), dead)
        near.append(_Asked(filters, docs, metres, match_text(segment, wanted, docs)))
        docs, _ = _alive(_without_address(segment, reach, at), None, dead)
        if len(docs):
            remote.append(_Asked(filters, docs, None, match_text(segment, wanted, docs)))
    asked = len(wanted.all)
    needed = _needed(near, asked)
    return Matches(
        located=[_part(each, needed, wanted) for each in near],
        serving=[_part(each, needed, wanted) for each in remote],
        answer=answer,
        reach=reach,
        loosened=needed < asked,
    )


def reach_of(query: SearchQuery, answer: Answer | None) -> Reach:
    """Where a query looks, given what its place turned out to be."""
    place = answer.place if isinstance(answer, Found) else None
    if query.box:
        west, south, east, north = query.box
        middle = ((west + east) / 2, (south + north) / 2)
        return Reach(point=place.point if place else middle, box=query.box)
    if place:
        radius = query.kilometres * 1000 if query.kilometres else place.radius
        return Reach(point=place.point, radius=radius)
    return Reach()


def _alive(
    docs: Docs, metres: Metres | None, dead: npt.NDArray[np.bool_] | None
) -> tuple[Docs, Metres | None]:
    if dead is None:
        return docs, metres
    alive = ~dead[docs]
    return docs[alive], None if metres is None else metres[alive]


@dataclass(frozen=True)
class _Asked:
    """Listings of a segment (n) that are within reach, with what they have of the words."""

    filters: Filters
    docs: Docs
    metres: Metres | None
    text: TextMatch | None


def _needed(found: Sequence[_Asked], asked: int) -> int:
    """How many of the words a listing must have: all, or a third when too few have all."""
    if asked < 2:
        return asked
    complete = sum(int(np.count_nonzero(each.text.clauses == asked)) for each in found if each.text)
    return asked if complete >= ENOUGH else max(1, asked // 3)


def _part(asked: _Asked, needed: int, wanted: Wanted) -> Part:
    """What has enough of the words, with what the filters make of it."""
    docs, metres, text, scores = asked.docs, asked.metres, asked.text, None
    if text:
        has = text.clauses >= needed
        if text.excluded is not None:
            has &= ~text.excluded
        docs, metres = docs[has], None if metres is None else metres[has]
        if text.asked:
            # What has more of the words comes before what has fewer.
            share = text.clauses[has].astype(np.float32) / np.float32(text.asked)
            scores = text.score[has] * np.sqrt(share)
    filters = asked.filters
    return Part(filters.segment, docs, metres, scores, wanted, filters, filters.apply(docs))


def _without_address(segment: Segment, reach: Reach, at: datetime) -> Docs:
    """The listings that nobody goes to, and that serve the place (or are online)."""
    remote = segment.remote
    if not len(remote) or not reach.point:
        return remote
    # Outlines may be loaded while the listings stay the same: look again once an hour.
    hour = minutes(at) // 60
    kept = segment.kept.get("served")
    if kept is None or kept[0] != hour:
        kept = segment.kept["served"] = (hour, ServedAreas(segment.areas))
    held = kept[1].holding(reach.point)
    there = segment["online"].copy()
    there[segment["area_doc"][held[segment["area_name"]]]] = True
    docs: Docs = remote[there[remote]]
    return docs
