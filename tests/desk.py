"""Create people with a role, and sign them in as a browser would be."""

import time

from flask import g
from flask_security.utils import hash_password

from socialmap.db import db
from socialmap.people.models import Grant, Person, SignIn
from socialmap.people.permissions import Role
from socialmap.times.clock import now

PASSWORD = "een lange zin als wachtwoord"


def a_person(role=Role.COORDINATOR, *, area="", organisation=None, email="", password=None):
    """Add a person with one role: everywhere, in an area, or for an organisation (its id)."""
    person = Person(
        email=email or f"{role}{area}{organisation or ''}@example.org".replace(" ", "-"),
        name=f"{role} {area}".strip(),
        password=hash_password(password) if password else None,
        confirmed_at=now(),
        grants=[Grant(role=role, area=area, organisation_id=organisation)],
    )
    db.session.add(person)
    db.session.flush()
    return person


def sign_in(client, person, *, strong=True):
    """Give the browser of a test the session of a person; `strong` is with a second factor."""
    record = SignIn(person_id=person.id, means="test", strong=strong)
    db.session.add(record)
    db.session.flush()
    # A test has one app context, in which Flask-Login caches the person of the request before.
    g.pop("_login_user", None)
    with client.session_transaction() as session:
        session["_user_id"] = person.fs_uniquifier
        session["_fresh"] = True
        session["fs_cc"] = "set"
        session["fs_paa"] = now().timestamp()
        session["sign_in"] = str(record.id)
        session["seen_at"] = int(time.time())
    return person
