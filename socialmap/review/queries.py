"""Read what waits for a second person."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import or_, select

from socialmap.catalogue.differences import Merged, merge_three
from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.listing import from_document
from socialmap.catalogue.scopes import Reach
from socialmap.db import db
from socialmap.errors import NotFoundProblem
from socialmap.paging import Page, page_of
from socialmap.review.models import Sort, State, WaitingChange
from socialmap.wording import N_


def get(number: int) -> WaitingChange:
    """The change with this number, whatever its state; else NotFoundProblem."""
    found = db.session.get(WaitingChange, number)
    if found is None:
        raise NotFoundProblem(N_("Deze wijziging is er niet (meer)."))
    return found


def many_waiting() -> Sequence[WaitingChange]:
    """The changes of many listings that wait: whose reach covers those, only the listings say."""
    many = (WaitingChange.state == State.WAITING, WaitingChange.sort == Sort.MANY)
    return db.session.scalars(select(WaitingChange).where(*many)).all()


def waiting(reach: Reach, actor: str, many: Collection[int], number: int) -> Page[WaitingChange]:
    """A page of what waits within somebody's reach, or was written by them; the oldest first.

    `many` are the numbers of the changes of many listings that their reach covers.
    """
    within = reach.ids()
    rows = select(WaitingChange).where(WaitingChange.state == State.WAITING)
    if within is not None:
        rows = rows.where(
            or_(
                WaitingChange.initiative_id.in_(within),
                WaitingChange.actor == actor,
                WaitingChange.id.in_(many),
            )
        )
    return page_of(rows.order_by(WaitingChange.made_at, WaitingChange.id), number)


def sent_back_to(actor: str, most: int = 20) -> Sequence[WaitingChange]:
    """What was sent back to somebody, the latest first."""
    mine = (WaitingChange.state == State.SENT_BACK, WaitingChange.actor == actor)
    rows = select(WaitingChange).where(*mine).order_by(WaitingChange.answered_at.desc())
    return db.session.scalars(rows.limit(most)).all()


def waiting_about(initiative_id: uuid.UUID) -> Sequence[WaitingChange]:
    """What waits of one listing, the oldest first."""
    of_it = (
        WaitingChange.initiative_id == initiative_id,
        WaitingChange.state == State.WAITING,
    )
    return db.session.scalars(select(WaitingChange).where(*of_it).order_by(WaitingChange.id)).all()


def effect(change: WaitingChange) -> Merged:
    """What an edit makes of the listing as it is now; clashes where it changed meanwhile."""
    if change.sort != Sort.EDIT or change.initiative_id is None:
        raise NotFoundProblem(N_("Deze wijziging is er niet (meer)."))
    before, after = from_document(change.before), from_document(change.after)
    return merge_three(before, after, latest_listing(change.initiative_id))
