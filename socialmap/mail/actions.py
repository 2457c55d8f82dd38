"""Write the outbox: queue a message, and what a person decides on one. The door commits."""

from __future__ import annotations

from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from typing import Any, cast

from sqlalchemy import CursorResult, delete, select
from sqlalchemy.exc import IntegrityError

from socialmap.db import db
from socialmap.errors import ConflictProblem, Problem
from socialmap.mail.models import STEPS, DeadAddress, Delivery, Message
from socialmap.times.clock import now
from socialmap.wording import N_

# What is still on its way is never too old.
IN_HAND = (Delivery.WAITING, Delivery.CLAIMED, Delivery.HANDING)


def plain_address(text: str) -> str:
    """A mail address as it is kept and compared, or a Problem: only one, and nothing around it."""
    address = text.strip().lower()
    try:
        parsed = Address(addr_spec=address)
    except (HeaderParseError, ValueError, IndexError) as error:
        raise Problem(N_("'%(text)s' is geen mailadres."), text=text) from error
    if not parsed.username or not parsed.domain or not address.isascii() or " " in address:
        raise Problem(N_("'%(text)s' is geen mailadres."), text=text)
    return address


def queue(to: str, subject: str, text: str, html: str = "", *, key: str, about: str = "") -> bool:
    """Put a mail in the outbox, in the caller's transaction; False when the key is there already.

    `about` tells what it belongs to, as "kind:id", for whoever must look after a bounce.
    """
    if db.session.scalar(select(Message.id).where(Message.key == key)):
        return False
    message = Message(
        key=key,
        about=about,
        address=plain_address(to),
        subject=" ".join(subject.split()),
        text=text,
        html=html,
    )
    try:
        with db.session.begin_nested():
            db.session.add(message)
    except IntegrityError:
        return False  # somebody else queued it in the same moment
    return True


def decide(message: Message, to: Delivery) -> None:
    """Do with a message what a person chose: send it (again), leave it, or call it arrived."""
    if to not in STEPS[Delivery(message.status)]:
        raise ConflictProblem(N_("Deze mail is intussen al verder. Kijk hoe het er nu voor staat."))
    message.status = to
    message.changed_at = message.next_at = now()
    if to == Delivery.WAITING:
        message.attempts = 0
        message.claim = ""
    db.session.flush()


def forget_old(before: datetime) -> int:
    """Take away messages that were done with before a moment; how many."""
    done = [each for each in Delivery if each not in IN_HAND]
    old = delete(Message).where(Message.status.in_(done), Message.changed_at < before)
    return cast(CursorResult[Any], db.session.execute(old)).rowcount


def mark_dead(address: str, reason: str, message: Message | None = None) -> None:
    """Remember that mail does not reach an address."""
    known = db.session.get(DeadAddress, address)
    if known is None:
        known = DeadAddress(address=address)
        db.session.add(known)
    known.reason, known.since = reason, now()
    known.message_id = message.id if message else None
    db.session.flush()


def revive(address: str) -> None:
    """Mail an address again: a person says that it works."""
    db.session.execute(delete(DeadAddress).where(DeadAddress.address == address))
