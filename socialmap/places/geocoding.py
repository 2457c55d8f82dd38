"""What people type as a place becomes a point, choices, or a friendly 'unknown'."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal, Protocol

from socialmap.places.gazetteer import (
    Place,
    beginning_with,
    names,
    point_at,
    postcode_place,
    resembling,
)
from socialmap.places.geometry import metres_between
from socialmap.places.municipalities import municipality_at
from socialmap.places.spelling import (
    PC4,
    PC6,
    PROVINCE_OF,
    clean,
    read_pair,
    read_point,
    read_postcode,
    words,
)

MARGIN = 10_000  # metres beyond its radius that a postcode may lie from its town
LEADING = frozenset({"gemeente", "regio", "omgeving", "stad", "dorp", "in", "te", "bij", "rond"})


@dataclass(frozen=True)
class Found:
    """One place answers the question."""

    place: Place


@dataclass(frozen=True)
class Choices:
    """More than one place bears this name; the widest first."""

    places: tuple[Place, ...]


@dataclass(frozen=True)
class Unknown:
    """No place bears this name; perhaps one of the suggestions was meant."""

    text: str
    suggestions: tuple[Place, ...] = ()


Answer = Found | Choices | Unknown


class Geocoder(Protocol):
    """A service that knows streets and house numbers; it never raises."""

    def search(self, text: str) -> Place | None:
        """The best place for this text, or None."""

    def address(self, street: str, postcode: str, town: str) -> Located | None:
        """The point of this address, or None."""


Precision = Literal["address", "postcode", "town"]


@dataclass(frozen=True)
class Doubt:
    """Why a located address may be wrong: what was given, and what the tables say instead."""

    kind: Literal["postcode_elsewhere", "unknown_postcode", "ambiguous_town"]
    given: str
    known: str


@dataclass(frozen=True)
class Located:
    """The point of an address, how precise it is, and what is doubtful about it."""

    lon: float
    lat: float
    precision: Precision
    town: str = ""
    province: str = ""
    municipality: str = ""
    bag_id: str = ""
    doubt: Doubt | None = None


def _by_postcode(text: str) -> Sequence[Place]:
    """A postcode: whole anywhere in the text, four digits alone or beside their own town."""
    whole = read_postcode(text)
    if whole and (place := postcode_place(*whole)):
        return [place]
    match = PC4.search(text)
    place = postcode_place(match[1]) if match else None
    if match is None or place is None:
        return []
    rest = text[: match.start()] + text[match.end() :]
    if not words(rest) or any(_near(place, town) for town in _named(words(rest))):
        return [place]
    return []


def _near(postcode: Place, town: Place) -> bool:
    return metres_between(postcode.point, town.point) < town.radius + MARGIN


def _named(parts: list[str]) -> Sequence[Place]:
    """Places of this name, which may end in the province that it lies in."""
    while len(parts) > 1 and parts[0] in LEADING and "".join(parts) not in names():
        parts = parts[1:]
    if exact := names().get("".join(parts)):
        return exact
    for size in (1, 2):
        province = PROVINCE_OF.get("".join(parts[-size:]))
        same = names().get("".join(parts[:-size]), ())
        inside = [place for place in same if place.province == province]
        if province and inside:
            return inside
    return []


def _parts(text: str) -> Iterator[list[str]]:
    """The parts of a longer text that may be its town: after a comma, the end, the beginning."""
    if "," in text:
        yield words(text.rsplit(",", 1)[1])
    every = words(text)
    sizes = range(min(len(every) - 1, 6), 0, -1)
    # One short word is a town only after a house number: Een, Best and Wijk are towns too.
    shortest = 3 if any(part.isdigit() for part in every) else 4
    for part in chain((every[-size:] for size in sizes), (every[:size] for size in sizes)):
        if sum(map(len, part)) >= shortest and not part[0].isdigit():
            yield part


def _by_part(text: str) -> Sequence[Place]:
    return next((places for part in _parts(text) if (places := _named(part))), [])


def _looks_like_address(text: str) -> bool:
    """A name and a number: more than the tables can tell."""
    parts = words(PC6.sub(" ", text))
    return any(part.isalpha() for part in parts) and bool(re.search(r"\d", " ".join(parts)))


def locate(
    text: str,
    areas: Callable[[str], Sequence[Place]] | None = None,
    geocoder: Geocoder | None = None,
) -> Answer:
    """Find the place that a text means; any text gets an answer.

    `areas` looks a name up among the loaded areas, `geocoder` is asked for street addresses.
    """
    text = clean(text)
    if not words(text):
        return Unknown(text)
    if read_pair(text):
        point = read_point(text)
        return Found(point_at(*point)) if point else Unknown(text)
    if geocoder and _looks_like_address(text) and (place := geocoder.search(text)):
        return Found(place)
    readers = (_by_postcode, lambda text: _named(words(text)), areas, _by_part)
    for read in readers:
        places = read(text) if read else ()
        if places:
            return Found(places[0]) if len(places) == 1 else Choices(tuple(places))
    return Unknown(text, tuple(resembling(text, 4)))


def suggest_places(prefix: str, limit: int = 8) -> list[Place]:
    """Places whose name or postcode begins with what was typed, else those that resemble it."""
    text = clean(prefix)
    return beginning_with(text, limit) or resembling(text, limit)


def _table_address(postcode: str, town: str) -> Located | None:
    """What the tables say of a postcode and a town, one checked against the other."""
    named = [place for place in _named(words(town)) if place.kind in {"town", "municipality"}]
    match = PC6.search(postcode) or PC4.search(postcode)
    place = postcode_place(match[1]) if match else None
    doubt = None
    if place and named and not any(_near(place, other) for other in named):
        doubt = Doubt("postcode_elsewhere", town, place.town)
    elif not place and named and postcode:
        doubt = Doubt("unknown_postcode", postcode, named[0].label)
    elif not place and len(named) > 1:
        doubt = Doubt("ambiguous_town", town, ", ".join(other.label for other in named))
    best = place or (named[0] if named else None)
    if best is None:
        return None
    return Located(
        best.lon,
        best.lat,
        "postcode" if place else "town",
        town=best.town,
        province=best.province,
        municipality=best.municipality or municipality_at(*best.point),
        doubt=doubt,
    )


def geocode_address(
    street: str, postcode: str, town: str, geocoder: Geocoder | None = None
) -> Located | None:
    """The point of an address: by the tables, and to the house when a geocoder is given.

    A postcode that lies elsewhere than its town wins, with a doubt that the caller can show.
    """
    street, postcode, town = clean(street), clean(postcode), clean(town)
    located = _table_address(postcode, town)
    if geocoder and street and not (located and located.doubt):
        return geocoder.address(street, postcode, town) or located
    return located
