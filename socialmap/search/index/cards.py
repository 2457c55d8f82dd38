"""Cards: what a list shows of a listing, stored in the index, so that no database is needed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import orjson

from socialmap.catalogue.freshness import Standing
from socialmap.catalogue.visibility import shows
from socialmap.places.hours_place import hours_place
from socialmap.search.index.sources import Source
from socialmap.times.hours_spans import Where, place_that_matters

# Cards used last; each takes a few kilobytes, with what is rendered from it.
MOST_CACHED = 10_000


class Card(NamedTuple):
    """What a list shows of a listing; tuples hold codes of taxonomies, unknown facts are None.

    A card is equal to itself alone, so that what is rendered from it can be cached by card.
    `confirmed` and `overdue` are ISO dates; `town` is that of the first location, if public;
    `where` is the place of the hours, as far as it matters to them; `picture` is a digest.
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
    where: tuple[str, float | None, float | None]
    picture: str
    picture_alt: str

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    @property
    def confirmed_on(self) -> date | None:
        """The oldest confirmation among the groups ever confirmed; None when there is none."""
        return date.fromisoformat(self.confirmed) if self.confirmed else None

    @property
    def overdue_on(self) -> date:
        """The day on which the listing becomes overdue."""
        return date.fromisoformat(self.overdue)

    @property
    def hours_place(self) -> Where:
        """The place of the hours."""
        return Where(*self.where)

    def shows(self, group: str) -> bool:
        """Whether a group of fields is public."""
        return shows(self, group)


def card_of(source: Source, fresh: Standing) -> Card:
    """The card of a listing, for the index and for the preview at the desk."""
    listing = source.listing
    # When the place is not public, its town is not on the card either.
    locations = listing.locations if shows(listing, "place") else ()
    place = hours_place(listing.locations, listing.service_areas)
    region, lon, lat = place_that_matters(listing.hours, place)
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
        where=(region, lon, lat),
        picture=listing.picture,
        picture_alt=listing.picture_alt,
    )


def pack(card: Card) -> bytes:
    """A card as bytes for the index: all its values but the id, in order."""
    return orjson.dumps(card[1:])


def unpack(packed: bytes | memoryview, digits: str) -> Card:
    """The card of packed bytes, with its id as 32 hexadecimal digits."""
    parts = (digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])
    return Card("-".join(parts), *orjson.loads(packed))
