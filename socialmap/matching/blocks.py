"""Blocks of listings with something in common, so that not every pair has to be compared."""

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
# Members of a block. What more listings share says little: a full block is split by the words of
# their names, and a part that is full again is no longer compared.
BOUND = 48
FULL: tuple[int, ...] = ()
Block = int | list[int] | tuple[int, ...]
BEGINNING = 4  # letters of a word as it sounds
# Metres in a degree of longitude in the north of the country, where it is narrowest.
NARROWEST = METRES_PER_DEGREE * cos(radians(NETHERLANDS[3]))


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """A listing, by its label, that is probably the same as another, and why."""

    label: T
    likeness: Likeness


class Blocks(Generic[T]):
    """Listings by what they can have in common with others: address, contact, point or name."""

    def __init__(self, listings: Iterable[tuple[Traits, T]] = ()):
        self._members: list[tuple[Traits, T]] = []
        # By the hash of a key; most blocks have one member, stored as a plain number.
        self._blocks: dict[int, Block] = {}
        # Whether listings with an address are in name blocks too, for one without that asked.
        self._all_named = False
        for traits, label in listings:
            self.add(traits, label)

    def __len__(self) -> int:
        return len(self._members)

    def add(self, traits: Traits, label: T) -> None:
        """Put a listing, by its traits, in its blocks."""
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
        """Put a listing in a block; return the members to split off when the block is full."""
        hashed = hash(key)
        block = self._blocks.get(hashed)
        if block is None:
            self._blocks[hashed] = number
        elif isinstance(block, int):
            self._blocks[hashed] = [block, number]
        elif isinstance(block, list) and len(block) < BOUND:
            block.append(number)
        else:
            self._blocks[hashed] = FULL
            return (*block, number)
        return ()

    def near(self, traits: Traits) -> Iterator[tuple[Traits, T]]:
        """The listings that share a block with this one, each once, in the order of adding."""
        numbers: set[int] = set()
        if not (self._all_named or all(spot.addressed for spot in _spots(traits))):
            self._all_named = True
            for number, (member, _) in enumerate(self._members):
                self._enter(number, _name_keys(member, addressed=True))
        blocks = self._blocks
        for key in _keys_to_search(traits) if blocks else ():
            if (hashed := hash(key)) in blocks:
                numbers.update(self._in(key, blocks[hashed], traits))
        for spot in traits.spots if blocks else ():
            for key in _squares(spot):
                if (hashed := hash(key)) in blocks:
                    members = self._in(key, blocks[hashed], traits)
                    numbers.update(n for n in members if self._beside(n, spot))
        return (self._members[number] for number in sorted(numbers))

    def _in(self, key: Key, block: Block, traits: Traits) -> Iterable[int]:
        """The numbers of the listings in a block; in a full one those that share a word as well."""
        if block is FULL:
            parts = (self._blocks.get(hash((key, word)), ()) for word in _words(traits))
            return chain.from_iterable((part,) if isinstance(part, int) else part for part in parts)
        return (block,) if isinstance(block, int) else block

    def _beside(self, number: int, spot: Spot) -> bool:
        """Whether a listing lies within NEAR_BY metres of a spot, both eastward and northward.

        One that lies further and shares no other block would have to agree in all else.
        """
        lon, lat = spot.point or (0.0, 0.0)
        points = (near.point for near in self._members[number][0].spots if near.point)
        return any(
            abs(lon - x) * NARROWEST <= NEAR_BY and abs(lat - y) * METRES_PER_DEGREE <= NEAR_BY
            for x, y in points
        )

    def matches(self, traits: Traits, least: float = PROBABLE) -> list[Match[T]]:
        """The listings that are probably this one, the most likely first."""
        near = [Match(label, likeness(traits, other, least)) for other, label in self.near(traits)]
        likely = [match for match in near if match.likeness.score >= least]
        return sorted(likely, key=lambda match: -match.likeness.score)


def probable_pairs(
    listings: Iterable[tuple[Traits, T]], least: float = PROBABLE
) -> Iterator[tuple[T, T, Likeness]]:
    """The pairs of listings that are probably the same, each pair once."""
    blocks: Blocks[T] = Blocks()
    for traits, label in listings:
        for match in blocks.matches(traits, least):
            yield match.label, label, match.likeness
        blocks.add(traits, label)


def _keys(traits: Traits) -> Iterator[Key]:
    """The blocks of a listing; name blocks only for spots without an address."""
    yield from _own_keys(traits)
    for spot in _spots(traits):
        yield from _address_keys(spot)
        if spot.point:
            yield ("cell", *_cell(spot))
    yield from _name_keys(traits, addressed=False)


def _name_keys(traits: Traits, *, addressed: bool) -> Iterator[Key]:
    """The name blocks of a listing's spots with an address, or of those without."""
    for spot in _spots(traits):
        if spot.addressed == addressed:
            yield from (("town", spot.town, addressed, word) for word in _words(traits))


def _keys_to_search(traits: Traits) -> Iterator[Key]:
    """The blocks in which to search for the same listing.

    A listing with an address is compared by name only with listings without: those with the same
    address share its block, and those with another address are different.
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
    for phone in traits.phones:
        yield "phone", phone
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
    """The blocks of the square that a point is in and of the squares around it."""
    if spot.point:
        x, y = _cell(spot)
        yield from (("cell", x + i, y + j) for i in (-1, 0, 1) for j in (-1, 0, 1))


def _cell(spot: Spot) -> tuple[int, int]:
    """The square of about NEAR_BY metres that a point is in: its numbers eastward and northward."""
    lon, lat = spot.point or (0.0, 0.0)
    return floor(lon * NARROWEST / NEAR_BY), floor(lat * METRES_PER_DEGREE / NEAR_BY)


def _words(traits: Traits) -> Iterator[str]:
    """The beginnings of the words of a name, as they sound."""
    yield from (word.heard[:BEGINNING] for word in traits.name.words)
