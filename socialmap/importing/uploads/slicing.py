"""Plans of uploads are saved, applied and deleted in slices, so that nobody waits long."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select

from socialmap.db import db
from socialmap.errors import NotFoundProblem
from socialmap.importing.actions import new_run
from socialmap.importing.checking import Checked
from socialmap.importing.models import ImportRun
from socialmap.importing.plan import New
from socialmap.importing.slices import applying
from socialmap.importing.slices.turns import AT_ONCE, PART, turn, write_in_turns
from socialmap.importing.uploads.applying import (
    apply_plan,
    check_unchanged,
    decide,
    finish,
    gone_of,
    is_current,
    origin_of,
    progress_for,
    save_source_mapping,
    staged_for,
)
from socialmap.importing.uploads.models import (
    Choice,
    PlannedRemark,
    PlannedRow,
    PlannedWord,
    Stage,
    Upload,
    VanishedListing,
)
from socialmap.importing.uploads.staging import finish_staging, insert_rows, staged_plan
from socialmap.importing.uploads.vanished import insert_vanished, undecided_of, vanished_rows
from socialmap.paging import batches
from socialmap.wording import N_


def stored_upload(upload_id: int) -> Upload:
    """Return the upload with this number; raise NotFoundProblem if there is none."""
    upload = db.session.get(Upload, upload_id)
    if upload is None:
        raise NotFoundProblem(N_("Dit bestand is er niet (meer)."))
    return upload


def is_short(counts: dict[str, int]) -> bool:
    """Return whether a plan is applied, or undone, fast enough for a page to wait."""
    return applying.is_short(counts.get("new", 0), counts.get("changed", 0))


def save_plan_in_slices(upload_id: int, checked: Checked, mark: int, stage: Stage) -> bool:
    """Save a new plan; return whether it is another than the one that a person saw.

    If not, the upload gets this stage. The rows of the older plan go after the new ones came, so
    that the choices that people made stay when the process is killed in between.
    """
    upload = stored_upload(upload_id)
    plan = staged_for(upload, checked)
    vanished = vanished_rows(upload, gone_of(upload, checked))
    of_upload = PlannedRow.upload_id == upload_id
    last = db.session.scalar(select(func.max(PlannedRow.id)).where(of_upload)) or 0
    write_in_turns(batches(plan.rows, PART), insert_rows)
    _delete_in_turns(PlannedRow, of_upload, PlannedRow.id <= last)
    _delete_in_turns(VanishedListing, *undecided_of(upload_id))
    write_in_turns(batches(vanished, PART), insert_vanished)
    with turn():
        upload = stored_upload(upload_id)
        finish_staging(upload, plan)
        upload.mark = mark
        save_source_mapping(upload)
        if not upload.plan_moved:
            upload.stage = stage
        return upload.plan_moved


def _delete_in_turns(
    model: type[PlannedRow | VanishedListing], *wanted: ColumnElement[bool]
) -> None:
    number: Any = model.id
    some = select(number).where(*wanted).limit(AT_ONCE)
    while ids := db.session.scalars(some).all():
        write_in_turns(
            batches(ids, PART),
            lambda part: db.session.execute(delete(model).where(number.in_(part))),
        )


def delete_old_plans(before: datetime) -> None:
    """Delete the plans of uploads that were made before a moment."""
    old = select(Upload.id).where(Upload.made_at < before)
    _delete_in_turns(PlannedRow, PlannedRow.upload_id.in_(old))
    with turn():
        for model in (PlannedRemark, PlannedWord):
            db.session.execute(delete(model).where(model.upload_id.in_(old)))


def apply_in_slices(upload_id: int, actor: str, *, anyway: bool) -> bool:
    """Write the saved plan of an upload; False if the catalogue changed since it was made.

    With `anyway` it is written all the same. Raise ConflictProblem if somebody changed one of the
    listings that it changes.
    """
    upload = stored_upload(upload_id)
    if not is_short(upload.counts):
        return _apply_long(upload, actor, anyway=anyway)
    progress = progress_for(upload)
    with turn():
        upload = stored_upload(upload_id)
        current = anyway or is_current(upload)
        if current:
            apply_plan(upload, actor, progress)
    return current


def _apply_long(upload: Upload, actor: str, *, anyway: bool) -> bool:
    upload_id, progress = upload.id, progress_for(upload)
    with db.session.no_autoflush:  # only read: nobody needs to wait yet
        plan, rows = staged_plan(upload)
        # With the source ids that they get: two rows of one id may be different.
        decided = {row.id: row.source_id for row in rows}
        apart = {row.line: row.id for row in rows if row.choice != Choice.MERGE}
        versions = check_unchanged(upload, plan, lock=False)
        run = new_run(plan, origin_of(upload), actor)
    with turn():
        if not anyway and not is_current(stored_upload(upload_id)):
            return False
        started = applying.start(run, plan, versions)

    def row_of(key: int) -> PlannedRow:
        row = db.session.get_one(PlannedRow, key)
        row.source_id = decided[key]
        return row

    def tell_apart(new: Sequence[New]) -> None:
        for line in [row.line for row in new if row.line in apart]:
            decide(row_of(apart[line]), started.source, started.change)

    def end(run: ImportRun) -> None:
        merged = [row_of(key) for key in decided.keys() - apart.values()]
        finish(stored_upload(upload_id), run, merged, actor)

    applying.write(started, end, progress, tell_apart)
    return True
