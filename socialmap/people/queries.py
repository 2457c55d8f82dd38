"""Read who has an account, with which roles, and when it was last looked at."""

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

# Twice a year somebody looks whether each account is still needed.
REVIEW_AFTER = timedelta(days=182)


def people() -> Sequence[Person]:
    """Everybody with an account: who works first, then by name; who was forgotten is nobody."""
    known = Person.email.contains("@")
    order = (Person.active.desc(), func.lower(Person.name), Person.email)
    with_keys = selectinload(Person.webauthn)
    return db.session.scalars(select(Person).where(known).options(with_keys).order_by(*order)).all()


def person_by_number(number: int) -> Person:
    """The person with this number, or a NotFoundProblem."""
    person = db.session.get(Person, number)
    if person is None:
        raise NotFoundProblem(N_("Dit account is er niet."))
    return person


def find_person(email: str) -> Person | None:
    """The person with this mail address, in any case."""
    return db.session.scalar(
        select(Person).where(func.lower(Person.email) == email.strip().lower())
    )


def person_by_email(email: str) -> Person:
    """The person with this mail address, or a NotFoundProblem."""
    person = find_person(email)
    if person is None:
        raise NotFoundProblem(N_("Er is geen account met het adres %(email)s."), email=email)
    return person


def person_by_subject(subject: str) -> Person | None:
    """Who this is at the organisation's own sign-in."""
    return db.session.scalar(select(Person).where(Person.oidc_subject == subject))


def review_due(person: Person, at: datetime | None = None) -> bool:
    """Whether it is time to look whether the account is still needed."""
    looked = person.reviewed_at or person.created_at
    return person.active and looked + REVIEW_AFTER < (at or now())


def unreviewed() -> ColumnElement[bool]:
    """That nobody looked for half a year whether an account is still needed."""
    looked = func.coalesce(Person.reviewed_at, Person.created_at)
    return Person.active.is_(True) & (looked < now() - REVIEW_AFTER)


def is_last_administrator(person: Person) -> bool:
    """Whether nobody else could give roles."""
    if not any(each.role == Role.ADMINISTRATOR for each in person.held):
        return False
    others = (Grant.role == Role.ADMINISTRATOR, Person.active.is_(True), Person.id != person.id)
    return not db.session.scalar(
        select(func.count()).select_from(Grant).join(Person).where(*others)
    )
