"""Cards: what a list shows of an initiative, kept beside the index: no database is asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import orjson

from socialmap.catalogue.freshness import Standing
from socialmap.catalogue.visibility import shows
from socialmap.search.index.sources import Source

# Those that were asked for last; a few kilobytes each, with what is drawn of them.
MOST_CACHED = 10_000


class Card(NamedTuple):
    """What a card shows. Lists hold codes of the taxonomies; a fact that nobody told is None.

    A card is equal to itself alone, so that what is drawn of it can be kept with it.
    `confirmed` and `overdue` are dates as text; `town` is that of the first location, when it is
    for everybody.
    """

    id: str
    slug: str
    name: str
    summary: str
    setting: str
    kind: str
    organisation: str
    hours: str
    hours_text: str
    cost_amount: float | None
    cost_text: str
    free_of_charge: bool | None
    online: bool
    confirmed: str
    audiences: tuple[str, ...]
    forms: Mapping[str, float]
    visibility: Mapping[str, str]
    town: str
    overdue: str

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    @property
    def confirmed_on(self) -> date | None:
        """Since when all of it that ever was looked at was; None when nobody ever did."""
        return date.fromisoformat(self.confirmed) if self.confirmed else None

    @property
    def overdue_on(self) -> date:
        """The day from which that is too long ago."""
        return date.fromisoformat(self.overdue)

    def shows(self, group: str) -> bool:
        """Whether a group of fields may be seen by everybody."""
        return shows(self, group)


def card_of(source: Source, fresh: Standing) -> Card:
    """The card of a listing, in the index and in the preview of the desk."""
    listing = source.listing
    # Where a place is not for everybody, its town is not on the card.
    locations = listing.locations if shows(listing, "place") else ()
    return Card(
        id=str(source.id),
        slug=source.slug,
        name=listing.name,
        summary=listing.summary,
        setting=source.setting,
        kind=listing.kind,
        organisation=listing.organisation,
        hours=listing.hours,
        hours_text=listing.hours_text,
        cost_amount=listing.cost_amount,
        cost_text=listing.cost_text,
        free_of_charge=listing.free_of_charge,
        online=listing.online,
        confirmed=fresh.confirmed_on.isoformat() if fresh.confirmed_on else "",
        audiences=listing.audiences,
        forms=source.forms,
        visibility=listing.visibility,
        town=locations[0].town if locations else "",
        overdue=fresh.overdue_on.isoformat(),
    )


def pack(card: Card) -> bytes:
    """A card as the bytes that the index keeps beside its id: the other values, in order."""
    return orjson.dumps(card[1:])


def unpack(packed: bytes | memoryview, digits: str) -> Card:
    """The card that was packed, with its id (32 digits)."""
    parts = (digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])
    return Card("-".join(parts), *orjson.loads(packed))
