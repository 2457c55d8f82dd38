"""The jobs of imports: work that takes longer than a page may wait, and daily work."""

from __future__ import annotations

from sqlalchemy import delete, select

from socialmap.config import current_settings
from socialmap.db import db, transaction
from socialmap.errors import NotFoundProblem, Problem
from socialmap.importing.actions import undo
from socialmap.importing.queries import get_run
from socialmap.importing.uploads.applying import (
    apply_plan,
    apply_upload,
    check_upload,
    fail,
    is_current,
    plan_upload,
    progress_for,
    save_plan,
)
from socialmap.importing.uploads.disk import (
    RETENTION,
    clear_old_files,
    fetch,
    note_start,
    set_file,
    write_file,
)
from socialmap.importing.uploads.models import (
    ImportSource,
    PlannedRemark,
    PlannedRow,
    PlannedWord,
    Stage,
    Upload,
)
from socialmap.importing.uploads.resuming import resume_stalled
from socialmap.importing.uploads.sources import (
    apply_when_safe,
    due_sources,
    note_problem,
    receive_file,
)
from socialmap.importing.uploads.staging import set_stage
from socialmap.jobs import enqueue, job
from socialmap.times.clock import now
from socialmap.wording import N_

# The largest file, in bytes, that a page waits for: some hundreds of rows.
SMALL = 200_000
SMALL_WITH_GEOCODER = 20_000
MOST_ROWS = 1_000  # the most rows that are written while a page waits
ATTEMPTS = 3


def is_small(upload: Upload) -> bool:
    """Return whether a plan is made fast enough for a page to wait."""
    geocodes = current_settings().geocoder == "pdok"
    return upload.size <= (SMALL_WITH_GEOCODER if geocodes else SMALL)


def is_short(counts: dict[str, int]) -> bool:
    """Return whether a plan is applied, or undone, fast enough for a page to wait."""
    return counts.get("new", 0) + counts.get("changed", 0) <= MOST_ROWS


def begin_plan(upload: Upload) -> None:
    """Make the plan of an upload: now if it is small, else by a job. The caller commits."""
    set_stage(upload, Stage.PLANNING)
    if is_small(upload):
        plan_upload(upload)
    else:
        enqueue("import-plan", upload=upload.id)


def _get(upload_id: int) -> Upload:
    upload = db.session.get(Upload, upload_id)
    if upload is None:
        raise NotFoundProblem(N_("Dit bestand is er niet (meer)."))
    return upload


@job("import-plan", N_("Import bekijken"))
def plan_job(upload: int) -> str:
    """Make the plan of an upload."""
    record = _get(upload)
    if record.stage != Stage.PLANNING:
        return ""
    note_start(record.key)
    try:
        # Read before the transaction begins, so that nobody else has to wait.
        checked, mark = check_upload(record, progress_for(record))
    except Problem as problem:
        with transaction():
            fail(_get(upload), problem)
        return str(problem)
    db.session.rollback()
    with transaction():
        save_plan(_get(upload), checked, mark)
    return f"{record.file_name}: {sum(checked.plan.counts.values())} regels bekeken"


@job("import-apply", N_("Import uitvoeren"))
def apply_job(upload: int, actor: str) -> str:
    """Apply the plan of an upload, or make a new one if the catalogue changed."""
    record = _get(upload)
    if record.stage != Stage.APPLYING:
        return ""
    note_start(record.key)
    for _ in range(ATTEMPTS):
        if _plan_again(upload):
            return "de kaart is intussen veranderd: het plan is opnieuw gemaakt"
        try:
            with transaction():
                record = _get(upload)
                if is_current(record):
                    apply_plan(record, actor, progress_for(record))
                    return f"{record.file_name} uitgevoerd"
        except Problem as problem:
            with transaction():
                fail(_get(upload), problem, Stage.PLANNED)
            return str(problem)
    with transaction():
        apply_upload(_get(upload), actor)
    return f"{record.file_name} uitgevoerd"


def _plan_again(upload_id: int) -> bool:
    """Make a new plan if the catalogue changed; return whether it differs from the old one."""
    upload = _get(upload_id)
    if is_current(upload):
        return False
    checked, mark = check_upload(upload, progress_for(upload))
    db.session.rollback()
    with transaction():
        upload = _get(upload_id)
        save_plan(upload, checked, mark)
        if not upload.plan_moved:
            upload.stage = Stage.APPLYING
        return upload.plan_moved


@job("import-undo", N_("Import terugdraaien"))
def undo_job(run: int, actor: str) -> str:
    """Undo a run."""
    try:
        with transaction():
            undone = undo(get_run(run), actor)
    except Problem as problem:
        return str(problem)
    left = f", {len(undone.left)} daarna gewijzigd" if undone.left else ""
    return f"import {run}: {undone.restored} teruggedraaid{left}"


@job("import-resume", N_("Afgebroken imports afmaken"), every="*/5 * * * *")
def resume_job() -> str:
    """Do the work again on uploads whose process was killed, or give them back."""
    return "; ".join(resume_stalled())


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
        upload = _get(upload_id)
        if upload.stage == Stage.PLANNED and not is_current(upload):
            plan_upload(upload)
        applied = apply_when_safe(upload, _source(source))
    return f"{name}: {'bijgewerkt' if applied else 'wacht op een mens'}"


def _source(source_id: int) -> ImportSource:
    return db.session.scalars(select(ImportSource).where(ImportSource.id == source_id)).one()


@job("import-fetch", N_("Bestand ophalen"))
def fetch_job(upload: int) -> str:
    """Download the file of an upload that has an address."""
    record = _get(upload)
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
            fail(_get(upload), problem)
        return str(problem)
    with transaction():
        record = _get(upload)
        set_file(record, written)
        set_stage(record, Stage.UPLOADED)
    return f"{written.name} opgehaald"


@job("import-clean", N_("Oude bestanden wissen"), every="40 3 * * *")
def clean_job() -> str:
    """Delete old files from disk, and their plans from the database."""
    with transaction():
        old = select(Upload.id).where(Upload.made_at < now() - RETENTION)
        for model in (PlannedRow, PlannedRemark, PlannedWord):
            db.session.execute(delete(model).where(model.upload_id.in_(old)))
    cleared = clear_old_files()
    return f"{cleared} bestanden gewist" if cleared else ""
