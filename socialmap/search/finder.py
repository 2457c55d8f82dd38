"""find: the only way from a question to what fits, for pages, data and commands alike."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from socialmap.catalogue.models import Initiative
from socialmap.db import now
from socialmap.places.areas import area_places
from socialmap.places.geocoding import Answer, Geocoder, locate
from socialmap.search.cards import unpack
from socialmap.search.correcting import corrected
from socialmap.search.matches import Located, Matches, Part, first_of, match
from socialmap.search.placing import Reach
from socialmap.search.query import PAGE_SIZE, SearchQuery
from socialmap.search.ranking import factors
from socialmap.search.results import Hit, SearchResults, Why
from socialmap.search.snapshot import Snapshot, snapshot
from socialmap.search.text import matched_words
from socialmap.search.ways_out import ways_out
from socialmap.search.words import Wanted, read, split_place

# Without an address nothing is nearer: a few say what there is, the filters tell how many.
SERVING = 8
NEAREST = 3
SIMILAR_METRES = 15_000


@dataclass(frozen=True)
class Understood:
    """What a query turned out to mean: its words, and its place when it has one."""

    wanted: Wanted
    answer: Answer | None


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

    def matches(self, query: SearchQuery) -> Matches:
        """All that fits a query."""
        meant = self.understood(query)
        return match(self.snapshot, query, meant.wanted, meant.answer, self.at)

    def count(self, query: SearchQuery) -> int:
        """How many fit a query, with an address or without."""
        found = self.matches(query)
        return sum(len(part.fitting.docs) for part in (*found.located, *found.serving))

    def hits(self, parts: list[Part], first: int, last: int) -> list[Hit]:
        """The hits from one place up to another, with all that a card shows."""
        return [
            self._hit(part, index, number)
            for number, (part, index) in enumerate(first_of(parts, first, last), start=first + 1)
        ]

    def _hit(self, part: Part, index: int, number: int) -> Hit:
        found, segment = part.fitting, part.segment
        doc = int(found.docs[index])
        placed = bool(segment["address"][doc])
        return Hit(
            card=unpack(segment.card(doc)),
            number=number,
            lon=float(segment["lon"][doc]) if placed else None,
            lat=float(segment["lat"][doc]) if placed else None,
            metres=None if found.metres is None else float(found.metres[index]),
            at=self.at,
            score=float(part.scores[index]),
            unknown=part.filters.unknown(doc) if found.unknown[index] else (),
            why=partial(_why, part, index),
        )


def _why(part: Part, index: int) -> Why:
    found = part.fitting.one(index)
    words = matched_words(part.segment, part.wanted, int(found.docs[0]))
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
    query = replace(query, page=min(query.page, max(1, -(-total // PAGE_SIZE))))
    first = (query.page - 1) * PAGE_SIZE
    counted: Counter[tuple[str, str]] = Counter()
    for part in (*found.located, *found.serving):
        counted.update(part.count())
    results = SearchResults(
        query=query,
        answer=found.answer,
        radius=found.reach.radius,
        hits=here.hits(found.located, first, first + PAGE_SIZE),
        serving=here.hits(found.serving, 0, SERVING) if query.page == 1 else [],
        total=total,
        serving_total=sum(len(part.fitting.docs) for part in found.serving),
        unsure=sum(int((part.fitting.unknown > 0).sum()) for part in found.located),
        loosened=found.loosened,
        corrected=corrected(query.words, here.snapshot.main) if query.words else "",
        counts=counted,
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
