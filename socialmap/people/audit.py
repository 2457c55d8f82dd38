"""What was done, by whom: only ever added to."""

from __future__ import annotations

from socialmap.db import db
from socialmap.people.models import AuditEvent


def note(actor: str, action: str, subject: str = "", **detail: object) -> None:
    """Write down what someone did, in the transaction in which it is done."""
    db.session.add(AuditEvent(actor=actor, action=action, subject=subject, detail=detail))
