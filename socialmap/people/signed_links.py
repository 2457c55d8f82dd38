"""Signed links in mail, each for one purpose and a limited time; no token is stored."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from itsdangerous import BadSignature, URLSafeTimedSerializer

from socialmap.config import current_settings, secret_key
from socialmap.db import db
from socialmap.people.models import Person

INVITATION = timedelta(days=7)
NEW_ADDRESS = timedelta(hours=2)
FORM = timedelta(days=7)


def digest_of(text: str) -> str:
    """Return the SHA-256 of a token or an address: stored, it cannot be turned back into it."""
    return hashlib.sha256(text.encode()).hexdigest()


def _serializer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret_key(current_settings()), salt=f"people/{purpose}")


def _make(purpose: str, person: Person, *more: str) -> str:
    # The uniquifier changes when the link is used or replaced, so that the link works only once.
    return str(_serializer(purpose).dumps([person.id, person.fs_uniquifier, *more]))


def _read(
    purpose: str, token: str, age: timedelta, *, using: bool
) -> tuple[Person, list[str]] | None:
    """Return the person and further texts of a valid token, or None; `using` locks the account."""
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
    """Return the token with which an invited person can accept."""
    return _make("invitation", person)


def invited(token: str, *, using: bool = False) -> Person | None:
    """Return the person who was invited with this token, or None if it is invalid or expired.

    `using` locks the account until the transaction ends.
    """
    content = _read("invitation", token, INVITATION, using=using)
    return content[0] if content else None


def make_new_address(person: Person, address: str) -> str:
    """Return the token that, mailed to an address, shows that it is the person's."""
    return _make("new-address", person, address)


def new_address(token: str, *, using: bool = False) -> tuple[Person, str] | None:
    """Return the person and the new mail address of a token, or None if it is invalid or expired.

    `using` locks the account until the transaction ends.
    """
    content = _read("new-address", token, NEW_ADDRESS, using=using)
    return (content[0], content[1][0]) if content else None


def make_owned_form(person: Person, subject: str) -> str:
    """Return the token in a form, which says who filled it in after they were signed out."""
    return str(_serializer("form").dumps([person.id, subject]))


def make_large_form() -> str:
    """Return the token in the address of a form that may come with a file."""
    return str(_serializer("large-form").dumps(""))


def is_large_form(token: str) -> bool:
    """Return whether a form was ours and may come with a file, whoever is signed in by now."""
    try:
        _serializer("large-form").loads(token, max_age=int(FORM.total_seconds()))
    except BadSignature:
        return False
    return True


def owned_form(token: str) -> tuple[Person, str] | None:
    """Return the person and the subject of the form with this token; None if it is not valid.

    It outlives a session, and a sign-out everywhere. It signs nobody in: what comes with it is
    saved for this person alone.
    """
    try:
        number, subject = _serializer("form").loads(token, max_age=int(FORM.total_seconds()))
    except (BadSignature, ValueError, TypeError):
        return None
    person = db.session.get(Person, number)
    return (person, str(subject)) if person is not None and person.active else None
