"""Read initiatives by slug or id, the dates of their activities, and numbers about them."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, selectinload

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
from socialmap.times.dates import activity_times
from socialmap.wording import N_

PUBLISHED = Initiative.status == Status.PUBLISHED
# All that a card shows, in the same number of queries for any number of cards.
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
# Beyond so many ids a query reads all rows, and each is looked up afterwards.
MOST_NAMED = 1_000


def initiative_by_slug(slug: str) -> Initiative:
    """The published initiative with this slug, with all that belongs to it; or NotFoundProblem."""
    initiative = db.session.scalar(
        select(Initiative)
        .where(Initiative.slug == slug, PUBLISHED)
        .options(*CARD, selectinload(Initiative.activities))
    )
    if initiative is None:
        raise NotFoundProblem(N_("Dit initiatief staat niet (meer) op de kaart."))
    return initiative


def initiatives(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Initiative]:
    """Initiatives by id, with all that a card shows."""
    if not ids:
        return {}
    rows = db.session.scalars(select(Initiative).where(Initiative.id.in_(ids)).options(*CARD))
    return {initiative.id: initiative for initiative in rows}


def namesakes(ids: Collection[uuid.UUID]) -> list[Initiative]:
    """The initiatives among these of which another has the same name, with their locations."""
    if not ids:
        return []
    other = aliased(Initiative)
    same = (
        select(other.id)
        .where(
            func.lower(other.name) == func.lower(Initiative.name),
            other.id != Initiative.id,
            other.status != Status.ARCHIVED,
        )
        .exists()
    )
    rows = select(Initiative).where(Initiative.id.in_(ids), same)
    return list(db.session.scalars(rows.options(selectinload(Initiative.locations))))


def published(slugs: Sequence[str]) -> list[Initiative]:
    """The published initiatives with these slugs, in that order, with the dates of each."""
    rows = db.session.scalars(
        select(Initiative)
        .where(Initiative.slug.in_(slugs), PUBLISHED)
        .options(*CARD, selectinload(Initiative.activities))
    )
    by_slug = {initiative.slug: initiative for initiative in rows}
    return [by_slug[slug] for slug in dict.fromkeys(slugs) if slug in by_slug]


class Dated(NamedTuple):
    """One time that an activity happens, in Amsterdam time; sorts by start and name."""

    starts: datetime
    name: str
    activity: int
    initiative: uuid.UUID
    ends: datetime | None


def dated(first: date, last: date, among: Collection[uuid.UUID] | None = None) -> list[Dated]:
    """The times of activities from a date up to and including another, sorted.

    Only of published initiatives whose times are for everybody; `among` narrows it to these ids.
    """
    rows = (
        select(*AGENDA)
        .join(Initiative, Activity.initiative_id == Initiative.id)
        .where(Activity.starts < datetime.combine(last + timedelta(days=1), time()))
    )
    if among is not None and len(among) <= MOST_NAMED:
        rows = rows.where(Activity.initiative_id.in_(list(among)))
    return sorted(
        Dated(starts, row.name, row.id, row.initiative_id, ends)
        for row in db.session.execute(rows)
        # Filtered here: with the status in the query the database reads all published first.
        if row.status == Status.PUBLISHED and shows(row, "times")
        if among is None or row.initiative_id in among
        for starts, ends in activity_times(row, first, last)
    )


def occurrences(times: Sequence[Dated]) -> dict[Dated, Occurrence]:
    """The activity and initiative at each of these times, with all that a card shows."""
    by_id = initiatives({dated.initiative for dated in times})
    numbers = {dated.activity for dated in times}
    rows = db.session.scalars(select(Activity).where(Activity.id.in_(numbers)))
    activities = {row.id: row for row in rows}
    return {
        dated: Occurrence(
            by_id[dated.initiative], activities[dated.activity], dated.starts, dated.ends
        )
        for dated in times
    }


def is_empty() -> bool:
    """Whether there is no initiative of any status."""
    return db.session.scalar(select(Initiative.id).limit(1)) is None


@dataclass(frozen=True)
class FormNumbers:
    """The numbers of published initiatives whose forms are suggested, and confirmed by people.

    `corrected` is the number of decisions for another first form than the suggested one.
    """

    suggested: int
    confirmed: int
    corrected: int


def form_numbers() -> FormNumbers:
    """Count the published initiatives by who classified them, and the corrections."""
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
    """The names of the sources of published initiatives."""
    return set(db.session.scalars(select(Initiative.source).where(PUBLISHED).distinct()))


def confirmed_by_form() -> list[Initiative]:
    """The initiatives whose forms of isolation a person confirmed or corrected, by id."""
    confirmed = select(InitiativeForm.initiative_id).where(InitiativeForm.origin == "confirmed")
    return list(
        db.session.scalars(
            select(Initiative)
            .where(Initiative.id.in_(confirmed))
            .options(selectinload(Initiative.forms), selectinload(Initiative.terms))
            .order_by(Initiative.id)
        )
    )


@dataclass(frozen=True)
class Occurrence:
    """An activity of an initiative on one date; both moments are aware, in Amsterdam time.

    An end that is not known is None.
    """

    initiative: Initiative
    activity: Activity
    starts: datetime
    ends: datetime | None


def dates_of(initiative: Initiative, first: date, last: date) -> list[Occurrence]:
    """The times of an initiative's activities from a date up to another, by start and name."""
    times = [
        Occurrence(initiative, activity, starts, ends)
        for activity in initiative.activities
        for starts, ends in activity_times(activity, first, last)
    ]
    return sorted(times, key=lambda time: (time.starts, time.activity.name))


MOST_NAMES = 500


def initiative_to_edit(initiative_id: uuid.UUID, *, lock: bool = False) -> Initiative:
    """The initiative with this id, of any status, or NotFoundProblem; `lock` keeps others out."""
    wanted = (
        select(Initiative)
        .where(Initiative.id == initiative_id)
        .options(*CARD, selectinload(Initiative.activities))
        .execution_options(populate_existing=True)
    )
    # On SQLite @writes has locked the whole database already.
    initiative = db.session.scalar(wanted.with_for_update(of=Initiative) if lock else wanted)
    if initiative is None:
        raise NotFoundProblem(N_("Dit initiatief is er niet (meer)."))
    return initiative


def listing_at(initiative_id: uuid.UUID, version: int) -> Listing:
    """The listing of an initiative at a version; or NotFoundProblem."""
    document = db.session.scalar(
        select(Revision.document).where(
            Revision.initiative_id == initiative_id, Revision.version == version
        )
    )
    if document is None:
        raise NotFoundProblem(N_("Deze versie is er niet."))
    return from_document(document)


def organisation_names(among: Collection[uuid.UUID] | None = None) -> Sequence[str]:
    """At most MOST_NAMES names of organisations, sorted; `among` narrows them to these ids."""
    names = select(Organisation.name).order_by(Organisation.name).limit(MOST_NAMES)
    if among is not None:
        names = names.where(Organisation.id.in_(among))
    return db.session.scalars(names).all()


def initiative_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The names of initiatives by id."""
    rows = db.session.execute(select(Initiative.id, Initiative.name).where(Initiative.id.in_(ids)))
    return dict(rows.all())
