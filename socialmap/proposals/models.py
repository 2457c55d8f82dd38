"""Proposals: what somebody without rights wants changed or added, and how it was answered."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from socialmap.catalogue.models import Initiative
from socialmap.db import PERSONAL, Model, Moment
from socialmap.times.clock import now


class Subject(StrEnum):
    """What a proposal is about: changed facts, a listing that is gone, or a new one."""

    CHANGED = "changed"
    GONE = "gone"
    OTHER = "other"
    UNLIST = "unlist"
    NEW = "new"


class Proposer(StrEnum):
    """Who made a proposal: a visitor, the initiative itself, or a professional."""

    VISITOR = "visitor"
    INITIATIVE = "initiative"
    PROFESSIONAL = "professional"


class ProposalStatus(StrEnum):
    """The state of a proposal: not sent yet, waiting, or answered."""

    DRAFT = "draft"
    NEW = "new"
    ACCEPTED = "accepted"
    PARTLY = "partly"
    REFUSED = "refused"


class Proposal(Model):
    """A proposal about an initiative, or (with none yet) for an addition.

    `typed` is the form of a draft as it was saved; `changes` are fields of a Listing, as in a
    document.
    """

    __tablename__ = "proposal"

    id: Mapped[int] = mapped_column(primary_key=True)
    initiative_id: Mapped[uuid.UUID | None] = mapped_column(
        Uuid, ForeignKey("initiative.id", ondelete="CASCADE"), index=True
    )
    subject: Mapped[str] = mapped_column("reason")
    origin: Mapped[str] = mapped_column(default=Proposer.VISITOR)
    text: Mapped[str] = mapped_column(default="", info=PERSONAL)
    typed: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, info=PERSONAL)
    changes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, info=PERSONAL)
    email: Mapped[str] = mapped_column(default="", info=PERSONAL)
    # The digest of the token that opens a draft again.
    token_digest: Mapped[str | None] = mapped_column(unique=True)
    status: Mapped[str] = mapped_column(default=ProposalStatus.NEW, index=True)
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_by: Mapped[str] = mapped_column(default="", info=PERSONAL)
    answer: Mapped[str] = mapped_column(default="")
    accepted: Mapped[list[str]] = mapped_column(JSON, default=list)

    initiative: Mapped[Initiative | None] = relationship()
