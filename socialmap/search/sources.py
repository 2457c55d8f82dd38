"""What the index is built from: published listings as they are now, read a part at a time."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, select

from socialmap.catalogue.listing import Listing, from_document
from socialmap.catalogue.models import Initiative, InitiativeForm, Revision
from socialmap.catalogue.queries import PUBLISHED
from socialmap.db import db

PART = 1_000


@dataclass(frozen=True)
class Source:
    """One published listing, with its address and how much it addresses each form (0-1)."""

    id: uuid.UUID
    slug: str
    setting: str
    listing: Listing
    forms: dict[str, float]


def sources(ids: Sequence[uuid.UUID] | None = None) -> Iterator[Source]:
    """All published listings in the order of their ids, or those of them with these ids."""
    if ids is None:
        # The ids first: a database that sorts whole listings for every part is slow at it.
        ids = db.session.scalars(
            select(Initiative.id).where(PUBLISHED).order_by(Initiative.id)
        ).all()
    for start in range(0, len(ids), PART):
        yield from _part(ids[start : start + PART])


def _part(ids: Sequence[uuid.UUID]) -> list[Source]:
    # The latest revision holds the whole listing in one value: one row for each, not seven.
    rows = db.session.execute(
        select(Initiative.id, Initiative.slug, Initiative.setting, Revision.document)
        .join(
            Revision,
            and_(
                Revision.initiative_id == Initiative.id,
                Revision.version == Initiative.version,
            ),
        )
        .where(PUBLISHED, Initiative.id.in_(ids))
        .order_by(Initiative.id)
    ).all()
    forms: dict[uuid.UUID, dict[str, float]] = {}
    addressed = select(
        InitiativeForm.initiative_id, InitiativeForm.form, InitiativeForm.weight
    ).where(InitiativeForm.initiative_id.in_(ids))
    for initiative_id, form, weight in db.session.execute(addressed):
        forms.setdefault(initiative_id, {})[form] = weight
    return [
        Source(row.id, row.slug, row.setting, from_document(row.document), forms.get(row.id, {}))
        for row in rows
    ]
