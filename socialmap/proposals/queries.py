"""Read proposals: one by its number, those that wait, and those that were answered."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from socialmap.catalogue.models import Initiative
from socialmap.catalogue.queries import CARD
from socialmap.catalogue.scopes import Reach
from socialmap.catalogue.waiting import Rows, WaitingKind, rows
from socialmap.db import db
from socialmap.errors import NotFoundProblem
from socialmap.paging import Page, page_of
from socialmap.proposals.models import Proposal, ProposalStatus, Subject
from socialmap.wording import N_

PER_PAGE = 25
OPEN, DRAFT = Proposal.status == ProposalStatus.NEW, Proposal.status == ProposalStatus.DRAFT
KINDS = {
    WaitingKind.GONE: (Subject.GONE, Subject.UNLIST),
    WaitingKind.PROPOSAL: (Subject.CHANGED, Subject.OTHER),
    WaitingKind.ADDITION: (Subject.NEW,),
}

# The municipality of a proposed addition.
AREA = Proposal.changes[("locations", 0, "municipality")].as_string()


def proposal_by_id(number: int, *, lock: bool = False) -> Proposal:
    """The proposal with this number and its initiative; raise NotFoundProblem if it is unsent.

    With `lock`, nobody else can answer it until the transaction ends.
    """
    wanted = (
        select(Proposal)
        .where(Proposal.id == number, ~DRAFT)
        .options(selectinload(Proposal.initiative).options(*CARD))
        .execution_options(populate_existing=True)
    )
    proposal = db.session.scalar(wanted.with_for_update(of=Proposal) if lock else wanted)
    if proposal is None:
        raise NotFoundProblem(N_("Dit voorstel is er niet."))
    return proposal


def waiting_proposals() -> list[Rows]:
    """The proposals that wait for an answer, for the queue of today."""
    name = func.coalesce(Initiative.name, Proposal.changes["name"].as_string(), "")
    return [
        rows(
            kind,
            key=Proposal.id,
            title=name,
            since=Proposal.made_at,
            initiative_id=Proposal.initiative_id,
            detail=Proposal.text,
            area=AREA,
        )
        .outerjoin(Initiative, Initiative.id == Proposal.initiative_id)
        .where(OPEN, Proposal.subject.in_(subjects))
        for kind, subjects in KINDS.items()
    ]


def proposals_page(reach: Reach, number: int, *, answered: bool = False) -> Page[Proposal]:
    """A page of the proposals within reach: open ones oldest first, answered ones latest first."""
    wanted = select(Proposal).where(~DRAFT, ~OPEN if answered else OPEN)
    ids = reach.ids()
    if ids is not None:
        added = Proposal.initiative_id.is_(None) & reach.covers_area(AREA)
        wanted = wanted.where(or_(Proposal.initiative_id.in_(ids), added))
    order: Any = Proposal.answered_at.desc() if answered else Proposal.made_at
    rows = wanted.options(selectinload(Proposal.initiative)).order_by(order, Proposal.id)
    return page_of(rows, number, PER_PAGE)
