"""The finder: the only way from a query to its results, for pages, JSON and commands alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache, partial

import numpy as np

from socialmap.catalogue.models import Initiative
from socialmap.catalogue.taxonomy import taxonomy
from socialmap.language.analysis import query_words
from socialmap.language.danger import Danger, danger_in
from socialmap.language.elsewhere import found_elsewhere
from socialmap.language.own_words import use
from socialmap.paging import nearest_page
from socialmap.places.areas import area_places, loaded_names
from socialmap.places.gazetteer import Place
from socialmap.places.geocoding import Geocoder, NoPlace, PlaceAnswer, locate
from socialmap.places.geometry import box_around
from socialmap.search.clauses import matched_words
from socialmap.search.floor import fitting
from socialmap.search.index.cards import Card
from socialmap.search.index.opening import occurrence_of
from socialmap.search.index.snapshot import Snapshot, snapshot
from socialmap.search.matches import Matches, MatchGroup, PlaceLookup, first_of, match
from socialmap.search.placing import SearchArea, inside
from socialmap.search.query import PAGE_SIZE, SearchQuery
from socialmap.search.ranking import factors
from socialmap.search.reading.correcting import corrected
from socialmap.search.reading.reader import read
from socialmap.search.reading.spelled_places import is_choice, meant_place
from socialmap.search.reading.when import without_times
from socialmap.search.results import Hit, SearchResults, Why
from socialmap.search.ways_out import ways_out
from socialmap.search.words import Wanted, parse_words
from socialmap.times.clock import now
from socialmap.times.days import NOW, When, spans_of

MOST_PARSED = 500  # texts, of some kilobytes each
# Listings without an address shown; none of them is nearer than another, so a few are enough.
SERVING = 8
NEAREST = 3
# Listings that come near what was asked, when none fits.
NEAR = 5
SIMILAR_METRES = 15_000
RIGHT_NOW = When(frozenset({NOW}))


@dataclass(frozen=True)
class Finder:
    """The finder at one moment: a snapshot, and the function that looks up places."""

    snapshot: Snapshot
    at: datetime
    look_up_place: PlaceLookup

    def matches(self, query: SearchQuery, area: SearchArea | None = None) -> Matches:
        """The matches of a query that fit it, in its own area or in the one given."""
        use(self.snapshot.own)
        vocabulary = self.snapshot.main.vocabulary
        areas = loaded_names(self.at) if query.words else frozenset()
        reading = read(query, self.at, vocabulary, areas)
        query = reading.query
        answer = self._place(query.where) if query.where else None
        wanted = self._parse(query.words)
        wanted = replace(
            wanted,
            all=(reading.instead,) if reading.instead else wanted.all,
            needs=reading.needs,
            less=reading.less,
            better=reading.better,
            without=reading.without,
        )
        found = match(self.snapshot, query, wanted, answer, self.at, area)
        found = replace(found, chips=reading.chips, doors=reading.doors, choosing=is_choice(answer))
        if found.choosing:
            return replace(found, located=[], serving=[])
        # What answers a need that was surely understood fits, whatever words it has.
        if any(chip.kind == "need" and chip.sure for chip in reading.chips):
            return found
        return self._above_floor(found)

    def _parse(self, words: str) -> Wanted:
        """The clauses of words, kept for the next page, the map and other filters."""
        main = self.snapshot.main

        def make() -> Callable[[str], Wanted]:
            parse = partial(parse_words, vocabulary=main.vocabulary, rarity=main.rarity)
            return lru_cache(MOST_PARSED)(parse)

        return main.cache.get("parsed", self.snapshot.own, make)(words)

    @staticmethod
    def _above_floor(found: Matches) -> Matches:
        """The matches that fit: all, those without an address when only these do, or none."""
        typed, groups = query_words(found.query.words), [*found.located, *found.serving]
        if not groups or not found.total + found.serving_total:
            return found
        fits = fitting(groups, typed)
        if fits is None:
            chips = tuple(chip for chip in found.chips if chip.sure)
            return replace(found, located=[], serving=[], near=groups, chips=chips)
        if not found.total or not found.serving_total or any(fits is one for one in found.located):
            return found
        if fitting(found.located, typed):
            return found
        return replace(found, located=[], near=found.located)

    def _place(self, text: str) -> PlaceAnswer:
        """The place that a text means; of several with that name the one on this map."""
        return meant_place(self.look_up_place(text), self._is_on_map)

    def _is_on_map(self, place: Place) -> bool:
        bounds = box_around(place.point, place.radius)
        return any(len(inside(segment, bounds)) for segment, _ in self.snapshot.views)

    def count(self, query: SearchQuery) -> int:
        """The number of matches of a query, with an address or without."""
        matches = self.matches(query)
        return matches.total + matches.serving_total

    def better_spelt(self, query: SearchQuery, searched: str, total: int) -> str:
        """The words of a query as they were probably meant, when that finds more; else "".

        `searched` are those that were not read as a place or a time.
        """
        words = corrected(query.words, self.snapshot.main, searched)
        return words if words and self.count(query.changed(words=words)) > total else ""

    def hits(self, groups: list[MatchGroup], first: int, last: int) -> list[Hit]:
        """The hits from rank `first` up to `last`, over all groups."""
        chosen = list(enumerate(first_of(groups, first, last), start=first + 1))
        hits: dict[int, Hit] = {}
        for group in groups:
            numbered = [(number, index) for number, (other, index) in chosen if other is group]
            if numbered:
                hits |= zip(
                    (number for number, _ in numbered), self._hits(group, numbered), strict=True
                )
        return [hits[number] for number, _ in chosen]

    def nearest(self, query: SearchQuery) -> list[Hit]:
        """The initiatives nearest to the place of a query, whatever it asks."""
        near = self.matches(SearchQuery(where=query.where, kilometres=25, sort="dichtbij"))
        return self.hits(near.located, 0, NEAREST)

    def _hits(self, group: MatchGroup, numbered: list[tuple[int, int]]) -> Iterator[Hit]:
        """The hits at some indices of a group; `numbered` has their rank and index."""
        listings, segment = group.fitting, group.fitting.segment
        index = np.array([index for _, index in numbered], np.int64)
        docs = listings.docs[index]
        lons, lats = segment["lon"][docs].tolist(), segment["lat"][docs].tolist()
        metres = [None] * len(docs) if listings.metres is None else listings.metres[index].tolist()
        unsure = listings.unknown[index].any()
        unknown = group.filters.unknown(docs) if unsure else [()] * len(docs)
        when = group.filters.query.when
        asked = () if when in (When(), RIGHT_NOW) else tuple(spans_of(when, self.at))
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
                why=partial(_why, group, place),
                asked=asked,
                happens=partial(occurrence_of, segment, doc, asked),
            )
            for (number, place), doc, card, lon, lat, far, score, missing in zip(
                numbered,
                docs.tolist(),
                map(segment.card, docs.tolist()),
                lons,
                lats,
                metres,
                group.scores[index].tolist(),
                unknown,
                strict=True,
            )
        )


def _why(group: MatchGroup, index: int) -> Why:
    listing = group.fitting.subset(np.array([index]))
    words = matched_words(listing.segment, group.wanted, int(listing.docs[0]))
    return Why(words, factors(listing))


def finder(at: datetime | None = None, geocoder: Geocoder | None = None) -> Finder:
    """The finder for the catalogue as it is now; `at` is an aware moment, now when None."""
    return Finder(snapshot(), at or now(), partial(locate, areas=area_places, geocoder=geocoder))


def geocoder_for_question(geocoder: Geocoder | None, query: SearchQuery) -> Geocoder | None:
    """The geocoder to look places up with; None for a question that speaks of danger.

    A geocoder is another machine, and no word of such a question leaves this one.
    """
    if geocoder and any(danger_in(text) for text in (query.words, query.where) if text):
        return None
    return geocoder


def find(
    query: SearchQuery, at: datetime | None = None, geocoder: Geocoder | None = None
) -> SearchResults:
    """The results of a query at a moment (aware; now when None)."""
    here = finder(at, geocoder_for_question(geocoder, query))
    matches = here.matches(query)
    total, searched = matches.total, matches.query
    if query.page > 1:
        query = replace(query, page=nearest_page(query.page, total, PAGE_SIZE))
    first = (query.page - 1) * PAGE_SIZE
    results = SearchResults(
        query=query,
        searched=searched,
        answer=matches.answer,
        radius=matches.area.radius,
        hits=here.hits(matches.located, first, first + PAGE_SIZE),
        serving=here.hits(matches.serving, 0, SERVING) if query.page == 1 else [],
        total=total,
        serving_total=matches.serving_total,
        unsure=sum(int(np.count_nonzero(group.fitting.unknown)) for group in matches.located),
        loosened=matches.loosened,
        chips=matches.chips,
        doors=matches.doors,
        danger=_danger(query, matches.answer),
        corrected=here.better_spelt(query, searched.words, total + matches.serving_total),
        counts={} if matches.near or matches.choosing else matches.counts(),
        choosing=matches.choosing,
    )
    if results.hits or results.serving or results.choosing:
        return results
    return replace(
        results,
        ways_out=ways_out(
            query, searched, matches.area.radius, here.count, without_times(query, here.at)
        ),
        near=here.hits(list(matches.near), 0, NEAR),
        elsewhere=tuple(found_elsewhere(query_words(searched.words))),
        nearest=[] if matches.near else here.nearest(searched),
    )


def first_cards(query: SearchQuery, most: int, geocoder: Geocoder | None = None) -> list[Card]:
    """The cards of what fits a query best, at most `most`, those with an address first."""
    here = finder(geocoder=geocoder_for_question(geocoder, query))
    matches = here.matches(query)
    hits = here.hits(matches.located, 0, most)
    hits += here.hits(matches.serving, 0, most - len(hits))
    return [hit.card for hit in hits]


def _danger(query: SearchQuery, answer: PlaceAnswer | None) -> Danger | None:
    """What danger is spoken of in the words, or in the field for a place if it holds none."""
    found = danger_in(query.words) if query.words else None
    return found or (danger_in(query.where) if isinstance(answer, NoPlace) else None)


def similar(initiative: Initiative, most: int = NEAREST) -> list[Hit]:
    """The nearest initiatives of the same setting, at most `most`; those of the same kind first."""
    point = initiative.locations[0].at if initiative.locations else None
    if point is None:
        return []
    here = finder()
    area = SearchArea(point, SIMILAR_METRES)
    # Only codes of the taxonomy can be filtered by.
    setting = taxonomy().get("setting", initiative.setting)
    kind = taxonomy().get("kind", initiative.kind)
    same_setting = {"soort": frozenset({setting.code})} if setting else {}
    same_kind = same_setting | {"vorm": frozenset({kind.code})} if kind else same_setting
    by_slug: dict[str, Hit] = {}
    for chosen in (same_kind, same_setting):
        query = SearchQuery(sort="dichtbij", chosen=chosen)
        around = match(here.snapshot, query, Wanted(), None, here.at, area)
        # More than `most`, because the initiative itself and earlier hits are among them.
        for hit in here.hits(around.located, 0, most + 1 + len(by_slug)):
            if hit.card.slug != initiative.slug:
                by_slug.setdefault(hit.card.slug, hit)
    return list(by_slug.values())[:most]
