"""Names of places: which places have a name, begin with it, or resemble it."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from functools import cache

from rapidfuzz import fuzz, process

from socialmap.places.gazetteer import (
    MIDDLE,
    Place,
    islands,
    neighbourhoods,
    postcodes,
    regions,
    stations,
    table,
    towns,
)
from socialmap.places.spelling import key

# Parts that most towns have: they mean a place only beside their town.
ANYWHERE = MIDDLE | frozenset(
    [
        *("noord", "zuid", "oost", "west"),
        *("noordoost", "noordwest", "zuidoost", "zuidwest"),
    ]
)


@cache
def places_by_key() -> dict[str, tuple[Place, ...]]:
    """All places of each name; names are keys of places.spelling.key."""
    by_key: dict[str, list[Place]] = defaultdict(list)
    for place in towns():
        by_key[key(place.town)].append(place)
    for place in islands():
        by_key[key(place.town or place.label)].append(place)
    labels = {place.label: place for place in (*towns(), *regions(), *islands())}
    for row in table("aliases.csv"):
        by_key[key(row["alias"])].append(labels[row["town"]])
    for place in regions():
        by_key[key(place.label)].append(place)
        bare = key(place.label.removeprefix("provincie "))
        if bare not in by_key:
            by_key[bare].append(place)
    for place in towns():
        if len(by_key[key(place.town)]) > 1:
            by_key[key(place.label)].append(place)
    return {name: tuple(dict.fromkeys(places)) for name, places in by_key.items()}


@cache
def parts_by_key() -> dict[str, tuple[Place, ...]]:
    """Neighbourhoods and stations by name, beside their town and, where it is enough, alone."""
    by_key: dict[str, list[Place]] = defaultdict(list)
    for place in neighbourhoods():
        name, town = key(place.label.partition(" (")[0]), key(place.town)
        for spelled in (name + town, town + name, *(() if name in ANYWHERE else (name,))):
            by_key[spelled].append(place)
    for place in stations():
        full = key(place.label.removeprefix("station "))
        for name in dict.fromkeys((full, full.removesuffix("centraal").removesuffix("centrum"))):
            for spelled in (f"station{name}", f"{name}station", f"{name}cs", name):
                by_key[spelled].append(place)
    return {
        name: tuple(dict.fromkeys(places))
        for name, places in by_key.items()
        if name not in places_by_key()
    }


def places_named(name: str) -> tuple[Place, ...]:
    """The places with this name (a key), those of which it is the whole name first."""
    return places_by_key().get(name) or parts_by_key().get(name, ())


@cache
def _sorted_names() -> tuple[str, ...]:
    return tuple(sorted({*places_by_key(), *parts_by_key()}))


def begins_a_name(start: str) -> bool:
    """Whether there is a name (a key) that begins so."""
    ordered = _sorted_names()
    place = bisect_left(ordered, start)
    return place < len(ordered) and ordered[place].startswith(start)


@cache
def _rank() -> dict[Place, int]:
    """Per place its rank, the place that people most likely mean first."""
    return {place: rank for rank, place in enumerate(_all())}


def _all() -> tuple[Place, ...]:
    """All places but postcodes, those that people most likely mean first."""
    return (*towns(), *regions(), *islands(), *neighbourhoods(), *stations())


def beginning_with(prefix: str, limit: int) -> list[Place]:
    """At most `limit` places whose postcode or name begins with `prefix`, the large ones first.

    A prefix of fewer than two letters or digits gives none.
    """
    start = key(prefix)
    if len(start) < 2:
        return []
    if start.isdigit():
        codes = (code for code in postcodes() if code.startswith(start[:4]))
        return [postcodes()[code] for code in codes][:limit]
    ordered = _sorted_names()
    places: dict[Place, None] = {}
    for name in ordered[bisect_left(ordered, start) :]:
        if not name.startswith(start):
            break
        places.update(dict.fromkeys(places_named(name)))
    large_first = sorted(places, key=_rank().__getitem__)
    exact = places_named(start)
    return list(dict.fromkeys((*exact, *large_first)))[:limit]


def resembling(text: str, limit: int) -> list[Place]:
    """At most `limit` places whose name looks like a text, the best first."""
    typed = key(text)
    if not 3 <= len(typed) <= 40:
        return []
    close = process.extract(typed, _sorted_names(), scorer=fuzz.ratio, score_cutoff=81, limit=limit)
    places = dict.fromkeys(place for name, _, _ in close for place in places_named(name))
    return list(places)[:limit]
