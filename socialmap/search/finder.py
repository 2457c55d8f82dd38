"""find: the only way from a question to what fits, for pages, data and commands alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from sqlalchemy import select

from socialmap.catalogue.hours import AMSTERDAM, OPEN, opening
from socialmap.catalogue.models import Activity, Initiative
from socialmap.catalogue.queries import initiatives
from socialmap.catalogue.taxonomy import taxonomy
from socialmap.db import db, now
from socialmap.language.analysis import stems
from socialmap.places.areas import area_places
from socialmap.places.geocoding import Choices, Found, Geocoder, Unknown, locate
from socialmap.search.candidates import (
    Candidate,
    Reach,
    add_terms,
    at_places,
    without_address,
)
from socialmap.search.filters import Matcher, Moments, activity_moments, facet_values
from socialmap.search.query import PAGE_SIZE, SearchQuery
from socialmap.search.ranking import score
from socialmap.search.results import Hit, SearchResults
from socialmap.search.ways_out import ways_out

Answer = Found | Choices | Unknown
Located = Callable[[str], Answer]
SERVING = 20


@dataclass(frozen=True)
class Matches:
    """All that words, place and filters leave over, in order; `serving` has no address."""

    at_places: list[Candidate]
    serving: list[Candidate]
    everything: list[Candidate]
    matcher: Matcher
    reach: Reach
    answer: Answer | None
    loosened: bool


def find(
    query: SearchQuery, at: datetime | None = None, geocoder: Geocoder | None = None
) -> SearchResults:
    """Answer a query as it is at a moment (aware; now when not told)."""
    at = at or now()
    located = partial(locate, areas=area_places, geocoder=geocoder)
    found = matches(query, at, located)
    total = len(found.at_places)
    first = (query.page - 1) * PAGE_SIZE
    if query.page > 1 and first >= total:
        query = replace(query, page=max(1, -(-total // PAGE_SIZE)))
        first = (query.page - 1) * PAGE_SIZE
    page = found.at_places[first : first + PAGE_SIZE]
    serving = found.serving[:SERVING] if query.page == 1 else []
    hits = _hits(page, found.matcher, at, first)
    results = SearchResults(
        query=query,
        answer=found.answer,
        radius=found.reach.radius,
        hits=hits,
        serving=_hits(serving, found.matcher, at, 0),
        total=total,
        unsure=sum(bool(found.matcher.unknown(each)) for each in found.at_places),
        loosened=found.loosened,
        facets=facet_values(query, found.matcher.counts(found.everything), taxonomy()),
    )
    if total or serving:
        return results

    def count(other: SearchQuery) -> int:
        there = matches(other, at, located)
        return len(there.at_places) + len(there.serving)

    return replace(
        results,
        ways_out=ways_out(query, found.reach.radius, count),
        nearest=_nearest(query, at, located),
    )


def matches(query: SearchQuery, at: datetime, located: Located) -> Matches:
    """All that fits a query, in the order that it asks for."""
    answer = located(query.where) if query.where else None
    reach = _reach(query, answer)
    words = stems(query.words)
    candidates, serving, loosened = _with_words(words, reach)
    if query.words and not words:
        # Only stop words or signs: nothing to look for, so everything near will do.
        loosened = True
    everything = [*candidates, *serving]
    add_terms(everything)
    matcher = Matcher(query, at, _active(everything, at))
    order = _ordering(query, matcher, at)
    return Matches(
        at_places=sorted(matcher.fitting(candidates), key=order),
        serving=sorted(matcher.fitting(serving), key=order),
        everything=everything,
        matcher=matcher,
        reach=reach,
        answer=answer,
        loosened=loosened,
    )


def similar(initiative: Initiative, most: int = 3, at: datetime | None = None) -> list[Hit]:
    """The nearest initiatives of the same setting, those of the same kind first."""
    if not initiative.locations:
        return []
    at = at or now()
    here = (initiative.locations[0].lon, initiative.locations[0].lat)
    around = at_places((), True, Reach(point=here, radius=15_000))
    alike = [
        each for each in around if each.id != initiative.id and each.setting == initiative.setting
    ]
    alike.sort(key=lambda each: (each.kind != initiative.kind, each.metres, each.name))
    return _hits(alike[:most], Matcher(SearchQuery(), at, {}), at, 0)


def _reach(query: SearchQuery, answer: Answer | None) -> Reach:
    place = answer.place if isinstance(answer, Found) else None
    if query.box:
        west, south, east, north = query.box
        middle = ((west + east) / 2, (south + north) / 2)
        return Reach(point=place.point if place else middle, box=query.box)
    if place:
        radius = query.kilometres * 1000 if query.kilometres else place.radius
        return Reach(point=place.point, radius=radius)
    return Reach()


def _with_words(
    words: Sequence[str], reach: Reach
) -> tuple[list[Candidate], list[Candidate], bool]:
    """Candidates with all words; when there are none, those with any of them."""
    for every in (True, False) if len(words) > 1 else (True,):
        candidates = at_places(words, every, reach)
        serving = without_address(words, every, reach)
        if candidates or serving:
            return candidates, serving, not every
    return [], [], False


def _active(candidates: Sequence[Candidate], at: datetime) -> Moments:
    ids = {each.id for each in candidates}
    activities = db.session.scalars(select(Activity)).all() if ids else ()
    return activity_moments((each for each in activities if each.initiative_id in ids), at)


def _ordering(
    query: SearchQuery, matcher: Matcher, at: datetime
) -> Callable[[Candidate], tuple[object, ...]]:
    """The key by which candidates are sorted; names and ids make it the same every time."""
    far = float("inf")

    def fitting(each: Candidate) -> float:
        unknown = len(matcher.unknown(each))
        return -score(each.points, each.metres, each.confirmed_on, at.date(), unknown)

    def near(each: Candidate) -> float:
        return far if each.metres is None else each.metres

    def soon(each: Candidate) -> float:
        times = opening(each.hours, at)
        if times.state == OPEN:
            return 0.0
        return (times.next - at).total_seconds() if times.next else far

    chosen = {"passend": fitting, "dichtbij": near, "open": soon}[query.sort]
    return lambda each: (chosen(each), near(each), each.name, each.id)


def _hits(page: Sequence[Candidate], matcher: Matcher, at: datetime, before: int) -> list[Hit]:
    """Candidates with all that a card shows."""
    loaded = initiatives([each.id for each in page])
    hits = []
    for number, each in enumerate(page, start=before + 1):
        initiative = loaded[each.id]
        locations = {location.id: location for location in initiative.locations}
        unknown = matcher.unknown(each)
        hits.append(
            Hit(
                initiative=initiative,
                number=number,
                location=locations.get(each.location_id) if each.location_id else None,
                metres=each.metres,
                opening=opening(each.hours, at.astimezone(AMSTERDAM)),
                score=score(each.points, each.metres, each.confirmed_on, at.date(), len(unknown)),
                unknown=unknown,
            )
        )
    return hits


def _nearest(query: SearchQuery, at: datetime, located: Located) -> list[Hit]:
    """Three that are near anyway, whatever the words and the filters."""
    near = SearchQuery(where=query.where, kilometres=25, sort="dichtbij")
    other = matches(near, at, located)
    return _hits(other.at_places[:3], other.matcher, at, 0)
