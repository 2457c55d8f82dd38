"""Read uploads: what waits, a plan in pages, how the columns would map, and what a run changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from socialmap.catalogue.models import Initiative, Revision
from socialmap.catalogue.waiting import Kind, Rows, rows
from socialmap.db import db
from socialmap.errors import NotFoundProblem
from socialmap.importing.models import ImportRun
from socialmap.importing.uploads.models import (
    ImportSource,
    Outcome,
    PlannedRemark,
    PlannedRow,
    Stage,
    Upload,
)
from socialmap.paging import PER_PAGE, Page, page_of
from socialmap.wording import N_

UNFINISHED = (
    Stage.FETCHING, Stage.UPLOADED, Stage.PLANNING, Stage.PLANNED, Stage.APPLYING, Stage.FAILED,
)  # fmt: skip


def get_upload(number: int) -> Upload:
    """The upload with this number."""
    upload = db.session.get(Upload, number)
    if upload is None or upload.stage == Stage.DROPPED:
        raise NotFoundProblem(N_("Dit bestand is er niet (meer)."))
    return upload


def unfinished() -> Sequence[Upload]:
    """Uploads that wait for a person or a job, the latest first."""
    return db.session.scalars(
        select(Upload)
        .where(Upload.stage.in_(UNFINISHED))
        .order_by(Upload.id.desc())
        .limit(PER_PAGE)
    ).all()


def waiting() -> Rows:
    """Files of sources that were re-read and wait for a person: for the queue of the desk."""
    return rows(Kind.IMPORT, key=Upload.id, title=Upload.source, since=Upload.stage_at).where(
        Upload.by_itself, Upload.stage.in_((Stage.PLANNED, Stage.FAILED))
    )


def runs_page(number: int) -> Page[ImportRun]:
    """Import runs in pages, the latest first."""
    return page_of(select(ImportRun).order_by(ImportRun.id.desc()), number, 20)


def rows_page(upload: Upload, outcome: Outcome, number: int) -> Page[PlannedRow]:
    """The rows of a plan with one outcome, in pages."""
    of_outcome = (PlannedRow.upload_id == upload.id, PlannedRow.outcome == outcome)
    return page_of(select(PlannedRow).where(*of_outcome).order_by(PlannedRow.line), number)


def alike_page(upload: Upload, number: int) -> Page[PlannedRow]:
    """The rows that are probably there already, and ask for a choice, in pages."""
    asked = (PlannedRow.upload_id == upload.id, PlannedRow.choice != "")
    order = (PlannedRow.twin_score.desc(), PlannedRow.line)
    return page_of(select(PlannedRow).where(*asked).order_by(*order), number, 25)


def alike_count(upload: Upload) -> int:
    """How many rows are probably there already."""
    asked = (PlannedRow.upload_id == upload.id, PlannedRow.choice != "")
    return db.session.scalar(select(func.count(PlannedRow.id)).where(*asked)) or 0


def remarks_page(upload: Upload, number: int) -> Page[PlannedRemark]:
    """What is said about a file, errors first, in pages."""
    of_upload = PlannedRemark.upload_id == upload.id
    return page_of(select(PlannedRemark).where(of_upload).order_by(PlannedRemark.rank), number, 25)


def remarks_by_line(upload: Upload, level: str) -> dict[int, list[PlannedRemark]]:
    """What is said about each line at a level."""
    found: dict[int, list[PlannedRemark]] = {}
    wanted = (PlannedRemark.upload_id == upload.id, PlannedRemark.level == level)
    for said in db.session.scalars(
        select(PlannedRemark).where(*wanted).order_by(PlannedRemark.rank)
    ):
        for line in said.lines:
            found.setdefault(line, []).append(said)
    return found


def twins(found: Sequence[PlannedRow]) -> dict[str, Initiative]:
    """The listings on the map that rows look like, by slug."""
    slugs = {each.twin_slug for each in found if each.twin_slug}
    listed = db.session.scalars(select(Initiative).where(Initiative.slug.in_(slugs)))
    return {each.slug: each for each in listed}


def vanished(upload: Upload) -> int:
    """How many listings that a source brought before are no longer in its file."""
    brought = select(func.count(Initiative.id)).where(Initiative.source == upload.source)
    back = upload.counts.get("same", 0) + upload.counts.get("changed", 0)
    return max(0, (db.session.scalar(brought) or 0) - back)


def sources() -> Sequence[ImportSource]:
    """All sources that are known, by name."""
    return db.session.scalars(select(ImportSource).order_by(ImportSource.name)).all()


def get_source(number: int) -> ImportSource:
    """The source with this number."""
    source = db.session.get(ImportSource, number)
    if source is None:
        raise NotFoundProblem(N_("Deze bron is er niet."))
    return source


def source_named(name: str) -> ImportSource | None:
    """The source of this name."""
    return db.session.scalar(select(ImportSource).where(ImportSource.name == name))


def changes_page(run: ImportRun, number: int) -> Page[Any]:
    """What a run did, in pages: action, name and slug of each listing that it wrote."""
    wanted = (
        select(
            Revision.action,
            func.coalesce(Initiative.name, "").label("name"),
            Initiative.slug,
            Revision.initiative_id,
        )
        .outerjoin(Initiative, Initiative.id == Revision.initiative_id)
        .where(Revision.import_run_id == run.id)
        .order_by(Revision.action, Revision.id)
    )
    return page_of(wanted, number)
