"""Edit many listings as one, undo that, and save views of the list. The door commits."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import insert, select

from socialmap.catalogue.actions import Change, may_step, rewrite, set_status
from socialmap.catalogue.history import listings_before
from socialmap.catalogue.listing import Listing
from socialmap.catalogue.models import Initiative, Status
from socialmap.catalogue.reasons import Code, because
from socialmap.catalogue.scopes import EVERYWHERE, Reach
from socialmap.db import db
from socialmap.errors import ConflictProblem, Problem
from socialmap.lists.changes import STATUS, By, Edit, changed
from socialmap.lists.models import BulkChange, BulkRow, SavedView
from socialmap.lists.queries import PART, listings_of
from socialmap.paging import batches
from socialmap.people.audit import Verb, note
from socialmap.times.clock import now
from socialmap.upkeep.actions import resume
from socialmap.wording import N_

MOST = 2_000  # listings that one edit changes
MOST_VIEWS = 20  # views that one person saves
NAMED = 5  # listings that a sentence names


def new_listings(
    ids: Sequence[uuid.UUID], edit: Edit, by: By
) -> list[tuple[uuid.UUID, Listing, Listing]]:
    """Return the listings that an edit changes, each with its id, as it is and as it will be."""
    changes = []
    for row in listings_of(ids):
        after = changed(row.listing, edit, by)
        if after != row.listing:
            changes.append((row.id, row.listing, after))
    return changes


def movable(ids: Sequence[uuid.UUID], to: str) -> list[Initiative]:
    """The initiatives whose status may become `to`."""
    return [initiative for initiative in _initiatives(ids) if may_step(initiative, Status(to))]


def apply_edit(
    ids: Sequence[uuid.UUID], edit: Edit, change: Change, today: date
) -> BulkChange | None:
    """Apply an edit to the listings that it changes; None when it changes none of them."""
    before = {initiative.id: initiative.status for initiative in _initiatives(ids)}
    if edit.what == STATUS:
        touched = _move(movable(ids, edit.value), Status(edit.value), change)
    else:
        by = By(change.actor, today)
        pairs = [(key, after) for key, _, after in new_listings(ids, edit, by)]
        rewrite(pairs, change)
        touched = [key for key, _ in pairs]
    if not touched:
        return None
    bulk = BulkChange(
        actor=change.actor,
        reason=change.reason.text,
        edit={"what": edit.what, "value": edit.value},
        count=len(touched),
    )
    db.session.add(bulk)
    db.session.flush()
    note(change.actor, Verb.CHANGE_MANY, f"bulk:{bulk.id}", count=bulk.count, what=edit.what)
    rows = [
        {
            "bulk_id": bulk.id,
            "initiative_id": initiative.id,
            "version": initiative.version,
            "status_before": before[initiative.id],
        }
        for initiative in _initiatives(touched)
    ]
    for part in batches(rows, PART):
        db.session.execute(insert(BulkRow), part)
    return bulk


def _move(initiatives: Sequence[Initiative], to: Status, change: Change) -> list[uuid.UUID]:
    for initiative in initiatives:
        if initiative.status == Status.PAUSED and to == Status.PUBLISHED:
            resume(initiative, change)  # which also deletes its planned pause
        else:
            set_status(initiative, to, change)
    return [initiative.id for initiative in initiatives]


def _initiatives(ids: Sequence[uuid.UUID]) -> list[Initiative]:
    """The initiatives with these ids, locked."""
    initiatives: list[Initiative] = []
    for part in batches(ids, PART):
        rows = select(Initiative).where(Initiative.id.in_(part))
        initiatives.extend(db.session.scalars(rows.with_for_update()))
    return initiatives


def undo_bulk(bulk: BulkChange, change: Change) -> None:
    """Undo a change of many listings; raise ConflictProblem if one was changed or removed since."""
    if bulk.undone_at:
        raise ConflictProblem(N_("Deze wijziging is al teruggedraaid."))
    rows = db.session.scalars(select(BulkRow).where(BulkRow.bulk_id == bulk.id)).all()
    versions = {row.initiative_id: row.version for row in rows}
    initiatives = {initiative.id: initiative for initiative in _initiatives(list(versions))}
    _refuse_when_changed(versions, initiatives)
    if not change.reason.text:
        change = replace(change, reason=because(Code.BULK_UNDONE, number=bulk.id))
    if bulk.edit.get("what") == STATUS:
        for row in rows:
            set_status(initiatives[row.initiative_id], Status(row.status_before), change)
    else:
        before = listings_before(versions)
        rewrite([(key, old) for key, old in before.items() if old is not None], change)
    bulk.undone_at = now()
    note(change.actor, Verb.UNDO_CHANGE_MANY, f"bulk:{bulk.id}", count=bulk.count)
    db.session.flush()


def _refuse_when_changed(
    versions: dict[uuid.UUID, int], initiatives: dict[uuid.UUID, Initiative]
) -> None:
    later = [
        initiative.name
        for key, initiative in initiatives.items()
        if initiative.version != versions[key]
    ]
    gone = len(versions) - len(initiatives)
    if later or gone:
        raise ConflictProblem(
            N_(
                "Dit kan niet terug: %(count)s initiatieven zijn daarna gewijzigd, zoals %(names)s."
                " Draai eerst die wijzigingen terug."
            ),
            count=len(later) + gone,
            names=", ".join(sorted(later)[:NAMED]) or "…",
        )


def save_view(
    actor: str, name: str, query: str, *, shared: bool = False, reach: Reach = EVERYWHERE
) -> SavedView:
    """Save a view of the list under a name, in place of the person's view of that name.

    A `shared` one is for the team: for who works where its maker does, which is in `reach`.
    """
    mine = db.session.scalars(select(SavedView).where(SavedView.actor == actor)).all()
    same = next((view for view in mine if view.name == name), None)
    if same is None and len(mine) >= MOST_VIEWS:
        raise ConflictProblem(
            N_("Je hebt al %(most)s lijsten bewaard. Haal er eerst een weg."), most=MOST_VIEWS
        )
    view = same or SavedView(actor=actor, name=name)
    view.query = query
    _share(view, shared, reach)
    db.session.add(view)
    db.session.flush()
    return view


def change_view(view: SavedView, name: str, reach: Reach, *, shared: bool) -> None:
    """Rename a view of the person's own, and share it or not; raise Problem if that cannot be."""
    if not name:
        raise Problem(N_("Geef de lijst een naam."))
    others = select(SavedView.id).where(
        SavedView.actor == view.actor, SavedView.name == name, SavedView.id != view.id
    )
    if db.session.scalar(others.limit(1)):
        raise Problem(N_("Je hebt al een lijst die zo heet. Kies een andere naam."))
    view.name = name
    _share(view, shared, reach)
    db.session.flush()


def _share(view: SavedView, shared: bool, reach: Reach) -> None:
    view.shared = shared
    view.areas = None if reach.areas is None else sorted(reach.areas)
    view.organisations = sorted(map(str, reach.organisations))


def delete_view(view: SavedView, actor: str) -> None:
    """Delete a saved view; a shared one of somebody else is noted in the audit log."""
    if view.actor != actor:
        note(actor, Verb.REMOVE_SHARED_LIST, f"view:{view.id}")
    db.session.delete(view)
    db.session.flush()
