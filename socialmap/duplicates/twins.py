"""Twins: the listings of the catalogue that are probably the one that somebody is adding."""

from __future__ import annotations

from collections.abc import Iterator
from math import cos, radians
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, cast, func, or_, select

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

# Words of names with fewer letters are in too many names to search by.
LEAST_LETTERS = 5
MOST = 2_000  # listings to compare with for each thing in common


def twins_of(listing: Listing) -> list[Match[Candidate]]:
    """The listings of the catalogue that are probably this one, the most likely first.

    Only listings with an address, a contact or a word of the name in common are compared.
    """
    candidates: set[Any] = set()
    for ids in _sharing(listing):
        candidates.update(db.session.scalars(ids.limit(MOST)))
    if not candidates:
        return []
    traits = catalogue_traits(Initiative.id.in_(candidates))
    return Blocks(traits).matches(traits_of(listing))


def _sharing(listing: Listing) -> Iterator[Select[Any]]:
    """Selects of the ids of listings that have something in common with this one."""
    yield from _by_name(listing)
    contact = _same_contact(listing)
    if contact:
        yield select(Contact.initiative_id).where(or_(*contact))
    for location in listing.locations:
        same = or_(*_same_place(location))
        yield (
            select(InitiativeLocation.initiative_id)
            .join(Location, Location.id == InitiativeLocation.location_id)
            .where(same)
        )


def _by_name(listing: Listing) -> Iterator[Select[Any]]:
    name = func.lower(Initiative.name)
    yield select(Initiative.id).where(name == listing.name.lower())
    long_words = [word for word in words(listing.name) if len(word) >= LEAST_LETTERS]
    towns = {location.town for location in listing.locations if location.town}
    in_towns = (
        select(InitiativeLocation.initiative_id)
        .join(Location, Location.id == InitiativeLocation.location_id)
        .where(Location.town.in_(towns))
    )
    for word in long_words:
        has = name.contains(word[: LEAST_LETTERS + 1], autoescape=True)
        alike = select(Initiative.id).where(has)
        yield alike.where(Initiative.id.in_(in_towns)) if towns else alike


def _same_contact(listing: Listing) -> list[ColumnElement[bool]]:
    same: list[ColumnElement[bool]] = []
    for phone in listing.phones:
        same.append(cast(Contact.phones, Text).contains(f'"{phone.number}"', autoescape=True))
    if listing.email:
        same.append(func.lower(Contact.email) == listing.email.lower())
    if host := site_host(site_key(listing.website)):
        same.append(Contact.website.contains(host, autoescape=True))
    return same


def _same_place(location: ListedLocation) -> list[ColumnElement[bool]]:
    around = _around(location.lon, location.lat)
    same: list[ColumnElement[bool]] = [overlaps_box(Location.point, around)]
    if location.postcode:
        same.append(Location.postcode == location.postcode)
    return same


def _around(lon: float, lat: float) -> Box:
    """The box that reaches NEAR_BY metres from a point (WGS84 lon/lat) to each side."""
    north = NEAR_BY / METRES_PER_DEGREE
    east = north / cos(radians(lat))
    return lon - east, lat - north, lon + east, lat + north
