"""The tables of the outbox: messages, and addresses that mail does not reach."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from socialmap.db import PERSONAL, Model, Moment
from socialmap.times.clock import now


class Delivery(StrEnum):
    """The state of a message.

    `claimed`: a sender took it, but nothing has been sent yet. `handing`: its text is being sent.
    `unsure`: the sender died or lost its connection while sending, so it may have arrived.
    `settled`: it bounced, and somebody has handled that. `barred`: it is never sent, because its
    address is made up or belongs to the demo.
    """

    WAITING = "waiting"
    CLAIMED = "claimed"
    HANDING = "handing"
    SENT = "sent"
    UNSURE = "unsure"
    FAILED = "failed"
    BOUNCED = "bounced"
    CANCELLED = "cancelled"
    SETTLED = "settled"
    BARRED = "barred"


# The states to which a person may move a message from each state; `sending` has its own steps.
STEPS: dict[Delivery, frozenset[Delivery]] = {
    Delivery.WAITING: frozenset({Delivery.CANCELLED, Delivery.WAITING}),
    Delivery.CLAIMED: frozenset(),
    Delivery.HANDING: frozenset(),
    Delivery.SENT: frozenset(),
    Delivery.UNSURE: frozenset({Delivery.SENT, Delivery.WAITING}),
    Delivery.FAILED: frozenset({Delivery.WAITING, Delivery.CANCELLED}),
    Delivery.BOUNCED: frozenset({Delivery.SETTLED}),
    Delivery.CANCELLED: frozenset(),
    Delivery.SETTLED: frozenset(),
    Delivery.BARRED: frozenset(),
}


class Message(Model):
    """One mail to one address. A key is never queued twice; the text is cleared once it is sent."""

    __tablename__ = "message"
    __table_args__ = (Index("ix_message_status_next_at", "status", "next_at"),)

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=uuid.uuid4)
    key: Mapped[str] = mapped_column(unique=True)
    about: Mapped[str] = mapped_column(default="", index=True)
    address: Mapped[str] = mapped_column(info=PERSONAL, index=True)
    subject: Mapped[str] = mapped_column(info=PERSONAL)
    text: Mapped[str] = mapped_column(info=PERSONAL)
    html: Mapped[str] = mapped_column(default="", info=PERSONAL)
    # The URL with which the reader stops mail like this; empty for mail that is asked for.
    unsubscribe: Mapped[str] = mapped_column(default="", info=PERSONAL)
    status: Mapped[str] = mapped_column(default=Delivery.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    # When it may be tried next, and when its state last changed.

    next_at: Mapped[datetime] = mapped_column(Moment, default=now)
    changed_at: Mapped[datetime] = mapped_column(Moment, default=now)
    # The random token of the sender that has claimed it.
    claim: Mapped[str] = mapped_column(default="")
    trouble: Mapped[str] = mapped_column(default="")


class DeadAddress(Model):
    """A mail address that does not exist, or no longer; automatic mail skips it."""

    __tablename__ = "dead_address"

    address: Mapped[str] = mapped_column(primary_key=True, info=PERSONAL)
    since: Mapped[datetime] = mapped_column(Moment, default=now)
    reason: Mapped[str] = mapped_column(default="")
    message_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
