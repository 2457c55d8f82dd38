"""The results of a search: hits with their distance and opening, counts, and ways out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from math import inf
from typing import NamedTuple

from socialmap.catalogue.taxonomy import taxonomy
from socialmap.language.danger import Danger
from socialmap.language.elsewhere import Elsewhere
from socialmap.paging import pages_in
from socialmap.places.geocoding import PlaceAnswer
from socialmap.search.index.cards import Card
from socialmap.search.query import FACETS, PAGE_SIZE, SORTS, Facet, SearchQuery, shown_codes
from socialmap.search.ranking import nearness_at
from socialmap.search.reading.chips import Chip
from socialmap.times.clock import MinuteSpan
from socialmap.times.hours import Opening, open_within, opening
from socialmap.times.hours_spans import DaySpan

# So many times better than what is at a place fits what is reached from there by phone or online.
CLEARLY = 1.2


@dataclass(frozen=True)
class Why:
    """Why a hit ranks where it does: the terms that it matches, and each factor of its score."""

    words: list[str]
    factors: dict[str, float]


class Hit(NamedTuple):
    """One initiative that fits: its card, its rank, and its distance in metres from the place.

    `unknown` are the chosen facts (facet, code) that are not known of it.
    """

    card: Card
    number: int
    lon: float | None
    lat: float | None
    metres: float | None
    at: datetime
    score: float
    unknown: tuple[tuple[str, str], ...]
    why: Callable[[], Why]
    # The spans of time that were asked for, in order; empty for now, or when no time was.
    asked: tuple[MinuteSpan, ...] = ()
    # Look up the first dated activity of it in those spans.
    happens: Callable[[], MinuteSpan | None] = lambda: None

    @property
    def town(self) -> str:
        """The town of its first location; empty when that is not public."""
        return self.card.town

    @property
    def opening(self) -> Opening:
        """Whether it is open at the moment of the search, and when that ends or begins."""
        return opening(self.card.hours, self.at, self.card.hours_place)

    @property
    def open_then(self) -> tuple[DaySpan, ...]:
        """When it is open first at the time that was asked for, or may be open."""
        return open_within(self.card.hours, self.asked, self.card.hours_place)


class FacetValue(NamedTuple):
    """A value of a facet, and how many listings fit when it is chosen."""

    code: str
    count: int  # type: ignore[assignment]  # a tuple has a method count
    chosen: bool


@dataclass(frozen=True)
class WayOut:
    """A change to a query without results, after which it has some."""

    kind: str  # "without" (a filter), "distance", "words" or "spelling"
    what: tuple[str, str]
    query: SearchQuery
    total: int


@dataclass(frozen=True, kw_only=True)
class SearchResults:
    """The answer to one query: one page of hits, in order.

    `serving` are some of the `serving_total` initiatives without an address that serve the
    place; the map does not show them.
    `unsure` is the number of hits of which a chosen fact is not known.
    `searched` is what was searched for: the query with what was read from its words.
    `near` are hits that come near what was asked, and `nearest` those nearest to the place; they
    are shown when nothing fits.
    `elsewhere` are the words for what is found elsewhere than on this map, when nothing fits.
    `choosing` is true when the place has to be chosen before anything is searched.
    `loosened` is true when few listings have all words, so that some of the words are enough.
    `chips` say what was read from the words: a time, a need, what is not wanted; `doors` which
    pages of the site may help better than listings.
    `danger` is what danger the words speak of; the page then shows first who to call.
    `corrected` are the words as they were probably meant; "" when nothing seems misspelt.
    """

    query: SearchQuery
    searched: SearchQuery
    answer: PlaceAnswer | None
    radius: float | None
    hits: list[Hit]
    serving: list[Hit]
    total: int
    serving_total: int = 0
    unsure: int = 0
    loosened: bool = False
    chips: tuple[Chip, ...] = ()
    doors: tuple[str, ...] = ()
    danger: Danger | None = None
    corrected: str = ""
    # How many listings would fit with each filter: facet -> code -> number.
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    ways_out: list[WayOut] = field(default_factory=list)
    near: list[Hit] = field(default_factory=list)
    nearest: list[Hit] = field(default_factory=list)
    choosing: bool = False
    elsewhere: tuple[Elsewhere, ...] = ()

    @cached_property
    def foremost(self) -> list[Hit]:
        """Those of `serving` that fit the words better than every hit does, wherever it is."""
        if self.query.sort != SORTS[0] or not self.query.words:
            return []
        clearly = 1.0 if self.answer is None else CLEARLY
        best = clearly * max(
            (hit.score / nearness_at(hit.metres) for hit in self.hits), default=inf
        )
        return [hit for hit in self.serving if hit.score > best]

    @property
    def in_order(self) -> list[Hit]:
        """All of `hits` and `serving`, as a page shows them."""
        return [*self.foremost, *self.hits, *self.serving[len(self.foremost) :]]

    @cached_property
    def facets(self) -> dict[str, list[FacetValue]]:
        """Every facet with all of its values, also those with which nothing fits."""
        return {facet.param: self._values(facet) for facet in FACETS}

    def _values(self, facet: Facet) -> list[FacetValue]:
        counts, chosen = self.counts.get(facet.param, {}), self.query.values(facet.param)
        return [
            FacetValue(code, counts.get(code, 0), code in chosen)
            for code in shown_codes(facet, self.query, taxonomy())
        ]

    def placed(self, where: str) -> SearchQuery:
        """The query with another place instead of the one in its words."""
        words = " ".join(self.query.words.split())
        for chip in self.chips:
            if chip.kind == "place" and chip.words not in words:
                return self.searched.changed(where=where)
            if chip.kind == "place":
                words = " ".join(words.replace(chip.words, "", 1).split())
        return self.query.changed(words=words, where=where)

    @property
    def pages(self) -> int:
        """The number of pages; 1 when there are no hits."""
        return pages_in(self.total, PAGE_SIZE)


class Pin(NamedTuple):
    """An initiative on the map."""

    lon: float
    lat: float
    slug: str
    name: str
    setting: str


@dataclass(frozen=True)
class Cluster:
    """Several initiatives close together on the map: their centre, number and bounding box."""

    lon: float
    lat: float
    count: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class Pins:
    """The pins and clusters of the map in a box, and the number of initiatives in all."""

    pins: list[Pin]
    clusters: list[Cluster]
    total: int
