"""Read organisations: those with listings within reach, and the names of all."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import func, select

from socialmap.catalogue.models import Initiative, Organisation
from socialmap.catalogue.scopes import Reach
from socialmap.db import db
from socialmap.errors import NotFoundProblem
from socialmap.paging import Page, page_of
from socialmap.places.models import Location
from socialmap.wording import N_


@dataclass(frozen=True)
class Offering:
    """An organisation, and the number of its initiatives within somebody's reach."""

    organisation: Organisation
    initiatives: int


def organisations_page(reach: Reach, words: str, number: int) -> Page[Offering]:
    """A page of the organisations with initiatives within reach, sorted by name.

    All of `words` must be part of the name.
    """
    query = select(Organisation, func.count(Initiative.id)).join(Initiative)
    ids = reach.ids()
    if ids is not None:
        query = query.where(Initiative.id.in_(ids))
    for word in words.split():
        query = query.where(Organisation.name.icontains(word, autoescape=True))
    query = query.group_by(Organisation.id).order_by(Organisation.name)
    return page_of(query, number).map(lambda row: Offering(*row))


def organisation_within(reach: Reach, organisation_id: uuid.UUID) -> Organisation:
    """The organisation with this id; raise NotFoundProblem without an initiative within reach."""
    mine = select(Initiative.organisation_id).where(Initiative.organisation_id == organisation_id)
    ids = reach.ids()
    if ids is not None:
        mine = mine.where(Initiative.id.in_(ids))
    organisation = db.session.scalar(
        select(Organisation).where(Organisation.id == organisation_id, mine.exists())
    )
    if organisation is None:
        raise NotFoundProblem(N_("Deze organisatie is er niet, of hoort niet bij jouw gebied."))
    return organisation


def municipalities() -> list[str]:
    """The municipalities of all locations, sorted."""
    names = select(Location.municipality).where(Location.municipality != "").distinct()
    return sorted(db.session.scalars(names))


def organisations() -> dict[uuid.UUID, str]:
    """The names of all organisations by id, sorted by name."""
    rows = select(Organisation.id, Organisation.name).order_by(Organisation.name)
    return dict(db.session.execute(rows).all())
