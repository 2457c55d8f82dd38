"""Reminders: who is asked when to look at which listings; one mail for all of an organisation."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.sql import Subquery

from socialmap.catalogue.freshness import reached
from socialmap.catalogue.models import Contact, Initiative, Organisation, Status
from socialmap.db import db
from socialmap.mail.models import DeadAddress
from socialmap.mail.queries import dead
from socialmap.upkeep.links import sent_to
from socialmap.upkeep.models import Reminder

# A month before, on the day itself, and one and three months after.
OFFSETS = (timedelta(days=-30), timedelta(0), timedelta(days=30), timedelta(days=91))
# What is due soon goes along with what is due, so that one mail does for both.
AHEAD = timedelta(days=30)
# Nobody gets two of these mails within this time.
QUIET = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Asked:
    """A listing that is or will soon be due, with the reminders that it had for that day."""

    id: uuid.UUID
    name: str
    organisation_id: uuid.UUID | None
    organisation: str
    address: str
    due_on: date
    sent: int = 0
    last_on: date | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """One mail: to whom, and the listings that it asks about; `turn` counts from 1 to 4."""

    sent_to: str
    address: str
    organisation: str
    turn: int
    listings: tuple[Asked, ...]


def next_on(due_on: date, sent: int, last_on: date | None) -> date | None:
    """The day of the next reminder, after so many; None after the last. Pure.

    Who starts late gets them at the same distance from each other.
    """
    if sent >= len(OFFSETS):
        return None
    wanted = due_on + OFFSETS[sent]
    if last_on is None or sent == 0:
        return wanted
    return max(wanted, last_on + OFFSETS[sent] - OFFSETS[sent - 1])


def plan(asked: Iterable[Asked], addresses: Mapping[str, str], today: date) -> list[Asking]:
    """The mails of a day: one for each that has an address, and something that is due. Pure."""
    groups: defaultdict[str, list[Asked]] = defaultdict(list)
    for each in asked:
        groups[whose(each)].append(each)
    mails = (
        _mail(to, addresses[to], groups[to], today) for to in sorted(groups.keys() & addresses)
    )
    return [mail for mail in mails if mail]


def whose(asked: Asked) -> str:
    """Who is asked about a listing."""
    return sent_to(asked.organisation_id, asked.address)


def _mail(to: str, address: str, listings: Sequence[Asked], today: date) -> Asking | None:
    due = [each for each in listings if _is_due(each, today)]
    last = max((each.last_on for each in listings if each.last_on), default=None)
    if not due or (last and today - last < QUIET):
        return None
    ordered = tuple(sorted(listings, key=lambda each: (each.name.lower(), each.id.hex)))
    turn = max(each.sent for each in due) + 1
    return Asking(to, address, ordered[0].organisation, turn, ordered)


def _is_due(asked: Asked, today: date) -> bool:
    on = next_on(asked.due_on, asked.sent, asked.last_on)
    return on is not None and reached(on, today)


def reminded() -> Subquery:
    """Per initiative and day on which it was due: how many reminders, and when the last was."""
    return (
        select(
            Reminder.initiative_id,
            Reminder.due_on,
            func.count(Reminder.id).label("sent"),
            func.max(Reminder.on).label("last_on"),
        )
        .group_by(Reminder.initiative_id, Reminder.due_on)
        .subquery("reminded")
    )


def asked_about(today: date) -> list[Asked]:
    """The listings on the map that are due, or will be soon. One query."""
    had = reminded()
    address = (
        select(func.min(func.lower(func.trim(Contact.email))))
        .where(Contact.initiative_id == Initiative.id, Contact.email != "")
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(
            Initiative.id,
            Initiative.name,
            Initiative.organisation_id,
            func.coalesce(Organisation.name, ""),
            func.coalesce(address, ""),
            Initiative.due_on,
            func.coalesce(had.c.sent, 0),
            had.c.last_on,
        )
        .outerjoin(Organisation, Organisation.id == Initiative.organisation_id)
        .outerjoin(
            had,
            (had.c.initiative_id == Initiative.id) & (had.c.due_on == Initiative.due_on),
        )
        .where(
            Initiative.status == Status.PUBLISHED,
            reached(Initiative.due_on, today - OFFSETS[0] + AHEAD),
        )
    )
    return [Asked(*row) for row in rows]


def addresses_for(asked: Iterable[Asked]) -> dict[str, str]:
    """Where each is mailed: an organisation at the address that most of its listings have."""
    found = {whose(each): each.address for each in asked if each.address}
    email = func.lower(func.trim(Contact.email))
    rows = db.session.execute(
        select(Initiative.organisation_id, email, func.count(Contact.id).label("number"))
        .join(Contact, Contact.initiative_id == Initiative.id)
        .where(
            Initiative.organisation_id.is_not(None),
            Initiative.status == Status.PUBLISHED,
            Contact.email != "",
            email.not_in(select(DeadAddress.address)),
        )
        .group_by(Initiative.organisation_id, email)
    ).all()
    unreachable = dead(set(found.values()))
    chosen = {to: address for to, address in found.items() if address not in unreachable}
    # The most frequent comes last and stays; of equals always the same one.
    for organisation_id, address, _ in sorted(rows, key=lambda row: (row.number, row[1])):
        chosen[sent_to(organisation_id, "")] = address
    return chosen


def reminders(today: date) -> list[Asking]:
    """The mails of a day; those that were sent are no longer among them."""
    asked = asked_about(today)
    return plan(asked, addresses_for(asked), today)


def asked_of(initiative: Initiative) -> Asked:
    """One listing as it is asked about."""
    addresses = [each.email.strip().lower() for each in initiative.contacts if each.email]
    return Asked(
        initiative.id,
        initiative.name,
        initiative.organisation_id,
        initiative.organisation.name if initiative.organisation else "",
        min(addresses, default=""),
        initiative.due_on,
    )
