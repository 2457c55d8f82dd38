"""Two listings that may be one: the same name in the same place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from socialmap.catalogue.listing import Listing
from socialmap.language.folding import fold
from socialmap.places.geometry import Point, metres_between

T = TypeVar("T")
NEAR = 150  # metres


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a listing is, as far as duplicates go; the point (lon, lat) only when it is exact."""

    postcode: str = ""
    town: str = ""
    point: Point | None = None


NOWHERE = Spot()


def spot_of(listing: Listing) -> Spot:
    """The spot of a listing's first location."""
    if not listing.locations:
        return NOWHERE
    first = listing.locations[0]
    exact = first.precision in ("given", "address")
    return Spot(first.postcode, fold(first.town), (first.lon, first.lat) if exact else None)


def same_spot(one: Spot, other: Spot) -> bool:
    """True when two spots may be one: near each other, or the same postcode or town."""
    if one.point and other.point:
        return metres_between(one.point, other.point) <= NEAR
    if one.postcode and other.postcode:
        return one.postcode == other.postcode
    return one.town == other.town


class Twins(Generic[T]):
    """Listings by name, to ask which one is where another would come."""

    def __init__(self, listings: Iterable[tuple[str, Spot, T]] = ()):
        self._by_name: dict[str, list[tuple[Spot, T]]] = defaultdict(list)
        for name, spot, label in listings:
            self.add(name, spot, label)

    def add(self, name: str, spot: Spot, label: T) -> None:
        """Remember a listing under its name."""
        self._by_name[fold(name)].append((spot, label))

    def find(self, name: str, spot: Spot) -> T | None:
        """The label of the first listing of this name in the same spot."""
        for other, label in self._by_name.get(fold(name), ()):
            if same_spot(spot, other):
                return label
        return None
