"""Undo a large run in slices: at one moment all of it is gone, and after that it is removed."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select

from socialmap.catalogue.actions import remove
from socialmap.catalogue.addresses import InitiativeAlias
from socialmap.catalogue.history import first_versions, listings_before
from socialmap.catalogue.models import Revision
from socialmap.catalogue.rows import Prepared
from socialmap.catalogue.unfinished import Doing, hide, seeing_hidden, set_doing
from socialmap.db import db
from socialmap.errors import ConflictProblem
from socialmap.importing.actions import Undone, newest, note_undone
from socialmap.importing.models import ImportRun
from socialmap.importing.queries import altered_since, get_run, undone_before
from socialmap.importing.slices.applying import MOST_AT_ONCE
from socialmap.importing.slices.mending import (
    before,
    finish_undoing,
    mend,
    overtaken,
    restore,
    undoing,
)
from socialmap.importing.slices.turns import (
    AT_ONCE,
    PART,
    alone,
    turn,
    until_known,
    write_in_turns,
)
from socialmap.paging import batches
from socialmap.wording import N_


@dataclass
class Going:
    """What undoing a run removes, restores and leaves as it is, as it was at the change `mark`.

    `merged` are those of its listings that became part of another.
    """

    added: list[uuid.UUID]
    changed: list[uuid.UUID]
    left: set[uuid.UUID]
    mark: int
    merged: list[uuid.UUID]

    def leave(self, ids: set[uuid.UUID]) -> None:
        """Leave these as they are."""
        if ids:
            self.left |= ids
            self.added = [key for key in self.added if key not in ids]
            self.changed = [key for key in self.changed if key not in ids]
            self.merged = [key for key in self.merged if key not in ids]


def undo_in_slices(run_id: int, actor: str) -> Undone:
    """Undo a run as `importing.actions.undo` does, but let others write in between.

    Raise ConflictProblem if all of it is undone already.
    """
    with alone():
        mend()
        with seeing_hidden():
            return _undo(run_id, actor)


def _undo(run_id: int, actor: str) -> Undone:
    run = get_run(run_id)
    if run.undone_at:
        raise ConflictProblem(N_("Import %(run)s is al teruggedraaid."), run=run.id)
    with turn():
        set_doing(run_id, Doing.PREPARING)
    until_known()
    going = _going(get_run(run_id))
    # Nothing is hidden yet: that begins with the transaction after these.
    write_in_turns(batches(sorted(going.left), PART), lambda part: hide(part, None))
    write_in_turns(batches(going.added, PART), lambda part: hide(part, run_id))
    last = [before(part, run_id) for part in batches(going.changed[:MOST_AT_ONCE], PART)]
    with turn():
        _undo_now(run_id, going, last, actor)
    going.leave(finish_undoing(run_id))
    return Undone(len(going.added) + len(going.changed), tuple(sorted(going.left)))


def _going(run: ImportRun) -> Going:
    """Return what undoing a run does to which listings, as they are now."""
    mark = newest()
    left = altered_since(run)
    first = first_versions(run.id)
    versions = {key: first[key] for key in first.keys() - left - undone_before(run)}
    written = select(Revision.initiative_id).where(Revision.import_run_id == run.id)
    aliases = select(InitiativeAlias.old_id).where(InitiativeAlias.old_id.in_(written))
    merged = [key for key in db.session.scalars(aliases) if key in versions]
    going = Going([], [], left, mark, merged)
    for ids in batches(sorted(versions), AT_ONCE):
        for key, listing in listings_before({key: versions[key] for key in ids}).items():
            (going.added if listing is None else going.changed).append(key)
    return going


def _undo_now(run_id: int, going: Going, changed: Sequence[Prepared], actor: str) -> None:
    """Undo a run for everybody: what it added is hidden from now on until it is removed.

    What is `changed` is restored; the rest of what the run changed follows.
    """
    change = undoing(run_id, actor)
    altered = overtaken(going.added, run_id, change, going.mark)
    hide(sorted(altered), None)
    for ready in changed:
        altered |= restore(ready, run_id, change, going.mark)
    going.leave(altered)
    remove(going.added[:PART], change)
    # Listings that the run merged are separate again, so their aliases go.
    for part in batches(going.merged, AT_ONCE):
        db.session.execute(delete(InitiativeAlias).where(InitiativeAlias.old_id.in_(part)))
    restored = len(going.added) + len(going.changed)
    note_undone(get_run(run_id), actor, restored, going.left)
    set_doing(run_id, Doing.UNDOING, newest())
