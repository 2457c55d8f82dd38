"""Read duplicates: the probable pairs of the catalogue, and the merged listings of a source."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Result, Row, select, true

from socialmap.catalogue.addresses import InitiativeAlias, surviving_id
from socialmap.catalogue.models import (
    Contact,
    Initiative,
    InitiativeLocation,
    Organisation,
    Status,
)
from socialmap.db import db
from socialmap.duplicates.models import NotDuplicate
from socialmap.matching.blocks import probable_pairs
from socialmap.matching.likeness import PROBABLE, Likeness
from socialmap.matching.traits import Address, Traits, make_traits
from socialmap.places.models import Location
from socialmap.validity import point_of

PART = 1_000  # rows in memory at a time


@dataclass(frozen=True, slots=True)
class Candidate:
    """A listing in a pair, with its towns and municipalities as they are written."""

    id: uuid.UUID
    slug: str
    name: str
    towns: frozenset[str] = frozenset()

    def lies_in(self, area: str) -> bool:
        """Whether one of its locations is in this town or municipality, ignoring case."""
        return area.casefold() in {town.casefold() for town in self.towns}


@dataclass(frozen=True, slots=True)
class ProbablePair:
    """Two listings that are probably the same, how likely, and why."""

    one: Candidate
    other: Candidate
    likeness: Likeness


def catalogue_traits(
    among: ColumnElement[bool] | None = None,
) -> Iterator[tuple[Traits, Candidate]]:
    """The traits of the listings that are not archived, by id.

    `among` is a condition on initiatives that narrows them.
    """
    wanted = true() if among is None else among
    rows: Result[Any] = db.session.execute(
        select(
            Initiative.id, Initiative.slug, Initiative.name, Initiative.kind,
            Organisation.name.label("organisation"), Contact.phones, Contact.email, Contact.website,
            Location.street, Location.postcode, Location.town, Location.municipality,
            Location.precision, Location.lon, Location.lat,
        )
        .outerjoin(Organisation, Organisation.id == Initiative.organisation_id)
        .outerjoin(Contact, Contact.initiative_id == Initiative.id)
        .outerjoin(InitiativeLocation, InitiativeLocation.initiative_id == Initiative.id)
        .outerjoin(Location, Location.id == InitiativeLocation.location_id)
        .where(Initiative.status != Status.ARCHIVED, wanted)
        .order_by(Initiative.id, Contact.id, InitiativeLocation.id)
        .execution_options(yield_per=PART)
    )  # fmt: skip
    for _, same in groupby(rows, key=lambda row: row.id):
        yield _traits(list(same))


def _traits(rows: Sequence[Row[Any]]) -> tuple[Traits, Candidate]:
    first = rows[0]
    located = [row for row in rows if row.town is not None and point_of(row.lon, row.lat)]
    addresses = dict.fromkeys(
        Address(row.street, row.postcode, row.town, (row.lon, row.lat), row.precision)
        for row in located
    )
    traits = make_traits(
        first.name,
        list(addresses),
        ([phone["number"] for phone in first.phones or ()], first.email or "", first.website or ""),
        first.organisation or "",
        first.kind,
    )
    towns = frozenset(town for row in located for town in (row.town, row.municipality) if town)
    return traits, Candidate(first.id, first.slug, first.name, towns)


def probable_duplicates(area: str = "", least: float = PROBABLE) -> list[ProbablePair]:
    """The pairs of the catalogue that are probably the same listing, the most likely first.

    With `area`, a town or municipality, at least one of the two lies in it. Pairs that a person
    judged to be different are left out.
    """
    different = different_pairs()
    pairs = [
        ProbablePair(one, other, like)
        for one, other, like in probable_pairs(catalogue_traits(), least)
        if ordered(one.id, other.id) not in different
    ]
    wanted = [pair for pair in pairs if not area or _in(pair, area)]
    return sorted(wanted, key=lambda pair: (-pair.likeness.score, pair.one.slug, pair.other.slug))


def _in(pair: ProbablePair, area: str) -> bool:
    return pair.one.lies_in(area) or pair.other.lies_in(area)


def ordered(one: uuid.UUID, other: uuid.UUID) -> tuple[uuid.UUID, uuid.UUID]:
    """Two ids, the lower first: a pair has no direction."""
    return (one, other) if one < other else (other, one)


def different_pairs() -> set[tuple[uuid.UUID, uuid.UUID]]:
    """The pairs that a person judged to be different listings."""
    rows = db.session.execute(select(NotDuplicate.one_id, NotDuplicate.other_id))
    return {ordered(one, other) for one, other in rows}


def merged_of(source: str) -> dict[uuid.UUID, str]:
    """The listings of a source that were merged: by old id the slug of the one that remains."""
    merged = select(InitiativeAlias.old_id).where(InitiativeAlias.source == source)
    survivors = {
        old_id: db.session.get(Initiative, surviving_id(old_id))
        for old_id in db.session.scalars(merged).all()
    }
    return {old_id: survivor.slug for old_id, survivor in survivors.items() if survivor}
