"""The tables of people: accounts, roles, passkeys, sessions, attempts, and the audit log."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime
from typing import Any

from flask_security import AsaList, UserMixin, WebAuthnMixin
from sqlalchemy import JSON, ForeignKey, LargeBinary, Uuid
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from socialmap.db import PERSONAL, Model, Moment
from socialmap.people.permissions import NEEDS_SECOND_FACTOR, Held, Role
from socialmap.times.clock import now


class Listed(AsaList):  # type: ignore[misc]
    """A short list of words in one column, separated by commas."""

    cache_ok = True


class Person(UserMixin, Model):  # type: ignore[misc]
    """A person with an account."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True, info=PERSONAL)
    name: Mapped[str] = mapped_column(default="", info=PERSONAL)
    password: Mapped[str | None]
    # The person's identity at the organisation's own sign-in: issuer and subject.
    oidc_subject: Mapped[str | None] = mapped_column(unique=True, info=PERSONAL)
    active: Mapped[bool] = mapped_column(default=True)
    # Part of every cookie and mailed link: a new value invalidates them all.
    fs_uniquifier: Mapped[str] = mapped_column(
        unique=True, default=lambda: secrets.token_urlsafe(24)
    )
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    last_seen_at: Mapped[datetime | None] = mapped_column(Moment)
    reviewed_at: Mapped[datetime | None] = mapped_column(Moment)
    tf_primary_method: Mapped[str | None]
    tf_totp_secret: Mapped[str | None]
    # The counter of the last code that was used, so that no code works twice.
    last_counter: Mapped[int | None]
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(Listed()))
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(unique=True)

    grants: Mapped[list[Grant]] = relationship(
        back_populates="person", cascade="all, delete-orphan", lazy="selectin"
    )
    webauthn: Mapped[list[Passkey]] = relationship(
        back_populates="user", cascade="all, delete-orphan"
    )

    @property
    def held(self) -> list[Held]:
        """The roles of the person, each with its municipality or organisation."""
        return [Held(Role(grant.role), grant.area, grant.organisation_id) for grant in self.grants]

    @property
    def actor(self) -> str:
        """The person's name in the history: a number, so that the person can be forgotten."""
        return f"person:{self.id}"

    @property
    def needs_second_factor(self) -> bool:
        """Whether one of the person's roles requires a second factor."""
        return any(held.role in NEEDS_SECOND_FACTOR for held in self.held)

    @property
    def has_second_factor(self) -> bool:
        """Whether the person has set up an app with codes, or a passkey."""
        return self.tf_primary_method is not None or bool(self.webauthn)

    def check_tf_required_setup(self) -> bool:
        """Whether the second factor may not be switched off; Flask-Security calls this."""
        return self.needs_second_factor


class Grant(Model):
    """A role that someone holds: everywhere, in one municipality, or for one organisation."""

    __tablename__ = "grant_of_role"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    role: Mapped[str]
    area: Mapped[str] = mapped_column(default="")
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    granted_at: Mapped[datetime] = mapped_column(Moment, default=now)
    # True if the groups of the organisation's own sign-in gave it, False if a person did.
    by_group: Mapped[bool] = mapped_column(default=False)

    person: Mapped[Person] = relationship(back_populates="grants")


class Passkey(WebAuthnMixin, Model):  # type: ignore[misc]
    """A passkey of a person."""

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(default=0)
    transports: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(Listed()))
    backup_state: Mapped[bool]
    device_type: Mapped[str]
    extensions: Mapped[str | None]
    name: Mapped[str] = mapped_column(info=PERSONAL)
    usage: Mapped[str]
    create_datetime: Mapped[datetime] = mapped_column(Moment, default=now)
    lastuse_datetime: Mapped[datetime] = mapped_column(Moment, default=now)

    user: Mapped[Person] = relationship(back_populates="webauthn")


class SignIn(Model):
    """A session: who signed in, when and how; its cookie is valid until it ends."""

    __tablename__ = "sign_in"

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=uuid.uuid4)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    means: Mapped[str]
    # Whether two factors were used, or a passkey that asked for a fingerprint or a PIN.
    strong: Mapped[bool] = mapped_column(default=False)


class Attempt(Model):
    """A failed attempt to sign in, or a request for mail; account and network are keyed hashes."""

    __tablename__ = "sign_in_attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, default=now, index=True)
    what: Mapped[str]
    account: Mapped[str]
    network: Mapped[str]


class AuditEvent(Model):
    """An entry of the audit log: who did what, to what; only ever added to."""

    __tablename__ = "audit_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, default=now, index=True)
    actor: Mapped[str] = mapped_column(index=True)
    action: Mapped[str] = mapped_column(index=True)
    subject: Mapped[str] = mapped_column(default="", index=True)
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
