"""Read what the edit form needs: the listing to write, how it was, and organisations to choose."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from socialmap.catalogue.listing import Listing, from_document
from socialmap.catalogue.models import Initiative, Organisation, Revision
from socialmap.catalogue.queries import CARD
from socialmap.db import db
from socialmap.errors import NotFoundProblem
from socialmap.wording import N_

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
