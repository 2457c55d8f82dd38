"""Sources that are re-read: in time, and applied without a person when nothing asks for one."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select

from socialmap.catalogue.models import Initiative
from socialmap.db import db
from socialmap.errors import ConflictProblem, Problem
from socialmap.importing.uploads.applying import apply_plan
from socialmap.importing.uploads.disk import clear_files, keep_file
from socialmap.importing.uploads.models import (
    Choice,
    ImportSource,
    Outcome,
    PlannedRow,
    Stage,
    Upload,
)
from socialmap.importing.uploads.staging import clear, move
from socialmap.times.clock import now
from socialmap.wording import N_

DAY, WEEK = 1, 7
RHYTHMS = (0, DAY, WEEK)
ACTOR = "source:%s"
# A clock that ticks hourly reads a source a little before its day is full.
SLACK = timedelta(hours=1)
# Of what a source brought before, this share must come back, or something is wrong with the file.
LEAST_BACK = 0.5


def is_due(source: ImportSource, at: datetime) -> bool:
    """Whether it is time to read a source again."""
    if not (source.address and source.every):
        return False
    rest = timedelta(days=source.every) - SLACK
    return source.read_at is None or at - source.read_at >= rest


def due_sources(at: datetime) -> list[ImportSource]:
    """The sources that it is time to read."""
    every = db.session.scalars(select(ImportSource).order_by(ImportSource.id))
    return [each for each in every if is_due(each, at)]


def take_in(source: ImportSource, content: bytes, file_name: str) -> Upload | None:
    """Keep a file that a source gave, to be planned; None when it is as it was."""
    source.read_at, source.problem = now(), {}
    upload = keep_file([content], file_name, ACTOR % source.name)
    if upload.file_digest == source.read_digest:
        clear_files(upload.key)
        db.session.delete(upload)
        db.session.flush()
        return None
    source.read_digest = upload.file_digest
    for name in ("columns", "sheet", "encoding", "licence", "areas", "address"):
        setattr(upload, name, getattr(source, name))
    upload.source, upload.by_itself = source.name, True
    _drop_older(upload)
    move(upload, Stage.PLANNING)
    return upload


def note_problem(source: ImportSource, problem: Problem) -> None:
    """Remember why a source could not be read."""
    facts = {name: str(value) for name, value in problem.facts.items()}
    source.read_at = now()
    source.problem = {"sentence": problem.sentence, "facts": facts}
    db.session.flush()


def _drop_older(upload: Upload) -> None:
    """What an older file of a source still waits with, the newer one makes needless."""
    waiting = select(Upload).where(
        Upload.source == upload.source,
        Upload.by_itself,
        Upload.id != upload.id,
        Upload.stage.in_((Stage.PLANNED, Stage.FAILED)),
    )
    for each in db.session.scalars(waiting).all():
        drop(each)


def drop(upload: Upload) -> None:
    """Let an upload go that will not be applied."""
    if upload.stage in (Stage.APPLYING, Stage.APPLIED):
        raise ConflictProblem(N_("Dit bestand is al uitgevoerd. Draai de import terug."))
    clear(upload)
    clear_files(upload.key)
    move(upload, Stage.DROPPED)


def apply_when_safe(upload: Upload, source: ImportSource) -> bool:
    """Apply a plan by itself when nothing asks for a person; whether it was."""
    if upload.stage != Stage.PLANNED or doubts(upload, source):
        return False
    apply_plan(upload, upload.actor)
    return True


def doubts(upload: Upload, source: ImportSource) -> list[str]:
    """Why a person must look at the plan first, in sentences with no facts; empty is safe."""
    counts = upload.counts
    total = sum(counts.values())
    back = counts["same"] + counts["changed"]
    reasons = {
        N_("Het bestand is leeg."): not total,
        N_("Er zijn te veel regels fout."): counts["wrong"] * 100 > source.most_wrong * total,
        N_("Er zijn regels die lijken op wat al op de kaart staat."): _undecided(upload),
        N_("Veel van wat eerder in het bestand stond, is weg."): (
            back < LEAST_BACK * _brought(upload.source)
        ),
    }
    return [sentence for sentence, holds in reasons.items() if holds]


def _undecided(upload: Upload) -> bool:
    """Whether a new listing looks like one on the map, and nobody said yet which it is."""
    found = select(PlannedRow.id).where(
        PlannedRow.upload_id == upload.id,
        PlannedRow.outcome == Outcome.NEW,
        PlannedRow.choice == Choice.NEW,
    )
    return db.session.scalar(found.limit(1)) is not None


def _brought(source: str) -> int:
    own = select(func.count(Initiative.id)).where(Initiative.source == source)
    return db.session.scalar(own) or 0
