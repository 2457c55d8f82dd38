"""What keeps listings true: links, reminders and who wants them, calls, pauses, site checks."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Uuid
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


class ReminderChoice(Model):
    """What coordinators chose for the reminders of a municipality; without a row they are off.

    `area` is its name, "" for listings without one. `per_week` is the most mails in any seven
    days, `text` is their own text in the mail, or empty.
    """

    __tablename__ = "reminder_choice"

    area: Mapped[str] = mapped_column(primary_key=True)
    on: Mapped[bool] = mapped_column(default=False)
    per_week: Mapped[int]
    text: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[datetime] = mapped_column(Moment, default=now, onupdate=now)


class AskedMail(Model):
    """A mail that the program sent an initiative by itself, on a day, about listings in `areas`."""

    __tablename__ = "asked_mail"

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=uuid.uuid4)
    key: Mapped[str] = mapped_column(unique=True)
    recipient: Mapped[str] = mapped_column("sent_to", index=True)
    address: Mapped[str] = mapped_column(info=PERSONAL)
    on: Mapped[date] = mapped_column(index=True)
    areas: Mapped[list[str]] = mapped_column(JSON, default=list)


class OptOut(Model):
    """Somebody wants no more mail: neither at this address, nor for this recipient.

    `how` tells the means, `reason` is in their own words. It holds until `ended_at`.
    """

    __tablename__ = "mail_opt_out"

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str] = mapped_column("sent_to", index=True)
    address: Mapped[str] = mapped_column(info=PERSONAL, index=True)
    since: Mapped[datetime] = mapped_column(Moment, default=now)
    how: Mapped[str]
    reason: Mapped[str] = mapped_column(default="", info=PERSONAL)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    # Who asked for mail again, and how: in the words of the person at the desk.
    ended_reason: Mapped[str] = mapped_column(default="", info=PERSONAL)


class MailContact(Model):
    """Where an organisation wants its mail, and in which language; an empty address: as listed."""

    __tablename__ = "mail_contact"

    organisation_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True
    )
    address: Mapped[str] = mapped_column(default="", info=PERSONAL)
    language: Mapped[str] = mapped_column(default="nl")


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


class BrokenListing(Model):
    """A listing with values that are not valid: the names of its fields, with commas.

    It counts for this `version` of the listing only.
    """

    __tablename__ = "broken_listing"

    initiative_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("initiative.id", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int]
    fields: Mapped[str]
