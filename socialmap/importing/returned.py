"""A listing of our own that comes back in a file: as it went out, as the file has it, and as is."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from socialmap.catalogue.differences import Clash, Side, settle
from socialmap.catalogue.freshness import with_latest
from socialmap.catalogue.listing import Listing
from socialmap.catalogue.models import Status

# Whose value counts where the file has another one than the desk gave since.
Keep = Literal["desk", "file"]


@dataclass(frozen=True, slots=True)
class Current:
    """The listing of an initiative as it is now; `merged_into` is a slug if it was merged.

    `page` is the address of its page.
    """

    listing: Listing
    page: str
    status: Status
    merged_into: str = ""


@dataclass(frozen=True, slots=True)
class Returned:
    """A listing that comes back: `before` as it was when exported, `mine` as the file has it.

    `current` is how it is now, None if it is not in this catalogue. `status`, `source` and
    `source_id` are those that it had.
    """

    id: uuid.UUID
    before: Listing
    mine: Listing
    status: Status
    current: Current | None = None
    source: str = ""
    source_id: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """What a listing that comes back becomes, and the parts that the desk changed since.

    `same` is True if it says what the catalogue says.
    """

    listing: Listing
    clashes: tuple[Clash, ...]
    same: bool


def settled(
    before: Listing, mine: Listing, current: Listing, picks: Mapping[str, Side] | None = None
) -> Settled:
    """Settle a copy that comes back with the listing as it is now; see `settle` for `picks`."""
    merged = settle(before, mine, current, picks)
    listing = merged.listing
    if mine.confirmations != before.confirmations:
        listing = replace(listing, confirmations=mine.confirmations)
        listing = with_latest(listing, current.confirmations)
    return Settled(listing, merged.clashes, same=listing == current)


def picks_of(keep: Keep, clashes: tuple[Clash, ...]) -> dict[str, Side]:
    """Return the side to take for each clash."""
    return {clash.part: "mine" for clash in clashes} if keep == "file" else {}
