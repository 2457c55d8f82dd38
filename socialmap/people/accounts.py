"""Flask-Security's access to the accounts, and the names to show for actors."""

from __future__ import annotations

from collections.abc import Iterable

from flask_security import RoleMixin
from flask_security.datastore import SQLAlchemyUserDatastore
from sqlalchemy import func, select

from socialmap.db import db
from socialmap.people.models import Grant, Passkey, Person
from socialmap.people.permissions import ROLES, Permission

# Flask-Security asks for a role class; our roles are people.models.Grant.
datastore = SQLAlchemyUserDatastore(db, Person, RoleMixin, Passkey)


def people_who_may(permission: Permission) -> int:
    """How many people with an open account have a role with this permission, for any listing."""
    roles = [role for role, given in ROLES.items() if permission in given]
    rows = select(func.count(func.distinct(Grant.person_id))).join(Person)
    return db.session.scalar(rows.where(Grant.role.in_(roles), Person.active)) or 0


def hold(person: Person) -> None:
    """Lock the account until the transaction ends, so that a code or link works only once."""
    db.session.refresh(person, with_for_update=True)


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """Return the name to show for each actor of a change: the person's name, or else the actor."""
    actors = set(actors)
    numbers = {
        int(number): actor
        for actor in actors
        for kind, _, number in [actor.partition(":")]
        if kind == "person" and number.isdigit()
    }
    rows = select(Person.id, Person.name).where(Person.id.in_(numbers))
    names = dict(db.session.execute(rows).all()) if numbers else {}
    return {actor: actor for actor in actors} | {
        actor: names.get(number) or actor for number, actor in numbers.items()
    }
