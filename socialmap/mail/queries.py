"""Read the outbox: messages by state, and addresses that mail does not reach."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, func, select, true

from socialmap.db import db
from socialmap.errors import NotFoundProblem
from socialmap.mail.models import DeadAddress, Delivery, Message
from socialmap.paging import Page, page_of
from socialmap.wording import N_

# The states that a person must handle.
TROUBLED = (Delivery.UNSURE, Delivery.FAILED, Delivery.BOUNCED)


def _seen(private: bool) -> ColumnElement[bool]:
    """Return the condition that leaves out mail about accounts, unless `private` messages show."""
    return true() if private else Message.about.not_like("person:%")


def numbers(*, private: bool, within: ColumnElement[bool]) -> dict[str, int]:
    """Return the number of messages in each state, among those `within` somebody's work."""
    rows = select(Message.status, func.count(Message.id)).where(_seen(private), within)
    return dict(db.session.execute(rows.group_by(Message.status)).all())


def messages_page(
    statuses: Collection[str], number: int, *, private: bool, within: ColumnElement[bool]
) -> Page[Message]:
    """Return a page of the messages in these states (none given: all), the latest change first."""
    rows = select(Message).where(_seen(private), within)
    if statuses:
        rows = rows.where(Message.status.in_(statuses))
    return page_of(rows.order_by(Message.changed_at.desc(), Message.id), number)


def message(number: uuid.UUID, *, private: bool, within: ColumnElement[bool]) -> Message:
    """Return one message; raise NotFoundProblem if it is not there, private, or not `within`."""
    row = db.session.scalar(select(Message).where(Message.id == number, _seen(private), within))
    if row is None:
        raise NotFoundProblem(N_("Deze mail is er niet."))
    return row


def dead(addresses: Collection[str]) -> set[str]:
    """Return those of the addresses that mail does not reach."""
    if not addresses:
        return set()
    rows = select(DeadAddress.address).where(DeadAddress.address.in_(addresses))
    return set(db.session.scalars(rows))


def dead_addresses(within: ColumnElement[bool], most: int = 200) -> Sequence[DeadAddress]:
    """Return the addresses that mail does not reach and that are `within`, the latest first."""
    latest = select(DeadAddress).where(within).order_by(DeadAddress.since.desc()).limit(most)
    return db.session.scalars(latest).all()
