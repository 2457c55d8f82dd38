"""The initiatives that somebody answers for, in SQL: the same as `people.permissions.covers`."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, select, true, union_all

from socialmap.catalogue.listing import ListedLocation, Listing
from socialmap.catalogue.models import Initiative, InitiativeArea
from socialmap.people.permissions import Scope, scope_at
from socialmap.places.municipalities import municipality_at, municipality_of


@dataclass(frozen=True)
class Reach:
    """The reach of somebody's work: everywhere (None), or municipalities and organisations."""

    areas: frozenset[str] | None = None
    organisations: frozenset[uuid.UUID] = frozenset()

    def ids(self) -> Select[*tuple[Any, ...]] | None:
        """Select the ids of the initiatives within it; None means without limit."""
        return ids_within(self.areas, self.organisations)

    def covers_area(self, area: ColumnElement[Any]) -> ColumnElement[bool]:
        """The condition that the area of something else lies within it; '' lies everywhere."""
        if self.areas is None:
            return true()
        if not self.areas:
            return false()
        return func.coalesce(area, "").in_(["", *self.areas])


EVERYWHERE = Reach()


def municipality_in(location: ListedLocation) -> str:
    """The municipality of a location: its own, else by its postcode or point; '' abroad."""
    return (
        location.municipality
        or municipality_of(location.postcode)
        or municipality_at(location.lon, location.lat)
    )


def scope_in(listing: Listing) -> Scope:
    """The scope of a listing that is not written yet; without its organisation."""
    return scope_at(map(municipality_in, listing.locations), listing.service_areas)


def ids_within(
    areas: Collection[str] | None, organisations: Collection[uuid.UUID] = ()
) -> Select[*tuple[Any, ...]] | None:
    """Select the ids of the initiatives in municipalities (None: everywhere) or of organisations.

    Without a municipality a listing counts as being in its service areas; with neither it lies
    within every municipality. None when there is no limit.
    """
    if areas is None:
        return None
    own = select(Initiative.id).where(Initiative.organisation_id.in_(organisations))
    if not areas:
        return own
    there = select(InitiativeArea.initiative_id).where(InitiativeArea.area.in_([*areas, ""]))
    if not organisations:
        return there
    either = union_all(there, own).subquery()
    return select(either.c[0])
