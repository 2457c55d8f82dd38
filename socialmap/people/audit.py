"""The audit log, what was done and by whom: only ever added to, and searched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select

from socialmap.db import db
from socialmap.people.models import AuditEvent
from socialmap.times.clock import AMSTERDAM


def note(actor: str, action: str, subject: str = "", **detail: object) -> None:
    """Write down what someone did, in the transaction in which it is done.

    Never a name or an address: the log is kept when a person is forgotten.
    """
    db.session.add(AuditEvent(actor=actor, action=action, subject=subject, detail=detail))


@dataclass(frozen=True)
class Wish:
    """What is looked for in the log: by whom or about whom, what, and between which dates."""

    actor: str = ""
    action: str = ""
    subject: str = ""
    first: date | None = None
    last: date | None = None


def search(wish: Wish, page: int, size: int) -> tuple[Sequence[AuditEvent], int]:
    """A page of the log, the youngest first, and how many events there are in all."""
    conditions = []
    for column, value in (
        (AuditEvent.actor, wish.actor),
        (AuditEvent.action, wish.action),
        (AuditEvent.subject, wish.subject),
    ):
        if value:
            conditions.append(column == value)
    if wish.first:
        conditions.append(AuditEvent.at >= _midnight(wish.first))
    if wish.last:
        conditions.append(AuditEvent.at < _midnight(wish.last + timedelta(days=1)))
    total = db.session.scalar(select(func.count(AuditEvent.id)).where(*conditions)) or 0
    rows = select(AuditEvent).where(*conditions).order_by(AuditEvent.id.desc())
    return db.session.scalars(rows.offset((page - 1) * size).limit(size)).all(), total


def actions() -> Sequence[str]:
    """The actions that the log knows."""
    return db.session.scalars(
        select(AuditEvent.action).distinct().order_by(AuditEvent.action)
    ).all()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, AMSTERDAM)
