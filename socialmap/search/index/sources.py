"""Read the published listings from the database, to build the index from."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.types import NullType

from socialmap.catalogue.listing import Listing, from_document
from socialmap.catalogue.models import Initiative, InitiativeForm, Revision
from socialmap.catalogue.queries import PUBLISHED
from socialmap.catalogue.visibility import for_everybody, shows
from socialmap.db import db
from socialmap.paging import batches

PART = 1_000
# A listing is classified and ages by its kind, also when its kind is not shown.
ALWAYS_USED = ("kind", "setting")
Forms = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Source:
    """One published listing with its slug, and the weight of each isolation form (0-1)."""

    id: uuid.UUID
    slug: str
    setting: str
    listing: Listing
    forms: Forms


def source_of(
    initiative_id: uuid.UUID, slug: str, setting: str, listing: Listing, forms: Forms
) -> Source:
    """The source with only public fields: no word, filter or card gives away the others."""
    shown = for_everybody(listing, ALWAYS_USED)
    public_forms = forms if listing is shown or shows(listing, "what") else {}
    return Source(initiative_id, slug, setting, shown, public_forms)


def published_sources(ids: Sequence[uuid.UUID] | None = None) -> Iterator[Source]:
    """All published listings, or those with these ids."""
    if ids is None:
        yield from _read(_listings(), _addressed())
        return
    for part in batches(ids, PART):
        # Ordered by id, SQLite looks each of them up; otherwise it scans all published listings.
        yield from _read(
            _listings().where(Initiative.id.in_(part)).order_by(Initiative.id),
            _addressed().where(InitiativeForm.initiative_id.in_(part)),
        )


def _raw(column: InstrumentedAttribute[uuid.UUID]) -> ColumnElement[Any]:
    """An id as the database stores it: converting each one takes longer than reading it."""
    return type_coerce(column, NullType())


def _listings() -> Select[Any]:
    # The latest revision has the whole listing in one value: one row is read instead of seven.
    latest = and_(Revision.initiative_id == Initiative.id, Revision.version == Initiative.version)
    columns = (_raw(Initiative.id), Initiative.slug, Initiative.setting, Revision.document)
    listings: Select[Any] = select(*columns).join(Revision, latest).where(PUBLISHED)
    return listings


def _addressed() -> Select[Any]:
    addressing = _raw(InitiativeForm.initiative_id)
    return select(addressing, InitiativeForm.form, InitiativeForm.weight).order_by(
        InitiativeForm.initiative_id
    )


def _read(listings: Select[Any], addressed: Select[Any]) -> Iterator[Source]:
    rows = db.session.execute(addressed.execution_options(yield_per=PART))
    # Many listings have the same weights, which they share.
    shared: dict[tuple[tuple[str, float], ...], Forms] = {}
    forms: dict[str | uuid.UUID, Forms] = {}
    for raw, group in groupby(rows, key=itemgetter(0)):
        pairs = tuple((form, weight) for _, form, weight in group)
        forms[raw] = shared.setdefault(pairs, dict(pairs))
    for raw, slug, setting, document in db.session.execute(
        listings.execution_options(yield_per=PART)
    ):
        initiative_id = uuid.UUID(raw) if isinstance(raw, str) else raw
        listing = from_document(document)
        yield source_of(initiative_id, slug, setting, listing, forms.get(raw, {}))
