"""Read organisations: by their names of now and before, within somebody's reach, and for all."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, Text, cast, exists, func, or_, select

from socialmap.catalogue.addresses import OrganisationAlias
from socialmap.catalogue.models import (
    Contact,
    Initiative,
    InitiativeLocation,
    Organisation,
    Status,
)
from socialmap.catalogue.queries import CARD, PUBLISHED
from socialmap.catalogue.scopes import Reach
from socialmap.catalogue.unfinished import is_any_unfinished
from socialmap.db import db
from socialmap.errors import NotFoundProblem
from socialmap.paging import Page, page_of
from socialmap.places.models import Location
from socialmap.wording import N_

LISTINGS, CONTACT, MEMBER, WAITING = "plekken", "contact", "lid", "voorstel"
ALIVE = Initiative.status != Status.ARCHIVED
PER_PAGE = 20
UNKNOWN = N_("Deze organisatie is er niet, of hoort niet bij jouw gebied.")


@dataclass(frozen=True)
class Offering:
    """An organisation, and the number of its listings within somebody's reach."""

    organisation: Organisation
    initiatives: int


def organisations_page(reach: Reach, words: str, lacking: str, number: int) -> Page[Offering]:
    """A page of the organisations within reach, sorted by name.

    All of `words` must be part of a name, of now or before. `lacking` is LISTINGS or CONTACT for
    those without, MEMBER for members, and WAITING for those that propose a change.
    """
    count = _counted(reach)
    query = select(Organisation, count.label("number")).where(_within(reach))
    former = select(OrganisationAlias.organisation_id)
    for word in words.split():
        before = former.where(OrganisationAlias.name.icontains(word, autoescape=True))
        query = query.where(
            or_(
                Organisation.name.icontains(word, autoescape=True),
                Organisation.id.in_(before),
            )
        )
    conditions: dict[str, ColumnElement[bool]] = {
        LISTINGS: ~_listed(),
        CONTACT: ~has_contact(),
        MEMBER: Organisation.member.is_(True),
        WAITING: proposes(),
    }
    if lacking in conditions:
        query = query.where(conditions[lacking])
    query = query.order_by(func.lower(Organisation.name), Organisation.id)
    return page_of(query, number).map(lambda row: Offering(*row))


def proposes() -> ColumnElement[bool]:
    """Whether an organisation proposes a change of its own page."""
    return cast(Organisation.proposed, Text) != "{}"


def has_contact() -> ColumnElement[bool]:
    """Whether an organisation, or a listing of it, has a phone number, mail address or site."""
    listed = exists().where(
        Contact.initiative_id == Initiative.id,
        Initiative.organisation_id == Organisation.id,
        ALIVE,
    )
    own = or_(
        Organisation.email != "",
        Organisation.website != "",
        cast(Organisation.phones, Text) != "[]",
    )
    return or_(own, listed)


def _listed() -> ColumnElement[bool]:
    return exists().where(Initiative.organisation_id == Organisation.id, ALIVE)


def _counted(reach: Reach) -> ScalarSelect[int]:
    number = select(func.count(Initiative.id)).where(
        Initiative.organisation_id == Organisation.id, ALIVE
    )
    ids = reach.ids()
    if ids is not None:
        number = number.where(Initiative.id.in_(ids))
    return number.correlate(Organisation).scalar_subquery()


def _within(reach: Reach) -> ColumnElement[bool]:
    """Whether an organisation lies within reach: a listing of it does, or it has none at all."""
    ids = reach.ids()
    if ids is None:
        return Organisation.id.is_not(None)
    mine = select(Initiative.organisation_id).where(
        Initiative.id.in_(ids), Initiative.organisation_id.is_not(None)
    )
    within: list[ColumnElement[bool]] = [
        Organisation.id.in_(mine),
        Organisation.id.in_(reach.organisations),
    ]
    if reach.areas:
        within.append(~exists().where(Initiative.organisation_id == Organisation.id))
    return or_(*within)


def organisation_within(
    reach: Reach, organisation_id: uuid.UUID, *, lock: bool = False
) -> Organisation:
    """The organisation with this id; raise NotFoundProblem if it is not within reach.

    With `lock` nobody else writes it until the transaction ends.
    """
    wanted = select(Organisation).where(Organisation.id == organisation_id, _within(reach))
    wanted = wanted.execution_options(populate_existing=True)
    found = db.session.scalar(wanted.with_for_update(of=Organisation) if lock else wanted)
    if found is None:
        raise NotFoundProblem(UNKNOWN)
    return found


def lies_wholly_within(reach: Reach, organisation_id: uuid.UUID) -> bool:
    """Whether all listings of an organisation lie within reach: else others answer for some."""
    ids = reach.ids()
    if ids is None:
        return True
    outside = exists().where(
        Initiative.organisation_id == organisation_id, Initiative.id.not_in(ids)
    )
    return not db.session.scalar(select(outside))


def listings_page(organisation_id: uuid.UUID, reach: Reach, number: int = 1) -> Page[Initiative]:
    """A page of the listings of an organisation within reach, by name; not the archived ones."""
    wanted = select(Initiative).where(Initiative.organisation_id == organisation_id, ALIVE)
    ids = reach.ids()
    if ids is not None:
        wanted = wanted.where(Initiative.id.in_(ids))
    by_name = wanted.options(*CARD).order_by(func.lower(Initiative.name), Initiative.slug)
    return page_of(by_name, number, PER_PAGE)


def public_page(organisation_id: uuid.UUID, number: int = 1) -> Page[Initiative]:
    """A page of the published listings of an organisation, by name."""
    wanted = select(Initiative).where(Initiative.organisation_id == organisation_id, PUBLISHED)
    by_name = wanted.options(*CARD).order_by(func.lower(Initiative.name), Initiative.slug)
    return page_of(by_name, number, PER_PAGE)


def organisation_by_slug(slug: str) -> Organisation:
    """The organisation with this slug, or the one that it was merged into; or NotFoundProblem."""
    found = db.session.scalar(select(Organisation).where(Organisation.slug == slug))
    if found is None:
        merged = select(OrganisationAlias.organisation_id).where(OrganisationAlias.slug == slug)
        found = db.session.scalar(select(Organisation).where(Organisation.id.in_(merged)))
    if found is None:
        raise NotFoundProblem(N_("Deze organisatie staat niet (meer) op de kaart."))
    return found


def successor_of(old_id: uuid.UUID) -> uuid.UUID | None:
    """The id of the organisation into which the one with this id was merged; None without."""
    return db.session.scalar(
        select(OrganisationAlias.organisation_id).where(OrganisationAlias.old_id == old_id)
    )


def former_names(organisation_id: uuid.UUID) -> list[str]:
    """The names that an organisation had before, also of those merged into it, sorted."""
    names = select(OrganisationAlias.name).where(
        OrganisationAlias.organisation_id == organisation_id
    )
    return list(db.session.scalars(names.order_by(OrganisationAlias.name)))


def current_names(names: Collection[str]) -> dict[str, str]:
    """The present name of each of these names that an organisation had before."""
    wanted = {name for name in names if name}
    if not wanted:
        return {}
    former = _former_and_present().where(OrganisationAlias.name.in_(wanted))
    return dict(db.session.execute(former).all())


def all_former_names() -> dict[str, str]:
    """The present name of each name that an organisation had before."""
    return dict(db.session.execute(_former_and_present()).all())


def _former_and_present() -> Select[str, str]:
    return select(OrganisationAlias.name, Organisation.name).join(
        Organisation, Organisation.id == OrganisationAlias.organisation_id
    )


def with_current_name(document: Mapping[str, Any], names: Mapping[str, str]) -> Mapping[str, Any]:
    """The document of a listing, with the present name of its organisation, from `names`.

    So a listing is the same before and after its organisation was renamed or merged.
    """
    name = document.get("organisation", "")
    return {**document, "organisation": names[name]} if name in names else document


def organisation_ids(names: Collection[str]) -> dict[str, uuid.UUID]:
    """The ids of the organisations that have these names, or had them before."""
    wanted = {name for name in names if name}
    if not wanted:
        return {}
    former = select(OrganisationAlias.name, OrganisationAlias.organisation_id)
    ids = dict(db.session.execute(former.where(OrganisationAlias.name.in_(wanted))).all())
    now = select(Organisation.name, Organisation.id).where(Organisation.name.in_(wanted))
    return ids | dict(db.session.execute(now).all())


def is_member(name: str) -> bool:
    """Whether the organisation with this name, of now or before, is a member of the platform."""
    ids = organisation_ids([name])
    members = select(Organisation.member).where(Organisation.id == ids.get(name))
    return bool(db.session.scalar(members)) if ids else False


def holder_of(name: str) -> Organisation | None:
    """The organisation that has this name, or had it before, whatever its capitals; or None."""
    same = func.lower(Organisation.name) == name.lower()
    former = select(OrganisationAlias.organisation_id).where(
        func.lower(OrganisationAlias.name) == name.lower()
    )
    found = db.session.scalar(select(Organisation).where(same).limit(1))
    return found or db.session.scalar(
        select(Organisation).where(Organisation.id.in_(former)).limit(1)
    )


def municipalities() -> list[str]:
    """The municipalities of the locations of all listings, sorted."""
    names = select(Location.municipality).where(Location.municipality != "").distinct()
    if is_any_unfinished():
        # Not those of what a run hides: that is known of the listings, and takes longer.
        names = names.join(InitiativeLocation, InitiativeLocation.location_id == Location.id)
        names = names.join(Initiative, Initiative.id == InitiativeLocation.initiative_id)
    return sorted(db.session.scalars(names))


def organisations() -> dict[uuid.UUID, str]:
    """The names of all organisations by id, sorted by name."""
    rows = select(Organisation.id, Organisation.name).order_by(Organisation.name)
    return dict(db.session.execute(rows).all())


def logos_of_organisations() -> dict[uuid.UUID, str]:
    """The digests of the logos of organisations, by their id."""
    rows = select(Organisation.id, Organisation.logo).where(Organisation.logo != "")
    return dict(db.session.execute(rows).all())
