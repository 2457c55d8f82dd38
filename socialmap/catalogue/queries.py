"""Read listings: one by its slug, some by their ids, and the agenda."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from socialmap.catalogue.activities import Occurrence, moments
from socialmap.catalogue.models import Activity, FormDecision, Initiative, InitiativeForm, Status
from socialmap.db import db
from socialmap.errors import N_, NotFoundProblem

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


def agenda(first: date, last: date, among: Collection[uuid.UUID] | None = None) -> list[Occurrence]:
    """What happens from a date up to another, in order; `among` narrows it to these initiatives."""
    rows: Sequence[Activity] = db.session.scalars(
        select(Activity).join(Initiative, Activity.initiative_id == Initiative.id).where(PUBLISHED)
    ).all()
    wanted = [row for row in rows if among is None or row.initiative_id in among]
    dated = [(row, when) for row in wanted for when in moments(row, first, last)]
    named = initiatives({row.initiative_id for row, _ in dated})
    occurrences = [
        Occurrence(named[row.initiative_id], row, starts, ends) for row, (starts, ends) in dated
    ]
    return sorted(occurrences, key=lambda each: (each.starts, each.activity.name))


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
