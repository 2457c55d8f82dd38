"""The jobs of imports: what takes longer than a page may wait, and what is done every day."""

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
    keep_plan,
    plan_upload,
    progress_for,
)
from socialmap.importing.uploads.disk import KEPT_FOR, clear_old_files, fetch, set_file, write_file
from socialmap.importing.uploads.models import (
    ImportSource,
    PlannedRemark,
    PlannedRow,
    Stage,
    Upload,
)
from socialmap.importing.uploads.sources import apply_when_safe, due_sources, note_problem, take_in
from socialmap.importing.uploads.staging import move
from socialmap.jobs import job
from socialmap.times.clock import now
from socialmap.wording import N_

# A page waits for a file of at most so many bytes: some hundreds of rows.
SMALL = 200_000
SMALL_WITH_GEOCODER = 20_000
MANY = 1_000  # rows that are written while a page waits
TRIES = 3


def is_small(upload: Upload) -> bool:
    """Whether a plan can be made while a page waits."""
    asks = current_settings().geocoder == "pdok"
    return upload.size <= (SMALL_WITH_GEOCODER if asks else SMALL)


def is_short(counts: dict[str, int]) -> bool:
    """Whether a plan can be applied, or taken back, while a page waits."""
    return counts.get("new", 0) + counts.get("changed", 0) <= MANY


def _get(upload_id: int) -> Upload:
    upload = db.session.get(Upload, upload_id)
    if upload is None:
        raise NotFoundProblem(N_("Dit bestand is er niet (meer)."))
    return upload


@job("import-plan", N_("Import bekijken"))
def plan_job(upload: int) -> str:
    """Make the plan of an upload."""
    found = _get(upload)
    if found.stage != Stage.PLANNING:
        return ""
    try:
        # Read first, without holding up others who write.
        checked, mark = check_upload(found, progress_for(found))
    except Problem as problem:
        with transaction():
            fail(_get(upload), problem)
        return str(problem)
    db.session.rollback()
    with transaction():
        keep_plan(_get(upload), checked, mark)
    return f"{found.file_name}: {sum(checked.plan.counts.values())} regels bekeken"


@job("import-apply", N_("Import uitvoeren"))
def apply_job(upload: int, actor: str) -> str:
    """Apply the plan of an upload, or make it again when the map changed."""
    found = _get(upload)
    if found.stage != Stage.APPLYING:
        return ""
    for _ in range(TRIES):
        moved = _look_again(upload)
        if moved:
            return "de kaart is intussen veranderd: het plan is opnieuw gemaakt"
        try:
            with transaction():
                found = _get(upload)
                if is_current(found):
                    apply_plan(found, actor, progress_for(found))
                    return f"{found.file_name} uitgevoerd"
        except Problem as problem:
            with transaction():
                fail(_get(upload), problem, Stage.PLANNED)
            return str(problem)
    with transaction():
        apply_upload(_get(upload), actor)
    return f"{found.file_name} uitgevoerd"


def _look_again(upload_id: int) -> bool:
    """Make the plan again when the map changed; whether it is another one now."""
    upload = _get(upload_id)
    if is_current(upload):
        return False
    checked, mark = check_upload(upload, progress_for(upload))
    db.session.rollback()
    with transaction():
        upload = _get(upload_id)
        keep_plan(upload, checked, mark)
        if not upload.plan_moved:
            upload.stage = Stage.APPLYING
        return upload.plan_moved


@job("import-undo", N_("Import terugdraaien"))
def undo_job(run: int, actor: str) -> str:
    """Take a run back."""
    try:
        with transaction():
            undo(get_run(run), actor)
    except Problem as problem:
        return str(problem)
    return f"import {run} teruggedraaid"


@job("import-sources", N_("Bronnen opnieuw lezen"), every="20 * * * *")
def sources_job() -> str:
    """Read the sources that are due."""
    due = [each.id for each in due_sources(now())]
    db.session.rollback()
    return "; ".join(source_job(each) for each in due)


@job("import-source", N_("Eén bron opnieuw lezen"))
def source_job(source: int) -> str:
    """Read one source, and apply what it brings when that is safe."""
    found = db.session.get(ImportSource, source)
    if found is None or not found.address:
        return ""
    name, address = found.name, found.address
    db.session.rollback()
    try:
        content, file_name = fetch(address)
        with transaction():
            upload = take_in(_source(source), content, file_name)
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
    """Fetch the file of an upload that was given as an address."""
    found = _get(upload)
    if found.stage != Stage.FETCHING:
        return ""
    key, address = found.key, found.address
    db.session.rollback()
    try:
        content, file_name = fetch(address)
        written = write_file(key, [content], file_name)
    except Problem as problem:
        with transaction():
            fail(_get(upload), problem)
        return str(problem)
    with transaction():
        found = _get(upload)
        set_file(found, written)
        move(found, Stage.UPLOADED)
    return f"{written.name} opgehaald"


@job("import-clean", N_("Oude bestanden wissen"), every="40 3 * * *")
def clean_job() -> str:
    """Take old files off the disk, and what was planned with them out of the database."""
    with transaction():
        old = select(Upload.id).where(Upload.made_at < now() - KEPT_FOR)
        for model in (PlannedRow, PlannedRemark):
            db.session.execute(delete(model).where(model.upload_id.in_(old)))
    cleared = clear_old_files()
    return f"{cleared} bestanden gewist" if cleared else ""
