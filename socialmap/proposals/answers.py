"""Answer proposals: accept what is right, refuse the rest, and record both in history."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from socialmap.catalogue import actions
from socialmap.catalogue.actions import Change, Entry
from socialmap.catalogue.freshness import confirmed
from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.listing import Listing
from socialmap.catalogue.models import Initiative, Status
from socialmap.catalogue.reasons import Code, because
from socialmap.db import db
from socialmap.errors import ConflictProblem
from socialmap.proposals.models import Proposal, ProposalStatus
from socialmap.proposals.parts import proposed_changes, with_changes
from socialmap.proposals.unlisted import refuse_unlisted
from socialmap.proposals.unlisting import keep_out
from socialmap.times.clock import now
from socialmap.wording import N_


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer: the actor, a reason for history, and a text for the proposer.

    `asked_on` is the day on which the initiative confirmed the whole listing, if it did.
    """

    actor: str
    reason: str = ""
    text: str = ""
    asked_on: date | None = None

    def change(self, proposal: Proposal) -> Change:
        """The change that this answer makes in a listing."""
        reason = because(Code.PROPOSAL, self.reason, number=proposal.id)
        return Change(actor=self.actor, reason=reason)

    def confirms(self, listing: Listing) -> Listing:
        """The listing, confirmed on the day that the initiative was asked, if it was."""
        if self.asked_on is None:
            return listing
        return confirmed(listing, self.asked_on, by=self.actor, how="desk")


def answer_changes(proposal: Proposal, wanted: Collection[str], answer: Answer) -> ProposalStatus:
    """Accept the wanted differences, by name, and refuse the others."""
    initiative = _waiting_about(proposal)
    listing = latest_listing(initiative.id)
    names = [difference.name for difference in proposed_changes(listing, proposal.changes)]
    accepted = [name for name in names if name in wanted]
    changed = answer.confirms(with_changes(listing, proposal.changes, accepted))
    if accepted or answer.asked_on:
        actions.rewrite([(initiative.id, changed)], answer.change(proposal))
    outcome = ProposalStatus.PARTLY if accepted else ProposalStatus.REFUSED
    if len(accepted) == len(names):
        outcome = ProposalStatus.ACCEPTED
    return _close(proposal, outcome, answer, accepted)


def answer_report(proposal: Proposal, answer: Answer, *, right: bool) -> ProposalStatus:
    """Close a report in words as accepted, when it was right and is corrected, or as refused."""
    initiative = _waiting_about(proposal)
    if answer.asked_on:
        listing = answer.confirms(latest_listing(initiative.id))
        actions.rewrite([(initiative.id, listing)], answer.change(proposal))
    outcome = ProposalStatus.ACCEPTED if right else ProposalStatus.REFUSED
    return _close(proposal, outcome, answer)


def answer_gone(proposal: Proposal, to: Status | None, answer: Answer) -> ProposalStatus:
    """Pause or archive an initiative that is reported gone; None leaves it on the map."""
    initiative = _waiting_about(proposal)
    if to is None:
        return _close(proposal, ProposalStatus.REFUSED, answer)
    actions.step(initiative, to, answer.change(proposal))
    return _close(proposal, ProposalStatus.ACCEPTED, answer)


def answer_unlist(proposal: Proposal, asked_by: str, answer: Answer) -> ProposalStatus:
    """Take an initiative off the map at its own request, and put it on the register."""
    initiative = _waiting_about(proposal)
    keep_out(initiative, answer.reason, asked_by, answer.change(proposal))
    return _close(proposal, ProposalStatus.ACCEPTED, answer)


def answer_addition(
    proposal: Proposal, listing: Listing, status: Status, answer: Answer
) -> uuid.UUID:
    """Add a proposed listing to the catalogue with this status; return its id.

    Raise ConflictProblem if it asked to stay off the map.
    """
    _waiting(proposal)
    refuse_unlisted(listing)
    (added,) = actions.add([Entry(answer.confirms(listing))], answer.change(proposal), status)
    proposal.initiative_id = added
    _close(proposal, ProposalStatus.ACCEPTED, answer)
    return added


def refuse(proposal: Proposal, answer: Answer) -> ProposalStatus:
    """Refuse the whole proposal."""
    _waiting(proposal)
    return _close(proposal, ProposalStatus.REFUSED, answer)


def _waiting(proposal: Proposal) -> None:
    if proposal.status != ProposalStatus.NEW:
        raise ConflictProblem(N_("Dit voorstel is al beantwoord."))


def _waiting_about(proposal: Proposal) -> Initiative:
    _waiting(proposal)
    if proposal.initiative is None:
        raise ConflictProblem(N_("Dit voorstel gaat over iets dat nog niet op de kaart staat."))
    return proposal.initiative


def _close(
    proposal: Proposal, outcome: ProposalStatus, answer: Answer, accepted: Collection[str] = ()
) -> ProposalStatus:
    proposal.status = outcome
    proposal.accepted = list(accepted)
    proposal.answered_at = now()
    proposal.answered_by = answer.actor
    proposal.answer = answer.text
    db.session.flush()
    return outcome
