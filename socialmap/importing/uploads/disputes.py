"""Rows of a plan that come back in a file of ours, and the choices where the desk changed since."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from socialmap.catalogue.differences import Clash, Side
from socialmap.catalogue.listing import from_document, to_document
from socialmap.db import db
from socialmap.importing.plan import Disputed, New
from socialmap.importing.returned import Settled, settled
from socialmap.importing.uploads.models import Outcome, PlannedRow, Upload
from socialmap.paging import Page, page_of

PER_PAGE = 25
# What a planned row stores of a listing that comes back; each is a document of a listing.
VERSIONS = ("before", "mine", "now")
Stored = dict[str, Any]


def stored_new(new: New) -> Stored | None:
    """Return what to store of a listing that brings its id from another catalogue of ours."""
    if new.id is None:
        return None
    return {"id": str(new.id), "status": new.status, "source": new.source}


def stored_dispute(disputed: Disputed) -> Stored:
    """Return what to store of a listing that the desk changed since it was exported."""
    returned = disputed.returned
    current = returned.current.listing if returned.current else returned.before
    listings = dict(zip(VERSIONS, (returned.before, returned.mine, current), strict=True))
    return {name: to_document(listing) for name, listing in listings.items()} | {"picks": {}}


def outcome_of(stored: Mapping[str, Any]) -> Settled:
    """Return what a stored listing becomes by the choices that a person made."""
    before, mine, now = (from_document(stored[name]) for name in VERSIONS)
    return settled(before, mine, now, stored["picks"])


def with_picks(stored: Stored, picks: Mapping[str, Side]) -> Stored:
    """Return a stored listing, and what its row says, with other choices."""
    stored = stored | {"picks": dict(picks)}
    outcome = outcome_of(stored)
    return {
        "returned": stored,
        "outcome": Outcome.SAME if outcome.same else Outcome.CHANGED,
        "document": to_document(outcome.listing),
    }


def saved_picks(upload_id: int) -> dict[int, Stored]:
    """Return what is stored of the disputed rows of an upload, by line."""
    wanted = (PlannedRow.upload_id == upload_id, PlannedRow.disputes > 0)
    rows = db.session.execute(select(PlannedRow.line, PlannedRow.returned).where(*wanted))
    return {line: returned for line, returned in rows if returned}


def keep_picks(row: dict[str, Any], earlier: Mapping[int, Stored]) -> None:
    """Give a row that is planned again the choices that were made, if it is about the same."""
    old, new = earlier.get(row["line"]), row["returned"]
    if row["disputes"] and old and all(old.get(name) == new[name] for name in VERSIONS):
        row |= with_picks(new, old["picks"])


def disputed_count(upload: Upload) -> int:
    """Return how many rows are of listings that the desk changed since they were exported."""
    wanted = (PlannedRow.upload_id == upload.id, PlannedRow.disputes > 0)
    return db.session.scalar(select(func.count(PlannedRow.id)).where(*wanted)) or 0


def disputed_page(upload: Upload, number: int) -> Page[PlannedRow]:
    """Return a page of these rows, in the order of the file."""
    wanted = (PlannedRow.upload_id == upload.id, PlannedRow.disputes > 0)
    return page_of(select(PlannedRow).where(*wanted).order_by(PlannedRow.line), number, PER_PAGE)


def clashes_of(row: PlannedRow) -> tuple[Clash, ...]:
    """Return the parts of a listing between which a person chooses."""
    return outcome_of(row.returned).clashes if row.returned and row.disputes else ()


def pick(upload: Upload, picks: Mapping[int, Mapping[str, Side]]) -> None:
    """Save which parts a person takes from the file ("mine") and which not, by line and part."""
    wanted = (PlannedRow.upload_id == upload.id, PlannedRow.line.in_(picks))
    for row in db.session.scalars(select(PlannedRow).where(*wanted, PlannedRow.disputes > 0)):
        parts = {clash.part for clash in clashes_of(row)}
        chosen = row.returned["picks"] | picks[row.line] if row.returned else {}
        mine = {part: side for part, side in chosen.items() if part in parts and side == "mine"}
        for name, value in with_picks(row.returned or {}, mine).items():
            setattr(row, name, value)
    db.session.flush()
    counted = (
        select(PlannedRow.outcome, func.count(PlannedRow.id))
        .where(PlannedRow.upload_id == upload.id)
        .group_by(PlannedRow.outcome)
    )
    counts = dict(db.session.execute(counted).all())
    upload.counts = {outcome.value: counts.get(outcome, 0) for outcome in Outcome}
    db.session.flush()
