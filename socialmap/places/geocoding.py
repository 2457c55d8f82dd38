"""Find the place that a typed text means: one place, several to choose from, or none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Literal, Protocol

from socialmap.places.gazetteer import Place, box_town, point_at, postcode_place
from socialmap.places.geometry import metres_between
from socialmap.places.municipalities import municipality_at
from socialmap.places.names import beginning_with, places_named, resembling
from socialmap.places.spelling import (
    PC4,
    PC6,
    PROVINCE_OF,
    clean,
    name_words,
    read_pair,
    read_point,
    read_postcode,
)

# Metres beyond its radius that a postcode may lie from its town, and from one in another
# municipality.
MARGIN, ACROSS = 10_000, 5_000
NOTED = re.compile(r"([^()]+)\(([^()]+)\)")
# The country behind a place; alone it is a village in Overijssel.
COUNTRY = re.compile(
    r"(?<=\w)[\s,]+(?:Nederland|NL|The Netherlands|Netherlands|Holland)\.?$", re.IGNORECASE
)
# The whole country is no place; Heel and Nederland are villages.
WHOLE_COUNTRY = re.compile(
    r"(?:in |door |over )?(?:ge)?heel (?:het land|nederland|holland)", re.IGNORECASE
)
LEADING = frozenset({"gemeente", "regio", "omgeving", "stad", "dorp", "in", "te", "bij", "rond"})


@dataclass(frozen=True)
class OnePlace:
    """A text means this place.

    `unknown` is the part of the text that says more than is known of the place: a district, a
    street; `typed` is the text when it was misspelt; `others` have the same name elsewhere.
    """

    place: Place
    unknown: str = ""
    typed: str = ""
    others: tuple[Place, ...] = ()

    @property
    def is_address(self) -> bool:
        """Whether the unknown part is an address rather than a district."""
        return any(letter.isdigit() for letter in self.unknown)


@dataclass(frozen=True)
class SeveralPlaces:
    """More than one place has the name; the widest first."""

    places: tuple[Place, ...]


@dataclass(frozen=True)
class NoPlace:
    """No place has the name; one of the suggestions may be meant."""

    text: str
    suggestions: tuple[Place, ...] = ()


AreaLookup = Callable[[str], Sequence[Place]]
PlaceAnswer = OnePlace | SeveralPlaces | NoPlace


class Geocoder(Protocol):
    """A service that knows streets and house numbers; its methods never raise."""

    def search(self, text: str) -> Place | None:
        """The best place for this text, or None."""

    def address(self, street: str, postcode: str, town: str) -> Located | None:
        """The point of this address, or None."""

    def street_at(self, lon: float, lat: float) -> Street | None:
        """The street nearest to a point, or None."""


@dataclass(frozen=True)
class Street:
    """A street in a town."""

    name: str
    town: str


Precision = Literal["address", "postcode", "town"]


@dataclass(frozen=True)
class Doubt:
    """Why the point of an address may be wrong: the value given, and what the tables have."""

    kind: Literal["postcode_elsewhere", "unknown_postcode", "ambiguous_town"]
    given: str
    known: str


@dataclass(frozen=True)
class Located:
    """The point of an address (WGS84 degrees), its precision, and a doubt about it, if any."""

    lon: float
    lat: float
    precision: Precision
    town: str = ""
    province: str = ""
    municipality: str = ""
    bag_id: str = ""
    doubt: Doubt | None = None


def _by_postcode(text: str) -> Sequence[Place]:
    """The place of a postcode in a text, if any.

    A whole postcode counts anywhere; four digits count only alone or beside their own town.
    """
    whole = read_postcode(text)
    if whole and (place := postcode_place(*whole)):
        return [place]
    match = PC4.search(text)
    place = postcode_place(match[1]) if match else None
    if match is None or place is None:
        return []
    rest = text[: match.start()] + text[match.end() :]
    if not name_words(rest) or any(_near(place, town) for town in _named(name_words(rest))):
        return [place]
    return []


def _near(postcode: Place, town: Place) -> bool:
    return metres_between(postcode.point, town.point) < town.radius + MARGIN


def _agree(postcode: Place, town: Place) -> bool:
    """Whether a postcode may be that of an address in the town."""
    away = metres_between(postcode.point, town.point) - town.radius
    if away < ACROSS:
        return True
    return away < MARGIN and municipality_at(*postcode.point) == municipality_at(*town.point)


def _named(parts: list[str]) -> Sequence[Place]:
    """Places of this name (its words), which may end in the province of the place."""
    while len(parts) > 1 and parts[0] in LEADING and not places_named("".join(parts)):
        parts = parts[1:]
    if len(parts) > 1 and parts[-1] == "provincie":
        parts = ["provincie", *parts[:-1]]
    if exact := places_named("".join(parts)):
        return exact
    for size in (1, 2):
        province = PROVINCE_OF.get("".join(parts[-size:]))
        same = places_named("".join(parts[:-size]))
        inside = [place for place in same if place.province == province]
        if province and inside:
            return inside
    return []


def _by_name(text: str) -> Sequence[Place]:
    return _named(name_words(text))


def _with_note(text: str) -> Sequence[Place]:
    """The place of a name with a note behind it: Bilthoven (De Bilt), Beek (Montferland).

    Of several places of that name the note chooses, if it names the municipality, the province
    or a place near.
    """
    match = NOTED.fullmatch(text)
    if not match:
        return []
    same = _named(name_words(match[1]))
    beside = _named(name_words(match[2]))
    near = [place for place in same if any(_near(place, other) for other in beside)]
    return near or same


def _by_box(text: str) -> Sequence[Place]:
    """The town of the post box that a postcode is for."""
    match = PC6.fullmatch(text) or PC4.fullmatch(text)
    town = box_town(match[1]) if match else ""
    return _named(name_words(town))[:1] if town else []


def _parts(text: str) -> Iterator[tuple[list[str], list[str]]]:
    """The parts of a longer text that may name a town, and its other words.

    They stand after a comma, at the end, or at the start.
    """
    if "," in text:
        before, after = text.rsplit(",", 1)
        yield name_words(after), before.split()
    every, written = name_words(text), text.split()
    # A name may be written as more words than it has parts: 's-Gravenhage, Alphen a/d Rijn.
    sizes = range(min(len(written) - 1, 6), 0, -1)
    # A short word is a town only beside a house number, because Een, Best and Wijk are towns too.
    shortest = 3 if any(part.isdigit() for part in every) else 4
    for part, rest in chain(
        ((written[-size:], written[:-size]) for size in sizes),
        ((written[:size], written[size:]) for size in sizes),
    ):
        name = name_words(" ".join(part))
        if name and sum(map(len, name)) >= shortest and not name[0].isdigit():
            yield name, rest


def _by_part(text: str, areas: AreaLookup | None) -> PlaceAnswer | None:
    """The town that is a part of a text, or a loaded area in it; what is left over is unknown."""
    for name, rest in _parts(text):
        if places := _named(name):
            unknown = " ".join(rest).strip(" ,")
            if len(places) > 1:
                return SeveralPlaces(tuple(places))
            inside = areas(unknown) if areas and unknown else ()
            near = [area for area in inside if _near(area, places[0])]
            if near:
                return OnePlace(near[0])
            said = [word for word in name_words(unknown) if word not in LEADING]
            return OnePlace(places[0], unknown=unknown if said else "")
    return None


def _looks_like_address(text: str) -> bool:
    """Whether a text has a name and a number; the tables do not know house numbers."""
    parts = name_words(PC6.sub(" ", text))
    return any(part.isalpha() for part in parts) and bool(re.search(r"\d", " ".join(parts)))


def locate(
    text: str, areas: AreaLookup | None = None, geocoder: Geocoder | None = None
) -> PlaceAnswer:
    """The place that a text means; any text gets an answer.

    `areas` looks a name up among the loaded areas; `geocoder` looks up street addresses.
    """
    typed = clean(text)
    text = "" if WHOLE_COUNTRY.fullmatch(typed) else COUNTRY.sub("", typed)
    if not name_words(text):
        return NoPlace(typed)
    if read_pair(text):
        point = read_point(text)
        return OnePlace(_here(*point, geocoder)) if point else NoPlace(text)
    if geocoder and _looks_like_address(text) and (place := geocoder.search(text)):
        return OnePlace(place)
    for read in (_by_postcode, _by_name, _with_note, areas):
        places = read(text) if read else ()
        if places:
            return OnePlace(places[0]) if len(places) == 1 else SeveralPlaces(tuple(places))
    if answer := _by_part(text, areas):
        return answer
    if places := _by_box(text):
        return OnePlace(places[0])
    return NoPlace(text, tuple(resembling(text, 4)))


def _here(lon: float, lat: float, geocoder: Geocoder | None) -> Place:
    """The place of typed coordinates, with its street if the geocoder knows it."""
    place = point_at(lon, lat)
    street = geocoder.street_at(lon, lat) if geocoder else None
    return replace(place, street=street.name, town=street.town or place.town) if street else place


def suggest_places(prefix: str, limit: int = 8) -> list[Place]:
    """Places whose name or postcode begins with `prefix`, else those that resemble it."""
    text = clean(prefix)
    return beginning_with(text, limit) or resembling(text, limit)


def _table_address(postcode: str, town: str) -> Located | None:
    """The address as the tables have it: the postcode and the town checked against each other."""
    named = [place for place in _named(name_words(town)) if place.kind in {"town", "municipality"}]
    match = PC6.search(postcode) or PC4.search(postcode)
    place = postcode_place(match[1]) if match else None
    doubt = None
    if place and named and not any(_agree(place, other) for other in named):
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
    """The point of an address from the tables, or of the house when there is a geocoder.

    When the postcode lies elsewhere than the town, the postcode counts, and the result has a
    doubt for the caller to show.
    """
    street, postcode, town = clean(street), clean(postcode), clean(town)
    located = _table_address(postcode, town)
    if geocoder and street and not (located and located.doubt):
        return geocoder.address(street, postcode, town) or located
    return located
