"""Make proposals: what somebody without rights reports, wants changed, or wants added."""

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
from socialmap.people.signed_links import digest_of
from socialmap.proposals.models import Proposal, ProposalStatus, Proposer, Subject
from socialmap.proposals.parts import LIVE, check_fields, proposed_changes, with_changes
from socialmap.proposals.second_look import is_on
from socialmap.times.clock import now

LONGEST_TEXT = 500
# After this time an answered proposal loses the personal data of its proposer.
PERSONAL_FOR = timedelta(days=30)
# A draft that is not sent within this time is deleted.
DRAFT_FOR = timedelta(days=30)


def make(
    initiative: Initiative,
    subject: Subject,
    text: str = "",
    *,
    changes: Mapping[str, Any] | None = None,
    email: str = "",
    origin: Proposer = Proposer.VISITOR,
) -> Proposal:
    """Save a proposal about an initiative, and return it.

    An equal proposal that still waits for an answer is returned instead of a second one.
    Raise NotFoundProblem if `changes` names a field that cannot be proposed.
    """
    proposed = dict(changes or {})
    check_fields(proposed)
    same = select(Proposal).where(
        Proposal.initiative_id == initiative.id,
        Proposal.subject == subject,
        Proposal.text == text,
        Proposal.origin == origin,
        Proposal.status == ProposalStatus.NEW,
    )
    for waiting in db.session.scalars(same):
        if waiting.changes == proposed and email in ("", waiting.email):
            return waiting
    proposal = Proposal(
        initiative_id=initiative.id,
        subject=subject,
        text=text,
        changes=proposed,
        email=email,
        origin=origin,
    )
    db.session.add(proposal)
    db.session.flush()
    return proposal


def propose_changes(
    initiative: Initiative,
    changes: Mapping[str, Any],
    origin: Proposer,
    *,
    text: str = "",
    email: str = "",
    actor: str = "",
) -> Proposal:
    """Propose other values for fields, as in a document; trusted changes go live at once."""
    check_fields(changes)
    listing = latest_listing(initiative.id)
    changed = proposed_changes(listing, changes)
    names = {name for difference in changed for name in difference.fields}
    real = {name: value for name, value in changes.items() if name in names}
    proposal = make(
        initiative, Subject.CHANGED, text, changes=real, email=email, origin=Proposer(origin)
    )
    if text or (real and not goes_live(initiative, real, proposal.origin)):
        return proposal
    if real:
        reason = because(LIVE_BECAUSE[Proposer(origin)])
        change = Change(actor=actor or f"{origin}:{initiative.slug}", reason=reason)
        actions.rewrite([(initiative.id, with_changes(listing, real))], change)
    proposal.status = ProposalStatus.ACCEPTED
    proposal.accepted = [difference.name for difference in changed]
    proposal.answered_at = now()
    db.session.flush()
    return proposal


# The reason in the history of a listing when a change goes live at once.
LIVE_BECAUSE = {
    Proposer.INITIATIVE: Code.BY_INITIATIVE,
    Proposer.PROFESSIONAL: Code.BY_PROFESSIONAL,
    Proposer.VISITOR: Code.BY_VISITOR,
}


def goes_live(initiative: Initiative, changes: Mapping[str, Any], origin: str) -> bool:
    """Whether changes need no coordinator: a member organisation gives live facts of itself.

    They do when a second person looks at all that is published.
    """
    member = initiative.organisation is not None and initiative.organisation.member
    trusted = origin == Proposer.INITIATIVE and member and changes.keys() <= LIVE
    return trusted and not is_on()


def save_draft(typed: Mapping[str, str], token: str = "") -> tuple[Proposal, str]:
    """Save an unfinished form; return the draft and the token that opens it again."""
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
    """The unsent draft with this token, or None when there is none or it is too old."""
    return db.session.scalar(
        select(Proposal).where(
            Proposal.token_digest == digest_of(token),
            Proposal.status == ProposalStatus.DRAFT,
            Proposal.made_at > now() - DRAFT_FOR,
        )
    )


def propose_addition(
    listing: Listing, *, text: str = "", email: str = "", origin: Proposer, draft: Proposal | None
) -> Proposal:
    """Propose a listing that is not on the map, in a draft or else in a new proposal.

    An equal proposal that still waits for an answer is returned instead of a second one.
    """
    document = to_document(listing)
    if draft is None:
        waiting = select(Proposal).where(
            Proposal.subject == Subject.NEW, Proposal.status == ProposalStatus.NEW
        )
        for proposal in db.session.scalars(waiting):
            if proposal.changes == document:
                return proposal
        draft = Proposal(subject=Subject.NEW)
        db.session.add(draft)
    draft.status, draft.changes, draft.typed = ProposalStatus.NEW, document, {}
    draft.text, draft.email, draft.origin, draft.made_at = text, email, origin, now()
    draft.token_digest = None
    db.session.flush()
    return draft


def clear_answered(at: datetime) -> int:
    """Clear the personal data of proposals answered a while ago, and delete old drafts.

    Return how many proposals were cleared or deleted.
    """
    answered = Proposal.answered_at < at - PERSONAL_FOR
    old_draft = (Proposal.status == ProposalStatus.DRAFT) & (Proposal.made_at < at - DRAFT_FOR)
    refused = Proposal.status == ProposalStatus.REFUSED
    empty: dict[str, Any] = {}
    personal = or_(Proposal.email != "", Proposal.text != "")
    cleared = db.session.scalars(select(Proposal.id).where(answered, personal)).all()
    deleted = db.session.scalars(select(Proposal.id).where(old_draft)).all()
    db.session.execute(update(Proposal).where(answered, personal).values(email="", text=""))
    db.session.execute(update(Proposal).where(answered, refused).values(changes=empty))
    db.session.execute(delete(Proposal).where(old_draft))
    return len(cleared) + len(deleted)
