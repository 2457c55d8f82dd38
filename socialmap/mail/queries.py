"""Read the outbox: messages per state, and addresses that mail does not reach."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, func, select, true

from socialmap.db import db
from socialmap.errors import NotFoundProblem
from socialmap.mail.models import DeadAddress, Delivery, Message
from socialmap.paging import Page, page_of
from socialmap.wording import N_

# What a person must look at.
TROUBLED = (Delivery.UNSURE, Delivery.FAILED, Delivery.BOUNCED)


def _seen(private: bool) -> ColumnElement[bool]:
    """Mail about people's accounts is for who manages them."""
    return true() if private else Message.about.not_like("person:%")


def numbers(*, private: bool) -> dict[str, int]:
    """How many messages there are in each state."""
    rows = select(Message.status, func.count(Message.id)).where(_seen(private))
    return dict(db.session.execute(rows.group_by(Message.status)).all())


def messages_page(statuses: Collection[str], number: int, *, private: bool) -> Page[Message]:
    """A page of the messages in these states, or of all; what changed last comes first."""
    wanted = select(Message).where(_seen(private))
    if statuses:
        wanted = wanted.where(Message.status.in_(statuses))
    return page_of(wanted.order_by(Message.changed_at.desc(), Message.id), number)


def message(number: uuid.UUID, *, private: bool) -> Message:
    """One message, or a NotFoundProblem."""
    found = db.session.scalar(select(Message).where(Message.id == number, _seen(private)))
    if found is None:
        raise NotFoundProblem(N_("Deze mail is er niet."))
    return found


def dead(addresses: Collection[str]) -> set[str]:
    """Which of these addresses mail does not reach."""
    if not addresses:
        return set()
    known = select(DeadAddress.address).where(DeadAddress.address.in_(addresses))
    return set(db.session.scalars(known))


def dead_addresses(most: int = 200) -> Sequence[DeadAddress]:
    """The addresses that mail does not reach, the latest first."""
    latest = select(DeadAddress).order_by(DeadAddress.since.desc()).limit(most)
    return db.session.scalars(latest).all()
