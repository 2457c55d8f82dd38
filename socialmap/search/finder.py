"""find: the only way from a question to what fits, for pages, data and commands alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

import numpy as np

from socialmap.catalogue.models import Initiative
from socialmap.paging import nearest_page
from socialmap.places.areas import area_places
from socialmap.places.geocoding import Geocoder, PlaceAnswer, locate
from socialmap.search.correcting import corrected
from socialmap.search.index.snapshot import Snapshot, snapshot
from socialmap.search.matches import Located, Matches, Part, first_of, match
from socialmap.search.placing import Reach
from socialmap.search.query import PAGE_SIZE, SearchQuery
from socialmap.search.ranking import factors
from socialmap.search.results import Hit, SearchResults, Why
from socialmap.search.text import matched_words
from socialmap.search.ways_out import ways_out
from socialmap.search.where import split_place
from socialmap.search.words import Wanted, read
from socialmap.times.clock import now

# Without an address nothing is nearer: a few say what there is, the filters tell how many.
SERVING = 8
NEAREST = 3
SIMILAR_METRES = 15_000


@dataclass(frozen=True)
class Understood:
    """What a query turned out to mean: its words, and its place when it has one."""

    wanted: Wanted
    answer: PlaceAnswer | None


@dataclass(frozen=True)
class Finder:
    """The finder at one moment: a snapshot, and how places are looked up."""

    snapshot: Snapshot
    at: datetime
    located: Located

    def understood(self, query: SearchQuery) -> Understood:
        """The words of a query, without the place that may stand among them."""
        words, where = query.words, query.where
        if words and not where and not query.box:
            words, where = split_place(words)
        answer = self.located(where) if where else None
        return Understood(read(words, self.snapshot.main.vocabulary), answer)

    def matches(self, query: SearchQuery, reach: Reach | None = None) -> Matches:
        """All that fits a query, where it looks itself or within this reach."""
        meant = self.understood(query)
        return match(self.snapshot, query, meant.wanted, meant.answer, self.at, reach)

    def count(self, query: SearchQuery) -> int:
        """How many fit a query, with an address or without."""
        found = self.matches(query)
        return found.total + found.serving_total

    def hits(self, parts: list[Part], first: int, last: int) -> list[Hit]:
        """The hits from one place up to another, with all that a card shows."""
        chosen = list(enumerate(first_of(parts, first, last), start=first + 1))
        hits: dict[int, Hit] = {}
        for part in parts:
            mine = [(number, index) for number, (other, index) in chosen if other is part]
            hits |= zip((number for number, _ in mine), self._hits(part, mine), strict=True)
        return [hits[number] for number, _ in chosen]

    def _hits(self, part: Part, numbered: list[tuple[int, int]]) -> Iterator[Hit]:
        """The hits at some places of a part, each with its number."""
        found, segment = part.fitting, part.fitting.segment
        index = np.array([index for _, index in numbered], np.int64)
        docs = found.docs[index]
        lons, lats = segment["lon"][docs].tolist(), segment["lat"][docs].tolist()
        metres = [None] * len(docs) if found.metres is None else found.metres[index].tolist()
        unsure = found.unknown[index].any()
        unknown = part.filters.unknown(docs) if unsure else [()] * len(docs)
        return (
            Hit(
                card=card,
                number=number,
                lon=lon if lon == lon else None,
                lat=lat if lat == lat else None,
                metres=far,
                at=self.at,
                score=score,
                unknown=missing,
                why=partial(_why, part, place),
            )
            for (number, place), card, lon, lat, far, score, missing in zip(
                numbered,
                map(segment.card, docs.tolist()),
                lons,
                lats,
                metres,
                part.scores[index].tolist(),
                unknown,
                strict=True,
            )
        )


def _why(part: Part, index: int) -> Why:
    found = part.fitting.some(np.array([index]))
    words = matched_words(found.segment, part.wanted, int(found.docs[0]))
    return Why(words, factors(found))


def finder(at: datetime | None = None, geocoder: Geocoder | None = None) -> Finder:
    """The finder on the catalogue as it is now."""
    return Finder(snapshot(), at or now(), partial(locate, areas=area_places, geocoder=geocoder))


def find(
    query: SearchQuery, at: datetime | None = None, geocoder: Geocoder | None = None
) -> SearchResults:
    """Answer a query as it is at a moment (aware; now when not told)."""
    here = finder(at, geocoder)
    found = here.matches(query)
    total = found.total
    if query.page > 1:
        query = replace(query, page=nearest_page(query.page, total, PAGE_SIZE))
    first = (query.page - 1) * PAGE_SIZE
    results = SearchResults(
        query=query,
        answer=found.answer,
        radius=found.reach.radius,
        hits=here.hits(found.located, first, first + PAGE_SIZE),
        serving=here.hits(found.serving, 0, SERVING) if query.page == 1 else [],
        total=total,
        serving_total=found.serving_total,
        unsure=sum(int(np.count_nonzero(part.fitting.unknown)) for part in found.located),
        loosened=found.loosened,
        corrected=corrected(query.words, here.snapshot.main) if query.words else "",
        counts=found.counts(),
    )
    if results.hits or results.serving:
        return results
    near = here.matches(SearchQuery(where=query.where, kilometres=25, sort="dichtbij"))
    return replace(
        results,
        ways_out=ways_out(query, found.reach.radius, here.count),
        nearest=here.hits(near.located, 0, NEAREST),
    )


def similar(initiative: Initiative, most: int = NEAREST) -> list[Hit]:
    """The nearest initiatives of the same setting, those of the same kind first."""
    if not initiative.locations:
        return []
    here = finder()
    reach = Reach((initiative.locations[0].lon, initiative.locations[0].lat), SIMILAR_METRES)
    alike = {"soort": frozenset({initiative.setting})} if initiative.setting else {}
    same = alike | {"vorm": frozenset({initiative.kind})} if initiative.kind else alike
    found: dict[str, Hit] = {}
    for chosen in (same, alike):
        query = SearchQuery(sort="dichtbij", chosen=chosen)
        around = match(here.snapshot, query, Wanted(), None, here.at, reach)
        # One more than wanted for the initiative itself, and those that were found before.
        for hit in here.hits(around.located, 0, most + 1 + len(found)):
            if hit.card.slug != initiative.slug:
                found.setdefault(hit.card.slug, hit)
    return list(found.values())[:most]
