"""Read listings: one by its slug, some by their ids, and the agenda."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from socialmap.catalogue.listing import Listing, from_document
from socialmap.catalogue.models import (
    Activity,
    FormDecision,
    Initiative,
    InitiativeForm,
    Organisation,
    Revision,
    Status,
)
from socialmap.catalogue.visibility import shows
from socialmap.db import db
from socialmap.errors import NotFoundProblem
from socialmap.paging import batches
from socialmap.times.dates import activity_times
from socialmap.wording import N_

PUBLISHED = Initiative.status == Status.PUBLISHED
# All that a card shows, in a fixed number of queries however many cards there are.
CARD = (
    selectinload(Initiative.organisation),
    selectinload(Initiative.locations),
    selectinload(Initiative.forms),
    selectinload(Initiative.terms),
    selectinload(Initiative.contacts),
    selectinload(Initiative.confirmations),
)
# What tells when something happens; not the whole of it, for an agenda shows only some.
AGENDA = (
    *(Activity.id, Activity.initiative_id, Activity.name),
    *(Activity.starts, Activity.minutes, Activity.repeats),
    *(Initiative.status, Initiative.visibility),
)
PART = 1_000  # ids in one question to the database


def initiative_by_slug(slug: str) -> Initiative:
    """The published initiative with this slug, with all that belongs to it."""
    initiative = db.session.scalar(
        select(Initiative)
        .where(Initiative.slug == slug, PUBLISHED)
        .options(*CARD, selectinload(Initiative.activities))
    )
    if initiative is None:
        raise NotFoundProblem(N_("Dit initiatief staat niet (meer) op de kaart."))
    return initiative


def initiatives(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Initiative]:
    """Initiatives by id, with what a card shows."""
    if not ids:
        return {}
    found = db.session.scalars(select(Initiative).where(Initiative.id.in_(ids)).options(*CARD))
    return {each.id: each for each in found}


class Dated(NamedTuple):
    """One time that an activity happens, in Amsterdam time; by its start and name it is sorted."""

    starts: datetime
    name: str
    activity: int
    initiative: uuid.UUID
    ends: datetime


def dated(first: date, last: date, among: Collection[uuid.UUID] | None = None) -> list[Dated]:
    """What happens from a date up to another, in order, as far as its times are for everybody.

    `among` narrows it to these initiatives.
    """
    rows = (
        select(*AGENDA)
        .join(Initiative, Activity.initiative_id == Initiative.id)
        .where(Activity.starts < datetime.combine(last + timedelta(days=1), time()))
    )
    asked = [rows]
    if among is not None:
        asked = [rows.where(Activity.initiative_id.in_(ids)) for ids in batches(among, PART)]
    return sorted(
        Dated(starts, row.name, row.id, row.initiative_id, ends)
        for each in asked
        for row in db.session.execute(each)
        # To ask the database for what is published would make it begin with all of that.
        if row.status == Status.PUBLISHED and shows(row, "times")
        for starts, ends in activity_times(row, first, last)
    )


def occurrences(found: Sequence[Dated]) -> dict[Dated, Occurrence]:
    """The activities and initiatives of some moments, with what a card shows."""
    named = initiatives({each.initiative for each in found})
    numbers = {each.activity for each in found}
    rows = db.session.scalars(select(Activity).where(Activity.id.in_(numbers)))
    activities = {row.id: row for row in rows}
    return {
        each: Occurrence(named[each.initiative], activities[each.activity], each.starts, each.ends)
        for each in found
    }


def is_empty() -> bool:
    """Whether there is no initiative at all, of whatever status."""
    return db.session.scalar(select(Initiative.id).limit(1)) is None


@dataclass(frozen=True)
class FormNumbers:
    """Published initiatives whose forms were suggested or confirmed, and what people decided.

    `corrected` are decisions to another first form than the one that was suggested.
    """

    suggested: int
    confirmed: int
    corrected: int


def form_numbers() -> FormNumbers:
    """How many initiatives were classified, by the computer and by people."""
    rows = db.session.execute(
        select(InitiativeForm.origin, func.count(InitiativeForm.initiative_id.distinct()))
        .join(Initiative, Initiative.id == InitiativeForm.initiative_id)
        .where(PUBLISHED)
        .group_by(InitiativeForm.origin)
    )
    by_origin = dict(rows.all())
    corrected = select(func.count(FormDecision.id)).where(FormDecision.agreed.is_(False))
    return FormNumbers(
        suggested=by_origin.get("suggested", 0),
        confirmed=by_origin.get("confirmed", 0),
        corrected=db.session.scalar(corrected) or 0,
    )


def sources() -> set[str]:
    """The names of the sources that published initiatives came from."""
    return set(db.session.scalars(select(Initiative.source).where(PUBLISHED).distinct()))


def confirmed_by_form() -> list[Initiative]:
    """The listings of which a person confirmed or corrected the forms of isolation."""
    said = select(InitiativeForm.initiative_id).where(InitiativeForm.origin == "confirmed")
    return list(
        db.session.scalars(
            select(Initiative)
            .where(Initiative.id.in_(said))
            .options(selectinload(Initiative.forms), selectinload(Initiative.terms))
            .order_by(Initiative.id)
        )
    )


@dataclass(frozen=True)
class Occurrence:
    """An activity of an initiative on one date; both moments are aware, in Amsterdam time."""

    initiative: Initiative
    activity: Activity
    starts: datetime
    ends: datetime


def dates_of(initiative: Initiative, first: date, last: date) -> list[Occurrence]:
    """What happens at an initiative from a date up to another, in order."""
    found = [
        Occurrence(initiative, activity, starts, ends)
        for activity in initiative.activities
        for starts, ends in activity_times(activity, first, last)
    ]
    return sorted(found, key=lambda each: (each.starts, each.activity.name))


MOST_NAMES = 500


def initiative_to_edit(initiative_id: uuid.UUID, *, lock: bool = False) -> Initiative:
    """The initiative with this id, of whatever status; locked, nobody else writes it meanwhile."""
    wanted = (
        select(Initiative)
        .where(Initiative.id == initiative_id)
        .options(*CARD, selectinload(Initiative.activities))
        .execution_options(populate_existing=True)
    )
    # On SQLite the whole database is locked already, by @writes.
    found = db.session.scalar(wanted.with_for_update(of=Initiative) if lock else wanted)
    if found is None:
        raise NotFoundProblem(N_("Dit initiatief is er niet (meer)."))
    return found


def listing_at(initiative_id: uuid.UUID, version: int) -> Listing:
    """How an initiative was at a version."""
    document = db.session.scalar(
        select(Revision.document).where(
            Revision.initiative_id == initiative_id, Revision.version == version
        )
    )
    if document is None:
        raise NotFoundProblem(N_("Deze versie is er niet."))
    return from_document(document)


def organisation_names(among: Collection[uuid.UUID] | None = None) -> Sequence[str]:
    """The names of organisations, or of those with these ids, by the alphabet: some of many."""
    names = select(Organisation.name).order_by(Organisation.name).limit(MOST_NAMES)
    if among is not None:
        names = names.where(Organisation.id.in_(among))
    return db.session.scalars(names).all()


def initiative_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """What initiatives are called, by their ids."""
    rows = db.session.execute(select(Initiative.id, Initiative.name).where(Initiative.id.in_(ids)))
    return dict(rows.all())
