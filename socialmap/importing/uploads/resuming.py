"""Uploads whose process was killed: their work is done again, or given back to a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from socialmap.db import db, transaction
from socialmap.errors import ConflictProblem
from socialmap.importing.uploads.applying import fail
from socialmap.importing.uploads.disk import starts_since
from socialmap.importing.uploads.models import Stage, Upload
from socialmap.jobs import only_one, perform
from socialmap.times.clock import now
from socialmap.wording import N_

# Work that takes longer than this without an end is looked at: it may only be waiting its turn.
REST = timedelta(minutes=2)
MOST_STOPS = 2  # times that work on an upload does not end before a person gets it back
# The job of each stage at which a job works, and the stage to which the upload goes back.
WORK = {
    Stage.FETCHING: ("import-fetch", Stage.FAILED),
    Stage.PLANNING: ("import-plan", Stage.FAILED),
    Stage.APPLYING: ("import-apply", Stage.PLANNED),
}
BROKEN_OFF = ConflictProblem(
    N_(
        "Het werk aan dit bestand stopte steeds halverwege. Er is niets veranderd op de kaart."
        " Probeer het nog een keer, of verdeel het over meer bestanden."
    )
)


@dataclass(frozen=True)
class Stalled:
    """An upload on which work began some time ago, with that job and the stage before it.

    `stops` is how often the job began with this upload, and did not end.
    """

    upload: int
    name: str
    actor: str
    work: str
    before: Stage
    stops: int


def resume_stalled() -> list[str]:
    """Do the work again on uploads whose process was killed, and report on each.

    An upload with which that happened MOST_STOPS times is given back instead.
    """
    stalled = _stalled()
    db.session.rollback()
    reports = []
    for one in stalled:
        with only_one(one.work) as idle:
            pass
        if not idle:
            continue
        if one.stops >= MOST_STOPS:
            with transaction():
                fail(db.session.get_one(Upload, one.upload), BROKEN_OFF, one.before)
            reports.append(f"{one.name} teruggegeven")
        elif perform(one.work, _facts(one)):
            reports.append(f"{one.name} hervat")
    return reports


def _stalled() -> list[Stalled]:
    old = (Upload.stage.in_(WORK), Upload.stage_at < now() - REST)
    return [
        Stalled(upload.id, upload.file_name or upload.address, upload.actor, work, before,
                starts_since(upload.key, upload.stage_at))
        for upload in db.session.scalars(select(Upload).where(*old).order_by(Upload.id))
        for work, before in [WORK[Stage(upload.stage)]]
    ]  # fmt: skip


def _facts(one: Stalled) -> dict[str, int | str]:
    facts: dict[str, int | str] = {"upload": one.upload}
    return facts | {"actor": one.actor} if one.before == Stage.PLANNED else facts
