"""What keeps listings true: magic links, reminders, phone calls, pauses and checks of sites."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from socialmap.catalogue.models import Child
from socialmap.db import PERSONAL, Model, Moment
from socialmap.times.clock import now


class CallOutcome(StrEnum):
    """The outcome of a phone call: not reached, or the listing is right, changed or gone."""

    UNREACHED = "unreached"
    RIGHT = "right"
    CHANGED = "changed"
    GONE = "gone"


class MagicLink(Model):
    """A link that gives access to some listings and nothing else; only its digest is stored.

    `recipient` is "organisation:<id>", or "mail:<digest of the address>".
    """

    __tablename__ = "magic_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(unique=True)
    recipient: Mapped[str] = mapped_column("sent_to", index=True)
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)


class LinkedListing(Child):
    """A listing that a magic link gives access to."""

    __tablename__ = "linked_listing"

    link_id: Mapped[int] = mapped_column(
        ForeignKey("magic_link.id", ondelete="CASCADE"), index=True
    )


class Reminder(Child):
    """A mail, sent on a day, that asked about a listing because of its due day."""

    __tablename__ = "reminder"

    due_on: Mapped[date]
    on: Mapped[date]


class Call(Child):
    """A phone call about a listing, and its outcome."""

    __tablename__ = "call"

    at: Mapped[datetime] = mapped_column(Moment, default=now)
    outcome: Mapped[str] = mapped_column("answer")
    by: Mapped[str] = mapped_column(default="", info=PERSONAL)


class Pause(Model):
    """The time that a listing is off the map: from `since`, past or planned, until `until`."""

    __tablename__ = "pause"

    initiative_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("initiative.id", ondelete="CASCADE"), primary_key=True
    )
    since: Mapped[date]
    until: Mapped[date | None]
    reason: Mapped[str] = mapped_column(default="")


class SiteCheck(Model):
    """The last check of a site, and since when it has been failing."""

    __tablename__ = "link_check"

    url: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(index=True)
    # An HTTP status, or a kind of OutsideError.
    detail: Mapped[str] = mapped_column("told", default="")
    moved_to: Mapped[str] = mapped_column(default="")
    checked_at: Mapped[datetime] = mapped_column(Moment, default=now, index=True)
    failures: Mapped[int] = mapped_column(default=0)
    failing_since: Mapped[datetime | None] = mapped_column(Moment)
