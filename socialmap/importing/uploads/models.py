"""Uploads, the plan that was made of each, and the sources that are read again."""

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
    """How far an upload is: fetched, uploaded, planned, applied, or stopped on the way."""

    FETCHING = "fetching"
    UPLOADED = "uploaded"
    PLANNING = "planning"
    PLANNED = "planned"
    APPLYING = "applying"
    APPLIED = "applied"
    FAILED = "failed"
    DROPPED = "dropped"


class Outcome(StrEnum):
    """What a plan does with a row; the same as OUTCOMES in importing.plan."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    DUPLICATE = "duplicate"
    WRONG = "wrong"


class Choice(StrEnum):
    """What a person chooses for a row that is probably listed already."""

    SKIP = "skip"
    NEW = "new"
    MERGE = "merge"


class ImportSource(Model):
    """Where files come from: how their columns map, and the address to read again, if any.

    `every` is the number of days between two readings, 0 for never; `most_wrong` is the highest
    share of wrong rows, in percent, that is applied without a person.
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
    # True if what a workbook hides comes along.
    hidden: Mapped[bool] = mapped_column(default=False)
    licence: Mapped[str] = mapped_column(default="")
    actor: Mapped[str] = mapped_column(default="", info=PERSONAL)
    # The municipalities in which its owner may write; None for all of them.
    areas: Mapped[list[str] | None] = mapped_column(JSON)
    read_at: Mapped[datetime | None] = mapped_column(Moment)
    read_digest: Mapped[str] = mapped_column(default="")
    # The problem of the last reading: a sentence and its facts; empty if there was none.
    problem: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class Upload(Model):
    """A file that someone uploaded, their choices, and the row counts of its plan.

    `key` is the name of its folder on disk; `mark` is the number of the latest change when the plan
    was made; `plan_digest` is a digest of what the plan would do.
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
    # Who last decided what is in the plan, when that is another person than who uploaded the file.
    shaped_by: Mapped[str] = mapped_column(default="", info=PERSONAL)
    areas: Mapped[list[str] | None] = mapped_column(JSON)
    source: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    columns: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    sheet: Mapped[str] = mapped_column(default="")
    encoding: Mapped[str] = mapped_column(default="")
    hidden: Mapped[bool] = mapped_column(default=False)
    licence: Mapped[str] = mapped_column(default="")
    # What kind of file the plan was made of, such as GeoJSON; empty for a table.
    form: Mapped[str] = mapped_column(default="")
    # The sheets that the plan was made of, in the order of its lines.
    sheets: Mapped[list[str]] = mapped_column(JSON, default=list)
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    mark: Mapped[int] = mapped_column(default=0)
    plan_digest: Mapped[str] = mapped_column(default="")
    # True if the plan differs from the one that a person wanted to apply.
    plan_moved: Mapped[bool] = mapped_column(default=False)
    # True if nobody uploaded this file: a job read it from its source.
    by_itself: Mapped[bool] = mapped_column(default=False)
    problem: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    run_id: Mapped[int | None]


class PlannedRow(Model):
    """One row of a plan; `document` is the listing, if applying may write it.

    `twin_slug` or `twin_line` is what the row resembles; `version` is that of the initiative when
    the plan was made. `returned` is what is known of a listing of our own that comes back, and
    `disputes` the number of its parts that the desk changed since; see importing.uploads.disputes.
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
    returned: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    disputes: Mapped[int] = mapped_column(default=0)


class PlannedRemark(Model):
    """Equal remarks on a file grouped, with all their lines; `rank` is their order."""

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


class PlannedWord(Model):
    """A word of a file that is no term of its scheme, and the number of rows that have it."""

    __tablename__ = "planned_word"
    __table_args__ = (Index("ix_planned_word_upload_id_rank", "upload_id", "rank"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id", ondelete="CASCADE"))
    rank: Mapped[int]
    scheme: Mapped[str]
    word: Mapped[str] = mapped_column(info=PERSONAL)
    rows: Mapped[int]


class Decision(StrEnum):
    """What a person decides about a listing that a file no longer has."""

    KEPT = "keep"
    ARCHIVED = "archive"
    ASKED = "ask"


class VanishedListing(Model):
    """A listing that its source brought before, and that the file of an upload no longer has.

    `decision` is empty until somebody decides. KEPT holds for later files of the source too.
    """

    __tablename__ = "vanished_listing"
    __table_args__ = (Index("ix_vanished_listing_source", "source", "initiative_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id", ondelete="CASCADE"), index=True)
    source: Mapped[str]
    initiative_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    name: Mapped[str]
    decision: Mapped[str] = mapped_column(default="")
    actor: Mapped[str] = mapped_column(default="", info=PERSONAL)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
