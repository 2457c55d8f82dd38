"""Import runs: which file was imported, when, by whom, and with what result."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from socialmap.db import PERSONAL, Checked, Model, Moment
from socialmap.times.clock import now

# The count of listings that undoing a run left as they are, because they changed since.
LEFT = "left"
# The count of listings that somebody changed while the run was applied: they stay as they are.
OVERTAKEN = "overtaken"


def dict_of(value: Any) -> dict[str, Any]:
    """A stored dictionary; an empty one for what is none."""
    return value if isinstance(value, dict) else {}


class ImportRun(Model):
    """One file that was applied; `undone_at` (UTC) is set once the whole run was undone."""

    __tablename__ = "import_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(index=True)
    file_name: Mapped[str]
    file_digest: Mapped[str]
    actor: Mapped[str] = mapped_column(default="", info=PERSONAL)
    applied_at: Mapped[datetime] = mapped_column(Moment, default=now)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
    # Numbers of rows: new, changed, same, duplicate, wrong; LEFT once somebody undid it.
    counts: Mapped[dict[str, Any]] = mapped_column(Checked(JSON(), dict_of), default=dict)
    mapping: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    # The names of organisations that it added; None for runs from before these were stored.
    organisations: Mapped[list[str] | None] = mapped_column(JSON)


class ExplainedWord(Model):
    """What a person said that a word in files means: a code of ours, or "" to leave it out.

    `folded` is the word as it is compared, `area` the municipality for whose imports it counts,
    "" for all; `scheme` is "kind" for a setting as well.
    """

    __tablename__ = "explained_word"
    __table_args__ = (UniqueConstraint("area", "scheme", "folded", name="uq_explained_word"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(default="")
    scheme: Mapped[str]
    folded: Mapped[str]
    word: Mapped[str]
    code: Mapped[str] = mapped_column(default="")
    actor: Mapped[str] = mapped_column(default="", info=PERSONAL)
    explained_at: Mapped[datetime] = mapped_column(Moment, default=now)
