"""Sessions: how long they last, how they begin, and how they end."""

from __future__ import annotations

import uuid
from datetime import timedelta

from sqlalchemy import delete, select, update

from socialmap.db import db
from socialmap.people import audit
from socialmap.people.models import Person, SignIn
from socialmap.times.clock import now

LONGEST = timedelta(hours=8)
IDLE = timedelta(minutes=30)
# The audit log keeps that somebody signed in; the session itself is of no use any more.
KEPT = timedelta(days=30)


def begin(person: Person, means: str, *, strong: bool) -> SignIn:
    """Note that a person signed in, and by which means."""
    old = (SignIn.person_id == person.id, SignIn.at < now() - KEPT)
    db.session.execute(delete(SignIn).where(*old))
    sign_in = SignIn(person_id=person.id, means=means, strong=strong)
    person.last_seen_at = now()
    db.session.add(sign_in)
    audit.note(person.actor, audit.Verb.SIGN_IN, person.actor, means=means, strong=strong)
    db.session.flush()
    return sign_in


def standing(sign_in_id: str, person: Person) -> SignIn | None:
    """The session of a person, when it has not ended and is not too old."""
    try:
        sign_in = db.session.get(SignIn, uuid.UUID(sign_in_id))
    except ValueError:
        return None
    if sign_in is None or sign_in.person_id != person.id or sign_in.ended_at is not None:
        return None
    return sign_in if now() < sign_in.at + LONGEST else None


def sessions_of(person: Person) -> list[SignIn]:
    """The sessions that stand open, the youngest first."""
    open_ones = (
        SignIn.person_id == person.id,
        SignIn.ended_at.is_(None),
        SignIn.at > now() - LONGEST,
    )
    return list(db.session.scalars(select(SignIn).where(*open_ones).order_by(SignIn.at.desc())))


def strengthen(sign_in: SignIn) -> None:
    """Count the session as one with a second factor, which was set up and tried in it just now."""
    sign_in.strong = True
    db.session.flush()


def end(sign_in: SignIn) -> None:
    """End one session."""
    sign_in.ended_at = now()
    db.session.flush()


def end_all(person: Person, but: SignIn | None = None) -> None:
    """End the sessions of a person, all or all but one."""
    others = SignIn.person_id == person.id
    if but is not None:
        others &= SignIn.id != but.id
    db.session.execute(
        update(SignIn).where(others, SignIn.ended_at.is_(None)).values(ended_at=now())
    )
