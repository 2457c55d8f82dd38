"""Proposals: what someone without rights wants changed or added, and what became of it."""

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


class Origin(StrEnum):
    """Who made it: anybody, the initiative itself, or a professional."""

    VISITOR = "visitor"
    INITIATIVE = "initiative"
    PROFESSIONAL = "professional"


class ProposalStatus(StrEnum):
    """Where it stands: not sent yet, waiting, or answered."""

    DRAFT = "draft"
    NEW = "new"
    ACCEPTED = "accepted"
    PARTLY = "partly"
    REFUSED = "refused"


class Proposal(Model):
    """What someone proposes about an initiative; about none yet when it is to be added.

    `typed` is the form as somebody left it; `changes` what it says, as fields of a Listing.
    """

    __tablename__ = "proposal"

    id: Mapped[int] = mapped_column(primary_key=True)
    initiative_id: Mapped[uuid.UUID | None] = mapped_column(
        Uuid, ForeignKey("initiative.id", ondelete="CASCADE"), index=True
    )
    subject: Mapped[str] = mapped_column("reason")
    origin: Mapped[str] = mapped_column(default=Origin.VISITOR)
    text: Mapped[str] = mapped_column(default="", info=PERSONAL)
    typed: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, info=PERSONAL)
    changes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, info=PERSONAL)
    email: Mapped[str] = mapped_column(default="", info=PERSONAL)
    # With the token of which this is the digest, who began an addition goes on with it.
    token_digest: Mapped[str | None] = mapped_column(unique=True)
    status: Mapped[str] = mapped_column(default=ProposalStatus.NEW, index=True)
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_by: Mapped[str] = mapped_column(default="", info=PERSONAL)
    answer: Mapped[str] = mapped_column(default="")
    accepted: Mapped[list[str]] = mapped_column(JSON, default=list)

    initiative: Mapped[Initiative | None] = relationship()
