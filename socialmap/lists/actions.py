"""Change many listings as one, take that back, and keep views of the list. The door commits."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import delete, insert, select

from socialmap.catalogue.actions import Change, rewrite, set_status
from socialmap.catalogue.history import listings_before
from socialmap.catalogue.listing import Listing
from socialmap.catalogue.models import NEXT, Initiative, Status
from socialmap.catalogue.reasons import Code, because
from socialmap.db import db
from socialmap.errors import ConflictProblem
from socialmap.lists.changes import STATUS, By, Wish, changed
from socialmap.lists.models import BulkChange, BulkRow, SavedView
from socialmap.lists.queries import PART, listings_of
from socialmap.paging import batches
from socialmap.people.audit import Verb, note
from socialmap.times.clock import now
from socialmap.upkeep.actions import resume
from socialmap.wording import N_

MOST = 2_000
MOST_VIEWS = 20
LONGEST_NAME = 60
NAMED = 5


def new_listings(
    ids: Sequence[uuid.UUID], wish: Wish, by: By
) -> list[tuple[uuid.UUID, Listing, Listing]]:
    """Each listing that a wish changes, as it is and as it will be."""
    found = []
    for each in listings_of(ids):
        after = changed(each.listing, wish, by)
        if after != each.listing:
            found.append((each.id, each.listing, after))
    return found


def movable(ids: Sequence[uuid.UUID], to: str) -> list[Initiative]:
    """The initiatives that can go to a status from where they are."""
    return [each for each in _initiatives(ids) if Status(to) in NEXT[Status(each.status)]]


def apply_wish(
    ids: Sequence[uuid.UUID], wish: Wish, change: Change, today: date
) -> BulkChange | None:
    """Change all of these listings that can be; None when there is nothing to change."""
    before = {each.id: each.status for each in _initiatives(ids)}
    if wish.what == STATUS:
        touched = _move(movable(ids, wish.value), Status(wish.value), change)
    else:
        by = By(change.actor, today)
        pairs = [(own, after) for own, _, after in new_listings(ids, wish, by)]
        rewrite(pairs, change)
        touched = [own for own, _ in pairs]
    if not touched:
        return None
    bulk = BulkChange(
        actor=change.actor,
        reason=change.reason.text,
        wish={"what": wish.what, "value": wish.value},
        count=len(touched),
    )
    db.session.add(bulk)
    db.session.flush()
    note(change.actor, Verb.CHANGE_MANY, f"bulk:{bulk.id}", count=bulk.count, what=wish.what)
    rows = [
        {
            "bulk_id": bulk.id,
            "initiative_id": each.id,
            "version": each.version,
            "status_before": before[each.id],
        }
        for each in _initiatives(touched)
    ]
    for several in batches(rows, PART):
        db.session.execute(insert(BulkRow), several)
    return bulk


def _move(initiatives: Sequence[Initiative], to: Status, change: Change) -> list[uuid.UUID]:
    for each in initiatives:
        if each.status == Status.PAUSED and to == Status.PUBLISHED:
            resume(each, change)  # with what was planned for its return
        else:
            set_status(each, to, change)
    return [each.id for each in initiatives]


def _initiatives(ids: Sequence[uuid.UUID]) -> list[Initiative]:
    found: list[Initiative] = []
    for several in batches(ids, PART):
        part = select(Initiative).where(Initiative.id.in_(several))
        found.extend(db.session.scalars(part.with_for_update()))
    return found


def undo_bulk(bulk: BulkChange, change: Change) -> None:
    """Take a change of many listings back: all of them, or none when one was changed since."""
    if bulk.undone_at:
        raise ConflictProblem(N_("Deze wijziging is al teruggedraaid."))
    rows = db.session.scalars(select(BulkRow).where(BulkRow.bulk_id == bulk.id)).all()
    versions = {row.initiative_id: row.version for row in rows}
    there = {each.id: each for each in _initiatives(list(versions))}
    _refuse_when_changed(versions, there)
    if not change.reason.text:
        change = replace(change, reason=because(Code.BULK_UNDONE, number=bulk.id))
    if bulk.wish.get("what") == STATUS:
        for row in rows:
            set_status(there[row.initiative_id], Status(row.status_before), change)
    else:
        before = listings_before(versions)
        rewrite([(own, old) for own, old in before.items() if old is not None], change)
    bulk.undone_at = now()
    note(change.actor, Verb.UNDO_CHANGE_MANY, f"bulk:{bulk.id}", count=bulk.count)
    db.session.flush()


def _refuse_when_changed(
    versions: dict[uuid.UUID, int], there: dict[uuid.UUID, Initiative]
) -> None:
    later = [each.name for own, each in there.items() if each.version != versions[own]]
    gone = len(versions) - len(there)
    if later or gone:
        raise ConflictProblem(
            N_(
                "Dit kan niet terug: %(count)s initiatieven zijn daarna gewijzigd, zoals %(names)s."
                " Draai eerst die wijzigingen terug."
            ),
            count=len(later) + gone,
            names=", ".join(sorted(later)[:NAMED]) or "…",
        )


def keep_view(actor: str, name: str, query: str) -> SavedView:
    """Keep a view of the list under a name; the same name again takes its place."""
    mine = db.session.scalars(select(SavedView).where(SavedView.actor == actor)).all()
    same = next((each for each in mine if each.name == name), None)
    if same is None and len(mine) >= MOST_VIEWS:
        raise ConflictProblem(
            N_("Je hebt al %(most)s lijsten bewaard. Haal er eerst een weg."), most=MOST_VIEWS
        )
    view = same or SavedView(actor=actor, name=name)
    view.query = query
    db.session.add(view)
    db.session.flush()
    return view


def forget_view(actor: str, number: int) -> None:
    """Let a view go, of whose it is."""
    mine = (SavedView.id == number, SavedView.actor == actor)
    db.session.execute(delete(SavedView).where(*mine))
