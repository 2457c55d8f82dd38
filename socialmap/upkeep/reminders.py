"""Reminders: when which listings are asked about, with one mail for all of an organisation."""

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
from socialmap.upkeep.magic_links import recipient
from socialmap.upkeep.models import Reminder

# When reminders are sent, counted from the due day: before it, on it, and twice after it.
OFFSETS = (timedelta(days=-30), timedelta(0), timedelta(days=30), timedelta(days=91))
# Listings that become due within this time are added to a mail that is sent anyhow.
AHEAD = timedelta(days=30)
# A recipient gets at most one reminder within this time.
QUIET = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class DueListing:
    """A listing that is or will soon be due, and the reminders sent for that due day.

    `sent` is their number, `last_on` the day of the last one.
    """

    id: uuid.UUID
    name: str
    organisation_id: uuid.UUID | None
    organisation: str
    address: str
    due_on: date
    sent: int = 0
    last_on: date | None = None


@dataclass(frozen=True, slots=True)
class ReminderMail:
    """One mail: its recipient, address and listings; `turn` is its number in the series, 1 to 4."""

    recipient: str
    address: str
    organisation: str
    turn: int
    listings: tuple[DueListing, ...]


def next_on(due_on: date, sent: int, last_on: date | None) -> date | None:
    """The day of the next reminder when `sent` of them were sent; None after the last. Pure.

    When the first one was late, the others keep their distance from it.
    """
    if sent >= len(OFFSETS):
        return None
    planned = due_on + OFFSETS[sent]
    if last_on is None or sent == 0:
        return planned
    return max(planned, last_on + OFFSETS[sent] - OFFSETS[sent - 1])


def plan(
    listings: Iterable[DueListing], addresses: Mapping[str, str], today: date
) -> list[ReminderMail]:
    """The mails of today: one for each recipient with an address and a listing to remind of. Pure.

    `addresses` gives the mail address of each recipient that mail can reach.
    """
    groups: defaultdict[str, list[DueListing]] = defaultdict(list)
    for listing in listings:
        groups[recipient_of(listing)].append(listing)
    mails = (
        _mail(to, addresses[to], groups[to], today) for to in sorted(groups.keys() & addresses)
    )
    return [mail for mail in mails if mail]


def recipient_of(listing: DueListing) -> str:
    """The recipient of reminders about a listing."""
    return recipient(listing.organisation_id, listing.address)


def _mail(
    to: str, address: str, listings: Sequence[DueListing], today: date
) -> ReminderMail | None:
    due = [listing for listing in listings if _is_due(listing, today)]
    last = max((listing.last_on for listing in listings if listing.last_on), default=None)
    if not due or (last and today - last < QUIET):
        return None
    ordered = tuple(sorted(listings, key=lambda listing: (listing.name.lower(), listing.id.hex)))
    turn = max(listing.sent for listing in due) + 1
    return ReminderMail(to, address, ordered[0].organisation, turn, ordered)


def _is_due(listing: DueListing, today: date) -> bool:
    on = next_on(listing.due_on, listing.sent, listing.last_on)
    return on is not None and reached(on, today)


def reminded() -> Subquery:
    """The reminders per initiative and due day: how many were sent, and when the last one was."""
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


def due_listings(today: date) -> list[DueListing]:
    """The published listings that are due or will be soon, read in one query."""
    earlier = reminded()
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
            func.coalesce(earlier.c.sent, 0),
            earlier.c.last_on,
        )
        .outerjoin(Organisation, Organisation.id == Initiative.organisation_id)
        .outerjoin(
            earlier,
            (earlier.c.initiative_id == Initiative.id) & (earlier.c.due_on == Initiative.due_on),
        )
        .where(
            Initiative.status == Status.PUBLISHED,
            reached(Initiative.due_on, today - OFFSETS[0] + AHEAD),
        )
    )
    return [DueListing(*row) for row in rows]


def addresses_for(listings: Iterable[DueListing]) -> dict[str, str]:
    """The mail address of each recipient that mail can reach.

    An organisation is mailed at the address that most of its listings have.
    """
    own = {recipient_of(listing): listing.address for listing in listings if listing.address}
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
    unreachable = dead(set(own.values()))
    chosen = {to: address for to, address in own.items() if address not in unreachable}
    # The most frequent address comes last and stays; among equals always the same one.
    for organisation_id, address, _ in sorted(rows, key=lambda row: (row.number, row[1])):
        chosen[recipient(organisation_id, "")] = address
    return chosen


def reminders(today: date) -> list[ReminderMail]:
    """The mails that are still to be sent today."""
    listings = due_listings(today)
    return plan(listings, addresses_for(listings), today)


def due_listing_of(initiative: Initiative) -> DueListing:
    """One initiative as a listing to mail about, without its reminders of before."""
    addresses = [each.email.strip().lower() for each in initiative.contacts if each.email]
    return DueListing(
        initiative.id,
        initiative.name,
        initiative.organisation_id,
        initiative.organisation.name if initiative.organisation else "",
        min(addresses, default=""),
        initiative.due_on,
    )
