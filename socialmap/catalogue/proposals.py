"""Proposals: what someone without rights says is wrong with a listing."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import select

from socialmap.catalogue.models import Initiative, Proposal
from socialmap.db import db

LONGEST_TEXT = 500


class Reason(StrEnum):
    """What is wrong: facts have changed, it is gone, or something else."""

    CHANGED = "changed"
    GONE = "gone"
    OTHER = "other"


def make(initiative: Initiative, reason: Reason, text: str = "") -> Proposal:
    """Keep what someone says is wrong; the same said again, and not yet looked at, is one."""
    known = db.session.scalar(
        select(Proposal).where(
            Proposal.initiative_id == initiative.id,
            Proposal.reason == reason,
            Proposal.text == text,
            Proposal.status == "new",
        )
    )
    if known:
        return known
    proposal = Proposal(initiative_id=initiative.id, reason=reason, text=text)
    db.session.add(proposal)
    db.session.flush()
    return proposal
