"""What it takes to keep listings true: links for initiatives, reminders, calls and pauses."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from socialmap.catalogue.models import Child
from socialmap.db import PERSONAL, Model, Moment
from socialmap.times.clock import now


class Answer(StrEnum):
    """What came of a call: nobody there, still right, changed, or gone."""

    UNREACHED = "unreached"
    RIGHT = "right"
    CHANGED = "changed"
    GONE = "gone"


class MagicLink(Model):
    """A link that lets who has it look after some listings, and nothing else; only its digest.

    `sent_to` is whose it is: "organisation:<id>", or "mail:<digest of the address>".
    """

    __tablename__ = "magic_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(unique=True)
    sent_to: Mapped[str] = mapped_column(index=True)
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)


class LinkedListing(Child):
    """A listing that a magic link is for."""

    __tablename__ = "linked_listing"

    link_id: Mapped[int] = mapped_column(
        ForeignKey("magic_link.id", ondelete="CASCADE"), index=True
    )


class Reminder(Child):
    """A mail that asked to look at a listing; it counts for the day on which that was due."""

    __tablename__ = "reminder"

    due_on: Mapped[date]
    on: Mapped[date]


class Call(Child):
    """Somebody called about a listing, and what came of it."""

    __tablename__ = "call"

    at: Mapped[datetime] = mapped_column(Moment, default=now)
    answer: Mapped[str]
    by: Mapped[str] = mapped_column(default="", info=PERSONAL)


class Pause(Model):
    """Off the map for a time: from a day (in future: after a warning) until another, or open."""

    __tablename__ = "pause"

    initiative_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("initiative.id", ondelete="CASCADE"), primary_key=True
    )
    since: Mapped[date]
    until: Mapped[date | None]
    reason: Mapped[str] = mapped_column(default="")


class LinkCheck(Model):
    """The last look at an address on the web, and since when it does not work."""

    __tablename__ = "link_check"

    url: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(index=True)
    # In a word why: a status, or what kept it from answering.
    told: Mapped[str] = mapped_column(default="")
    moved_to: Mapped[str] = mapped_column(default="")
    checked_at: Mapped[datetime] = mapped_column(Moment, default=now, index=True)
    failures: Mapped[int] = mapped_column(default=0)
    failing_since: Mapped[datetime | None] = mapped_column(Moment)
