"""Compare two listings part by part, and merge two changes of the same listing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from socialmap.catalogue.listing import TOGETHER, ListedLocation, Listing

# The fields of a location that are one part together; each other field is a part.
ADDRESS = (
    "lon", "lat", "street", "postcode", "town", "municipality", "bag_id", "hidden", "precision",
)  # fmt: skip
LOCATION_FIELDS = tuple(field.name for field in fields(ListedLocation))
LOCATION_PARTS = (ADDRESS, *((name,) for name in LOCATION_FIELDS if name not in ADDRESS))
ALONE = tuple(
    field.name
    for field in fields(Listing)
    if field.name not in {"locations", *(name for group in TOGETHER for name in group)}
)

Side = Literal["mine", "theirs", "before"]
# A listing part by part: the values of each part by field, by the key of the part.
Parts = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Difference:
    """A part of a listing that differs before and after, both as values by field.

    `part` is its key: its first field, or `locations.0.lon` for the address of the first location.
    """

    part: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True)
class Clash:
    """A part of a listing that two people changed in different ways."""

    part: str
    before: Mapping[str, Any]
    mine: Mapping[str, Any]
    theirs: Mapping[str, Any]


@dataclass(frozen=True)
class Merged:
    """The listing that two changes make together, and the clashes between which a person chooses.

    In a clash the listing has their value, so that nothing of theirs is lost.
    """

    listing: Listing
    clashes: tuple[Clash, ...] = ()


def differences(before: Listing, after: Listing) -> list[Difference]:
    """The parts that differ between two listings, in the order of the fields."""
    old, new = _comparable(before, after)
    return [Difference(key, old[key], new[key]) for key in old if old[key] != new[key]]


def merge_three(
    before: Listing, mine: Listing, theirs: Listing, picks: Mapping[str, Side] | None = None
) -> Merged:
    """Merge two listings, `mine` and `theirs`, that were both made from `before`.

    A part that only one of them changed is taken from that one. A part that both changed in
    different ways is a clash, unless `picks` has the side to take for its key.
    """
    old, ours, other = _comparable(before, mine, theirs)
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


def settle(
    before: Listing, mine: Listing, theirs: Listing, picks: Mapping[str, Side] | None = None
) -> Merged:
    """Merge a copy that comes back, `mine`, into a listing that lived on, `theirs`.

    Both were made from `before`. Each part that `theirs` changed and that the copy has otherwise is
    a clash, even where the copy left it as it was: `theirs` stays, unless `picks` has "mine" for
    its key. Confirmations are no part of it: those of `theirs` stay.
    """
    before, mine = (
        replace(listing, confirmations=theirs.confirmations) for listing in (before, mine)
    )
    old, ours, other = _comparable(before, mine, theirs)
    chosen: Parts = {}
    clashes: list[Clash] = []
    for key, was in old.items():
        if other[key] == was or ours[key] == other[key]:
            chosen[key] = ours[key]
        else:
            chosen[key] = ours[key] if (picks or {}).get(key) == "mine" else other[key]
            clashes.append(Clash(key, was, ours[key], other[key]))
    return Merged(_joined(theirs, chosen), tuple(clashes))


def _comparable(*listings: Listing) -> list[Parts]:
    """The parts of listings with the same keys: of each location only if all have as many."""
    split = len({len(listing.locations) for listing in listings}) == 1
    return [_parts(listing, split) for listing in listings]


def _parts(listing: Listing, split: bool) -> Parts:
    """The parts of a listing; with `split` each location is parts of its own, else all are one."""
    groups = [*((name,) for name in ALONE), *TOGETHER]
    order = {field.name: place for place, field in enumerate(fields(Listing))}
    parts = {
        group[0]: {name: getattr(listing, name) for name in group}
        for group in sorted(groups, key=lambda group: order[group[0]])
    }
    if not split:
        return parts | {"locations": {"locations": listing.locations}}
    return parts | dict(_location_parts(listing.locations))


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
    """The listing with the values of these parts instead of its own."""
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
