"""Sources that are read again on schedule, and applied without a person if that is safe."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select

from socialmap.catalogue.models import Initiative
from socialmap.db import db
from socialmap.errors import ConflictProblem, Problem
from socialmap.importing.uploads.disk import clear_files, save_file
from socialmap.importing.uploads.models import (
    Choice,
    ImportSource,
    Outcome,
    PlannedRow,
    Stage,
    Upload,
)
from socialmap.importing.uploads.staging import clear, set_stage
from socialmap.proposals.second_look import is_on
from socialmap.times.clock import now
from socialmap.wording import N_

DAY, WEEK = 1, 7
RHYTHMS = (0, DAY, WEEK)
ACTOR = "source:%s"
# The job runs hourly: a source may be read a little before its day is over.
SLACK = timedelta(hours=1)
# If less than this share of the listings of a source comes back, the file is suspect.
LEAST_BACK = 0.5


def is_due(source: ImportSource, at: datetime) -> bool:
    """Return whether it is time to read a source again."""
    if not (source.address and source.every):
        return False
    rest = timedelta(days=source.every) - SLACK
    return source.read_at is None or at - source.read_at >= rest


def due_sources(at: datetime) -> list[ImportSource]:
    """Return the sources that it is time to read."""
    sources = db.session.scalars(select(ImportSource).order_by(ImportSource.id))
    return [source for source in sources if is_due(source, at)]


def receive_file(source: ImportSource, content: bytes, file_name: str) -> Upload | None:
    """Save a file of a source, to be planned; None if it is the same as last time."""
    source.read_at, source.problem = now(), {}
    upload = save_file([content], file_name, ACTOR % source.name)
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
    set_stage(upload, Stage.PLANNING)
    return upload


def note_problem(source: ImportSource, problem: Problem) -> None:
    """Save with a source why it could not be read."""
    facts = {name: str(value) for name, value in problem.facts.items()}
    source.read_at = now()
    source.problem = {"sentence": problem.sentence, "facts": facts}
    db.session.flush()


def _drop_older(upload: Upload) -> None:
    """Drop older files of the same source that still wait: the newer one replaces them."""
    waiting = select(Upload).where(
        Upload.source == upload.source,
        Upload.by_itself,
        Upload.id != upload.id,
        Upload.stage.in_((Stage.PLANNED, Stage.FAILED)),
    )
    for older in db.session.scalars(waiting).all():
        drop(older)


def drop(upload: Upload) -> None:
    """Drop an upload; raise ConflictProblem if it is applied already."""
    if upload.stage in (Stage.APPLYING, Stage.APPLIED):
        raise ConflictProblem(N_("Dit bestand is al uitgevoerd. Draai de import terug."))
    clear(upload)
    clear_files(upload.key)
    set_stage(upload, Stage.DROPPED)


def doubts(upload: Upload, source: ImportSource) -> list[str]:
    """Return why a person must look at the plan first, in sentences; an empty list means safe."""
    counts = upload.counts
    total = sum(counts.values())
    back = counts["same"] + counts["changed"]
    reasons = {
        N_("Het bestand is leeg."): not total,
        N_("Vier ogen staat aan."): is_on(),
        N_("Er zijn te veel regels fout."): counts["wrong"] * 100 > source.most_wrong * total,
        N_("Er zijn regels die lijken op wat al op de kaart staat."): _undecided(upload),
        N_("Veel van wat eerder in het bestand stond, is weg."): (
            back < LEAST_BACK * _listing_count(upload.source)
        ),
    }
    return [sentence for sentence, holds in reasons.items() if holds]


def _undecided(upload: Upload) -> bool:
    """Return whether a new listing resembles one on the map, and awaits a choice."""
    undecided = select(PlannedRow.id).where(
        PlannedRow.upload_id == upload.id,
        PlannedRow.outcome == Outcome.NEW,
        PlannedRow.choice == Choice.NEW,
    )
    return db.session.scalar(undecided.limit(1)) is not None


def _listing_count(source: str) -> int:
    own = select(func.count(Initiative.id)).where(Initiative.source == source)
    return db.session.scalar(own) or 0
