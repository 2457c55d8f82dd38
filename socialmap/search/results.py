"""What the finder answers: hits with their distance and opening, counts, and ways out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from socialmap.catalogue.taxonomy import taxonomy
from socialmap.paging import pages_in
from socialmap.places.geocoding import NoPlace, OnePlace, SeveralPlaces
from socialmap.search.index.cards import Card
from socialmap.search.query import FACETS, PAGE_SIZE, Facet, SearchQuery, facet_codes
from socialmap.times.hours import Opening, opening


@dataclass(frozen=True)
class Why:
    """Why a hit stands where it stands: the terms that it has, and each factor of its score."""

    words: list[str]
    factors: dict[str, float]


class Hit(NamedTuple):
    """One initiative that fits: its card, and metres from the place asked.

    `unknown` names chosen facts (group, code) that nobody told of it: it fits apart from those.
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

    @property
    def town(self) -> str:
        """The town of its first location; empty when that is not for everybody."""
        return self.card.town

    @property
    def opening(self) -> Opening:
        """Whether it is open at the moment of the question, and when that ends or begins."""
        return opening(self.card.hours, self.at)


class FacetValue(NamedTuple):
    """A value of a group of filters, and how many fit when it is chosen."""

    code: str
    count: int  # type: ignore[assignment]  # a tuple has a method count
    chosen: bool


@dataclass(frozen=True)
class WayOut:
    """Another question that does find something, when this one does not: what to change."""

    kind: str  # "without" (a filter), "distance", "words" or "spelling"
    what: tuple[str, str]
    query: SearchQuery
    total: int


@dataclass(frozen=True, kw_only=True)
class SearchResults:
    """The answer to one query: one page of hits, in order.

    `serving` are some of the `serving_total` initiatives without an address that serve the
    place: never on a pin.
    `nearest` are hits that are shown anyway when nothing fits.
    `loosened` tells that few have all words, so that a part of them counts as well.
    `corrected` are the words as they were probably meant; "" when nothing seems misspelt.
    """

    query: SearchQuery
    answer: OnePlace | SeveralPlaces | NoPlace | None
    radius: float | None
    hits: list[Hit]
    serving: list[Hit]
    total: int
    serving_total: int = 0
    unsure: int = 0
    loosened: bool = False
    corrected: str = ""
    # How many would fit with each filter: group -> code -> number.
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    ways_out: list[WayOut] = field(default_factory=list)
    nearest: list[Hit] = field(default_factory=list)

    @cached_property
    def facets(self) -> dict[str, list[FacetValue]]:
        """Every group of filters with all of its values, those with nothing as well."""
        return {facet.param: self._values(facet) for facet in FACETS}

    def _values(self, facet: Facet) -> list[FacetValue]:
        counts, chosen = self.counts.get(facet.param, {}), self.query.values(facet.param)
        return [
            FacetValue(code, counts.get(code, 0), code in chosen)
            for code in facet_codes(facet, taxonomy())
        ]

    @property
    def pages(self) -> int:
        """How many pages there are; 1 when nothing was found."""
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
    """Several initiatives close together on the map, and the box that holds them."""

    lon: float
    lat: float
    count: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class Pins:
    """What the map shows in a box: pins, clusters of them, and how many initiatives in all."""

    pins: list[Pin]
    clusters: list[Cluster]
    total: int
