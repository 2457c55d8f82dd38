"""Write an import: apply a plan as one run, or undo a whole run."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import Any

from sqlalchemy import Select, delete, func, select
from sqlalchemy.exc import IntegrityError

from socialmap.catalogue.actions import (
    BATCH,
    Change,
    Entry,
    add_prepared,
    ready_to_write,
    remove,
    rewrite,
)
from socialmap.catalogue.addresses import InitiativeAlias
from socialmap.catalogue.history import first_versions, listings_before
from socialmap.catalogue.models import Initiative, Organisation, Revision, Status
from socialmap.catalogue.organisations import organisation_ids
from socialmap.catalogue.reasons import Code, because
from socialmap.catalogue.rows import Prepared
from socialmap.catalogue.unfinished import Doing, set_doing
from socialmap.db import db
from socialmap.errors import ConflictProblem
from socialmap.importing.memory import fewer_collections
from socialmap.importing.models import LEFT, ImportRun
from socialmap.importing.plan import New, Origin, Plan, Progress, no_progress
from socialmap.importing.queries import DEMO_ACTOR, Leaving, altered_since, undone_before
from socialmap.paging import batches
from socialmap.people.audit import Verb, note
from socialmap.people.models import Grant
from socialmap.places.gazetteer import postcodes
from socialmap.places.models import Area, Location
from socialmap.rooms.models import Room
from socialmap.times.clock import now
from socialmap.upkeep.actions import with_earlier_confirmations
from socialmap.wording import N_

DEMO_PROVINCE = "Utrecht"


@dataclass(frozen=True)
class Undone:
    """The outcome of undoing a run: the initiatives restored, and those left as they are."""

    restored: int
    left: tuple[uuid.UUID, ...]


@dataclass(frozen=True, slots=True)
class ReadyToAdd:
    """New rows of one status, with the rows of tables that they become."""

    rows: Sequence[New]
    prepared: Prepared
    status: Status


@fewer_collections()
def apply(
    plan: Plan, origin: Origin, actor: str, progress: Progress = no_progress
) -> ImportRun | None:
    """Write the whole plan as one run; None if there is nothing to write. The caller commits."""
    if not (plan.new or plan.changed):
        return None
    run = begin_run(new_run(plan, origin, actor))
    change = Change(actor=actor, import_run_id=run.id)
    with conflicts_named():
        for new in batches(plan.new, BATCH):
            add_ready(ready_to_add(new), origin.source, change)
            progress(len(new))
        for changed in batches(plan.changed, BATCH):
            pairs = [(row.id, row.listing) for row in changed]
            rewrite(with_earlier_confirmations(pairs), change)
            progress(len(changed))
    set_doing(run.id, Doing.NOTHING, newest())
    return run


def new_run(plan: Plan, origin: Origin, actor: str) -> ImportRun:
    """Return the run of a plan, which is not in the database yet."""
    return ImportRun(
        source=origin.source,
        file_name=origin.file_name,
        file_digest=origin.file_digest,
        mapping=origin.mapping,
        actor=actor,
        counts=plan.counts,
        organisations=_new_organisations(plan),
    )


def begin_run(run: ImportRun) -> ImportRun:
    """Add a run, without any of its listings yet."""
    db.session.add(run)
    db.session.flush()
    return run


def newest() -> int:
    """Return the number of the last change that was written, also within this transaction."""
    return db.session.scalar(select(func.max(Revision.id))) or 0


@contextmanager
def conflicts_named() -> Iterator[None]:
    """Raise ConflictProblem for what somebody else wrote at the same time."""
    try:
        yield
    except IntegrityError as error:
        raise ConflictProblem(
            N_("Iemand anders heeft tegelijk iets gewijzigd. Bekijk het bestand opnieuw.")
        ) from error


def ready_to_add(new: Sequence[New]) -> list[ReadyToAdd]:
    """Work out new rows, by their status, before the transaction that writes them."""
    return [
        ReadyToAdd(rows, ready_to_write([(r.id or uuid.uuid4(), r.listing) for r in rows]), status)
        for status in Status
        if (rows := [row for row in new if row.status == status])
    ]


def add_ready(ready: Sequence[ReadyToAdd], source: str, change: Change) -> None:
    """Add listings of a source; one from another catalogue of ours has its own, if that is free."""
    taken = _taken_source_ids([row for part in ready for row in part.rows if row.source])
    for part in ready:
        entries = [
            Entry(row.listing, source, str(row.id), row.id)
            if (row.source, row.source_id) in taken
            else Entry(row.listing, row.source or source, row.source_id, row.id)
            for row in part.rows
        ]
        add_prepared(entries, part.prepared, change, part.status)


def _taken_source_ids(rows: Sequence[New]) -> set[tuple[str | None, str | None]]:
    """Return which of the sources and source ids of these rows are in use."""
    if not rows:
        return set()
    ids = Initiative.source_id.in_([row.source_id for row in rows])
    used = db.session.execute(select(Initiative.source, Initiative.source_id).where(ids))
    return {(name, source_id) for name, source_id in used}


def undo(run: ImportRun, actor: str) -> Undone:
    """Undo a run: remove what it added, restore what it changed. The caller commits.

    Listings that changed since are left as they are; undoing again, after those changes were
    undone, restores them too. Raise ConflictProblem if all of it is undone already.
    """
    if run.undone_at:
        raise ConflictProblem(N_("Import %(run)s is al teruggedraaid."), run=run.id)
    first = first_versions(run.id)
    left = altered_since(run)
    versions = {key: first[key] for key in first.keys() - left - undone_before(run)}
    change = Change(actor=actor, reason=because(Code.IMPORT_UNDONE, number=run.id))
    for ids in batches(sorted(versions), BATCH):
        before = listings_before({key: versions[key] for key in ids})
        remove([key for key, listing in before.items() if listing is None], change)
        rewrite([(key, old) for key, old in before.items() if old is not None], change)
        # Listings that the run merged are separate again, so their aliases go.
        db.session.execute(delete(InitiativeAlias).where(InitiativeAlias.old_id.in_(ids)))
    remove_organisations(run.organisations or [])
    note_undone(run, actor, len(versions), left)
    return Undone(len(versions), tuple(sorted(left)))


def note_undone(run: ImportRun, actor: str, restored: int, left: Collection[uuid.UUID]) -> None:
    """Save with a run that it was undone, but for some listings, and note it in the audit log."""
    run.undone_at = None if left else now()
    run.counts = run.counts | {LEFT: len(left)}
    note(actor, Verb.UNDO_IMPORT, f"import:{run.id}", restored=restored, left=len(left))
    db.session.flush()


def _new_organisations(plan: Plan) -> list[str]:
    """Return the names of the organisations that applying a plan will add."""
    listings = chain((row.listing for row in plan.new), (row.listing for row in plan.changed))
    wanted = sorted({listing.organisation for listing in listings if listing.organisation})
    existing: set[str] = set()
    for names in batches(wanted, BATCH):
        existing.update(organisation_ids(names))
    return [name for name in wanted if name not in existing]


def remove_organisations(names: Sequence[str]) -> None:
    """Delete organisations that a run added, unless something else refers to them by now."""
    own = Organisation.id
    uses = (
        select(Initiative.id).where(Initiative.organisation_id == own).exists(),
        select(Grant.id).where(Grant.organisation_id == own).exists(),
        select(Room.id).where(Room.organisation_id == own).exists(),
        # Somebody looked after it.
        Organisation.version > 1,
        Organisation.member,
    )
    for part in batches(names, BATCH):
        unused = (Organisation.name.in_(part), *(~use for use in uses))
        db.session.execute(delete(Organisation).where(*unused))
    db.session.expire_all()


def remove_demo(leaving: Leaving) -> int:
    """Remove the demo listings, their organisations, and areas without a listing.

    The number of areas is returned; the caller commits.
    """
    if not leaving.removed:
        return 0
    remove(sorted(leaving.removed), Change(actor=DEMO_ACTOR))
    for ids in batches(leaving.removed, BATCH):
        db.session.execute(delete(InitiativeAlias).where(InitiativeAlias.initiative_id.in_(ids)))
    for run in db.session.scalars(select(ImportRun).where(ImportRun.actor == DEMO_ACTOR)):
        remove_organisations(run.organisations or [])
        run.undone_at = run.undone_at or (None if leaving.kept else now())
    areas = list(db.session.scalars(_areas()))
    for codes in batches(areas, BATCH):
        db.session.execute(delete(Area).where(Area.id.in_(codes)))
    note(DEMO_ACTOR, Verb.REMOVE_DEMO, removed=len(leaving.removed), kept=len(leaving.kept))
    db.session.flush()
    return len(areas)


def demo_postcodes() -> list[str]:
    """The postcodes of four digits of which the demo estimates the areas."""
    return [code for code, place in postcodes().items() if place.province == DEMO_PROVINCE]


def _areas() -> Select[*tuple[Any, ...]]:
    """Select the ids of the areas that the demo estimated, but those in which a location lies."""
    used = select(func.substr(Location.postcode, 1, 4))
    return select(Area.id).where(
        Area.level == "postcode",
        Area.approximate,
        Area.code.in_(demo_postcodes()),
        Area.code.not_in(used),
    )
