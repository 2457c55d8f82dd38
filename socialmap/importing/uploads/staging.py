"""Save a plan row by row while it waits for a person, and read it back to apply it."""

from __future__ import annotations

import hashlib
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import orjson
from sqlalchemy import Table, delete, insert, select
from sqlalchemy.orm import InstrumentedAttribute

from socialmap.catalogue.listing import Listing, from_document, to_document
from socialmap.catalogue.models import Initiative, Status
from socialmap.db import Model, db
from socialmap.importing.checking import Checked
from socialmap.importing.plan import Alike, Changed, Disputed, New, Plan
from socialmap.importing.uploads.disputes import (
    keep_picks,
    saved_picks,
    stored_dispute,
    stored_new,
    with_picks,
)
from socialmap.importing.uploads.models import (
    Choice,
    Outcome,
    PlannedRemark,
    PlannedRow,
    PlannedWord,
    Stage,
    Upload,
)
from socialmap.paging import batches
from socialmap.times.clock import now

PART = 1_000
Values = dict[str, Any]


def set_stage(upload: Upload, stage: Stage) -> None:
    """Set how far an upload is, and since when."""
    upload.stage, upload.stage_at = stage, now()
    db.session.flush()


@dataclass(frozen=True)
class Staged:
    """A plan as it is saved, the choices for earlier rows of the same file kept.

    `counts` are the numbers of rows by outcome.
    """

    checked: Checked
    rows: list[Values]
    remarks: list[Values]
    counts: dict[str, int]
    digest: str


def staged(upload: Upload, checked: Checked, outside: frozenset[uuid.UUID] = frozenset()) -> Staged:
    """Return the rows to save of a plan; choices for the same row and twin stay.

    `outside` are initiatives that the person may not write: their rows become wrong.
    """
    rows = _rows(checked.plan, outside)
    digest = plan_digest(rows)
    choices, picks = _choices(upload.id), saved_picks(upload.id)
    for row in rows:
        key = (row["line"], row["twin_slug"], row["twin_line"])
        row["choice"] = choices.get(key, row["choice"])
        keep_picks(row, picks)
        row["upload_id"] = upload.id
    found = Counter(row["outcome"] for row in rows)
    counts = {outcome.value: found[outcome] for outcome in Outcome}
    return Staged(checked, rows, list(_remarks(upload.id, checked.plan)), counts, digest)


def stage(upload: Upload, plan: Staged) -> None:
    """Save a plan instead of an older one."""
    clear(upload)
    insert_rows(plan.rows)
    finish_staging(upload, plan)


def insert_rows(rows: Iterable[Values]) -> None:
    """Save rows of a plan."""
    _insert(PlannedRow, rows)


def finish_staging(upload: Upload, plan: Staged) -> None:
    """Save all of a plan but its rows."""
    checked = plan.checked
    for model in (PlannedRemark, PlannedWord):
        db.session.execute(delete(model).where(model.upload_id == upload.id))
    _insert(PlannedRemark, plan.remarks)
    words = enumerate(checked.plan.unknown)
    _insert(PlannedWord, ({"upload_id": upload.id, "rank": n, **asdict(one)} for n, one in words))
    upload.plan_moved = upload.plan_digest not in ("", plan.digest)
    upload.plan_digest = plan.digest
    upload.counts = plan.counts
    upload.columns = checked.origin.mapping
    upload.form = checked.layout.format
    upload.sheets = list(checked.layout.read)
    upload.problem = {}
    set_stage(upload, Stage.PLANNED)


def clear(upload: Upload) -> None:
    """Delete the plan of an upload."""
    for model in (PlannedRow, PlannedRemark, PlannedWord):
        db.session.execute(delete(model).where(model.upload_id == upload.id))


def plan_digest(rows: Iterable[Values]) -> str:
    """Return the SHA-256 of what a plan would do, whatever choices a person makes."""
    sha256 = hashlib.sha256()
    for row in rows:
        fixed = {name: value for name, value in row.items() if name not in ("choice", "twin_score")}
        sha256.update(orjson.dumps(fixed, option=orjson.OPT_SORT_KEYS))
    return sha256.hexdigest()


def _rows(plan: Plan, outside: frozenset[uuid.UUID]) -> list[Values]:
    """Return every row of a plan, in the order of the file."""
    alike = {row.line: row for row in plan.alike}
    disputed = {row.line: row for row in plan.disputed if row.returned.id not in outside}
    ids = {changed.id for changed in plan.changed}
    versions = _versions([*ids, *(row.returned.id for row in disputed.values())])
    rows = [
        _row(Outcome.NEW, new, alike.get(new.line)) | {"returned": stored_new(new)}
        for new in plan.new
    ]
    for changed in plan.changed:
        allowed = changed.id not in outside
        row = _row(Outcome.CHANGED if allowed else Outcome.WRONG, changed)
        rows.append(row | {"initiative_id": changed.id, "version": versions.get(changed.id, 0)})
    for line in plan.duplicate:
        twin = alike.get(line)
        rows.append(_row(Outcome.DUPLICATE, twin, twin) if twin else _bare(Outcome.DUPLICATE, line))
    rows += [_bare(Outcome.SAME, line) for line in plan.same]
    rows += [_bare(Outcome.WRONG, line) for line in plan.wrong]
    for row in rows:
        if dispute := disputed.get(row["line"]):
            row |= _disputed(dispute, versions)
    return sorted(rows, key=lambda row: row["line"])


def _disputed(disputed: Disputed, versions: dict[uuid.UUID, int]) -> Values:
    """Return what a row says of a listing that the desk changed since it was exported."""
    stored, key = stored_dispute(disputed), disputed.returned.id
    return with_picks(stored, {}) | {
        "name": disputed.returned.mine.name,
        "initiative_id": key,
        "version": versions.get(key, 0),
        "disputes": len(disputed.clashes),
    }


def _bare(outcome: Outcome, line: int) -> Values:
    return {
        "line": line, "outcome": outcome, "choice": "", "name": "", "source_id": "",
        "initiative_id": None, "version": 0, "twin_slug": "", "twin_line": 0, "twin_score": 0.0,
        "document": None, "returned": None, "disputes": 0,
    }  # fmt: skip


def _row(outcome: Outcome, planned: New | Changed | Alike, alike: Alike | None = None) -> Values:
    row = _bare(outcome, planned.line) | {
        "name": planned.listing.name,
        "document": to_document(planned.listing),
    }
    if not isinstance(planned, Changed):
        row["source_id"] = planned.source_id
    if alike:
        row |= {
            "choice": Choice.SKIP if outcome == Outcome.DUPLICATE else Choice.NEW,
            "twin_slug": alike.twin.slug,
            "twin_line": alike.twin.line,
            "twin_score": alike.twin.score,
        }
    return row


def _remarks(upload_id: int, plan: Plan) -> Iterator[Values]:
    for rank, group in enumerate(plan.remarks.groups()):
        remark = group.remark
        yield {
            "upload_id": upload_id,
            "rank": rank,
            "level": remark.level,
            "column": remark.column,
            "value": remark.value,
            "sentence": remark.sentence,
            "remedy": remark.remedy,
            "facts": {name: str(value) for name, value in remark.facts},
            "lines": list(group.lines),
        }


def _choices(upload_id: int) -> dict[tuple[int, str, int], str]:
    chosen = select(
        PlannedRow.line, PlannedRow.twin_slug, PlannedRow.twin_line, PlannedRow.choice
    ).where(PlannedRow.upload_id == upload_id, PlannedRow.choice != "")
    return {(line, slug, other): choice for line, slug, other, choice in db.session.execute(chosen)}


def _versions(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    versions: dict[uuid.UUID, int] = {}
    for part in batches(ids, PART):
        query = select(Initiative.id, Initiative.version).where(Initiative.id.in_(part))
        versions |= dict(db.session.execute(query).all())
    return versions


def _insert(model: type[Model], rows: Iterable[Values]) -> None:
    table = model.__table__
    if not isinstance(table, Table):
        raise TypeError(table)
    for part in batches(rows, PART):
        db.session.execute(insert(table), part)


def writing_rows(upload: Upload) -> Iterator[PlannedRow]:
    """Iterate over the rows to write: new ones, changed ones, and duplicates that someone wants."""
    wanted = (PlannedRow.outcome.in_((Outcome.NEW, Outcome.CHANGED))) | (
        (PlannedRow.outcome == Outcome.DUPLICATE)
        & (PlannedRow.choice.in_((Choice.NEW, Choice.MERGE)))
    )
    return iter(
        db.session.scalars(
            select(PlannedRow)
            .where(PlannedRow.upload_id == upload.id, wanted, PlannedRow.choice != Choice.SKIP)
            .order_by(PlannedRow.line)
        )
    )


def staged_plan(upload: Upload) -> tuple[Plan, list[PlannedRow]]:
    """Return the saved plan, and its rows that a person chose to merge or to add as different."""
    plan, decided, taken = Plan(), [], set()
    for row in writing_rows(upload):
        listing = from_document(row.document or {"name": row.name})
        if row.outcome == Outcome.CHANGED and row.initiative_id:
            plan.changed.append(Changed(row.line, row.initiative_id, listing))
            continue
        if row.source_id in taken:
            # Two lines share an id, but a person says that they differ: each needs its own.
            row.source_id = f"{row.source_id}#{row.line}"
        taken.add(row.source_id)
        plan.new.append(_new(row, listing))
        if row.twin_slug and row.choice:
            decided.append(row)
    for outcome, lines in ((Outcome.SAME, plan.same), (Outcome.WRONG, plan.wrong)):
        lines.extend(_lines(upload, PlannedRow.outcome == outcome))
    plan.duplicate.extend(_lines(upload, PlannedRow.choice == Choice.SKIP))
    return plan, decided


def _new(row: PlannedRow, listing: Listing) -> New:
    """Return the new listing of a row, with what it brings from another catalogue of ours."""
    back = row.returned
    if not back:
        return New(row.line, row.source_id, listing)
    key, status = uuid.UUID(back["id"]), Status(back["status"])
    return New(row.line, row.source_id, listing, key, status, back["source"])


def _lines(upload: Upload, wanted: Any) -> list[int]:
    line: InstrumentedAttribute[int] = PlannedRow.line
    return list(db.session.scalars(select(line).where(PlannedRow.upload_id == upload.id, wanted)))
