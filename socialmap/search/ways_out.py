"""Other questions that do find something, when a question finds nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from socialmap.search.query import DISTANCES, SearchQuery
from socialmap.search.results import WayOut

MOST = 6


def _tries(
    query: SearchQuery, radius: float | None
) -> Iterator[tuple[str, tuple[str, str], SearchQuery]]:
    """What to change, from the smallest change to the largest."""
    for param, value in query.filters[:MOST]:
        yield "without", (param, value), query.without(param, value)
    if radius:
        for kilometres in DISTANCES:
            if kilometres * 1000 > radius:
                wider = query.changed(kilometres=kilometres)
                yield "distance", ("afstand", str(kilometres)), wider
    if query.box:
        yield "distance", ("vak", ""), query.changed(box=None)
    if len(query.filters) > 1:
        yield "without", ("", ""), query.unfiltered()
    if query.words:
        yield "words", ("wat", query.words), query.changed(words="")


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
