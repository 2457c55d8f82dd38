"""Write listings: add, rewrite, change the status and remove; each change leaves a revision."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, delete, func, insert, select, update

from socialmap.catalogue.addresses import make_slugs
from socialmap.catalogue.listing import Listing, from_document
from socialmap.catalogue.models import (
    NEXT,
    FormDecision,
    Initiative,
    InitiativeLocation,
    Organisation,
    Revision,
    Status,
)
from socialmap.catalogue.organisations import current_names, organisation_ids
from socialmap.catalogue.reasons import NO_REASON, Reason
from socialmap.catalogue.rows import CHILDREN, Prepared, decision_row, prepare
from socialmap.catalogue.unfinished import seeing_hidden, show
from socialmap.db import Model, db
from socialmap.errors import ConflictProblem, NotFoundProblem
from socialmap.paging import batches
from socialmap.places.models import Location
from socialmap.times.clock import now
from socialmap.wording import N_

# Rows in one statement: enough to be fast, few enough for the parameters of one IN.
BATCH = 500
UNFINISHED = N_(
    "Dit kan nog niet op de kaart. Vul eerst een adres in, of een werkgebied, of kies online."
)


@dataclass(frozen=True, kw_only=True)
class Change:
    """The person or program that changes something, its reason, and the import run if any.

    What is added `hidden` nobody sees before the run is whole.
    """

    actor: str
    reason: Reason = NO_REASON
    import_run_id: int | None = None
    hidden: bool = False


@dataclass(frozen=True)
class Entry:
    """A listing to add, with the source that it came from and its id there.

    One that had an `id` before, here or in another catalogue of ours, gets it again.
    """

    listing: Listing
    source: str | None = None
    source_id: str | None = None
    id: uuid.UUID | None = None


def add(
    entries: Sequence[Entry], change: Change, status: Status = Status.PUBLISHED
) -> list[uuid.UUID]:
    """Add listings, and return their ids in the same order.

    What of a listing is not valid stands in its revision, for a person to mend, and nowhere else.
    """
    ids: list[uuid.UUID] = []
    for part in batches(entries, BATCH):
        ready = ready_to_write([(entry.id or uuid.uuid4(), entry.listing) for entry in part])
        add_prepared(part, ready, change, status)
        ids.extend(ready.ids)
    return ids


def ready_to_write(pairs: Sequence[tuple[uuid.UUID, Listing]]) -> Prepared:
    """Work out the rows of listings, before the transaction that writes them."""
    listings = with_current_organisations([listing for _, listing in pairs])
    return prepare((key, listing) for (key, _), listing in zip(pairs, listings, strict=True))


def add_prepared(
    entries: Sequence[Entry], ready: Prepared, change: Change, status: Status = Status.PUBLISHED
) -> None:
    """Add listings whose rows are worked out, in the order of their entries."""
    organisations = _organisation_ids((one.organisation for _, one in ready.pairs), change)
    with seeing_hidden():
        slugs = make_slugs(Initiative, [(one.name, _town(one)) for _, one in ready.pairs])
    at, earlier = now(), _last_versions([entry.id for entry in entries if entry.id])
    rows: list[dict[str, Any]] = [
        {
            "id": key,
            "slug": slug,
            "status": status,
            "version": earlier.get(key, 0) + 1,
            "created_at": at,
            "changed_at": at,
            "source": entry.source,
            "source_id": entry.source_id,
            "import_run_id": change.import_run_id,
            "hidden_by": change.import_run_id if change.hidden else None,
            "organisation_id": organisations.get(listing.organisation),
        }
        | columns
        for entry, slug, (key, listing), columns in zip(
            entries, slugs, ready.pairs, ready.columns, strict=True
        )
    ]
    _insert(Initiative, rows)
    _insert_children(ready)
    action = "drafted" if status == Status.DRAFT else "added"
    _revise(ready, {row["id"]: row["version"] for row in rows}, action, change, at)
    db.session.expire_all()


def rewrite(pairs: Sequence[tuple[uuid.UUID, Listing]], change: Change) -> None:
    """Write these listings over what the initiatives with these ids hold now."""
    for part in batches(pairs, BATCH):
        rewrite_prepared(ready_to_write(part), change)


def rewrite_prepared(ready: Prepared, change: Change) -> None:
    """Write listings whose rows are worked out over what their initiatives hold now."""
    ids = ready.ids
    if not ids:
        return
    versions = _versions(ids)
    if len(versions) < len(ids):
        raise NotFoundProblem(N_("Een initiatief dat gewijzigd moet worden is er niet meer."))
    organisations = _organisation_ids((one.organisation for _, one in ready.pairs), change)
    at = now()
    rows: list[dict[str, Any]] = [
        {
            "id": key,
            "version": versions[key] + 1,
            "changed_at": at,
            "import_run_id": change.import_run_id,
            "organisation_id": organisations.get(listing.organisation),
        }
        | columns
        for (key, listing), columns in zip(ready.pairs, ready.columns, strict=True)
    ]
    db.session.execute(update(Initiative), rows)
    _delete_children(ids)
    _insert_children(ready)
    _revise(ready, {row["id"]: row["version"] for row in rows}, "changed", change, at)
    db.session.expire_all()


def remove(ids: Sequence[uuid.UUID], change: Change) -> None:
    """Delete initiatives and all that belongs to them, except their revisions."""
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


def erase(ids: Sequence[uuid.UUID]) -> None:
    """Delete initiatives that nobody ever saw, with all that belongs to them and their revisions.

    At most BATCH of them.
    """
    _delete_locations(ids)
    db.session.execute(delete(Initiative).where(Initiative.id.in_(ids)))
    db.session.execute(delete(Revision).where(Revision.initiative_id.in_(ids)))
    db.session.expire_all()


def step(initiative: Initiative, to: Status, change: Change) -> None:
    """Give a listing its next status; raise ConflictProblem if no step leads there."""
    if to not in NEXT[Status(initiative.status)]:
        raise ConflictProblem(
            N_("Een vermelding met status %(old)s kan niet naar %(new)s."),
            old=initiative.status,
            new=to,
        )
    if not may_step(initiative, to):
        raise ConflictProblem(UNFINISHED)
    set_status(initiative, to, change)


def may_step(initiative: Initiative, to: Status) -> bool:
    """Whether a listing may get this status next: a draft must be finished before all see it."""
    if to not in NEXT[Status(initiative.status)]:
        return False
    if to != Status.PUBLISHED or initiative.status != Status.DRAFT:
        return True
    return not from_document(_latest_document(initiative) or {"name": initiative.name}).unfinished


def set_status(initiative: Initiative, to: Status, change: Change) -> None:
    """Give a listing any status, also one that no step leads to, as undoing a step needs."""
    document = _latest_document(initiative)
    initiative.status = to
    initiative.version += 1
    initiative.changed_at = now()
    row = _revision(initiative.id, initiative.version, to, change, initiative.changed_at)
    db.session.execute(insert(Revision), [row | {"document": document}])
    db.session.flush()


def _latest_document(initiative: Initiative) -> dict[str, Any] | None:
    return db.session.scalar(
        select(Revision.document)
        .where(Revision.initiative_id == initiative.id)
        .order_by(Revision.id.desc())
        .limit(1)
    )


def _town(listing: Listing) -> str:
    return listing.locations[0].town if listing.locations else ""


def _versions(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    versions = select(Initiative.id, Initiative.version).where(Initiative.id.in_(ids))
    return dict(db.session.execute(versions).all())


def _last_versions(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID | None, int]:
    """The last version of each initiative that ever was: one that is gone has its revisions."""
    if not ids:
        return {}
    latest = select(Revision.initiative_id, func.max(Revision.version))
    among = latest.where(Revision.initiative_id.in_(ids)).group_by(Revision.initiative_id)
    return dict(db.session.execute(among).all())


def with_current_organisations(listings: Sequence[Listing]) -> list[Listing]:
    """The listings, with the present name of each organisation that had another one."""
    names = current_names({each.organisation for each in listings})
    return [
        replace(each, organisation=names[each.organisation]) if each.organisation in names else each
        for each in listings
    ]


def _organisation_ids(names: Iterable[str], change: Change) -> dict[str, uuid.UUID]:
    """The ids of organisations by name; adds those that are new, hidden if the change is."""
    wanted = {name for name in names if name}
    if not wanted:
        return {}
    hiding = change.import_run_id if change.hidden else None
    with seeing_hidden():
        ids = organisation_ids(wanted)
        new = sorted(wanted - ids.keys())
        slugs = make_slugs(Organisation, [(name, "") for name in new]) if new else []
    if ids and not hiding:
        show(list(ids.values()))
    if new:
        rows: list[dict[str, Any]] = [
            {"id": uuid.uuid4(), "slug": slug, "name": name, "hidden_by": hiding}
            for name, slug in zip(new, slugs, strict=True)
        ]
        _insert(Organisation, rows)
        ids |= {name: row["id"] for name, row in zip(new, rows, strict=True)}
    return ids


def _insert(model: type[Model], rows: Sequence[dict[str, Any]]) -> None:
    # Into the table: an insert into the model makes a statement per pattern of empty values.
    if rows:
        db.session.execute(insert(cast(Table, model.__table__)), rows)


def _insert_children(ready: Prepared) -> None:
    for model, rows in ready.children.items():
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
    return {
        "actor": change.actor,
        "reason": change.reason.text,
        "import_run_id": change.import_run_id,
        "initiative_id": initiative_id,
        "version": version,
        "action": action,
        "at": at,
    }


def _revise(
    ready: Prepared, versions: dict[uuid.UUID, int], action: str, change: Change, at: datetime
) -> None:
    rows = [
        _revision(key, versions[key], action, change, at) | {"document": document}
        for key, document in zip(ready.ids, ready.documents, strict=True)
    ]
    _insert(Revision, rows)
    _save_decisions(ready.pairs, versions, at)


def _save_decisions(
    pairs: Sequence[tuple[uuid.UUID, Listing]], versions: dict[uuid.UUID, int], at: datetime
) -> None:
    """Save each new decision of a person on the forms, beside what the classifier suggests."""
    decided = [(key, listing) for key, listing in pairs if listing.forms]
    decisions = select(FormDecision.initiative_id, FormDecision.decided).order_by(FormDecision.id)
    among = FormDecision.initiative_id.in_([key for key, _ in decided])
    old = dict(db.session.execute(decisions.where(among)).all()) if decided else {}
    rows = [
        decision_row(key, listing, versions[key], at)
        for key, listing in decided
        if old.get(key) != dict(listing.forms)
    ]
    _insert(FormDecision, rows)
