"""The listings to check at the desk: those that are due, in order, and those of an organisation."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from socialmap.catalogue.actions import Change
from socialmap.catalogue.fields import FIELD_GROUPS
from socialmap.catalogue.freshness import reached
from socialmap.catalogue.models import Initiative, Status
from socialmap.catalogue.queries import CARD
from socialmap.catalogue.reasons import Code, because
from socialmap.db import db
from socialmap.paging import Page, page_of
from socialmap.upkeep.actions import confirm
from socialmap.upkeep.calls import note_call
from socialmap.upkeep.magic_links import ON_MAP
from socialmap.upkeep.models import CallOutcome

PER_PAGE = 25
PER_ORGANISATION = 20
# Longest overdue first; what nobody ever checked comes last.
ORDER = (Initiative.overdue_on, Initiative.slug)
Ids = Select[Any] | None


def due_page(today: date, among: Ids = None, number: int = 1) -> Page[Initiative]:
    """A page of the published listings that are due; `among` limits it to those ids."""
    wanted = _due(select(Initiative), today, among).options(*CARD)
    return page_of(wanted.order_by(*ORDER), number, PER_PAGE)


def due_count(today: date, among: Ids = None) -> int:
    """How many published listings are due."""
    return db.session.scalar(_due(select(func.count(Initiative.id)), today, among)) or 0


def overdue_count(today: date, among: Ids = None) -> int:
    """How many published listings are overdue: their last day to be checked is over."""
    late = _due(select(func.count(Initiative.id)), today, among)
    return db.session.scalar(late.where(reached(Initiative.overdue_on, today))) or 0


def next_due(today: date, among: Ids, after: tuple[date, str]) -> str | None:
    """The slug of the next listing to check after an overdue day and a slug; None at the end."""
    day, slug = after
    later = or_(
        Initiative.overdue_on > day, and_(Initiative.overdue_on == day, Initiative.slug > slug)
    )
    following = _due(select(Initiative.slug), today, among).where(later)
    found: str | None = db.session.scalar(following.order_by(*ORDER).limit(1))
    return found


def listings_of(organisation_id: uuid.UUID, among: Ids = None, number: int = 1) -> Page[Initiative]:
    """A page of the listings of an organisation that are on the map or paused, by name."""
    wanted = select(Initiative).where(
        Initiative.organisation_id == organisation_id, Initiative.status.in_(ON_MAP)
    )
    if among is not None:
        wanted = wanted.where(Initiative.id.in_(among))
    by_name = wanted.options(*CARD).order_by(Initiative.name, Initiative.slug)
    return page_of(by_name, number, PER_ORGANISATION)


def still_right(
    initiative: Initiative,
    actor: str,
    today: date,
    *,
    groups: Sequence[str] = FIELD_GROUPS,
    words: str = "",
    by_phone: bool = False,
) -> None:
    """Record that groups of fields were checked and are right; `words` name them in history.

    By phone everything together is a call with its outcome, as on the phone list.
    """
    if by_phone and tuple(groups) == FIELD_GROUPS:
        note_call(initiative, CallOutcome.RIGHT, actor, today)
        return
    code, how = (Code.PHONE_RIGHT, "phone") if by_phone else (Code.DESK_RIGHT, "desk")
    change = Change(actor=actor, reason=because(code, words))
    confirm([initiative.id], change, today, by=actor, how=how, groups=groups)


def _due(wanted: Select[Any], today: date, among: Ids) -> Select[Any]:
    due = wanted.where(Initiative.status == Status.PUBLISHED, reached(Initiative.due_on, today))
    return due if among is None else due.where(Initiative.id.in_(among))
