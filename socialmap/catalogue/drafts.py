"""Save what a person is typing, so that signing out or a closed window loses nothing."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ForeignKey, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from socialmap.db import PERSONAL, Model, Moment, db
from socialmap.times.clock import now

# Drafts that nobody went on with for this long are deleted.
RETENTION = timedelta(days=90)
# The subject of the draft of a new listing.
NEW = "new"
# The subject of another form, sent by somebody who was signed out: this and its address.
SENT = "sent:"


class Draft(Model):
    """What one person typed in the form of one listing, or of a new one.

    `subject` is the id of the listing or NEW; `version` is the one that the form began with. With
    SENT and an address it is a form of another page of the desk, and `form` its fields.
    """

    __tablename__ = "draft"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    subject: Mapped[str] = mapped_column(primary_key=True, default=NEW)
    version: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    form: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, info=PERSONAL)


def subject_of(initiative_id: uuid.UUID | None) -> str:
    """The subject of the draft of an initiative; None stands for a new one."""
    return str(initiative_id) if initiative_id else NEW


def draft_of(person_id: int, subject: str) -> Draft | None:
    """The draft of a person about a subject; None without one."""
    return db.session.get(Draft, (person_id, subject))


def drafts_of(person_id: int) -> Sequence[Draft]:
    """All drafts of listings of a person, the latest first."""
    mine = select(Draft).where(Draft.person_id == person_id, ~Draft.subject.startswith(SENT))
    return db.session.scalars(mine.order_by(Draft.at.desc())).all()


def sent_forms_of(person_id: int) -> Sequence[Draft]:
    """The other forms that a person sent while signed out, the latest first."""
    mine = select(Draft).where(Draft.person_id == person_id, Draft.subject.startswith(SENT))
    return db.session.scalars(mine.order_by(Draft.at.desc())).all()


def save(person_id: int, subject: str, version: int, form: dict[str, Any]) -> Draft:
    """Save a form as it is now, over the earlier draft of this person and subject."""
    draft = draft_of(person_id, subject)
    if draft is None:
        draft = Draft(person_id=person_id, subject=subject)
        db.session.add(draft)
    draft.version, draft.form, draft.at = version, form, now()
    db.session.flush()
    return draft


def discard(person_id: int, subject: str) -> None:
    """Delete the draft of a person about a subject."""
    mine = (Draft.person_id == person_id, Draft.subject == subject)
    db.session.execute(delete(Draft).where(*mine))
    db.session.expire_all()


def clear_old(at: datetime) -> int:
    """Delete the drafts older than RETENTION at a moment, and return their number."""
    deleted = db.session.scalars(
        delete(Draft).where(Draft.at < at - RETENTION).returning(Draft.person_id)
    )
    return len(deleted.all())
