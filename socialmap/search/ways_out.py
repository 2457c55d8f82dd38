"""Other questions that do find something, when a question finds nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from socialmap.search.query import DISTANCES, SearchQuery
from socialmap.search.results import WayOut

MOST = 6


Try = tuple[str, tuple[str, str], SearchQuery]


def _tries(query: SearchQuery, radius: float | None) -> list[Try]:
    """What to change, from the smallest change to the largest."""
    tries: list[Try] = [
        ("without", (param, value), query.without(param, value))
        for param, value in query.filters[:MOST]
    ]
    if query.moment:
        tries.append(("without", ("op", ""), query.changed(moment=None)))
    tries += [
        ("distance", ("afstand", str(each)), query.changed(kilometres=each))
        for each in DISTANCES
        if radius and each * 1000 > radius
    ]
    if query.box:
        tries.append(("distance", ("vak", ""), query.changed(box=None)))
    if len(query.filters) > 1:
        tries.append(("without", ("", ""), query.unfiltered()))
    if query.words:
        tries.append(("words", ("wat", query.words), query.changed(words="")))
    return tries


def ways_out(
    query: SearchQuery, radius: float | None, count: Callable[[SearchQuery], int]
) -> list[WayOut]:
    """The changes that help, each with how many it finds; of distances only the nearest."""
    found: list[WayOut] = []
    for kind, what, other in _tries(query, radius):
        if kind == "distance" and any(way.kind == "distance" for way in found):
            continue
        total = count(replace(other, page=1))
        if total:
            found.append(WayOut(kind, what, other, total))
    return found[:MOST]
