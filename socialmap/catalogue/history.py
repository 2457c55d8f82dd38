"""Read the revisions of listings: the change sequence, and a listing as it was before."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from socialmap.catalogue.listing import Listing, from_document
from socialmap.catalogue.models import Revision
from socialmap.catalogue.unfinished import Doing, last_whole, unfinished, whole_since
from socialmap.db import db
from socialmap.paging import batches


def revisions_of(initiative_id: uuid.UUID) -> Sequence[Revision]:
    """All revisions of an initiative, the latest first."""
    return db.session.scalars(
        select(Revision)
        .where(Revision.initiative_id == initiative_id)
        .order_by(Revision.version.desc())
    ).all()


def changed_in(run_id: int, among: Sequence[uuid.UUID] | None = None) -> dict[uuid.UUID, int]:
    """The initiatives that an import run wrote, with the last version that it gave them.

    `among` narrows it to some of them.
    """
    return _versions_in(run_id, func.max(Revision.version), among)


def first_versions(run_id: int, among: Sequence[uuid.UUID] | None = None) -> dict[uuid.UUID, int]:
    """The initiatives that an import run wrote, with the first version that it gave them.

    `among` narrows it to some of them.
    """
    return _versions_in(run_id, func.min(Revision.version), among)


def _versions_in(
    run_id: int, version: ColumnElement[int], among: Sequence[uuid.UUID] | None
) -> dict[uuid.UUID, int]:
    written = select(Revision.initiative_id, version).where(Revision.import_run_id == run_id)
    if among is not None:
        written = written.where(Revision.initiative_id.in_(among))
    return dict(db.session.execute(written.group_by(Revision.initiative_id)).all())


def listings_before(versions: dict[uuid.UUID, int]) -> dict[uuid.UUID, Listing | None]:
    """The listing of each initiative just before a version; None when there was none yet."""
    before: dict[uuid.UUID, Listing | None] = {}
    for part in batches(versions, 500):
        before |= dict.fromkeys(part)
        rows = db.session.execute(
            select(Revision.initiative_id, Revision.version, Revision.document)
            .where(Revision.initiative_id.in_(part))
            .order_by(Revision.version)
        )
        for initiative_id, version, document in rows:
            if version < versions[initiative_id]:
                before[initiative_id] = from_document(document) if document else None
    return before


@dataclass(frozen=True)
class Mark:
    """A place in the change sequence: the id of a revision, and its moment (ISO, UTC)."""

    number: int = 0
    at: str = ""


def latest_change() -> Mark:
    """The latest change of the catalogue; it moves with every write that can be seen."""
    newest = select(Revision.id, Revision.at).order_by(Revision.id.desc()).limit(1)
    if unfinished(Doing.APPLYING):
        # Of runs only what was whole counts, and no change of the one that is being applied.
        edits = select(func.max(Revision.id)).where(Revision.import_run_id.is_(None))
        number = max(db.session.scalar(edits) or 0, last_whole())
        newest = select(Revision.id, Revision.at).where(Revision.id == number)
    row = db.session.execute(newest).first()
    return Mark(row.id, row.at.isoformat()) if row else Mark()


def still_there(mark: Mark) -> bool:
    """Whether the sequence still has this revision: not after another database was restored."""
    if not mark.number:
        return True
    at = db.session.scalar(select(Revision.at).where(Revision.id == mark.number))
    return at is not None and at.isoformat() == mark.at


def changed_since(mark: Mark, most: int) -> list[uuid.UUID]:
    """The ids of at most `most` initiatives that changed after a mark, sorted.

    A run counts with all that it wrote, from the change on with which it was whole.
    """
    later = Revision.id > mark.number
    if runs := whole_since(mark.number):
        later |= Revision.import_run_id.in_(runs)
    if applying := unfinished(Doing.APPLYING):
        later &= Revision.import_run_id.is_(None) | Revision.import_run_id.not_in(applying)
    return list(
        db.session.scalars(
            select(Revision.initiative_id)
            .where(later)
            .distinct()
            .order_by(Revision.initiative_id)
            .limit(most)
        )
    )


def latest_listing(initiative_id: uuid.UUID) -> Listing:
    """The listing of an initiative as it is now, or as it was just before its removal."""
    document = db.session.scalar(
        select(Revision.document)
        .where(Revision.initiative_id == initiative_id, Revision.action != "removed")
        .order_by(Revision.version.desc())
        .limit(1)
    )
    return from_document(document or {"name": ""})


def last_version(initiative_id: uuid.UUID) -> int:
    """The last version of an initiative, also of a removed one; 0 without any."""
    latest = select(func.max(Revision.version)).where(Revision.initiative_id == initiative_id)
    return db.session.scalar(latest) or 0
