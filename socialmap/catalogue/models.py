"""The tables of organisations, initiatives and what belongs to them, close to HSDS 3."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from socialmap import validity
from socialmap.catalogue.documents.values import visibility_of
from socialmap.catalogue.freshness import NEVER, NOT_OVERDUE, standing
from socialmap.catalogue.visibility import shows
from socialmap.db import PERSONAL, Checked, Model, Moment, PlainText
from socialmap.isolation.classifier import UNSURE_BELOW
from socialmap.places.models import Location
from socialmap.times.clock import now
from socialmap.validity import AMOUNT, DAY, HOURS, MAIL, PHONES, PICTURE, SITE
from socialmap.wording import N_


class Status(StrEnum):
    """The status of a listing, from draft to archived."""

    DRAFT = "draft"
    PUBLISHED = "published"
    PAUSED = "paused"
    ARCHIVED = "archived"


STATUS_NAMES = {
    Status.DRAFT: N_("concept"),
    Status.PUBLISHED: N_("op de kaart"),
    Status.PAUSED: N_("gepauzeerd"),
    Status.ARCHIVED: N_("gearchiveerd"),
}

STATUSES = frozenset(map(str, Status))
NEXT: dict[Status, frozenset[Status]] = {
    Status.DRAFT: frozenset({Status.PUBLISHED, Status.ARCHIVED}),
    Status.PUBLISHED: frozenset({Status.PAUSED, Status.ARCHIVED}),
    Status.PAUSED: frozenset({Status.PUBLISHED, Status.ARCHIVED}),
    Status.ARCHIVED: frozenset(),
}


def _weight(value: Any) -> float:
    return validity.weight_of(value) or 0.0


def _status(value: Any) -> str:
    # Not on the map, and a person can put it there again.
    return value if value in STATUSES else Status.PAUSED


def _due(value: Any) -> date:
    return validity.day_of(value) or NEVER


def _overdue(value: Any) -> date:
    return validity.day_of(value) or NOT_OVERDUE


def _start(value: Any) -> datetime:
    # An activity cannot begin at the first moment of all: no list has it, and it waits on Today.
    return value if isinstance(value, datetime) else datetime.min  # noqa: DTZ901 - local time


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


class Organisation(Model):
    """An organisation that offers initiatives; it may be a member of the platform."""

    __tablename__ = "organisation"

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=uuid.uuid4)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    description: Mapped[str] = mapped_column(default="")
    website: Mapped[str] = mapped_column(SITE, default="")
    # The digest of a picture, and what is to be seen on it.
    logo: Mapped[str] = mapped_column(PICTURE, default="")
    logo_alt: Mapped[str] = mapped_column(default="")
    # The contact that everybody sees.
    email: Mapped[str] = mapped_column(MAIL, default="", info=PERSONAL)
    phones: Mapped[list[dict[str, str]]] = mapped_column(PHONES, default=list, info=PERSONAL)
    member: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    # Other values of these fields that its own editors propose, while it is no member.
    proposed: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, info=PERSONAL)
    # The import run that added it: nobody sees it before that run is whole.
    hidden_by: Mapped[int | None]


class Initiative(Model):
    """The listing of something that people can go to or join; None means not known."""

    __tablename__ = "initiative"
    __table_args__ = (
        UniqueConstraint("source", "source_id", name="uq_initiative_source"),
        Index("ix_initiative_status_setting", "status", "setting"),
        # With the id, so that what is due is counted, and its first page found, by these alone.
        Index("ix_initiative_status_due_on", "status", "due_on", "id"),
        Index("ix_initiative_status_overdue_on", "status", "overdue_on", "id"),
        Index("ix_initiative_organisation_status", "organisation_id", "status"),
        Index("ix_initiative_lower_name", text("lower(name)")),
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=uuid.uuid4)
    slug: Mapped[str] = mapped_column(unique=True)
    status: Mapped[str] = mapped_column(Checked(PlainText(), _status), default=Status.PUBLISHED)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    changed_at: Mapped[datetime] = mapped_column(Moment, default=now)
    source: Mapped[str | None]
    source_id: Mapped[str | None]
    import_run_id: Mapped[int | None] = mapped_column(index=True)
    # The run that hides it while it is applied or undone; see catalogue.unfinished.
    hidden_by: Mapped[int | None] = mapped_column(index=True)
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("organisation.id"), index=True
    )

    name: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")
    picture: Mapped[str] = mapped_column(PICTURE, default="")
    picture_alt: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default="")
    setting: Mapped[str] = mapped_column(default="")
    sphere: Mapped[str] = mapped_column(default="")
    how_to_join: Mapped[str] = mapped_column(default="")
    hours: Mapped[str] = mapped_column(HOURS, default="")
    hours_text: Mapped[str] = mapped_column(default="")
    cost_amount: Mapped[float | None] = mapped_column(AMOUNT)
    cost_text: Mapped[str] = mapped_column(default="")
    free_of_charge: Mapped[bool | None]
    walk_in: Mapped[bool | None]
    met_at_door: Mapped[bool | None]
    companion_welcome: Mapped[bool | None]
    quiet: Mapped[bool | None]
    no_referral_needed: Mapped[bool | None]
    transport_offered: Mapped[bool | None]
    experience_experts: Mapped[bool | None]
    online: Mapped[bool] = mapped_column(default=False)
    places_free: Mapped[int | None]
    waiting_time: Mapped[str] = mapped_column(default="")
    capacity_as_of: Mapped[date | None] = mapped_column(DAY)
    funding_until: Mapped[date | None] = mapped_column(DAY, index=True)
    evidence_url: Mapped[str] = mapped_column(SITE, default="")
    source_url: Mapped[str] = mapped_column(SITE, default="")
    licence: Mapped[str] = mapped_column(default="")
    visibility: Mapped[dict[str, str]] = mapped_column(Checked(JSON(), visibility_of), default=dict)
    # From the confirmations: the days on which the listing becomes due and overdue.
    due_on: Mapped[date] = mapped_column(Checked(Date(), _due), default=NEVER)
    overdue_on: Mapped[date] = mapped_column(Checked(Date(), _overdue), default=NOT_OVERDUE)

    organisation: Mapped[Organisation | None] = relationship()
    locations: Mapped[list[Location]] = relationship(secondary="initiative_location")
    forms: Mapped[list[InitiativeForm]] = relationship(order_by="InitiativeForm.weight.desc()")
    terms: Mapped[list[InitiativeTerm]] = relationship()
    contacts: Mapped[list[Contact]] = relationship()
    activities: Mapped[list[Activity]] = relationship(order_by="Activity.starts")
    confirmations: Mapped[list[Confirmation]] = relationship()

    def shows(self, group: str) -> bool:
        """Whether a group of fields may be seen by everybody."""
        return shows(self, group)

    @property
    def confirmed_on(self) -> date | None:
        """The oldest confirmation among the groups ever confirmed; None without any."""
        return standing(self.confirmations, self.kind).confirmed_on

    def codes(self, scheme: str) -> list[str]:
        """Its codes in a scheme: language, audience, life_domain or service_area; sorted."""
        return sorted(term.code for term in self.terms if term.scheme == scheme)


class Child(Model):
    """A row that belongs to one initiative, and goes with it."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    initiative_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("initiative.id", ondelete="CASCADE"), index=True
    )


class InitiativeLocation(Child):
    """An initiative at a location (HSDS service_at_location)."""

    __tablename__ = "initiative_location"

    location_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("location.id", ondelete="CASCADE"), index=True
    )


class InitiativeArea(Child):
    """A municipality in which an initiative counts as being, for who answers for it.

    "" if it counts as being in all of them: see `people.permissions.scope_at`.
    """

    __tablename__ = "initiative_area"
    __table_args__ = (Index("ix_initiative_area_area", "area", "initiative_id"),)

    area: Mapped[str]


class InitiativeForm(Child):
    """How much an initiative addresses a form of isolation (0-1): suggested, or confirmed."""

    __tablename__ = "initiative_form"

    form: Mapped[str]
    weight: Mapped[float] = mapped_column(Checked(Float(), _weight))
    origin: Mapped[str] = mapped_column(default="suggested")
    # How sure the suggestion is, 0-1; None when a person confirmed it.
    sureness: Mapped[float | None] = mapped_column(Checked(Float(), validity.weight_of))
    evidence: Mapped[list[Any]] = mapped_column(Checked(JSON(), _list), default=list)

    @property
    def unsure(self) -> bool:
        """Whether the suggestion is so unsure that a person must choose."""
        return self.sureness is not None and self.sureness < UNSURE_BELOW


class FormDecision(Child):
    """The forms that a person decided on, and those suggested then, as weights per form.

    `agreed` is True when both have the same first form.
    """

    __tablename__ = "form_decision"

    version: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    suggested: Mapped[dict[str, float]] = mapped_column(JSON)
    sureness: Mapped[float]
    decided: Mapped[dict[str, float]] = mapped_column(JSON)
    agreed: Mapped[bool]


class InitiativeTerm(Child):
    """A term of an initiative: language, audience, life domain, or area that it serves."""

    __tablename__ = "initiative_term"
    __table_args__ = (Index("ix_initiative_term_scheme_code", "scheme", "code"),)

    scheme: Mapped[str]
    code: Mapped[str]


class Contact(Child):
    """How to reach an initiative: a role or a name, phones, mail address, site.

    Each phone has a `number` (E.164, or short as 113) and `words` beside it.
    """

    __tablename__ = "contact"

    name: Mapped[str] = mapped_column(default="", info=PERSONAL)
    phones: Mapped[list[dict[str, str]]] = mapped_column(PHONES, default=list, info=PERSONAL)
    email: Mapped[str] = mapped_column(MAIL, default="", info=PERSONAL)
    website: Mapped[str] = mapped_column(SITE, default="")


class Activity(Child):
    """An activity: local time in Amsterdam, its minutes (0: not known), and an RRULE or empty."""

    __tablename__ = "activity"

    name: Mapped[str]
    starts: Mapped[datetime] = mapped_column(Checked(DateTime(), _start))
    minutes: Mapped[int] = mapped_column(default=0)
    repeats: Mapped[str] = mapped_column(default="")


class Confirmation(Child):
    """A person confirmed a group of fields on a date."""

    __tablename__ = "confirmation"

    group: Mapped[str]
    # A day that cannot be is no confirmation.
    on: Mapped[date] = mapped_column(Checked(Date(), _due))
    by: Mapped[str] = mapped_column(default="", info=PERSONAL)
    how: Mapped[str] = mapped_column(default="")


class Revision(Model):
    """One change of one initiative, and its listing after it; the ids are the change sequence."""

    __tablename__ = "revision"

    # SQLite counts by itself only in a column of exactly this type.
    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    initiative_id: Mapped[uuid.UUID] = mapped_column(Uuid, index=True)
    version: Mapped[int]
    action: Mapped[str]
    actor: Mapped[str] = mapped_column(default="", info=PERSONAL)
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    import_run_id: Mapped[int | None] = mapped_column(index=True)
    document: Mapped[dict[str, Any] | None] = mapped_column(JSON)
