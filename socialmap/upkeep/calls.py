"""The phone list: listings whose initiative cannot be mailed or does not answer, and who called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from socialmap.catalogue.actions import Change
from socialmap.catalogue.freshness import reached
from socialmap.catalogue.models import Contact, Initiative, Status
from socialmap.catalogue.queries import CARD
from socialmap.catalogue.reasons import Code, because
from socialmap.catalogue.waiting import Kind, Rows, rows
from socialmap.db import db
from socialmap.errors import NotFoundProblem
from socialmap.mail.models import DeadAddress
from socialmap.paging import Page, page_of
from socialmap.proposals import actions as proposals
from socialmap.proposals.models import Origin, Subject
from socialmap.times.clock import now
from socialmap.upkeep.actions import confirm, pause
from socialmap.upkeep.links import ON_MAP
from socialmap.upkeep.models import Answer, Call, Pause
from socialmap.upkeep.reminders import OFFSETS, reminded
from socialmap.wording import N_

PER_PAGE = 25
# Who does not answer the last mail within this time is called.
SILENCE = timedelta(days=14)
# An answer that somebody else works out keeps a listing off the list for this time.
IN_HAND = timedelta(days=30)
# From this number of calls in vain on, a listing may be warned and hidden after these days.
IN_VAIN = 3
WARNED_FOR = timedelta(days=30)


@dataclass(frozen=True)
class ToCall:
    """A listing on the phone list: whether mail reaches it, and the calls since it was due.

    `hides_on` is the day on which it leaves the map, when that is planned.
    """

    initiative: Initiative
    reachable: bool
    reminders: int
    in_vain: int
    last_call: datetime | None
    hides_on: date | None

    @property
    def may_be_hidden(self) -> bool:
        """Whether enough was tried to warn, and hide it after a while."""
        return self.in_vain >= IN_VAIN and self.hides_on is None


def _reachable() -> ColumnElement[bool]:
    """Whether mail reaches a listing, or another one of its organisation."""
    other = aliased(Initiative)
    working = and_(
        Contact.email != "",
        func.lower(func.trim(Contact.email)).not_in(select(DeadAddress.address)),
    )
    own = select(Contact.id).where(Contact.initiative_id == Initiative.id, working)
    of_organisation = (
        select(other.organisation_id)
        .join(Contact, Contact.initiative_id == other.id)
        .where(other.organisation_id.is_not(None), other.status == Status.PUBLISHED, working)
    )
    # Without the first half it is neither true nor false where there is no organisation.
    theirs = and_(
        Initiative.organisation_id.is_not(None), Initiative.organisation_id.in_(of_organisation)
    )
    return or_(own.exists(), theirs)


def _silent(today: date) -> ColumnElement[bool]:
    """Whether it had all reminders for the day on which it was due, and did not answer."""
    had = reminded()
    return Initiative.id.in_(
        select(had.c.initiative_id).where(
            had.c.due_on == Initiative.due_on,
            had.c.sent >= len(OFFSETS),
            had.c.last_on <= today - SILENCE,
        )
    )


def _to_call(today: date) -> ColumnElement[bool]:
    answered = select(Call.initiative_id).where(
        Call.answer.in_([Answer.CHANGED, Answer.GONE]), Call.at > now() - IN_HAND
    )
    return and_(
        Initiative.status == Status.PUBLISHED,
        reached(Initiative.due_on, today),
        or_(~_reachable(), _silent(today)),
        Initiative.id.not_in(answered),
    )


def waiting_calls(today: date) -> Rows:
    """The listings that somebody must call."""
    return rows(
        Kind.CALL,
        key=Initiative.slug,
        title=Initiative.name,
        since=Initiative.changed_at,
        initiative_id=Initiative.id,
    ).where(_to_call(today))


def waiting_confirmations(today: date) -> Rows:
    """The listings that are overdue, while their initiative is still being mailed."""
    return rows(
        Kind.CONFIRMATION,
        key=Initiative.slug,
        title=Initiative.name,
        since=Initiative.changed_at,
        initiative_id=Initiative.id,
        until=Initiative.overdue_on,
    ).where(
        Initiative.status == Status.PUBLISHED,
        reached(Initiative.overdue_on, today),
        ~_to_call(today),
    )


def calls_page(today: date, among: Select[Any] | None = None, number: int = 1) -> Page[ToCall]:
    """A page of the phone list: never called first, then called longest ago, then longest overdue.

    `among` limits it to the listings whose ids that select gives.
    """
    last = select(func.max(Call.at)).where(Call.initiative_id == Initiative.id).scalar_subquery()
    wanted = select(Initiative).where(_to_call(today)).options(*CARD)
    if among is not None:
        wanted = wanted.where(Initiative.id.in_(among))
    # Not every database puts what has no value first.
    order = (last.is_not(None), last, Initiative.overdue_on, Initiative.name)
    page = page_of(wanted.order_by(*order), number, PER_PAGE)
    return replace(page, items=_with_calls(page.items))


def initiative_to_call(slug: str) -> Initiative:
    """A listing that is on the map, or for a time not, or a NotFoundProblem."""
    wanted = (Initiative.slug == slug, Initiative.status.in_(ON_MAP))
    found = db.session.scalar(select(Initiative).where(*wanted).options(*CARD))
    if found is None:
        raise NotFoundProblem(N_("Dit initiatief staat niet (meer) op de kaart."))
    return found


def called(initiative: Initiative) -> ToCall:
    """What is known of calling one listing."""
    return _with_calls([initiative])[0]


def _with_calls(found: Sequence[Initiative]) -> list[ToCall]:
    ids = [each.id for each in found]
    had = reminded()
    sent = {
        (row.initiative_id, row.due_on): row.sent
        for row in db.session.execute(select(had).where(had.c.initiative_id.in_(ids)))
    }
    calls: dict[Any, list[Call]] = {each: [] for each in ids}
    for call in db.session.scalars(
        select(Call).where(Call.initiative_id.in_(ids)).order_by(Call.id)
    ):
        calls[call.initiative_id].append(call)
    reached = set(
        db.session.scalars(select(Initiative.id).where(Initiative.id.in_(ids), _reachable()))
    )
    plans = dict(
        db.session.execute(
            select(Pause.initiative_id, Pause.since).where(Pause.initiative_id.in_(ids))
        ).all()
    )
    return [
        ToCall(
            each,
            each.id in reached,
            sent.get((each.id, each.due_on), 0),
            _in_vain(calls[each.id]),
            calls[each.id][-1].at if calls[each.id] else None,
            plans.get(each.id) if each.status == Status.PUBLISHED else None,
        )
        for each in found
    ]


def _in_vain(calls: Sequence[Call]) -> int:
    """How many calls in a row nobody answered, up to now."""
    count = 0
    for call in reversed(calls):
        if call.answer != Answer.UNREACHED:
            break
        count += 1
    return count


def note_call(
    initiative: Initiative, answer: Answer, actor: str, today: date, text: str = ""
) -> None:
    """Keep what came of a call, and do what follows from it."""
    db.session.add(Call(initiative_id=initiative.id, answer=answer, by=actor))
    if answer == Answer.RIGHT:
        change = Change(actor=actor, reason=because(Code.PHONE_RIGHT))
        confirm([initiative.id], change, today, by=actor, how="phone")
    elif answer == Answer.CHANGED:
        proposals.make(initiative, Subject.CHANGED, text, origin=Origin.PROFESSIONAL)
    elif answer == Answer.GONE:
        change = Change(actor=actor, reason=because(Code.PHONE_GONE))
        pause(initiative, None, change, today)
        proposals.make(initiative, Subject.GONE, text, origin=Origin.PROFESSIONAL)
    db.session.flush()
