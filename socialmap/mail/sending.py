"""Send the waiting messages, each one once, even if the process is killed at any moment."""

from __future__ import annotations

import secrets
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from email.errors import MessageError
from functools import partial
from typing import Any, cast

from sqlalchemy import CursorResult, select, update

from socialmap.db import db, transaction
from socialmap.mail.actions import mark_dead
from socialmap.mail.barring import why_barred
from socialmap.mail.composing import Outgoing, compose
from socialmap.mail.models import Delivery, Message
from socialmap.mail.transports import (
    Away,
    Barred,
    Delayed,
    LostSight,
    NobodyThere,
    NotDelivered,
    Refused,
    Transport,
)
from socialmap.times.clock import now
from socialmap.wording import N_

# How long a message waits after its first, second … attempt; after the last one it has failed.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 1440))
AWAY = timedelta(minutes=1)
OUTCOMES: dict[type[NotDelivered], Delivery] = {
    Refused: Delivery.FAILED,
    NobodyThere: Delivery.BOUNCED,
    LostSight: Delivery.UNSURE,
    Delayed: Delivery.WAITING,
    Away: Delivery.WAITING,
    Barred: Delivery.BARRED,
}
DIED = N_("Het versturen brak af terwijl de mail wegging. Misschien is hij aangekomen.")


class ClaimLost(Exception):
    """Another sender took us for dead and took the message back; nothing of it has been sent."""


@dataclass(frozen=True)
class Claim:
    """A message that this process has claimed."""

    token: str
    attempts: int
    message: Outgoing
    about: str = ""


def send_waiting(transport: Transport, sender: str, most: int = 1000) -> Counter[str]:
    """Send at most `most` messages that are due; return the number that got each state.

    One sender runs at a time. If two ever do, each message is still sent by only one of them.
    """
    recover(transport)
    counts: Counter[str] = Counter()
    try:
        while counts.total() < most and (claim := _claim()):
            trouble = _deliver(claim, transport, sender)
            counts[_settle(claim, trouble)] += 1
            if isinstance(trouble, Away):
                break
    except ClaimLost:
        pass
    finally:
        transport.close()
    return counts


def recover(transport: Transport) -> None:
    """Take back the messages of a sender that died; their state says how far it had got."""
    handed = (Delivery.WAITING, "") if transport.idempotent else (Delivery.UNSURE, DIED)
    with transaction():
        for old, (new, trouble) in {
            Delivery.CLAIMED: (Delivery.WAITING, ""),
            Delivery.HANDING: handed,
        }.items():
            values = {"status": new, "claim": "", "trouble": trouble, "changed_at": now()}
            db.session.execute(update(Message).where(Message.status == old).values(values))


def _claim() -> Claim | None:
    """Claim the message that waits longest, in a transaction of its own; None if none is due."""
    with transaction():
        due = (Message.status == Delivery.WAITING, Message.next_at <= now())
        message = db.session.scalar(
            select(Message)
            .where(*due)
            .order_by(Message.next_at, Message.made_at)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if message is None:
            return None
        message.status, message.claim = Delivery.CLAIMED, secrets.token_hex(8)
        message.attempts += 1
        message.changed_at = now()
        return Claim(
            message.claim,
            message.attempts,
            Outgoing(
                message.id,
                message.address,
                message.subject,
                message.text,
                message.html,
                message.made_at,
                message.unsubscribe,
            ),
            message.about,
        )


def _deliver(claim: Claim, transport: Transport, sender: str) -> NotDelivered | None:
    """Send a message; return what went wrong, or None.

    This is the door of every transport: what is barred does not come to one.
    """
    if why := why_barred(claim.message.address, claim.about):
        return Barred(why)
    try:
        mail = compose(claim.message, sender)
    except (ValueError, MessageError) as error:
        return Refused(str(error))  # raised, it would keep all other messages waiting for ever
    try:
        transport.deliver(mail, partial(_hand_over, claim))
    except NotDelivered as trouble:
        return trouble
    return None


def _hand_over(claim: Claim) -> None:
    """Record that from now on it may have been sent; raise ClaimLost if it is no longer ours."""
    with transaction():
        held = (Message.status == Delivery.CLAIMED, Message.claim == claim.token)
        changed = cast(
            CursorResult[Any],
            db.session.execute(
                update(Message)
                .where(Message.id == claim.message.id, *held)
                .values(status=Delivery.HANDING, changed_at=now())
            ),
        )
        if changed.rowcount != 1:
            raise ClaimLost


def _settle(claim: Claim, trouble: NotDelivered | None) -> Delivery:
    """Record the outcome, and clear the text of a finished message: it may hold secret links."""
    outcome = OUTCOMES[type(trouble)] if trouble else Delivery.SENT
    wait = timedelta()
    attempts = claim.attempts
    if isinstance(trouble, Away):  # does not count as an attempt
        attempts, wait = attempts - 1, AWAY
    elif isinstance(trouble, Delayed):
        outcome = Delivery.WAITING if attempts <= len(WAITS) else Delivery.FAILED
        wait = WAITS[attempts - 1] if attempts <= len(WAITS) else wait
    with transaction():
        message = db.session.get_one(Message, claim.message.id)
        message.status, message.attempts, message.claim = outcome, attempts, ""
        message.trouble = trouble.reason[:500] if trouble else ""
        message.changed_at, message.next_at = now(), now() + wait
        if outcome in (Delivery.SENT, Delivery.BARRED):
            message.text = message.html = message.unsubscribe = ""
        if outcome == Delivery.BOUNCED:
            mark_dead(message.address, message.trouble, message)
    return outcome
