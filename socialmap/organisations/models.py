"""Mergers of organisations, so that they can be undone, and claims by organisations themselves."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from socialmap.catalogue.models import Organisation
from socialmap.db import PERSONAL, Model, Moment
from socialmap.times.clock import now


class OrganisationMerge(Model):
    """An organisation that was merged into another, with all that it takes to undo that.

    `dropped` has the columns of the one that is gone, `taken` per field of the one that stays its
    value before and after, and `moved` the keys of what followed, per kind.
    """

    __tablename__ = "organisation_merge"

    id: Mapped[int] = mapped_column(primary_key=True)
    kept_id: Mapped[uuid.UUID] = mapped_column(Uuid, index=True)
    dropped_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    name: Mapped[str]
    dropped: Mapped[dict[str, Any]] = mapped_column(JSON, info=PERSONAL)
    taken: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, info=PERSONAL)
    moved: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    actor: Mapped[str] = mapped_column(default="", info=PERSONAL)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)


class ClaimStatus(StrEnum):
    """The state of a claim: mail sent, proved with its link, refused, or taken back."""

    ASKED = "asked"
    PROVED = "proved"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"


class OrganisationClaim(Model):
    """Somebody says to be of an organisation; the link in a mail to a known address proves it.

    Only the digest of the token in the link is stored. `seen_at` is when a coordinator agreed.
    """

    __tablename__ = "organisation_claim"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    address: Mapped[str] = mapped_column(info=PERSONAL)
    digest: Mapped[str] = mapped_column(unique=True)
    status: Mapped[str] = mapped_column(default=ClaimStatus.ASKED)
    asked_at: Mapped[datetime] = mapped_column(Moment, default=now)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    proved_at: Mapped[datetime | None] = mapped_column(Moment)
    seen_at: Mapped[datetime | None] = mapped_column(Moment)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))

    organisation: Mapped[Organisation] = relationship()
