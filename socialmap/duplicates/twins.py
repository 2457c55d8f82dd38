"""Listings that are there already and are probably the one that somebody is about to add."""

from __future__ import annotations

from collections.abc import Iterator
from math import cos, radians
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from socialmap.catalogue.listing import ListedLocation, Listing
from socialmap.catalogue.models import Contact, Initiative, InitiativeLocation
from socialmap.db import db
from socialmap.duplicates.queries import Candidate, catalogue_traits
from socialmap.language.tokens import words
from socialmap.matching.blocks import Blocks, Match
from socialmap.matching.likeness import NEAR_BY
from socialmap.matching.traits import site_host, site_key, traits_of
from socialmap.places.geometry import METRES_PER_DEGREE, Box
from socialmap.places.models import Location
from socialmap.places.queries import overlaps_box

# A word of a name that is shorter is in too many names.
TELLING = 5
MOST = 2_000


def twins_of(listing: Listing) -> list[Match[Candidate]]:
    """The listings of the catalogue that are probably this one, the most likely first.

    Only what has an address, a contact or a word of the name in common is read and compared.
    """
    found: set[Any] = set()
    for ids in _meeting(listing):
        found.update(db.session.scalars(ids.limit(MOST)))
    if not found:
        return []
    near = catalogue_traits(Initiative.id.in_(found))
    return Blocks(near).matches(traits_of(listing))


def _meeting(listing: Listing) -> Iterator[Select[Any]]:
    """Selects of the ids of listings that could be this one."""
    yield from _by_name(listing)
    contact = _same_contact(listing)
    if contact:
        yield select(Contact.initiative_id).where(or_(*contact))
    for each in listing.locations:
        at = or_(*_same_place(each))
        yield (
            select(InitiativeLocation.initiative_id)
            .join(Location, Location.id == InitiativeLocation.location_id)
            .where(at)
        )


def _by_name(listing: Listing) -> Iterator[Select[Any]]:
    name = func.lower(Initiative.name)
    yield select(Initiative.id).where(name == listing.name.lower())
    telling = [word for word in words(listing.name) if len(word) >= TELLING]
    towns = {each.town for each in listing.locations if each.town}
    here = (
        select(InitiativeLocation.initiative_id)
        .join(Location, Location.id == InitiativeLocation.location_id)
        .where(Location.town.in_(towns))
    )
    for word in telling:
        has = name.contains(word[: TELLING + 1], autoescape=True)
        alike = select(Initiative.id).where(has)
        yield alike.where(Initiative.id.in_(here)) if towns else alike


def _same_contact(listing: Listing) -> list[ColumnElement[bool]]:
    same: list[ColumnElement[bool]] = []
    if listing.phone:
        same.append(Contact.phone == listing.phone)
    if listing.email:
        same.append(func.lower(Contact.email) == listing.email.lower())
    if host := site_host(site_key(listing.website)):
        same.append(Contact.website.contains(host, autoescape=True))
    return same


def _same_place(each: ListedLocation) -> list[ColumnElement[bool]]:
    same: list[ColumnElement[bool]] = [overlaps_box(Location.point, _around(each.lon, each.lat))]
    if each.postcode:
        same.append(Location.postcode == each.postcode)
    return same


def _around(lon: float, lat: float) -> Box:
    """The box of 150 metres around a point."""
    north = NEAR_BY / METRES_PER_DEGREE
    east = north / cos(radians(lat))
    return lon - east, lat - north, lon + east, lat + north
