"""Which listings are worth comparing: those that meet in a block, so that not all meet all."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from math import cos, floor, radians
from typing import Generic, TypeVar

from socialmap.matching.likeness import NEAR_BY, PROBABLE, Likeness, likeness
from socialmap.matching.traits import Spot, Traits, site_host
from socialmap.places.geometry import METRES_PER_DEGREE, NETHERLANDS

T = TypeVar("T")
Key = tuple[Hashable, ...]
# What so many share tells nobody apart: a block that is full is split by the words of names, and
# what is full then is no longer compared.
BOUND = 48
FULL: tuple[int, ...] = ()
BEGINNING = 4  # letters of a word, as it sounds
# A degree east, in metres, in the north of the country: further south squares are a little wider.
NARROWEST = METRES_PER_DEGREE * cos(radians(NETHERLANDS[3]))


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """A listing that is probably another one, and why."""

    label: T
    likeness: Likeness


class Blocks(Generic[T]):
    """Listings by what they can have in common with another: address, contact, spot or name."""

    def __init__(self, listings: Iterable[tuple[Traits, T]] = ()):
        self._members: list[tuple[Traits, T]] = []
        # By the hash of a key: most blocks hold one, and then a number is all that is kept.
        self._blocks: dict[int, int | list[int] | tuple[int, ...]] = {}
        # Whether who has an address is found by name too: only since someone without one asked.
        self._all_named = False
        for traits, label in listings:
            self.add(traits, label)

    def __len__(self) -> int:
        return len(self._members)

    def add(self, traits: Traits, label: T) -> None:
        """Put a listing in its blocks."""
        number = len(self._members)
        self._members.append((traits, label))
        self._enter(number, _keys(traits))
        if self._all_named:
            self._enter(number, _name_keys(traits, addressed=True))

    def _enter(self, number: int, keys: Iterable[Key]) -> None:
        for key in dict.fromkeys(keys):
            for member in self._put(key, number):
                for word in dict.fromkeys(_words(self._members[member][0])):
                    self._put((key, word), member)

    def _put(self, key: Key, number: int) -> Iterable[int]:
        """Put a listing in a block; answer those that have no room in it."""
        place = hash(key)
        block = self._blocks.get(place)
        if block is None:
            self._blocks[place] = number
        elif isinstance(block, int):
            self._blocks[place] = [block, number]
        elif isinstance(block, list) and len(block) < BOUND:
            block.append(number)
        else:
            self._blocks[place] = FULL
            return (*block, number)
        return ()

    def near(self, traits: Traits) -> Iterator[tuple[Traits, T]]:
        """The listings that share a block with this one, each once, in the order they came in."""
        found: set[int] = set()
        if not (self._all_named or all(spot.addressed for spot in _spots(traits))):
            self._all_named = True
            for number, (each, _) in enumerate(self._members):
                self._enter(number, _name_keys(each, addressed=True))
        for key in _asked(traits) if self._members else ():
            found.update(self._in(key, traits))
        for spot in traits.spots:
            for key in _squares(spot):
                found.update(each for each in self._in(key, traits) if self._beside(each, spot))
        return (self._members[number] for number in sorted(found))

    def _in(self, key: Key, traits: Traits) -> Iterable[int]:
        """The listings in a block; of a full one those that share a word as well."""
        block = self._blocks.get(hash(key))
        if block is None:
            return ()
        if block is FULL:
            inner = (self._blocks.get(hash((key, word)), ()) for word in _words(traits))
            return chain.from_iterable((each,) if isinstance(each, int) else each for each in inner)
        return (block,) if isinstance(block, int) else block

    def _beside(self, number: int, spot: Spot) -> bool:
        """Whether a listing lies no further east and north than NEAR_BY.

        Who lies further and shares no other block would have to agree in all else.
        """
        lon, lat = spot.point or (0.0, 0.0)
        points = (each.point for each in self._members[number][0].spots if each.point)
        return any(
            abs(lon - x) * NARROWEST <= NEAR_BY and abs(lat - y) * METRES_PER_DEGREE <= NEAR_BY
            for x, y in points
        )

    def matches(self, traits: Traits, least: float = PROBABLE) -> list[Match[T]]:
        """The listings that are probably this one, the most likely first."""
        found = [Match(label, likeness(traits, other, least)) for other, label in self.near(traits)]
        likely = [match for match in found if match.likeness.score >= least]
        return sorted(likely, key=lambda match: -match.likeness.score)


def probable_pairs(
    listings: Iterable[tuple[Traits, T]], least: float = PROBABLE
) -> Iterator[tuple[T, T, Likeness]]:
    """Each two listings that are probably one, once."""
    blocks: Blocks[T] = Blocks()
    for traits, label in listings:
        for match in blocks.matches(traits, least):
            yield match.label, label, match.likeness
        blocks.add(traits, label)


def _keys(traits: Traits) -> Iterator[Key]:
    """The blocks that a listing belongs to, without those of names of who has an address."""
    yield from _own_keys(traits)
    for spot in _spots(traits):
        yield from _address_keys(spot)
        if spot.point:
            yield ("cell", *_cell(spot))
    yield from _name_keys(traits, addressed=False)


def _name_keys(traits: Traits, *, addressed: bool) -> Iterator[Key]:
    """The blocks by name of the spots with an address, or of those without."""
    for spot in _spots(traits):
        if spot.addressed == addressed:
            yield from (("town", spot.town, addressed, word) for word in _words(traits))


def _asked(traits: Traits) -> Iterator[Key]:
    """The blocks in which another listing that is this one would be.

    Whoever has an address meets by name only who has none: others with another address are two,
    and with the same they meet there.
    """
    yield from _own_keys(traits)
    for spot in _spots(traits):
        yield from _address_keys(spot)
        for word in _words(traits):
            yield "town", spot.town, False, word
            if not spot.addressed:
                yield "town", spot.town, True, word


def _spots(traits: Traits) -> tuple[Spot, ...]:
    return traits.spots or (Spot(),)


def _own_keys(traits: Traits) -> Iterator[Key]:
    yield "name", traits.name.joined, traits.spots[0].town if traits.spots else ""
    if traits.phone:
        yield "phone", traits.phone
    if traits.mail:
        yield "mail", traits.mail
    if traits.site:
        yield "site", traits.site
        if host := site_host(traits.site):
            yield "host", host


def _address_keys(spot: Spot) -> Iterator[Key]:
    if spot.postcode:
        yield "postcode", spot.postcode
    if spot.street and spot.number:
        yield "street", spot.town, spot.street, spot.number


def _squares(spot: Spot) -> Iterator[Key]:
    """The square that a point is in, and those around it."""
    if spot.point:
        x, y = _cell(spot)
        yield from (("cell", x + i, y + j) for i in (-1, 0, 1) for j in (-1, 0, 1))


def _cell(spot: Spot) -> tuple[int, int]:
    """The square of about 150 metres that a point is in: its number east, and north."""
    lon, lat = spot.point or (0.0, 0.0)
    return floor(lon * NARROWEST / NEAR_BY), floor(lat * METRES_PER_DEGREE / NEAR_BY)


def _words(traits: Traits) -> Iterator[str]:
    """How the words of a name begin."""
    yield from (word.heard[:BEGINNING] for word in traits.name.words)
