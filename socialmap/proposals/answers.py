"""Answer proposals: take over what is right, refuse the rest, and leave both in history."""

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
from socialmap.proposals.parts import differences, with_changes
from socialmap.proposals.unlisted import refuse_unlisted
from socialmap.proposals.unlisting import keep_out
from socialmap.times.clock import now
from socialmap.wording import N_


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Who answers, why (for history), and what the proposer reads.

    `asked_on` is the day on which the initiative was asked whether all of it is right.
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
        """The listing with what was asked, if it was."""
        if self.asked_on is None:
            return listing
        return confirmed(listing, self.asked_on, by=self.actor, how="desk")


def answer_changes(proposal: Proposal, wanted: Collection[str], answer: Answer) -> ProposalStatus:
    """Take over the wanted differences, by name; the others are refused."""
    initiative = _waiting_about(proposal)
    listing = latest_listing(initiative.id)
    found = [each.name for each in differences(listing, proposal.changes)]
    taken = [name for name in found if name in wanted]
    there = answer.confirms(with_changes(listing, proposal.changes, taken))
    if taken or answer.asked_on:
        actions.rewrite([(initiative.id, there)], answer.change(proposal))
    outcome = ProposalStatus.PARTLY if taken else ProposalStatus.REFUSED
    if len(taken) == len(found):
        outcome = ProposalStatus.ACCEPTED
    return _close(proposal, outcome, answer, taken)


def answer_report(proposal: Proposal, answer: Answer, *, right: bool) -> ProposalStatus:
    """Close a report in words: somebody looked, and it was right (and mended) or not."""
    initiative = _waiting_about(proposal)
    if answer.asked_on:
        there = answer.confirms(latest_listing(initiative.id))
        actions.rewrite([(initiative.id, there)], answer.change(proposal))
    outcome = ProposalStatus.ACCEPTED if right else ProposalStatus.REFUSED
    return _close(proposal, outcome, answer)


def answer_gone(proposal: Proposal, to: Status | None, answer: Answer) -> ProposalStatus:
    """Pause or archive what somebody says is gone; None leaves it on the map."""
    initiative = _waiting_about(proposal)
    if to is None:
        return _close(proposal, ProposalStatus.REFUSED, answer)
    actions.step(initiative, to, answer.change(proposal))
    return _close(proposal, ProposalStatus.ACCEPTED, answer)


def answer_unlist(proposal: Proposal, asked_by: str, answer: Answer) -> ProposalStatus:
    """Take off the map what asked for it, and keep it from coming back."""
    initiative = _waiting_about(proposal)
    keep_out(initiative, answer.reason, asked_by, answer.change(proposal))
    return _close(proposal, ProposalStatus.ACCEPTED, answer)


def answer_addition(
    proposal: Proposal, listing: Listing, status: Status, answer: Answer
) -> uuid.UUID:
    """Put what was proposed in the catalogue, on the map or as a draft; answer its id."""
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
    proposal: Proposal, outcome: ProposalStatus, answer: Answer, taken: Collection[str] = ()
) -> ProposalStatus:
    proposal.status = outcome
    proposal.accepted = list(taken)
    proposal.answered_at = now()
    proposal.answered_by = answer.actor
    proposal.answer = answer.text
    db.session.flush()
    return outcome
