"""Accounts: who there is, under which name."""

from __future__ import annotations

from collections.abc import Iterable

from flask_security import RoleMixin
from flask_security.datastore import SQLAlchemyUserDatastore
from sqlalchemy import select

from socialmap.db import db
from socialmap.people.models import Passkey, Person

# Roles are grants of ours, not rows of Flask-Security.
datastore = SQLAlchemyUserDatastore(db, Person, RoleMixin, Passkey)


def hold(person: Person) -> None:
    """Keep others from this account until the transaction ends: what works once, works once."""
    db.session.refresh(person, with_for_update=True)


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """The names to show for the actors of changes: of a person the name, of others the actor."""
    actors = set(actors)
    numbers = {
        int(number): actor
        for actor in actors
        for kind, _, number in [actor.partition(":")]
        if kind == "person" and number.isdigit()
    }
    known = select(Person.id, Person.name).where(Person.id.in_(numbers))
    names = dict(db.session.execute(known).all()) if numbers else {}
    return {actor: actor for actor in actors} | {
        actor: names.get(number) or actor for number, actor in numbers.items()
    }
