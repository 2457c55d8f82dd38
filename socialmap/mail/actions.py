"""Change the outbox: queue a message, or decide what happens to one. The door commits."""

from __future__ import annotations

from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, delete, select, update
from sqlalchemy.exc import IntegrityError

from socialmap.db import db
from socialmap.errors import ConflictProblem, Problem
from socialmap.mail.models import STEPS, DeadAddress, Delivery, Message
from socialmap.times.clock import now
from socialmap.wording import N_

# Messages in these states are still on their way, and are never deleted.
IN_HAND = (Delivery.WAITING, Delivery.CLAIMED, Delivery.HANDING)


def plain_address(text: str) -> str:
    """Return a mail address in lower case; raise Problem unless the text is one plain address."""
    address = text.strip().lower()
    try:
        parsed = Address(addr_spec=address)
    except (HeaderParseError, ValueError, IndexError) as error:
        raise Problem(N_("'%(text)s' is geen mailadres."), text=text) from error
    if not parsed.username or not parsed.domain or not address.isascii() or " " in address:
        raise Problem(N_("'%(text)s' is geen mailadres."), text=text)
    return address


def queue(  # noqa: PLR0913 - a letter, and what becomes of it
    to: str,
    subject: str,
    text: str,
    html: str = "",
    *,
    key: str,
    about: str = "",
    unsubscribe: str = "",
) -> bool:
    """Put a mail in the outbox, in the caller's transaction; return False if its key is known.

    `about` is what the mail belongs to, as "kind:id", for the person who handles a bounce.
    `unsubscribe` is the URL with which its reader stops mail like this.
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
        unsubscribe=unsubscribe,
    )
    try:
        with db.session.begin_nested():
            db.session.add(message)
    except IntegrityError:
        return False  # another process queued it at the same moment
    return True


def decide(message: Message, to: Delivery) -> None:
    """Move a message to the state that a person chose; raise ConflictProblem if STEPS forbid it."""
    if to not in STEPS[Delivery(message.status)]:
        raise ConflictProblem(N_("Deze mail is intussen al verder. Kijk hoe het er nu voor staat."))
    message.status = to
    message.changed_at = message.next_at = now()
    if to == Delivery.WAITING:
        message.attempts = 0
        message.claim = ""
    db.session.flush()


def cancel_waiting(kind: str, *where: ColumnElement[bool]) -> int:
    """Cancel the waiting messages whose key begins with a kind; return their number."""
    waiting = (Message.status == Delivery.WAITING, Message.key.startswith(kind, autoescape=True))
    values = {"status": Delivery.CANCELLED, "changed_at": now(), "text": "", "html": ""}
    stopped = update(Message).where(*waiting, *where).values(values)
    return cast(CursorResult[Any], db.session.execute(stopped)).rowcount


def forget_old(before: datetime) -> int:
    """Delete the messages whose last change was before a moment; return their number."""
    done = [state for state in Delivery if state not in IN_HAND]
    old = delete(Message).where(Message.status.in_(done), Message.changed_at < before)
    return cast(CursorResult[Any], db.session.execute(old)).rowcount


def mark_dead(address: str, reason: str, message: Message | None = None) -> None:
    """Record that mail does not reach an address."""
    dead = db.session.get(DeadAddress, address)
    if dead is None:
        dead = DeadAddress(address=address)
        db.session.add(dead)
    dead.reason, dead.since = reason, now()
    dead.message_id = message.id if message else None
    db.session.flush()


def revive(address: str) -> None:
    """Record that an address works again."""
    db.session.execute(delete(DeadAddress).where(DeadAddress.address == address))
