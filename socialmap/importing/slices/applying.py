"""Apply a plan in slices: what is new is hidden until the last of them, which shows the whole run.

What changes is written in that last transaction, which must be short: beyond MOST_AT_ONCE
listings, the first are written before it, each of them whole.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from sqlalchemy import select

from socialmap.catalogue.actions import Change, ready_to_write, rewrite_prepared
from socialmap.catalogue.models import Initiative
from socialmap.catalogue.rows import Prepared
from socialmap.catalogue.unfinished import Doing, seeing_hidden, set_doing
from socialmap.db import db, transaction
from socialmap.importing.actions import (
    ReadyToAdd,
    add_ready,
    apply,
    begin_run,
    conflicts_named,
    new_run,
    newest,
    ready_to_add,
)
from socialmap.importing.memory import fewer_collections
from socialmap.importing.models import OVERTAKEN, ImportRun
from socialmap.importing.plan import Changed, New, Origin, Plan, Progress, no_progress
from socialmap.importing.queries import get_run
from socialmap.importing.slices.mending import mend, take_back, without
from socialmap.importing.slices.turns import (
    AT_ONCE,
    PART,
    alone,
    turn,
    until_known,
    write_in_turns,
)
from socialmap.paging import batches
from socialmap.upkeep.actions import with_earlier_confirmations

SHORT = 300  # rows that are written in one transaction without anybody waiting long
MOST_AT_ONCE = 200  # changed listings in the last transaction

Versions = Mapping[uuid.UUID, int]
Finish = Callable[[ImportRun], object]
# What is written in one transaction with new rows.
Beside = Callable[[Sequence[New]], object]


@dataclass(frozen=True)
class Started:
    """A run that began, with its plan: the change that it makes, and its source.

    `versions` are those of the listings to change when the plan was made.
    """

    run_id: int
    plan: Plan
    source: str
    change: Change
    versions: Versions


def is_short(new: int, changed: int) -> bool:
    """Return whether so many new and changed rows are written in one transaction."""
    return new + changed <= SHORT


def apply_politely(
    plan: Plan, origin: Origin, actor: str, progress: Progress = no_progress
) -> ImportRun | None:
    """Apply a plan, in slices unless it is short; None if there is nothing to write.

    It commits itself, unlike `importing.actions.apply`.
    """
    if is_short(len(plan.new), len(plan.changed)):
        with transaction():
            return apply(plan, origin, actor, progress)
    with alone():
        mend()
        run, versions = new_run(plan, origin, actor), versions_of([row.id for row in plan.changed])
        with turn():
            started = start(run, plan, versions)
        write(started, lambda _run: None, progress)
    return get_run(started.run_id)


def start(run: ImportRun, plan: Plan, versions: Versions) -> Started:
    """Begin a run of which nobody sees anything yet. The caller commits, and then calls `write`."""
    begin_run(run)
    set_doing(run.id, Doing.APPLYING)
    change = Change(actor=run.actor, import_run_id=run.id, hidden=True)
    return Started(run.id, plan, run.source, change, versions)


@fewer_collections()
def write(
    started: Started,
    finish: Finish,
    progress: Progress = no_progress,
    beside: Beside = lambda _new: None,
) -> None:
    """Write a run that began, slice by slice, and what belongs `beside` its new rows.

    `finish` does the rest in the last transaction. If anything goes wrong all of it is taken back,
    and the error raised.
    """
    try:
        with conflicts_named(), seeing_hidden():
            _write(started, finish, progress, beside)
    except BaseException:
        db.session.rollback()
        take_back(started.run_id)
        raise


def _write(started: Started, finish: Finish, progress: Progress, beside: Beside) -> None:
    plan, shown = started.plan, replace(started.change, hidden=False)
    until_known()

    def add(part: Sequence[ReadyToAdd]) -> None:
        add_ready(part, started.source, started.change)
        beside([row for ready in part for row in ready.rows])

    # The last transaction adds some too: with that the change sequence moves on.
    rows, early = iter(plan.new), max(0, len(plan.new) - 1) // PART * PART
    for new in batches(islice(rows, early), AT_ONCE):
        write_in_turns([ready_to_add(part) for part in batches(new, PART)], add)
        progress(len(new))
    overtaken: list[uuid.UUID] = []

    def change(part: Prepared) -> None:
        overtaken.extend(_rewrite(part, started.versions, shown))

    early_changed = max(0, len(plan.changed) - MOST_AT_ONCE)
    for changed in batches(plan.changed[:early_changed], AT_ONCE):
        write_in_turns([_prepared(part) for part in batches(changed, PART)], change)
        progress(len(changed))
    last = ready_to_add(list(rows))
    last_changed = [_prepared(part) for part in batches(plan.changed[early_changed:], PART)]
    with turn():
        add(last)
        for part in last_changed:
            change(part)
        _show(started.run_id, len(overtaken), finish)


def _show(run_id: int, overtaken: int, finish: Finish) -> None:
    """Do what is left to do of a run, and show all of it."""
    run = db.session.get_one(ImportRun, run_id)
    if overtaken:
        changed = run.counts["changed"] - overtaken
        run.counts = run.counts | {"changed": changed, OVERTAKEN: overtaken}
    finish(run)
    set_doing(run.id, Doing.NOTHING, newest())


def _prepared(changed: Sequence[Changed]) -> Prepared:
    pairs = with_earlier_confirmations([(row.id, row.listing) for row in changed])
    return ready_to_write(pairs)


def _rewrite(ready: Prepared, planned: Versions, change: Change) -> set[uuid.UUID]:
    """Write changed listings, and return those that were overtaken: they stay as they are now."""
    current = versions_of(ready.ids, lock=True)
    overtaken = {key for key in ready.ids if current.get(key) != planned.get(key)}
    rewrite_prepared(without(ready, overtaken), change)
    return overtaken


def versions_of(ids: Sequence[uuid.UUID], *, lock: bool = False) -> dict[uuid.UUID, int]:
    """Return the present version of each of these listings, locked if that is asked."""
    versions: dict[uuid.UUID, int] = {}
    for part in batches(ids, AT_ONCE):
        query = select(Initiative.id, Initiative.version).where(Initiative.id.in_(part))
        versions |= dict(db.session.execute(query.with_for_update() if lock else query).all())
    return versions
