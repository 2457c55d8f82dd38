"""What differs between two listings, and three of them made one: before, mine and theirs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from socialmap.catalogue.listing import TOGETHER, ListedLocation, Listing

# The parts of a location that tell one thing together; the other facts of it stand alone.
ADDRESS = (
    "lon", "lat", "street", "postcode", "town", "municipality", "bag_id", "hidden", "precision",
)  # fmt: skip
LOCATION_FIELDS = tuple(each.name for each in fields(ListedLocation))
LOCATION_PARTS = (ADDRESS, *((name,) for name in LOCATION_FIELDS if name not in ADDRESS))
ALONE = tuple(
    each.name
    for each in fields(Listing)
    if each.name not in {"locations", *(name for group in TOGETHER for name in group)}
)

Side = Literal["mine", "theirs", "before"]
# What a listing says, part by part: the key of a part, and its values by field.
Parts = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Difference:
    """A part of a listing that is not the same before and after, each with its values by field.

    `part` is its first field, or `locations.0.lon` for the address of the first of the locations.
    """

    part: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True)
class Clash:
    """A part of a listing that two people changed, each in another way."""

    part: str
    before: Mapping[str, Any]
    mine: Mapping[str, Any]
    theirs: Mapping[str, Any]


@dataclass(frozen=True)
class Merged:
    """The listing that two changes make together, and what a person must still choose.

    Where they clash the listing says what they say: nothing of theirs is lost.
    """

    listing: Listing
    clashes: tuple[Clash, ...] = ()


def differences(before: Listing, after: Listing) -> list[Difference]:
    """The parts of a listing that are not the same, in the order of its fields."""
    split = len(before.locations) == len(after.locations)
    old, new = _parts(before, split), _parts(after, split)
    return [Difference(key, old[key], new[key]) for key in old if old[key] != new[key]]


def merge_three(
    before: Listing, mine: Listing, theirs: Listing, picks: Mapping[str, Side] | None = None
) -> Merged:
    """Make one listing of two that both come from a third.

    What only one of them changed is taken; what both changed, and not alike, clashes, unless it
    is picked whose it must be.
    """
    split = len({len(each.locations) for each in (before, mine, theirs)}) == 1
    old, ours, other = (_parts(each, split) for each in (before, mine, theirs))
    chosen: Parts = {}
    clashes: list[Clash] = []
    for key, was in old.items():
        if other[key] == was or ours[key] == other[key]:
            chosen[key] = ours[key]
        elif ours[key] == was:
            chosen[key] = other[key]
        elif picked := (picks or {}).get(key):
            chosen[key] = {"mine": ours, "theirs": other, "before": old}[picked][key]
        else:
            chosen[key] = other[key]
            clashes.append(Clash(key, was, ours[key], other[key]))
    return Merged(_joined(theirs, chosen), tuple(clashes))


def _parts(listing: Listing, split: bool) -> Parts:
    """What a listing says, part by part; locations one by one, or all of them as one part."""
    groups = [*((name,) for name in ALONE), *TOGETHER]
    order = {each.name: place for place, each in enumerate(fields(Listing))}
    found = {
        group[0]: {name: getattr(listing, name) for name in group}
        for group in sorted(groups, key=lambda group: order[group[0]])
    }
    if not split:
        return found | {"locations": {"locations": listing.locations}}
    return found | dict(_location_parts(listing.locations))


def _location_parts(
    locations: tuple[ListedLocation, ...],
) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, location in enumerate(locations):
        for part in LOCATION_PARTS:
            yield (
                f"locations.{number}.{part[0]}",
                {name: getattr(location, name) for name in part},
            )


def _joined(listing: Listing, parts: Parts) -> Listing:
    """The listing with the values of these parts in place of its own."""
    values: dict[str, Any] = {}
    placed: dict[int, dict[str, Any]] = {}
    for key, part in parts.items():
        if key.startswith("locations."):
            placed.setdefault(int(key.split(".")[1]), {}).update(part)
        else:
            values |= part
    if placed:
        values["locations"] = tuple(ListedLocation(**placed[number]) for number in sorted(placed))
    return replace(listing, **values)
