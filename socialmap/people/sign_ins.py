"""Sessions: how they begin, how long they last, and how they end."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from socialmap.db import db
from socialmap.people import audit
from socialmap.people.models import Person, SignIn
from socialmap.times.clock import now

LONGEST = timedelta(hours=8)
IDLE = timedelta(minutes=30)
# After this a session is deleted; the audit log still has that the person signed in.
KEPT_FOR = timedelta(days=30)


def begin(person: Person, means: str, *, strong: bool) -> SignIn:
    """Begin a session; `means` says how the person signed in, `strong` whether by two factors."""
    sign_in = SignIn(person_id=person.id, means=means, strong=strong)
    person.last_seen_at = now()
    db.session.add(sign_in)
    audit.note(person.actor, audit.Verb.SIGN_IN, person.actor, means=means, strong=strong)
    db.session.flush()
    return sign_in


def forget_old(at: datetime) -> int:
    """Delete the sessions begun KEPT_FOR before a moment, and return their number."""
    deleted = delete(SignIn).where(SignIn.at < at - KEPT_FOR).returning(SignIn.id)
    return len(db.session.scalars(deleted).all())


def standing(sign_in_id: str, person: Person) -> SignIn | None:
    """Return the session of a person, or None if it has ended or is too old."""
    try:
        sign_in = db.session.get(SignIn, uuid.UUID(sign_in_id))
    except ValueError:
        return None
    if sign_in is None or sign_in.person_id != person.id or sign_in.ended_at is not None:
        return None
    return sign_in if now() < sign_in.at + LONGEST else None


def sessions_of(person: Person) -> list[SignIn]:
    """Return the open sessions of a person, newest first."""
    still_open = (
        SignIn.person_id == person.id,
        SignIn.ended_at.is_(None),
        SignIn.at > now() - LONGEST,
    )
    return list(db.session.scalars(select(SignIn).where(*still_open).order_by(SignIn.at.desc())))


def strengthen(sign_in: SignIn) -> None:
    """Mark the session as one with a second factor, which the person has just set up in it."""
    sign_in.strong = True
    db.session.flush()


def end(sign_in: SignIn) -> None:
    """End one session."""
    sign_in.ended_at = now()
    db.session.flush()


def end_all(person: Person, but: SignIn | None = None) -> None:
    """End all sessions of a person, except `but`."""
    others = SignIn.person_id == person.id
    if but is not None:
        others &= SignIn.id != but.id
    db.session.execute(
        update(SignIn).where(others, SignIn.ended_at.is_(None)).values(ended_at=now())
    )
