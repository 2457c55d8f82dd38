"""Files on their way in: uploads, the plan that was made of each, and sources that are re-read."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from socialmap.db import PERSONAL, Model, Moment
from socialmap.times.clock import now


class Stage(StrEnum):
    """How far a file is: it is fetched, its columns are mapped, it becomes a plan, is applied."""

    FETCHING = "fetching"
    UPLOADED = "uploaded"
    PLANNING = "planning"
    PLANNED = "planned"
    APPLYING = "applying"
    APPLIED = "applied"
    FAILED = "failed"
    DROPPED = "dropped"


class Outcome(StrEnum):
    """What a row of a plan does: as OUTCOMES of a plan, one by one."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    DUPLICATE = "duplicate"
    WRONG = "wrong"


class Choice(StrEnum):
    """What a person decides on a row that is probably there already."""

    SKIP = "skip"
    NEW = "new"
    MERGE = "merge"


class ImportSource(Model):
    """Where files come from: how their columns map, and the address that is re-read, if any.

    `every` is a number of days between two readings, 0 for never; `most_wrong` is the share of
    rows, in percent, that may be wrong before a person must look.
    """

    __tablename__ = "import_source"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    address: Mapped[str] = mapped_column(default="")
    every: Mapped[int] = mapped_column(default=0)
    most_wrong: Mapped[int] = mapped_column(default=5)
    columns: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    sheet: Mapped[str] = mapped_column(default="")
    encoding: Mapped[str] = mapped_column(default="")
    licence: Mapped[str] = mapped_column(default="")
    actor: Mapped[str] = mapped_column(default="", info=PERSONAL)
    # The municipalities of who set it up; None is everywhere.
    areas: Mapped[list[str] | None] = mapped_column(JSON)
    read_at: Mapped[datetime | None] = mapped_column(Moment)
    read_digest: Mapped[str] = mapped_column(default="")
    # What went wrong the last time: a sentence and its facts, empty when nothing did.
    problem: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class Upload(Model):
    """A file that someone brought, what they chose, and the numbers of the plan made of it.

    `key` names the file on disk; `mark` is the place in the change sequence at which the plan was
    made, `plan_digest` what it would do.
    """

    __tablename__ = "upload"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    file_name: Mapped[str] = mapped_column(default="")
    file_digest: Mapped[str] = mapped_column(default="")
    size: Mapped[int] = mapped_column(default=0)
    stage: Mapped[str] = mapped_column(default=Stage.UPLOADED, index=True)
    stage_at: Mapped[datetime] = mapped_column(Moment, default=now)
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    actor: Mapped[str] = mapped_column(default="", info=PERSONAL)
    areas: Mapped[list[str] | None] = mapped_column(JSON)
    source: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    columns: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    sheet: Mapped[str] = mapped_column(default="")
    encoding: Mapped[str] = mapped_column(default="")
    licence: Mapped[str] = mapped_column(default="")
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    mark: Mapped[int] = mapped_column(default=0)
    plan_digest: Mapped[str] = mapped_column(default="")
    # True when the plan is another than the one that a person wanted to apply.
    plan_moved: Mapped[bool] = mapped_column(default=False)
    # True when nobody chose this file: a source was re-read.
    by_itself: Mapped[bool] = mapped_column(default=False)
    problem: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    run_id: Mapped[int | None]


class PlannedRow(Model):
    """One row of a plan; `document` is the listing when applying may write it.

    `twin_slug` or `twin_line` tell what it looks like; `version` is what the initiative had when
    the plan was made.
    """

    __tablename__ = "planned_row"
    __table_args__ = (Index("ix_planned_row_upload_id_outcome", "upload_id", "outcome", "line"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id", ondelete="CASCADE"))
    line: Mapped[int]
    outcome: Mapped[str]
    choice: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")
    source_id: Mapped[str] = mapped_column(default="")
    initiative_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    version: Mapped[int] = mapped_column(default=0)
    twin_slug: Mapped[str] = mapped_column(default="")
    twin_line: Mapped[int] = mapped_column(default=0)
    twin_score: Mapped[float] = mapped_column(default=0.0)
    document: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class PlannedRemark(Model):
    """Equal remarks on a file taken together, with all their lines; `rank` is their order."""

    __tablename__ = "planned_remark"
    __table_args__ = (Index("ix_planned_remark_upload_id_rank", "upload_id", "rank"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id", ondelete="CASCADE"))
    rank: Mapped[int]
    level: Mapped[str]
    column: Mapped[str]
    value: Mapped[str] = mapped_column(default="", info=PERSONAL)
    sentence: Mapped[str]
    remedy: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    lines: Mapped[list[int]] = mapped_column(JSON, default=list)
