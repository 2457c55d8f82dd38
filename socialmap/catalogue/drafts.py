"""Keep what somebody is typing, so that signing out or a closed window loses nothing."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ForeignKey, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from socialmap.db import PERSONAL, Model, Moment, db
from socialmap.times.clock import now

__all__ = ["NEW", "clear_old", "discard", "draft_of", "drafts_of", "keep", "subject_of"]

# Who did not go on with it for so long will not.
KEPT_FOR = timedelta(days=90)


def subject_of(initiative_id: uuid.UUID | None) -> str:
    """How a draft names the listing that it is about; None is a new one."""
    return str(initiative_id) if initiative_id else NEW


def draft_of(person_id: int, subject: str) -> Draft | None:
    """What a person was typing about a listing, if anything."""
    return db.session.get(Draft, (person_id, subject))


def drafts_of(person_id: int) -> Sequence[Draft]:
    """All that a person was typing, the latest first."""
    mine = select(Draft).where(Draft.person_id == person_id)
    return db.session.scalars(mine.order_by(Draft.at.desc())).all()


def keep(person_id: int, subject: str, version: int, form: dict[str, Any]) -> Draft:
    """Keep a form as it is now, in place of what was kept of it before."""
    draft = draft_of(person_id, subject)
    if draft is None:
        draft = Draft(person_id=person_id, subject=subject)
        db.session.add(draft)
    draft.version, draft.form, draft.at = version, form, now()
    db.session.flush()
    return draft


def discard(person_id: int, subject: str) -> None:
    """Throw away what a person was typing about a listing."""
    mine = (Draft.person_id == person_id, Draft.subject == subject)
    db.session.execute(delete(Draft).where(*mine))
    db.session.expire_all()


def clear_old(at: datetime) -> int:
    """Throw away what nobody went on with for three months, and answer how much that was."""
    found = db.session.scalars(
        delete(Draft).where(Draft.at < at - KEPT_FOR).returning(Draft.person_id)
    )
    return len(found.all())


NEW = "new"


class Draft(Model):
    """What one person typed in the form of one listing; one more for a new listing.

    `subject` is the id of the listing or "new"; `version` the one that the form began with.
    """

    __tablename__ = "draft"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    subject: Mapped[str] = mapped_column(primary_key=True, default=NEW)
    version: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    form: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, info=PERSONAL)
