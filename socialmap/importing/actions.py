"""Write an import: apply a plan as one run, and take a whole run back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from socialmap.catalogue.actions import BATCH, Change, Entry, add, remove, replace
from socialmap.catalogue.history import changed_in, listings_before
from socialmap.catalogue.models import Initiative, Revision
from socialmap.db import db, now
from socialmap.errors import N_, ConflictProblem
from socialmap.importing.models import ImportRun
from socialmap.importing.plan import Origin, Plan
from socialmap.importing.progress import Progress, unseen

T = TypeVar("T")
NAMED = 5  # how many names a sentence mentions


def apply(plan: Plan, origin: Origin, actor: str, progress: Progress = unseen) -> ImportRun | None:
    """Write the whole plan as one run; None when there is nothing to write. The door commits."""
    if not (plan.new or plan.changed):
        return None
    run = ImportRun(
        source=origin.source,
        file_name=origin.file_name,
        file_digest=origin.file_digest,
        mapping=origin.mapping,
        actor=actor,
        counts=plan.counts,
    )
    db.session.add(run)
    db.session.flush()
    change = Change(actor=actor, import_run_id=run.id)
    try:
        for new in _parts(plan.new):
            add([Entry(each.listing, origin.source, each.source_id) for each in new], change)
            progress(len(new))
        for changed in _parts(plan.changed):
            replace([(each.id, each.listing) for each in changed], change)
            progress(len(changed))
    except IntegrityError as error:
        raise ConflictProblem(
            N_("Iemand anders heeft tegelijk iets gewijzigd. Bekijk het bestand opnieuw.")
        ) from error
    return run


def undo(run: ImportRun, actor: str) -> None:
    """Take a run back: what it added goes, what it changed is as before. The door commits."""
    if run.undone_at:
        raise ConflictProblem(N_("Import %(run)s is al teruggedraaid."), run=run.id)
    versions = changed_in(run.id)
    _refuse_when_changed_since(versions)
    change = Change(actor=actor, reason=f"undo of import {run.id}")
    for ids in _parts(list(versions)):
        before = listings_before({each: versions[each] for each in ids})
        remove([each for each, listing in before.items() if listing is None], change)
        replace([(each, old) for each, old in before.items() if old is not None], change)
    run.undone_at = now()
    db.session.flush()


def _parts(items: Sequence[T]) -> list[Sequence[T]]:
    return [items[start : start + BATCH] for start in range(0, len(items), BATCH)]


def _refuse_when_changed_since(versions: dict[uuid.UUID, int]) -> None:
    """Raise a ConflictProblem that names what was changed after the run."""
    touched: list[uuid.UUID] = []
    for ids in _parts(list(versions)):
        latest = db.session.execute(
            select(Revision.initiative_id, func.max(Revision.version))
            .where(Revision.initiative_id.in_(ids))
            .group_by(Revision.initiative_id)
        )
        touched.extend(each for each, version in latest if version > versions[each])
    if touched:
        names = db.session.scalars(
            select(Initiative.name).where(Initiative.id.in_(touched[:NAMED]))
        ).all()
        raise ConflictProblem(
            N_(
                "Deze import kan niet terug: %(count)s initiatieven zijn daarna gewijzigd,"
                " zoals %(names)s. Draai eerst die wijzigingen terug."
            ),
            count=len(touched),
            names=", ".join(sorted(names)) or "…",
        )
