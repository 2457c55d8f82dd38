"""Make proposals: what someone without rights says is wrong, should change, or is missing."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, select, update

from socialmap.catalogue import actions
from socialmap.catalogue.actions import Change
from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.listing import Listing, to_document
from socialmap.catalogue.models import Initiative
from socialmap.catalogue.reasons import Code, because
from socialmap.db import db
from socialmap.people.links import digest_of
from socialmap.proposals.models import Origin, Proposal, ProposalStatus, Subject
from socialmap.proposals.parts import LIVE, check_fields, differences, with_changes
from socialmap.times.clock import now

LONGEST_TEXT = 500
# How long who proposed can be written to after the answer, and how long a draft waits to be sent.
KEPT_AFTER_ANSWER = timedelta(days=30)
DRAFT_KEPT = timedelta(days=30)


def make(
    initiative: Initiative,
    subject: Subject,
    text: str = "",
    *,
    changes: Mapping[str, Any] | None = None,
    email: str = "",
    origin: Origin = Origin.VISITOR,
) -> Proposal:
    """Keep what someone says is wrong; the same said again, and not yet looked at, is one."""
    told = dict(changes or {})
    check_fields(told)
    same = select(Proposal).where(
        Proposal.initiative_id == initiative.id,
        Proposal.subject == subject,
        Proposal.text == text,
        Proposal.origin == origin,
        Proposal.status == ProposalStatus.NEW,
    )
    for known in db.session.scalars(same):
        if known.changes == told and email in ("", known.email):
            return known
    proposal = Proposal(
        initiative_id=initiative.id,
        subject=subject,
        text=text,
        changes=told,
        email=email,
        origin=origin,
    )
    db.session.add(proposal)
    db.session.flush()
    return proposal


def propose_changes(
    initiative: Initiative,
    changes: Mapping[str, Any],
    origin: Origin,
    *,
    text: str = "",
    email: str = "",
    actor: str = "",
) -> Proposal:
    """Propose other values (as in a document) for fields; what is trusted goes live at once."""
    check_fields(changes)
    listing = latest_listing(initiative.id)
    other = differences(listing, changes)
    kept = {name: value for name, value in changes.items() if any(name in d.fields for d in other)}
    proposal = make(
        initiative, Subject.CHANGED, text, changes=kept, email=email, origin=Origin(origin)
    )
    if text or (kept and not goes_live(initiative, kept, proposal.origin)):
        return proposal
    if kept:
        reason = because(LIVE_BECAUSE[Origin(origin)])
        change = Change(actor=actor or f"{origin}:{initiative.slug}", reason=reason)
        actions.rewrite([(initiative.id, with_changes(listing, kept))], change)
    proposal.status = ProposalStatus.ACCEPTED
    proposal.accepted = [each.name for each in other]
    proposal.answered_at = now()
    db.session.flush()
    return proposal


# Why a listing changed, in its history, when a change goes live at once.
LIVE_BECAUSE = {
    Origin.INITIATIVE: Code.BY_INITIATIVE,
    Origin.PROFESSIONAL: Code.BY_PROFESSIONAL,
    Origin.VISITOR: Code.BY_VISITOR,
}


def goes_live(initiative: Initiative, changes: Mapping[str, Any], origin: str) -> bool:
    """Whether it needs nobody: facts that a member of the platform tells about itself."""
    member = initiative.organisation is not None and initiative.organisation.member
    return origin == Origin.INITIATIVE and member and changes.keys() <= LIVE


def save_draft(typed: Mapping[str, str], token: str = "") -> tuple[Proposal, str]:
    """Keep a form that is not ready, and answer the token with which to go on with it."""
    draft = draft_of(token) if token else None
    if draft is None:
        token = secrets.token_urlsafe(24)
        draft = Proposal(
            subject=Subject.NEW, status=ProposalStatus.DRAFT, token_digest=digest_of(token)
        )
        db.session.add(draft)
    draft.typed = dict(typed)
    draft.email = typed.get("mail", "")
    draft.made_at = now()
    db.session.flush()
    return draft, token


def draft_of(token: str) -> Proposal | None:
    """The form that somebody left with this token, as long as it was not sent."""
    return db.session.scalar(
        select(Proposal).where(
            Proposal.token_digest == digest_of(token),
            Proposal.status == ProposalStatus.DRAFT,
            Proposal.made_at > now() - DRAFT_KEPT,
        )
    )


def propose_addition(
    listing: Listing, *, text: str = "", email: str = "", origin: Origin, draft: Proposal | None
) -> Proposal:
    """Propose a listing that is not on the map; the same proposed again is one."""
    document = to_document(listing)
    if draft is None:
        waiting = select(Proposal).where(
            Proposal.subject == Subject.NEW, Proposal.status == ProposalStatus.NEW
        )
        for known in db.session.scalars(waiting):
            if known.changes == document:
                return known
        draft = Proposal(subject=Subject.NEW)
        db.session.add(draft)
    draft.status, draft.changes, draft.typed = ProposalStatus.NEW, document, {}
    draft.text, draft.email, draft.origin, draft.made_at = text, email, origin, now()
    draft.token_digest = None
    db.session.flush()
    return draft


def clear_answered(at: datetime) -> int:
    """Forget who proposed what was answered a while ago, and drafts that nobody sent."""
    answered = Proposal.answered_at < at - KEPT_AFTER_ANSWER
    left = (Proposal.status == ProposalStatus.DRAFT) & (Proposal.made_at < at - DRAFT_KEPT)
    refused = Proposal.status == ProposalStatus.REFUSED
    empty: dict[str, Any] = {}
    personal = or_(Proposal.email != "", Proposal.text != "")
    cleared = db.session.scalars(select(Proposal.id).where(answered, personal)).all()
    dropped = db.session.scalars(select(Proposal.id).where(left)).all()
    db.session.execute(update(Proposal).where(answered, personal).values(email="", text=""))
    db.session.execute(update(Proposal).where(answered, refused).values(changes=empty))
    db.session.execute(delete(Proposal).where(left))
    return len(cleared) + len(dropped)
