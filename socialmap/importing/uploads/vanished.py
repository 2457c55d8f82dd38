"""What a file no longer has of what its source brought before, and what is decided about it."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, select

from socialmap.catalogue.actions import Change, set_status
from socialmap.catalogue.models import NEXT, Initiative, Status
from socialmap.catalogue.reasons import Code, because
from socialmap.db import db
from socialmap.importing.uploads.models import Decision, Upload, VanishedListing
from socialmap.paging import Page, batches, page_of
from socialmap.times.clock import now

PART = 500
PER_PAGE = 50
Values = dict[str, Any]


@dataclass(frozen=True)
class Vanished:
    """A row of the list, with its listing as it is now; None if it is not there any more."""

    row: VanishedListing
    initiative: Initiative | None


def save_vanished(upload: Upload, gone: Sequence[uuid.UUID]) -> None:
    """Save what the file of an upload no longer has; what somebody decided on stays."""
    db.session.execute(delete(VanishedListing).where(*undecided_of(upload.id)))
    insert_vanished(vanished_rows(upload, gone))


def undecided_of(upload_id: int) -> tuple[ColumnElement[bool], ...]:
    """Return what selects the rows of an upload that nobody decided on."""
    return VanishedListing.upload_id == upload_id, VanishedListing.decision == ""


def insert_vanished(rows: Sequence[Values]) -> None:
    """Save rows of the list."""
    if rows:
        db.session.execute(insert(VanishedListing), rows)


def vanished_rows(upload: Upload, gone: Sequence[uuid.UUID]) -> list[Values]:
    """Return the rows of the list, but for what somebody decided on: that stays as it is.

    What a person kept with an earlier file of the source stays on the map without being asked.
    """
    decided = select(VanishedListing.initiative_id).where(
        VanishedListing.upload_id == upload.id, VanishedListing.decision != ""
    )
    known, before = set(db.session.scalars(decided)), _kept_before(upload)
    rows: list[Values] = []
    for part in batches((key for key in gone if key not in known), PART):
        names = select(Initiative.id, Initiative.name).where(
            Initiative.id.in_(part), Initiative.status != Status.ARCHIVED
        )
        rows += [
            {"upload_id": upload.id, "source": upload.source, "initiative_id": key, "name": name}
            | before.get(key, {"decision": "", "actor": "", "decided_at": None})
            for key, name in db.session.execute(names)
        ]
    return rows


def _kept_before(upload: Upload) -> dict[uuid.UUID, dict[str, Any]]:
    """What was kept with an earlier file of the same source, by listing."""
    earlier = select(VanishedListing).where(
        VanishedListing.source == upload.source,
        VanishedListing.decision == Decision.KEPT,
        VanishedListing.upload_id != upload.id,
    )
    return {
        row.initiative_id: {
            "decision": row.decision,
            "actor": row.actor,
            "decided_at": row.decided_at,
        }
        for row in db.session.scalars(earlier.order_by(VanishedListing.id))
    }


def vanished_count(upload: Upload, *, undecided: bool = False) -> int:
    """How many listings the file no longer has; merging or archiving them changes nothing here."""
    rows = select(func.count(VanishedListing.id)).where(VanishedListing.upload_id == upload.id)
    if undecided:
        rows = rows.where(VanishedListing.decision == "")
    return db.session.scalar(rows) or 0


def vanished_page(upload: Upload, number: int) -> Page[Vanished]:
    """A page of what the file no longer has: first what nobody decided on, then by name."""
    rows = select(VanishedListing).where(VanishedListing.upload_id == upload.id)
    order = (VanishedListing.decision != "", func.lower(VanishedListing.name), VanishedListing.id)
    page = page_of(rows.order_by(*order), number, PER_PAGE)
    ids = [row.initiative_id for row in page.items]
    found = db.session.scalars(select(Initiative).where(Initiative.id.in_(ids)))
    now_there = {each.id: each for each in found}
    return page.map(lambda row: Vanished(row, now_there.get(row.initiative_id)))


def rows_of(upload: Upload, numbers: Collection[int] | None) -> list[Vanished]:
    """The rows with these numbers whose listing is there; None: all that nobody decided on."""
    wanted = select(VanishedListing, Initiative).join(
        Initiative, Initiative.id == VanishedListing.initiative_id
    )
    which: ColumnElement[bool] = (
        VanishedListing.decision == "" if numbers is None else VanishedListing.id.in_(numbers)
    )
    rows = db.session.execute(
        wanted.where(VanishedListing.upload_id == upload.id, which).with_for_update(of=Initiative)
    )
    return [Vanished(row, initiative) for row, initiative in rows]


def archive(rows: Iterable[Vanished], actor: str) -> int:
    """Archive the listings that can be, and return how many were."""
    change = Change(actor=actor, reason=because(Code.NOT_IN_FILE))
    count = 0
    for each in rows:
        if each.initiative and Status.ARCHIVED in NEXT[Status(each.initiative.status)]:
            set_status(each.initiative, Status.ARCHIVED, change)
            _decide(each.row, Decision.ARCHIVED, actor)
            count += 1
    db.session.flush()
    return count


def keep(rows: Iterable[Vanished], actor: str) -> int:
    """Keep listings on the map, now and with later files; return how many."""
    change = Change(actor=actor, reason=because(Code.BACK_AFTER_ALL))
    count = 0
    for each in rows:
        if each.initiative and each.row.decision == Decision.ARCHIVED:
            set_status(each.initiative, Status.PUBLISHED, change)
        _decide(each.row, Decision.KEPT, actor)
        count += 1
    db.session.flush()
    return count


def mark_asked(rows: Iterable[Vanished], asked: Collection[uuid.UUID], actor: str) -> int:
    """Record that the organisations of these listings were asked; return how many were."""
    count = 0
    for each in rows:
        if each.row.initiative_id in asked:
            _decide(each.row, Decision.ASKED, actor)
            count += 1
    db.session.flush()
    return count


def _decide(row: VanishedListing, decision: Decision, actor: str) -> None:
    row.decision, row.actor, row.decided_at = decision, actor, now()


def upload_of_run(run_id: int) -> Upload | None:
    """The upload that an import run was made of; None for an import by command."""
    return db.session.scalar(select(Upload).where(Upload.run_id == run_id).limit(1))
