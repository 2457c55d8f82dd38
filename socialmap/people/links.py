"""Links in mail that open one thing, for a while: signed; of a token at most a digest is stored."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from itsdangerous import BadSignature, URLSafeTimedSerializer

from socialmap.config import current_settings, secret_key
from socialmap.db import db
from socialmap.people.models import Person

INVITATION = timedelta(days=7)
NEW_ADDRESS = timedelta(hours=2)


def digest_of(text: str) -> str:
    """What is kept of a token or an address: who reads the database has neither."""
    return hashlib.sha256(text.encode()).hexdigest()


def _serializer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret_key(current_settings()), salt=f"people/{purpose}")


def _make(purpose: str, person: Person, *more: str) -> str:
    # The uniquifier changes when the link is used, so that it works once; a new link ends the old.
    return str(_serializer(purpose).dumps([person.id, person.fs_uniquifier, *more]))


def _read(
    purpose: str, token: str, age: timedelta, *, using: bool
) -> tuple[Person, list[str]] | None:
    try:
        number, uniquifier, *more = _serializer(purpose).loads(
            token, max_age=int(age.total_seconds())
        )
    except (BadSignature, ValueError, TypeError):
        return None
    person = db.session.get(Person, number, with_for_update=using or None)
    if person is None or not person.active or person.fs_uniquifier != uniquifier:
        return None
    return person, more


def make_invitation(person: Person) -> str:
    """The token with which an invited person comes in."""
    return _make("invitation", person)


def invited(token: str, *, using: bool = False) -> Person | None:
    """Who was invited with this token, if it still works; whoever uses it keeps others out."""
    found = _read("invitation", token, INVITATION, using=using)
    return found[0] if found else None


def make_new_address(person: Person, address: str) -> str:
    """The token that shows that a mail address belongs to the person."""
    return _make("new-address", person, address)


def new_address(token: str, *, using: bool = False) -> tuple[Person, str] | None:
    """The person and the new mail address of a token, if it still works."""
    found = _read("new-address", token, NEW_ADDRESS, using=using)
    return (found[0], found[1][0]) if found else None
