"""Read uploads, their plans in pages, sources, and the changes of a run."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import func, select

from socialmap.catalogue.addresses import InitiativeAlias, surviving_id
from socialmap.catalogue.models import Initiative, Revision
from socialmap.catalogue.waiting import Rows, WaitingKind, rows
from socialmap.db import db
from socialmap.errors import NotFoundProblem
from socialmap.importing.models import ImportRun
from socialmap.importing.queries import WHOLE
from socialmap.importing.uploads.models import (
    ImportSource,
    Outcome,
    PlannedRemark,
    PlannedRow,
    PlannedWord,
    Stage,
    Upload,
)
from socialmap.paging import PER_PAGE, Page, page_of
from socialmap.wording import N_

UNFINISHED = (
    Stage.FETCHING, Stage.UPLOADED, Stage.PLANNING, Stage.PLANNED, Stage.APPLYING, Stage.FAILED,
)  # fmt: skip


def get_upload(number: int) -> Upload:
    """Return the upload with this number; raise NotFoundProblem if there is none."""
    upload = db.session.get(Upload, number)
    if upload is None or upload.stage == Stage.DROPPED:
        raise NotFoundProblem(N_("Dit bestand is er niet (meer)."))
    return upload


def unfinished() -> Sequence[Upload]:
    """Return uploads that wait for a person or a job, latest first; at most one page."""
    return db.session.scalars(
        select(Upload)
        .where(Upload.stage.in_(UNFINISHED))
        .order_by(Upload.id.desc())
        .limit(PER_PAGE)
    ).all()


def waiting() -> Rows:
    """Return the files that jobs read from sources and that wait for a person, for today's list."""
    return rows(
        WaitingKind.IMPORT, key=Upload.id, title=Upload.source, since=Upload.stage_at
    ).where(Upload.by_itself, Upload.stage.in_((Stage.PLANNED, Stage.FAILED)))


def runs_page(number: int, per_page: int = 20) -> Page[ImportRun]:
    """Return a page of import runs, latest first."""
    query = select(ImportRun).where(WHOLE).order_by(ImportRun.id.desc())
    return page_of(query, number, per_page)


def rows_page(upload: Upload, outcome: Outcome, number: int) -> Page[PlannedRow]:
    """Return a page of the rows of a plan with one outcome."""
    of_outcome = (PlannedRow.upload_id == upload.id, PlannedRow.outcome == outcome)
    return page_of(select(PlannedRow).where(*of_outcome).order_by(PlannedRow.line), number)


def alike_page(upload: Upload, number: int) -> Page[PlannedRow]:
    """Return a page of the rows that are probably listed already and need a choice."""
    of_choice = (PlannedRow.upload_id == upload.id, PlannedRow.choice != "")
    order = (PlannedRow.twin_score.desc(), PlannedRow.line)
    return page_of(select(PlannedRow).where(*of_choice).order_by(*order), number, 25)


def alike_count(upload: Upload) -> int:
    """Return how many rows are probably listed already."""
    of_choice = (PlannedRow.upload_id == upload.id, PlannedRow.choice != "")
    return db.session.scalar(select(func.count(PlannedRow.id)).where(*of_choice)) or 0


def remarks_page(upload: Upload, number: int) -> Page[PlannedRemark]:
    """Return a page of the remarks on a file, errors first."""
    of_upload = PlannedRemark.upload_id == upload.id
    return page_of(select(PlannedRemark).where(of_upload).order_by(PlannedRemark.rank), number, 25)


def remarks_by_line(upload: Upload, level: str) -> dict[int, list[PlannedRemark]]:
    """Return the remarks of one level by line."""
    by_line: dict[int, list[PlannedRemark]] = {}
    wanted = (PlannedRemark.upload_id == upload.id, PlannedRemark.level == level)
    for remark in db.session.scalars(
        select(PlannedRemark).where(*wanted).order_by(PlannedRemark.rank)
    ):
        for line in remark.lines:
            by_line.setdefault(line, []).append(remark)
    return by_line


def words_page(upload: Upload, number: int) -> Page[PlannedWord]:
    """Return a page of the words of a file that we do not know."""
    of_upload = PlannedWord.upload_id == upload.id
    return page_of(select(PlannedWord).where(of_upload).order_by(PlannedWord.rank), number, 25)


def words_count(upload: Upload) -> int:
    """Return how many words of a file we do not know."""
    of_upload = PlannedWord.upload_id == upload.id
    return db.session.scalar(select(func.count(PlannedWord.id)).where(of_upload)) or 0


def twins(rows: Sequence[PlannedRow]) -> dict[str, Initiative]:
    """Return the listings on the map that rows resemble, by slug."""
    slugs = {row.twin_slug for row in rows if row.twin_slug}
    initiatives = db.session.scalars(select(Initiative).where(Initiative.slug.in_(slugs)))
    return {initiative.slug: initiative for initiative in initiatives}


def sources() -> Sequence[ImportSource]:
    """Return all sources, by name."""
    return db.session.scalars(select(ImportSource).order_by(ImportSource.name)).all()


def get_source(number: int) -> ImportSource:
    """Return the source with this number; raise NotFoundProblem if there is none."""
    source = db.session.get(ImportSource, number)
    if source is None:
        raise NotFoundProblem(N_("Deze bron is er niet."))
    return source


def source_named(name: str) -> ImportSource | None:
    """Return the source with this name; None if there is none."""
    return db.session.scalar(select(ImportSource).where(ImportSource.name == name))


def changes_page(run: ImportRun, number: int) -> Page[Any]:
    """Return a page of what a run wrote: action, name, slug and id of each listing, once.

    That of one that was merged since has the slug of none, and stays.
    """
    first = (
        select(func.min(Revision.id))
        .where(Revision.import_run_id == run.id)
        .group_by(Revision.initiative_id)
    )
    wanted = (
        select(
            Revision.action,
            func.coalesce(Initiative.name, Revision.document["name"].as_string(), "").label("name"),
            Initiative.slug,
            Revision.initiative_id,
        )
        .outerjoin(Initiative, Initiative.id == Revision.initiative_id)
        .where(Revision.id.in_(first))
        .order_by(Revision.action, Revision.id)
    )
    return page_of(wanted, number)


def merged_since(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Initiative]:
    """Of each of these listings that was merged, the one that it is a part of now."""
    merged = select(InitiativeAlias.old_id).where(InitiativeAlias.old_id.in_(ids))
    survivors = {
        old_id: db.session.get(Initiative, surviving_id(old_id))
        for old_id in db.session.scalars(merged).all()
    }
    return {old_id: survivor for old_id, survivor in survivors.items() if survivor}


def merged_count(run: ImportRun) -> int:
    """How many listings that a run wrote were merged into another."""
    written = select(Revision.initiative_id).where(Revision.import_run_id == run.id)
    merged = select(func.count(InitiativeAlias.old_id)).where(InitiativeAlias.old_id.in_(written))
    return db.session.scalar(merged) or 0
