"""Read the list of the desk: a page of a query, all its ids, and its listings for an export."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import selectinload

from socialmap.catalogue.addresses import InitiativeAlias
from socialmap.catalogue.freshness import Freshness
from socialmap.catalogue.listing import Listing, from_document
from socialmap.catalogue.models import (
    Initiative,
    InitiativeLocation,
    Organisation,
    Revision,
    Status,
)
from socialmap.catalogue.organisations import successor_of
from socialmap.catalogue.scopes import Reach
from socialmap.db import db
from socialmap.errors import NotFoundProblem
from socialmap.lists.models import BulkChange, SavedView
from socialmap.lists.quality import also_lacks, lacks, stands_at
from socialmap.lists.query import ANY, BY_HAND, ListQuery
from socialmap.paging import Page, batches, page_of
from socialmap.places.models import Location
from socialmap.wording import N_

PART = 500
MOST_SOURCES = 300  # in a drop-down list
ORDERS: dict[str, tuple[Any, ...]] = {
    "naam": (func.lower(Initiative.name),),
    "gewijzigd": (Initiative.changed_at.desc(),),
    "nakijken": (Initiative.due_on,),
    "subsidie": (Initiative.funding_until.is_(None), Initiative.funding_until),
}


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A listing with what identifies it, its version, and the source that brought it, if any."""

    id: uuid.UUID
    slug: str
    status: str
    changed_at: datetime
    organisation_id: uuid.UUID | None
    listing: Listing
    version: int
    source: str
    source_id: str


def list_page(query: ListQuery, reach: Reach, today: date) -> Page[Initiative]:
    """One page of the initiatives that a query matches within someone's reach."""
    rows = (
        select(Initiative)
        .where(*_conditions(query, reach, today))
        .order_by(*ORDERS[query.sort], Initiative.id)
        .options(
            selectinload(Initiative.organisation),
            selectinload(Initiative.locations),
            selectinload(Initiative.contacts),
        )
    )
    return page_of(rows, query.page)


def missing_of(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    """Per initiative the names of MISSING that it lacks."""
    parts = lacks()
    columns = [condition.label(name) for name, condition in parts.items()]
    rows = db.session.execute(select(Initiative.id, *columns).where(Initiative.id.in_(ids)))
    return {row.id: [name for name in parts if getattr(row, name)] for row in rows}


def source_names(reach: Reach) -> list[str]:
    """The sources of the initiatives within someone's reach, sorted; at most MOST_SOURCES."""
    names = select(Initiative.source).where(Initiative.source.is_not(None)).distinct()
    limit = reach.ids()
    if limit is not None:
        names = names.where(Initiative.id.in_(limit))
    return list(db.session.scalars(names.order_by(Initiative.source).limit(MOST_SOURCES)))


def last_changes(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[str, datetime]]:
    """Per initiative the actor of its last change, and when that was."""
    rows = (
        select(Revision.initiative_id, Revision.actor, Revision.at)
        .join(Initiative, Initiative.id == Revision.initiative_id)
        .where(Revision.initiative_id.in_(ids), Revision.version == Initiative.version)
    )
    return {key: (actor, at) for key, actor, at in db.session.execute(rows)}


def ids_of(query: ListQuery, reach: Reach, today: date, most: int) -> list[uuid.UUID]:
    """The ids that a query matches, at most `most`."""
    ids = select(Initiative.id).where(*_conditions(query, reach, today))
    ordered = ids.order_by(*ORDERS[query.sort], Initiative.id).limit(most)
    return list(db.session.scalars(ordered))


def within(ids: Sequence[uuid.UUID], reach: Reach) -> list[uuid.UUID]:
    """The ids that lie within someone's reach, in the same order."""
    reached: set[uuid.UUID] = set()
    limit = reach.ids()
    for part in batches(ids, PART):
        rows = select(Initiative.id).where(Initiative.id.in_(part))
        reached.update(
            db.session.scalars(rows if limit is None else rows.where(Initiative.id.in_(limit)))
        )
    return [key for key in ids if key in reached]


def _conditions(query: ListQuery, reach: Reach, today: date) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        Initiative.status == query.status if query.status else Initiative.status != Status.ARCHIVED
    ]
    conditions += [_says(word) for word in query.words.split()]
    plain = {
        Initiative.kind: query.kind,
        Initiative.setting: query.setting,
        # A saved list may name an organisation that was merged into another since.
        Initiative.organisation_id: query.organisation
        and (successor_of(query.organisation) or query.organisation),
        Initiative.source: query.source if query.source != BY_HAND else "",
    }
    conditions += [column == value for column, value in plain.items() if value]
    if query.source == BY_HAND:
        conditions.append(Initiative.source.is_(None))
    if query.run:
        conditions.append(_came_with(query.run))
    if query.area:
        conditions.append(_lies_in(query.area))
    if query.freshness:
        conditions.append(stands_at(Freshness(query.freshness), today))
    if query.missing:
        parts = lacks() | also_lacks()
        conditions.append(or_(*lacks().values()) if query.missing == ANY else parts[query.missing])
    limit = reach.ids()
    return conditions if limit is None else [*conditions, Initiative.id.in_(limit)]


def _says(word: str) -> ColumnElement[bool]:
    """Whether a word is part of the name, the summary or the name of the organisation."""
    organisations = select(Organisation.id).where(
        Organisation.name.icontains(word, autoescape=True)
    )
    return or_(
        Initiative.name.icontains(word, autoescape=True),
        Initiative.summary.icontains(word, autoescape=True),
        Initiative.organisation_id.in_(organisations),
    )


def _lies_in(area: str) -> ColumnElement[bool]:
    return exists().where(
        InitiativeLocation.initiative_id == Initiative.id,
        Location.id == InitiativeLocation.location_id,
        Location.municipality == area,
    )


def _came_with(run: int) -> ColumnElement[bool]:
    """Whether an import wrote a listing, or one that was merged into it since."""
    written = select(Revision.initiative_id).where(Revision.import_run_id == run)
    into = select(InitiativeAlias.initiative_id)
    merged = into.where(InitiativeAlias.old_id.in_(written)).cte("merged", recursive=True)
    merged = merged.union(into.join(merged, merged.c.initiative_id == InitiativeAlias.old_id))
    return or_(Initiative.id.in_(written), Initiative.id.in_(select(merged.c.initiative_id)))


def listings_of(ids: Sequence[uuid.UUID]) -> Iterator[ListedRow]:
    """Read listings as they are now, in the order of `ids`; ids that are gone are left out."""
    for part in batches(ids, PART):
        rows = {row.id: row for row in db.session.execute(_listed(part))}
        for key in part:
            if row := rows.get(key):
                document = row.document or {"name": row.name}
                yield ListedRow(
                    id=row.id,
                    slug=row.slug,
                    status=row.status,
                    changed_at=row.changed_at,
                    organisation_id=row.organisation_id,
                    listing=from_document(document),
                    version=row.version,
                    source=row.source or "",
                    source_id=row.source_id or "",
                )


def _listed(ids: Sequence[uuid.UUID]) -> Select[*tuple[Any, ...]]:
    same = (Revision.initiative_id == Initiative.id) & (Revision.version == Initiative.version)
    return (
        select(
            Initiative.id,
            Initiative.slug,
            Initiative.status,
            Initiative.changed_at,
            Initiative.organisation_id,
            Initiative.name,
            Initiative.version,
            Initiative.source,
            Initiative.source_id,
            Revision.document,
        )
        .join(Revision, same)
        .where(Initiative.id.in_(ids))
    )


def versions_digest(ids: Sequence[uuid.UUID]) -> str:
    """A fingerprint of the versions of listings: it differs as soon as one of them changed."""
    digest = hashlib.sha256()
    for part in batches(ids, PART):
        rows = select(Initiative.id, Initiative.version).where(Initiative.id.in_(part))
        for key, version in sorted(db.session.execute(rows).all()):
            digest.update(f"{key} {version};".encode())
    return digest.hexdigest()[:32]


def get_bulk(number: int) -> BulkChange:
    """The change of many listings with this number, else NotFoundProblem."""
    bulk = db.session.get(BulkChange, number)
    if bulk is None:
        raise NotFoundProblem(N_("Deze wijziging is er niet."))
    return bulk


def recent_bulk(most: int = 10) -> Sequence[BulkChange]:
    """The latest changes of many listings, at most `most`, the latest first."""
    latest = select(BulkChange).order_by(BulkChange.id.desc()).limit(most)
    return db.session.scalars(latest).all()


def views_of(actor: str) -> Sequence[SavedView]:
    """The views of the list that a person saved, sorted by name."""
    mine = select(SavedView).where(SavedView.actor == actor).order_by(SavedView.name)
    return db.session.scalars(mine).all()


def team_views(actor: str, reach: Reach) -> list[SavedView]:
    """The views that colleagues share with who has this reach, sorted by name."""
    shared = select(SavedView).where(SavedView.shared, SavedView.actor != actor)
    views = db.session.scalars(shared.order_by(SavedView.name, SavedView.id))
    return [view for view in views if view.is_for(reach)]


def get_view(number: int) -> SavedView:
    """The saved view with this number, else NotFoundProblem."""
    view = db.session.get(SavedView, number)
    if view is None:
        raise NotFoundProblem(N_("Deze bewaarde lijst is er niet (meer)."))
    return view
