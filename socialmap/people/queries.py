"""Find people, and the accounts that are due for review."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import selectinload

from socialmap.db import db
from socialmap.errors import NotFoundProblem
from socialmap.people.models import Grant, Person
from socialmap.people.permissions import Role
from socialmap.times.clock import now
from socialmap.wording import N_

# Twice a year an administrator reviews whether each account is still needed.
REVIEW_AFTER = timedelta(days=182)


def people() -> Sequence[Person]:
    """Return everybody with an account, active ones first, then by name.

    People who were forgotten have no address any more, and are left out.
    """
    remembered = Person.email.contains("@")
    order = (Person.active.desc(), func.lower(Person.name), Person.email)
    rows = select(Person).where(remembered).options(selectinload(Person.webauthn)).order_by(*order)
    return db.session.scalars(rows).all()


def person_by_number(number: int) -> Person:
    """Return the person with this number; raise NotFoundProblem if there is none."""
    person = db.session.get(Person, number)
    if person is None:
        raise NotFoundProblem(N_("Dit account is er niet."))
    return person


def find_person(email: str) -> Person | None:
    """Return the person with this mail address, in upper or lower case, or None."""
    return db.session.scalar(
        select(Person).where(func.lower(Person.email) == email.strip().lower())
    )


def person_by_email(email: str) -> Person:
    """Return the person with this mail address; raise NotFoundProblem if there is none."""
    person = find_person(email)
    if person is None:
        raise NotFoundProblem(N_("Er is geen account met het adres %(email)s."), email=email)
    return person


def person_by_subject(subject: str) -> Person | None:
    """Return the person with this identity at the organisation's own sign-in, or None."""
    return db.session.scalar(select(Person).where(Person.oidc_subject == subject))


def review_due(person: Person, at: datetime | None = None) -> bool:
    """Whether the account must be reviewed, at a moment (default: now)."""
    reviewed_at = person.reviewed_at or person.created_at
    return person.active and reviewed_at + REVIEW_AFTER < (at or now())


def unreviewed() -> ColumnElement[bool]:
    """Return the SQL condition for the same as `review_due`."""
    reviewed_at = func.coalesce(Person.reviewed_at, Person.created_at)
    return Person.active.is_(True) & (reviewed_at < now() - REVIEW_AFTER)


def is_last_administrator(person: Person) -> bool:
    """Whether the person is an administrator, and nobody else with an active account is."""
    if not any(held.role == Role.ADMINISTRATOR for held in person.held):
        return False
    others = (Grant.role == Role.ADMINISTRATOR, Person.active.is_(True), Person.id != person.id)
    return not db.session.scalar(
        select(func.count()).select_from(Grant).join(Person).where(*others)
    )
