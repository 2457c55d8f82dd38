"""Mend runs whose process was killed: take back what was applied, finish what was undone."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import delete, select, text
from sqlalchemy.orm import InstrumentedAttribute

from socialmap.catalogue.actions import Change, erase, ready_to_write, remove, rewrite_prepared
from socialmap.catalogue.history import changed_in, first_versions, listings_before
from socialmap.catalogue.models import Initiative, Revision
from socialmap.catalogue.reasons import Code, because
from socialmap.catalogue.rows import Prepared, prepare
from socialmap.catalogue.unfinished import (
    BUSY,
    Doing,
    forget_run,
    seeing_hidden,
    set_doing,
    unfinished,
)
from socialmap.db import db, transaction
from socialmap.importing.actions import newest, remove_organisations
from socialmap.importing.models import LEFT, ImportRun
from socialmap.importing.queries import altered_from, altered_since, undone_before
from socialmap.importing.slices.turns import AT_ONCE, LOCK, PART, turn, write_in_turns
from socialmap.jobs import only_one
from socialmap.paging import batches
from socialmap.times.clock import now


def mend() -> list[str]:
    """Mend the runs whose process was killed, and report on each; the caller is alone."""
    broken_off = {doing: unfinished(doing) for doing in BUSY}
    db.session.rollback()
    for run_id in broken_off[Doing.APPLYING]:
        take_back(run_id)
    for run_id in broken_off[Doing.PREPARING]:
        with transaction():
            set_doing(run_id, Doing.NOTHING)
    for run_id in broken_off[Doing.UNDOING]:
        finish_undoing(run_id)
    return [
        *(f"import {run_id} brak af en is weggehaald" for run_id in broken_off[Doing.APPLYING]),
        *(f"import {run_id} verder teruggedraaid" for run_id in broken_off[Doing.UNDOING]),
    ]


def mend_if_idle() -> list[str]:
    """Mend the runs whose process was killed, unless one is being written right now."""
    with only_one(LOCK) as free:
        return mend() if free else []


def take_back(run_id: int) -> None:
    """Take back a run that is not finished, in slices: nobody saw what it added."""
    with seeing_hidden():
        while ids := _hidden(run_id):
            write_in_turns(batches(ids, PART), erase)
        mark, changed = newest(), sorted(first_versions(run_id))
        run = db.session.get_one(ImportRun, run_id)
        actor, names = run.actor, list(run.organisations or [])
        left = altered_since(run) if changed else set()
        restore_in_turns([key for key in changed if key not in left], run_id, actor, mark)
        write_in_turns(batches(names, PART), remove_organisations)
        with turn():
            if changed:
                # Its changes stand in histories: what undid them names this run.
                db.session.get_one(ImportRun, run_id).undone_at = now()
                set_doing(run_id, Doing.NOTHING, newest())
            else:
                db.session.execute(delete(ImportRun).where(ImportRun.id == run_id))
                forget_run(run_id)


def finish_undoing(run_id: int) -> set[uuid.UUID]:
    """Restore and remove the rest of a run that was undone; return what stays after all.

    Nobody sees any longer what it added, and of what it changed somebody may have altered more.
    """
    with seeing_hidden():
        run, mark, actor = db.session.get_one(ImportRun, run_id), newest(), _undone_by(run_id)
        names, hidden = list(run.organisations or []), Initiative.hidden_by == run_id
        done = undone_before(run).union(db.session.scalars(select(Initiative.id).where(hidden)))
        left = altered_since(run)
        rest = sorted(first_versions(run_id).keys() - done - left)
        left |= restore_in_turns(rest, run_id, actor, mark)
        change = undoing(run_id, actor)
        while ids := _hidden(run_id):
            write_in_turns(batches(ids, PART), lambda part: remove(part, change))
        write_in_turns(batches(names, PART), remove_organisations)
        with turn():
            run = db.session.get_one(ImportRun, run_id)
            if len(left) > run.counts[LEFT]:
                run.counts = run.counts | {LEFT: len(left)}
                run.undone_at = None
            set_doing(run_id, Doing.NOTHING)
    return left


def restore_in_turns(
    ids: Sequence[uuid.UUID], run_id: int, actor: str, mark: int
) -> set[uuid.UUID]:
    """Write listings as they were before a run; return those that stay, for somebody altered them.

    That is what changed after `mark`, the number of a change.
    """
    change = undoing(run_id, actor)
    left: set[uuid.UUID] = set()
    for some in batches(ids, AT_ONCE):
        ready = [before(part, run_id) for part in batches(some, PART)]
        write_in_turns(ready, lambda part: left.update(restore(part, run_id, change, mark)))
    return left


def restore(ready: Prepared, run_id: int, change: Change, mark: int) -> set[uuid.UUID]:
    """Write what `before` worked out, but for what somebody altered after `mark`: return that."""
    altered = overtaken(ready.ids, run_id, change, mark)
    rewrite_prepared(without(ready, altered), change)
    return altered


def overtaken(ids: Collection[uuid.UUID], run_id: int, change: Change, mark: int) -> set[uuid.UUID]:
    """Return which of these listings of a run somebody altered after `mark`.

    Until the transaction ends nobody writes another change.
    """
    if db.session.connection().dialect.name == "postgresql":
        # SQLite lets only one transaction write anyhow.
        db.session.execute(text("LOCK TABLE revision IN SHARE ROW EXCLUSIVE MODE"))
    later = select(Revision.initiative_id).where(
        Revision.id > mark, Revision.reason != change.reason.text
    )
    edited = sorted(set(db.session.scalars(later)).intersection(ids))
    return set(altered_from(edited, changed_in(run_id, edited))) if edited else set()


def undoing(run_id: int, actor: str) -> Change:
    """Return the change with which a run is undone."""
    return Change(actor=actor, reason=because(Code.IMPORT_UNDONE, number=run_id))


def before(ids: Sequence[uuid.UUID], run_id: int) -> Prepared:
    """Work out the listings that a run changed as they were just before it."""
    first = first_versions(run_id, ids)
    pairs = [(key, old) for key, old in listings_before(first).items() if old is not None]
    return ready_to_write(pairs)


def without(ready: Prepared, ids: Collection[uuid.UUID]) -> Prepared:
    """Return what is worked out, but for some listings."""
    if not ids:
        return ready
    return prepare(pair for pair in ready.pairs if pair[0] not in ids)


def _hidden(run_id: int) -> list[uuid.UUID]:
    """Return the ids of some listings that a run hides."""
    key: InstrumentedAttribute[uuid.UUID] = Initiative.id
    return list(
        db.session.scalars(select(key).where(Initiative.hidden_by == run_id).limit(AT_ONCE))
    )


def _undone_by(run_id: int) -> str:
    reason = because(Code.IMPORT_UNDONE, number=run_id).text
    return db.session.scalar(select(Revision.actor).where(Revision.reason == reason)) or ""
