"""Ways out of a search without results: changes to the query that do give some."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from socialmap.search.query import DISTANCES, SearchQuery
from socialmap.search.results import WayOut

MOST = 6


# The kind of change, the parameter with its value, and the changed query.
Variation = tuple[str, tuple[str, str], SearchQuery]


def _variations(
    query: SearchQuery, searched: SearchQuery, radius: float | None, timeless: SearchQuery
) -> list[Variation]:
    """The changes to try, from the smallest to the largest; each keeps a place in the words."""
    variations: list[Variation] = [
        ("without", (param, value), query.without(param, value))
        for param, value in query.filters[:MOST]
    ]
    one_time = query.words == timeless.words and len(query.filters) - len(timeless.filters) == 1
    if query.changed() != timeless and (query.moment or not one_time):
        variations.append(("without", ("op", ""), timeless))
    variations += [
        ("distance", ("afstand", str(distance)), query.changed(kilometres=distance))
        for distance in DISTANCES
        if radius and distance * 1000 > radius
    ]
    if query.box:
        variations.append(("distance", ("vak", ""), query.changed(box=None)))
    if len(query.filters) > 1:
        variations.append(("without", ("", ""), query.unfiltered()))
    if searched.words:
        variations.append(("words", ("wat", searched.words), searched.changed(words="")))
    return variations


def ways_out(
    query: SearchQuery,
    searched: SearchQuery,
    radius: float | None,
    count: Callable[[SearchQuery], int],
    timeless: SearchQuery,
) -> list[WayOut]:
    """The changes that give results, each with their number; of distances only the smallest.

    `searched` is the query as it was understood, and `timeless` the query for any time.
    `radius` is that of the search in metres; `count` returns the number of results of a query.
    """
    ways: list[WayOut] = []
    for kind, what, other in _variations(query, searched, radius, timeless):
        if kind == "distance" and any(way.kind == "distance" for way in ways):
            continue
        total = count(replace(other, page=1))
        if total:
            ways.append(WayOut(kind, what, other, total))
    return ways[:MOST]
