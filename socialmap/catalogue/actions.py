"""Write listings: add, rewrite, change the status and remove; each change leaves a revision."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, delete, insert, select, update

from socialmap.catalogue.addresses import make_slugs
from socialmap.catalogue.listing import Listing, to_document
from socialmap.catalogue.models import (
    NEXT,
    FormDecision,
    Initiative,
    InitiativeLocation,
    Organisation,
    Revision,
    Status,
)
from socialmap.catalogue.reasons import NO_REASON, Reason
from socialmap.catalogue.rows import CHILDREN, child_rows, decision_row, initiative_columns
from socialmap.db import Model, db
from socialmap.errors import ConflictProblem, NotFoundProblem
from socialmap.paging import batches
from socialmap.places.models import Location
from socialmap.times.clock import now
from socialmap.wording import N_

# Rows in one statement: enough to be fast, few enough for the parameters of one IN.
BATCH = 500


@dataclass(frozen=True, kw_only=True)
class Change:
    """Who changes something, why, and in which import run."""

    actor: str
    reason: Reason = NO_REASON
    import_run_id: int | None = None


@dataclass(frozen=True)
class Entry:
    """A listing on its way into the catalogue, with where it came from."""

    listing: Listing
    source: str | None = None
    source_id: str | None = None


def add(
    entries: Sequence[Entry], change: Change, status: Status = Status.PUBLISHED
) -> list[uuid.UUID]:
    """Add listings, and answer their ids in the same order."""
    ids: list[uuid.UUID] = []
    for part in batches(entries, BATCH):
        organisations = _organisation_ids(entry.listing.organisation for entry in part)
        slugs = make_slugs(Initiative, [(e.listing.name, _town(e.listing)) for e in part])
        at = now()
        rows: list[dict[str, Any]] = [
            {
                "id": uuid.uuid4(),
                "slug": slug,
                "status": status,
                "version": 1,
                "created_at": at,
                "changed_at": at,
                "source": entry.source,
                "source_id": entry.source_id,
                "import_run_id": change.import_run_id,
                "organisation_id": organisations.get(entry.listing.organisation),
            }
            | initiative_columns(entry.listing)
            for entry, slug in zip(part, slugs, strict=True)
        ]
        _insert(Initiative, rows)
        pairs = [(row["id"], entry.listing) for row, entry in zip(rows, part, strict=True)]
        _insert_children(pairs)
        action = "added" if status == Status.PUBLISHED else "drafted"
        _revise(pairs, dict.fromkeys((row["id"] for row in rows), 1), action, change, at)
        ids.extend(row["id"] for row in rows)
    db.session.expire_all()
    return ids


def rewrite(pairs: Sequence[tuple[uuid.UUID, Listing]], change: Change) -> None:
    """Write these listings over what the initiatives with these ids hold now."""
    for part in batches(pairs, BATCH):
        ids = [initiative_id for initiative_id, _ in part]
        versions = _versions(ids)
        if len(versions) < len(part):
            raise NotFoundProblem(N_("Een initiatief dat gewijzigd moet worden is er niet meer."))
        organisations = _organisation_ids(listing.organisation for _, listing in part)
        at = now()
        rows: list[dict[str, Any]] = [
            {
                "id": initiative_id,
                "version": versions[initiative_id] + 1,
                "changed_at": at,
                "import_run_id": change.import_run_id,
                "organisation_id": organisations.get(listing.organisation),
            }
            | initiative_columns(listing)
            for initiative_id, listing in part
        ]
        db.session.execute(update(Initiative), rows)
        _delete_children(ids)
        _insert_children(part)
        _revise(part, {row["id"]: row["version"] for row in rows}, "changed", change, at)
    db.session.expire_all()


def remove(ids: Sequence[uuid.UUID], change: Change) -> None:
    """Take initiatives out of the catalogue; their revisions stay."""
    at = now()
    for part in batches(ids, BATCH):
        rows = [
            _revision(initiative_id, version + 1, "removed", change, at) | {"document": None}
            for initiative_id, version in _versions(part).items()
        ]
        if rows:
            db.session.execute(insert(Revision), rows)
        _delete_locations(part)
        db.session.execute(delete(Initiative).where(Initiative.id.in_(part)))
    db.session.expire_all()


def step(initiative: Initiative, to: Status, change: Change) -> None:
    """Move a listing on to another status, or say that it cannot go there from here."""
    if to not in NEXT[Status(initiative.status)]:
        raise ConflictProblem(
            N_("Een vermelding met status %(old)s kan niet naar %(new)s."),
            old=initiative.status,
            new=to,
        )
    set_status(initiative, to, change)


def set_status(initiative: Initiative, to: Status, change: Change) -> None:
    """Give a listing a status, also one that no step leads to: to take a step back."""
    document = db.session.scalar(
        select(Revision.document)
        .where(Revision.initiative_id == initiative.id)
        .order_by(Revision.id.desc())
        .limit(1)
    )
    initiative.status = to
    initiative.version += 1
    initiative.changed_at = now()
    row = _revision(initiative.id, initiative.version, to, change, initiative.changed_at)
    db.session.execute(insert(Revision), [row | {"document": document}])
    db.session.flush()


def _town(listing: Listing) -> str:
    return listing.locations[0].town if listing.locations else ""


def _versions(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    found = select(Initiative.id, Initiative.version).where(Initiative.id.in_(ids))
    return dict(db.session.execute(found).all())


def _organisation_ids(names: Iterable[str]) -> dict[str, uuid.UUID]:
    """The ids of organisations by name; those that are new are added."""
    wanted = {name for name in names if name}
    if not wanted:
        return {}
    known = select(Organisation.name, Organisation.id).where(Organisation.name.in_(wanted))
    ids = dict(db.session.execute(known).all())
    new = sorted(wanted - ids.keys())
    if new:
        slugs = make_slugs(Organisation, [(name, "") for name in new])
        rows: list[dict[str, Any]] = [
            {"id": uuid.uuid4(), "slug": slug, "name": name}
            for name, slug in zip(new, slugs, strict=True)
        ]
        _insert(Organisation, rows)
        ids |= {name: row["id"] for name, row in zip(new, rows, strict=True)}
    return ids


def _insert(model: type[Model], rows: Sequence[dict[str, Any]]) -> None:
    # Into the table, not the model: a model makes a statement for each pattern of empty values.
    if rows:
        db.session.execute(insert(cast(Table, model.__table__)), rows)


def _insert_children(pairs: Sequence[tuple[uuid.UUID, Listing]]) -> None:
    for model, rows in child_rows(pairs).items():
        _insert(model, rows)


def _delete_children(ids: Sequence[uuid.UUID]) -> None:
    _delete_locations(ids)
    for child in CHILDREN:
        db.session.execute(delete(child).where(child.initiative_id.in_(ids)))


def _delete_locations(ids: Sequence[uuid.UUID]) -> None:
    links = select(InitiativeLocation.location_id).where(InitiativeLocation.initiative_id.in_(ids))
    locations = db.session.scalars(links).all()
    db.session.execute(delete(Location).where(Location.id.in_(locations)))


def _revision(
    initiative_id: uuid.UUID, version: int, action: str, change: Change, at: datetime
) -> dict[str, Any]:
    return vars(change) | {
        "reason": change.reason.text,
        "initiative_id": initiative_id,
        "version": version,
        "action": action,
        "at": at,
    }


def _revise(
    pairs: Sequence[tuple[uuid.UUID, Listing]],
    versions: dict[uuid.UUID, int],
    action: str,
    change: Change,
    at: datetime,
) -> None:
    rows = [
        _revision(each, versions[each], action, change, at) | {"document": to_document(listing)}
        for each, listing in pairs
    ]
    _insert(Revision, rows)
    _keep_decisions(pairs, versions, at)


def _keep_decisions(
    pairs: Sequence[tuple[uuid.UUID, Listing]], versions: dict[uuid.UUID, int], at: datetime
) -> None:
    """Keep each new decision of a person on forms beside what was suggested."""
    decided = [(each, listing) for each, listing in pairs if listing.forms]
    known = select(FormDecision.initiative_id, FormDecision.decided).order_by(FormDecision.id)
    among = FormDecision.initiative_id.in_([each for each, _ in decided])
    old = dict(db.session.execute(known.where(among)).all()) if decided else {}
    rows = [
        decision_row(each, listing, versions[each], at)
        for each, listing in decided
        if old.get(each) != dict(listing.forms)
    ]
    _insert(FormDecision, rows)
