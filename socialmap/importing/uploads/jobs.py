"""The jobs of imports: work that takes longer than a page may wait, and daily work."""

from __future__ import annotations

from sqlalchemy import select

from socialmap.config import current_settings
from socialmap.db import db, transaction
from socialmap.errors import Problem
from socialmap.importing.slices.mending import mend, mend_if_idle
from socialmap.importing.slices.turns import alone
from socialmap.importing.slices.undoing import undo_in_slices
from socialmap.importing.uploads.applying import (
    check_upload,
    fail,
    is_current,
    plan_upload,
    progress_for,
)
from socialmap.importing.uploads.disk import (
    RETENTION,
    clear_old_files,
    fetch,
    note_start,
    set_file,
    write_file,
)
from socialmap.importing.uploads.models import ImportSource, Stage, Upload
from socialmap.importing.uploads.resuming import resume_stalled
from socialmap.importing.uploads.slicing import (
    apply_in_slices,
    delete_old_plans,
    save_plan_in_slices,
    stored_upload,
)
from socialmap.importing.uploads.sources import (
    doubts,
    due_sources,
    note_problem,
    receive_file,
)
from socialmap.importing.uploads.staging import set_stage
from socialmap.jobs import enqueue, job, perform
from socialmap.times.clock import now
from socialmap.wording import N_

# The largest file, in bytes, that a page waits for: some hundreds of rows.
SMALL = 200_000
SMALL_WITH_GEOCODER = 20_000
ATTEMPTS = 3


def is_small(upload: Upload) -> bool:
    """Return whether a plan is made fast enough for a page to wait."""
    geocodes = current_settings().geocoder == "pdok"
    return upload.size <= (SMALL_WITH_GEOCODER if geocodes else SMALL)


def begin_plan(upload: Upload) -> None:
    """Make the plan of an upload: now if it is small, else by a job. The caller commits."""
    set_stage(upload, Stage.PLANNING)
    if is_small(upload):
        plan_upload(upload)
    else:
        enqueue("import-plan", upload=upload.id)


@job("import-plan", N_("Import bekijken"))
def plan_job(upload: int) -> str:
    """Make the plan of an upload."""
    record = stored_upload(upload)
    if record.stage != Stage.PLANNING:
        return ""
    note_start(record.key)
    try:
        # Read before the transaction begins, so that nobody else has to wait.
        checked, mark = check_upload(record, progress_for(record))
    except Problem as problem:
        with transaction():
            fail(stored_upload(upload), problem)
        return str(problem)
    save_plan_in_slices(upload, checked, mark, Stage.PLANNED)
    return f"{record.file_name}: {sum(checked.plan.counts.values())} regels bekeken"


@job("import-apply", N_("Import uitvoeren"))
def apply_job(upload: int, actor: str) -> str:
    """Apply the plan of an upload, or make a new one if the catalogue changed."""
    record = stored_upload(upload)
    if record.stage != Stage.APPLYING:
        return ""
    note_start(record.key)
    try:
        with alone():
            mend()
            for attempt in range(ATTEMPTS):
                if _plan_again(upload):
                    return "de kaart is intussen veranderd: het plan is opnieuw gemaakt"
                if apply_in_slices(upload, actor, anyway=attempt == ATTEMPTS - 1):
                    break
    except Problem as problem:
        with transaction():
            fail(stored_upload(upload), problem, Stage.PLANNED)
        return str(problem)
    return f"{stored_upload(upload).file_name} uitgevoerd"


def _plan_again(upload_id: int) -> bool:
    """Make a new plan if the catalogue changed; return whether it differs from the old one."""
    upload = stored_upload(upload_id)
    if is_current(upload):
        return False
    checked, mark = check_upload(upload, progress_for(upload))
    return save_plan_in_slices(upload_id, checked, mark, Stage.APPLYING)


@job("import-undo", N_("Import terugdraaien"))
def undo_job(run: int, actor: str) -> str:
    """Undo a run."""
    try:
        undone = undo_in_slices(run, actor)
    except Problem as problem:
        return str(problem)
    left = f", {len(undone.left)} daarna gewijzigd" if undone.left else ""
    return f"import {run}: {undone.restored} teruggedraaid{left}"


@job("import-resume", N_("Afgebroken imports afmaken"), every="*/5 * * * *", at_start=True)
def resume_job() -> str:
    """Mend runs whose process was killed, and do the work on such uploads again or give it back."""
    return "; ".join([*mend_if_idle(), *resume_stalled()])


@job("import-sources", N_("Bronnen opnieuw lezen"), every="20 * * * *")
def sources_job() -> str:
    """Read every source that is due."""
    ids = [one.id for one in due_sources(now())]
    db.session.rollback()
    return "; ".join(source_job(number) for number in ids)


@job("import-source", N_("Eén bron opnieuw lezen"))
def source_job(source: int) -> str:
    """Read one source, and apply its file if that is safe."""
    record = db.session.get(ImportSource, source)
    if record is None or not record.address:
        return ""
    name, address = record.name, record.address
    db.session.rollback()
    try:
        content, file_name = fetch(address)
        with transaction():
            upload = receive_file(_source(source), content, file_name)
            upload_id = upload.id if upload else None
    except Problem as problem:
        with transaction():
            note_problem(_source(source), problem)
        return f"{name}: {problem}"
    if upload_id is None:
        return f"{name}: niets veranderd"
    plan_job(upload_id)
    with transaction():
        upload = stored_upload(upload_id)
        safe = upload.stage == Stage.PLANNED and not doubts(upload, _source(source))
        actor = upload.actor
        if safe:
            set_stage(upload, Stage.APPLYING)
    if safe:
        perform("import-apply", {"upload": upload_id, "actor": actor})
    applied = stored_upload(upload_id).stage == Stage.APPLIED
    return f"{name}: {'bijgewerkt' if applied else 'wacht op een mens'}"


def _source(source_id: int) -> ImportSource:
    return db.session.scalars(select(ImportSource).where(ImportSource.id == source_id)).one()


@job("import-fetch", N_("Bestand ophalen"))
def fetch_job(upload: int) -> str:
    """Download the file of an upload that has an address."""
    record = stored_upload(upload)
    if record.stage != Stage.FETCHING:
        return ""
    key, address = record.key, record.address
    note_start(key)
    db.session.rollback()
    try:
        content, file_name = fetch(address)
        written = write_file(key, [content], file_name)
    except Problem as problem:
        with transaction():
            fail(stored_upload(upload), problem)
        return str(problem)
    with transaction():
        record = stored_upload(upload)
        set_file(record, written)
        set_stage(record, Stage.UPLOADED)
    return f"{written.name} opgehaald"


@job("import-clean", N_("Oude bestanden wissen"), every="40 3 * * *")
def clean_job() -> str:
    """Delete old files from disk, and their plans from the database."""
    delete_old_plans(now() - RETENTION)
    cleared = clear_old_files()
    return f"{cleared} bestanden gewist" if cleared else ""
