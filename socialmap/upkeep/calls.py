"""The phone list: listings whose initiative cannot be mailed or does not answer, and the calls."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from socialmap.catalogue.actions import Change
from socialmap.catalogue.freshness import reached
from socialmap.catalogue.models import Contact, Initiative, Status
from socialmap.catalogue.queries import CARD
from socialmap.catalogue.reasons import Code, because
from socialmap.catalogue.waiting import MOST, Rows, WaitingKind, rows
from socialmap.db import db
from socialmap.errors import NotFoundProblem
from socialmap.mail.barring import made_up
from socialmap.mail.models import DeadAddress
from socialmap.paging import Page, nearest_page, pages_in, spans
from socialmap.proposals import actions as proposals
from socialmap.proposals.models import Proposer, Subject
from socialmap.times.clock import now
from socialmap.upkeep.actions import confirm, pause
from socialmap.upkeep.due import EMAIL, reminded, who_opted_out
from socialmap.upkeep.examples import is_example
from socialmap.upkeep.magic_links import ON_MAP
from socialmap.upkeep.models import Call, CallOutcome, MailContact, OptOut, Pause, Reminder
from socialmap.upkeep.reminders import OFFSETS
from socialmap.wording import N_

PER_PAGE = 25
# An initiative that does not answer the last mail within this time is called.
SILENCE = timedelta(days=14)
# While somebody handles the outcome of a call, the listing stays off the list for this time.
IN_HAND = timedelta(days=30)
# After this number of calls in vain a listing may be warned, and hidden after this time.
IN_VAIN = 3
WARNED_FOR = timedelta(days=30)


@dataclass(frozen=True)
class ToCall:
    """A listing on the phone list, with what was tried to reach its initiative.

    `reachable` tells whether mail reaches it, `reminders` how many it had for this due day,
    `in_vain` how many of the last calls in a row were not answered, and `hides_on` the day on
    which it leaves the map when that is planned.
    """

    initiative: Initiative
    reachable: bool
    reminders: int
    in_vain: int
    last_call: datetime | None
    hides_on: date | None

    @property
    def may_be_hidden(self) -> bool:
        """Whether enough was tried to warn it and plan to hide it."""
        return self.in_vain >= IN_VAIN and self.hides_on is None


@dataclass(frozen=True)
class CallPage(Page[ToCall]):
    """A page of the phone list; `more` if there are more to call than are counted and shown."""

    more: bool = False


def _reachable() -> ColumnElement[bool]:
    """Whether mail reaches a listing, or another listing of its organisation: as in `due`.

    Nobody calls about an example, so that counts as reached.
    """
    other = aliased(Initiative)
    refused = select(OptOut.address).where(OptOut.ended_at.is_(None))
    working = and_(
        Contact.email != "",
        EMAIL.not_in(select(DeadAddress.address)),
        EMAIL.not_in(refused),
        ~made_up(EMAIL),
    )
    asked = select(MailContact.organisation_id).where(
        MailContact.address != "",
        MailContact.address.not_in(select(DeadAddress.address)),
        MailContact.address.not_in(refused),
        ~made_up(MailContact.address),
    )
    own = select(Contact.id).where(Contact.initiative_id == Initiative.id, working)
    # Looked up for each listing, since only the first of many are asked about.
    of_organisation = (
        select(other.id)
        .join(Contact, Contact.initiative_id == other.id)
        .where(
            other.organisation_id == Initiative.organisation_id,
            other.status == Status.PUBLISHED,
            working,
        )
    )
    # Without the first condition this is NULL, and not false, where there is no organisation.
    theirs = and_(
        Initiative.organisation_id.is_not(None),
        or_(of_organisation.exists(), Initiative.organisation_id.in_(asked)),
    )
    unwanted = and_(
        Initiative.organisation_id.is_not(None),
        Initiative.organisation_id.in_(_organisations_opted_out()),
    )
    return or_(is_example(), and_(or_(own.exists(), theirs), ~unwanted))


def _organisations_opted_out() -> list[uuid.UUID]:
    """The organisations that want no mail: few, so that they are named one by one."""
    kind = "organisation:"
    return [uuid.UUID(each.removeprefix(kind)) for each in who_opted_out() if each.startswith(kind)]


def _silent(today: date) -> ColumnElement[bool]:
    """Whether it had all reminders for its due day and did not answer within SILENCE."""
    # Of the one listing, so that not all reminders are added up.
    sent = (
        select(Reminder.initiative_id)
        .where(Reminder.initiative_id == Initiative.id, Reminder.due_on == Initiative.due_on)
        .group_by(Reminder.initiative_id)
        .having(func.count(Reminder.id) >= len(OFFSETS), func.max(Reminder.on) <= today - SILENCE)
    )
    return sent.exists()


def _to_call(today: date) -> ColumnElement[bool]:
    return and_(
        Initiative.status == Status.PUBLISHED,
        reached(Initiative.due_on, today),
        _calls_for(today),
    )


def _calls_for(today: date) -> ColumnElement[bool]:
    """Whether calling is the way to reach a listing that is due, and nobody is at it."""
    in_hand = select(Call.initiative_id).where(
        Call.outcome.in_([CallOutcome.CHANGED, CallOutcome.GONE]), Call.at > now() - IN_HAND
    )
    return and_(or_(~_reachable(), _silent(today)), Initiative.id.not_in(in_hand))


def waiting_calls(today: date) -> Rows:
    """The listings to call that are not overdue yet, for the queue of today."""
    return rows(
        WaitingKind.CALL,
        key=Initiative.slug,
        title=Initiative.name,
        since=Initiative.changed_at,
        initiative_id=Initiative.id,
        until=Initiative.due_on,
    ).where(_to_call(today), ~reached(Initiative.overdue_on, today))


def waiting_confirmations(today: date) -> Rows:
    """The overdue listings, for the queue of today; some of them are to be called too."""
    return rows(
        WaitingKind.CONFIRMATION,
        key=Initiative.slug,
        title=Initiative.name,
        since=Initiative.changed_at,
        initiative_id=Initiative.id,
        until=Initiative.overdue_on,
    ).where(
        Initiative.status == Status.PUBLISHED,
        reached(Initiative.overdue_on, today),
    )


def unanswered(today: date, among: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """The ids among these, of listings on the map that are due, of those to call."""
    wanted = select(Initiative.id).where(Initiative.id.in_(among), _calls_for(today))
    return set(db.session.scalars(wanted)) if among else set()


def calls_page(today: date, among: Select[Any] | None = None, number: int = 1) -> CallPage:
    """A page of the phone list: never called first, then called longest ago, then longest due.

    `among` limits it to the listings whose ids that select gives. Of each of the two it counts
    and shows at most MOST, so that a long list is not read to its end.
    """
    last = select(func.max(Call.at)).where(Call.initiative_id == Initiative.id).scalar_subquery()
    called = select(Call.initiative_id)
    wanted = select(Initiative).where(_to_call(today)).options(*CARD)
    if among is not None:
        wanted = wanted.where(Initiative.id.in_(among))
    # An index has the never called ones in this order, so that the first are found at once.
    parts = (
        wanted.where(Initiative.id.not_in(called)).order_by(Initiative.due_on, Initiative.id),
        wanted.where(Initiative.id.in_(called)).order_by(last, Initiative.due_on, Initiative.id),
    )
    counts = [_count(part) for part in parts]
    shown = [min(count, MOST) for count in counts]
    total, more = sum(shown), shown != counts
    number = nearest_page(number, total, PER_PAGE)
    items: list[Initiative] = []
    for part, (start, end) in zip(
        parts, spans(shown, (number - 1) * PER_PAGE, PER_PAGE), strict=True
    ):
        if start < end:
            items += db.session.scalars(part.limit(end - start).offset(start))
    return CallPage(_with_calls(items), number, pages_in(total, PER_PAGE), total, more)


def _count(rows: Select[Any]) -> int:
    """The number of rows, counted to MOST + 1."""
    some = rows.with_only_columns(Initiative.id).order_by(None).limit(MOST + 1).subquery()
    return db.session.scalar(select(func.count()).select_from(some)) or 0


def initiative_to_call(slug: str) -> Initiative:
    """The published or paused listing with this slug; raise NotFoundProblem if there is none."""
    wanted = (Initiative.slug == slug, Initiative.status.in_(ON_MAP))
    initiative = db.session.scalar(select(Initiative).where(*wanted).options(*CARD))
    if initiative is None:
        raise NotFoundProblem(N_("Dit initiatief staat niet (meer) op de kaart."))
    return initiative


def called(initiative: Initiative) -> ToCall:
    """One listing with what was tried to reach its initiative."""
    return _with_calls([initiative])[0]


def _with_calls(initiatives: Sequence[Initiative]) -> list[ToCall]:
    ids = [each.id for each in initiatives]
    reminders = reminded()
    sent = {
        (row.initiative_id, row.due_on): row.sent
        for row in db.session.execute(select(reminders).where(reminders.c.initiative_id.in_(ids)))
    }
    calls: dict[Any, list[Call]] = {initiative_id: [] for initiative_id in ids}
    for call in db.session.scalars(
        select(Call).where(Call.initiative_id.in_(ids)).order_by(Call.id)
    ):
        calls[call.initiative_id].append(call)
    reachable = set(
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
            each.id in reachable,
            sent.get((each.id, each.due_on), 0),
            _in_vain(calls[each.id]),
            calls[each.id][-1].at if calls[each.id] else None,
            plans.get(each.id) if each.status == Status.PUBLISHED else None,
        )
        for each in initiatives
    ]


def _in_vain(calls: Sequence[Call]) -> int:
    """How many of the last calls in a row were not answered."""
    count = 0
    for call in reversed(calls):
        if call.outcome != CallOutcome.UNREACHED:
            break
        count += 1
    return count


def note_call(
    initiative: Initiative, outcome: CallOutcome, actor: str, today: date, text: str = ""
) -> None:
    """Record a call with its outcome, and confirm, propose or pause accordingly."""
    db.session.add(Call(initiative_id=initiative.id, outcome=outcome, by=actor))
    if outcome == CallOutcome.RIGHT:
        change = Change(actor=actor, reason=because(Code.PHONE_RIGHT))
        confirm([initiative.id], change, today, by=actor, how="phone")
    elif outcome == CallOutcome.CHANGED:
        proposals.make(initiative, Subject.CHANGED, text, origin=Proposer.PROFESSIONAL)
    elif outcome == CallOutcome.GONE:
        change = Change(actor=actor, reason=because(Code.PHONE_GONE))
        pause(initiative, None, change, today)
        proposals.make(initiative, Subject.GONE, text, origin=Proposer.PROFESSIONAL)
    db.session.flush()
