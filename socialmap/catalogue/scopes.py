"""Which initiatives somebody answers for: those of municipalities, or of organisations."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select

from socialmap.catalogue.models import Initiative, InitiativeLocation, InitiativeTerm
from socialmap.places.models import Location


@dataclass(frozen=True)
class Reach:
    """How far somebody's work goes: everywhere (None), or municipalities and organisations."""

    areas: frozenset[str] | None = None
    organisations: frozenset[uuid.UUID] = frozenset()

    def ids(self) -> Select[*tuple[Any, ...]] | None:
        """The ids of the initiatives within it; None when there is no limit."""
        return ids_within(self.areas, self.organisations)


EVERYWHERE = Reach()


def ids_within(
    areas: Collection[str] | None, organisations: Collection[uuid.UUID] = ()
) -> Select[*tuple[Any, ...]] | None:
    """The ids of the initiatives in municipalities (None: everywhere) or of organisations.

    As the guards read it: a listing without a municipality is where it serves, and one of which
    nobody knows where it is, is everybody's. The answer is None when there is no limit.
    """
    if areas is None:
        return None
    at = (
        select(InitiativeLocation.initiative_id)
        .join(Location, Location.id == InitiativeLocation.location_id)
        .where(Location.municipality != "")
    )
    serving = select(InitiativeTerm.initiative_id).where(InitiativeTerm.scheme == "service_area")
    nowhere = Initiative.id.not_in(at)
    reached: list[ColumnElement[bool]] = [Initiative.organisation_id.in_(organisations)]
    if areas:
        reached += [
            Initiative.id.in_(at.where(Location.municipality.in_(areas))),
            nowhere & Initiative.id.in_(serving.where(InitiativeTerm.code.in_(areas))),
            nowhere & Initiative.id.not_in(serving),
        ]
    return select(Initiative.id).where(or_(*reached))
