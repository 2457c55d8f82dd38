"""Read what decides who is mailed: due listings, addresses that work, choices and sent mails."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, true, union_all
from sqlalchemy.sql import Subquery

from socialmap.catalogue.freshness import reached
from socialmap.catalogue.models import (
    Contact,
    Initiative,
    InitiativeArea,
    Organisation,
    Status,
)
from socialmap.db import db
from socialmap.mail.barring import is_made_up
from socialmap.mail.models import DeadAddress
from socialmap.upkeep.examples import DEMO_SOURCE, is_example
from socialmap.upkeep.magic_links import recipient
from socialmap.upkeep.models import AskedMail, MailContact, OptOut, Reminder, ReminderChoice
from socialmap.upkeep.reminders import (
    AHEAD,
    OFFSETS,
    QUIET,
    WEEK,
    DueListing,
    ReminderMail,
    SentMail,
    Situation,
    Why,
    recipient_of,
)

# The municipalities of a listing without any.
NOWHERE = ("",)
# As many organisations are looked up one by one.
FEW_ENOUGH = 5_000
EMAIL = func.lower(func.trim(Contact.email))


@dataclass(frozen=True)
class Reachable:
    """The address of each recipient that mail can reach, and why it cannot reach the others."""

    addresses: dict[str, str]
    unreachable: dict[str, Why]


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


def situation(today: date, areas: Collection[str] | None = None) -> Situation:
    """All that decides who is mailed today and in the week after.

    With `areas` it has only the listings of those who can be mailed for these municipalities, or
    for those where reminders are on: enough to plan the mails, and the rest is not read.
    """
    bounds = bounds_chosen()
    listings = due_listings(today, None if areas is None else {*areas, *bounds})
    reach = reachable(listings)
    return Situation(
        tuple(listings),
        reach.addresses,
        bounds,
        tuple(
            SentMail(mail.recipient, mail.address, mail.on, tuple(mail.areas))
            for mail in db.session.scalars(select(AskedMail).where(AskedMail.on > today - QUIET))
        ),
        reach.unreachable,
    )


def bounds_chosen() -> dict[str, int]:
    """The most mails a week of each municipality where reminders are on."""
    choices = select(ReminderChoice.area, ReminderChoice.per_week).where(ReminderChoice.on)
    return dict(db.session.execute(choices).all())


def due_listings(today: date, areas: Collection[str] | None = None) -> list[DueListing]:
    """The published listings that are due, or will be in the mails of the coming week.

    With `areas` only those of recipients who have a listing in one of these municipalities.
    """
    earlier = reminded()
    soon = _soon(today)
    if areas is not None:
        soon = (*soon, Initiative.id.in_(_of_recipients_in(areas)))
    address = (
        select(func.min(EMAIL))
        .where(Contact.initiative_id == Initiative.id, Contact.email != "")
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(
            Initiative.id,
            Initiative.name,
            Initiative.organisation_id,
            func.coalesce(Organisation.name, "").label("organisation"),
            func.coalesce(address, "").label("address"),
            Initiative.due_on,
            func.coalesce(earlier.c.sent, 0).label("sent"),
            earlier.c.last_on,
            is_example().label("example"),
        )
        .outerjoin(Organisation, Organisation.id == Initiative.organisation_id)
        .outerjoin(
            earlier,
            (earlier.c.initiative_id == Initiative.id) & (earlier.c.due_on == Initiative.due_on),
        )
        .where(*soon)
    )
    found = _areas(soon)
    return [DueListing(**row, areas=found.get(row["id"], NOWHERE)) for row in rows.mappings()]


def _of_recipients_in(areas: Collection[str]) -> Select[*tuple[Any, ...]]:
    """Select the ids of all listings of each recipient with a listing in these municipalities."""
    there = select(InitiativeArea.initiative_id).where(InitiativeArea.area.in_(areas))
    organisations = select(Initiative.organisation_id).where(
        Initiative.id.in_(there), Initiative.organisation_id.is_not(None)
    )
    addresses = select(EMAIL).where(Contact.initiative_id.in_(there), Contact.email != "")
    every = union_all(
        there,
        select(Initiative.id).where(Initiative.organisation_id.in_(organisations)),
        select(Contact.initiative_id).where(EMAIL.in_(addresses)),
    ).subquery()
    return select(every.c[0])


def _areas(among: Iterable[ColumnElement[bool]]) -> dict[uuid.UUID, tuple[str, ...]]:
    """The municipalities in which initiatives count as being."""
    found: defaultdict[uuid.UUID, list[str]] = defaultdict(list)
    rows = (
        select(InitiativeArea.initiative_id, InitiativeArea.area)
        .join(Initiative, Initiative.id == InitiativeArea.initiative_id)
        .where(*among)
    )
    for initiative_id, area in db.session.execute(rows.order_by(InitiativeArea.area)):
        found[initiative_id].append(area)
    return {each: tuple(areas) for each, areas in found.items()}


def _soon(today: date) -> tuple[ColumnElement[bool], ...]:
    """The listings that are due, or will be in the mails of the coming week."""
    return (
        Initiative.status == Status.PUBLISHED,
        reached(Initiative.due_on, today - OFFSETS[0] + AHEAD + WEEK),
    )


def due_counts(today: date) -> dict[str, int]:
    """How many listings are due in each municipality, "" without one; examples do not count."""
    # Of all listings only an index is read, and the few examples are found by theirs.
    found, ids = _counts(reached(Initiative.due_on, today)), _examples()
    examples = _counts(reached(Initiative.due_on, today), Initiative.id.in_(ids)) if ids else {}
    real = {area: number - examples.get(area, 0) for area, number in found.items()}
    return {area: number for area, number in real.items() if number}


def _counts(*which: ColumnElement[bool]) -> dict[str, int]:
    """How many published listings there are in each municipality, of those with a condition."""
    rows = (
        select(InitiativeArea.area, func.count())
        .join(Initiative, Initiative.id == InitiativeArea.initiative_id)
        .where(Initiative.status == Status.PUBLISHED, *which)
        .group_by(InitiativeArea.area)
    )
    return dict(db.session.execute(rows).all())


def where_off(until: date, areas: Collection[str] | None, most: int) -> tuple[int, list[str]]:
    """The listings that are due by a day where reminders are off: their number, and some names.

    With `areas` only those in these municipalities; examples do not count.
    """
    on = select(InitiativeArea.initiative_id).join(
        ReminderChoice, (ReminderChoice.area == InitiativeArea.area) & ReminderChoice.on
    )
    off = [
        Initiative.status == Status.PUBLISHED,
        reached(Initiative.due_on, until),
        Initiative.id.not_in(on),
        ~is_example(),
    ]
    if areas is not None:
        theirs = select(InitiativeArea.initiative_id).where(InitiativeArea.area.in_(areas))
        off.append(Initiative.id.in_(theirs))
    number = db.session.scalar(select(func.count(Initiative.id)).where(*off)) or 0
    names = select(Initiative.name).where(*off).order_by(Initiative.due_on, Initiative.id)
    return number, sorted(db.session.scalars(names.limit(most)))


def example_count(today: date) -> int:
    """How many examples are due, or will be soon."""
    ids = _examples()
    rows = select(func.count(Initiative.id)).where(*_soon(today), Initiative.id.in_(ids))
    return db.session.scalar(rows) or 0 if ids else 0


def _examples() -> Sequence[uuid.UUID]:
    """The ids of the listings of the demo, found by the index of their source alone."""
    return db.session.scalars(select(Initiative.id).where(Initiative.source == DEMO_SOURCE)).all()


def has_listings(area: str) -> bool:
    """Whether a municipality has a listing on the map."""
    rows = (
        select(InitiativeArea.id)
        .join(Initiative, Initiative.id == InitiativeArea.initiative_id)
        .where(InitiativeArea.area == area, Initiative.status == Status.PUBLISHED)
    )
    return db.session.scalar(rows.limit(1)) is not None


def addresses_for(listings: Sequence[DueListing]) -> dict[str, str]:
    """The mail address of each recipient that mail can reach."""
    return reachable(listings).addresses


def reachable(listings: Sequence[DueListing]) -> Reachable:
    """Where the recipients of these listings are mailed, or why they cannot be.

    An organisation is mailed where it asked for, else at the address that most of its listings
    have. Who wants no mail is not mailed at another address either.
    """
    known: dict[str, list[str]] = defaultdict(list)
    for listing in listings:
        usable = listing.address and not listing.example
        known[recipient_of(listing)] += [listing.address] if usable else []
    for to, address in _of_organisations({each.organisation_id for each in listings}):
        if to in known:
            known[to].insert(0, address)
    dead = set(db.session.scalars(select(DeadAddress.address)))
    opted_out = who_opted_out()
    chosen: dict[str, str] = {}
    unreachable: dict[str, Why] = {}
    for to, addresses in known.items():
        found = [(address, _flaw(address, dead, opted_out)) for address in addresses]
        working = next((address for address, flaw in found if flaw is None), "")
        if to in opted_out:
            unreachable[to] = Why.OPTED_OUT
        elif working:
            chosen[to] = working
        else:
            unreachable[to] = next((flaw for _, flaw in found if flaw), Why.NO_ADDRESS)
    return Reachable(chosen, unreachable)


def _flaw(address: str, dead: Collection[str], opted_out: Collection[str]) -> Why | None:
    """Why an address is not mailed; None if it is."""
    if is_made_up(address):
        return Why.MADE_UP
    if address in opted_out:
        return Why.OPTED_OUT
    return Why.DEAD if address in dead else None


def who_opted_out() -> set[str]:
    """The recipients and the addresses that want no mail."""
    rows = select(OptOut.recipient, OptOut.address).where(OptOut.ended_at.is_(None))
    return {each for row in db.session.execute(rows) for each in row if each}


def _of_organisations(ids: Collection[uuid.UUID | None]) -> list[tuple[str, str]]:
    """The recipients with their addresses of organisations, the best address last.

    Of many ids it reads all organisations, which is less work than to look each up.
    """
    few = len(ids) <= FEW_ENOUGH
    rows = db.session.execute(
        select(Initiative.organisation_id, EMAIL, func.count(Contact.id).label("number"))
        .join(Contact, Contact.initiative_id == Initiative.id)
        .where(
            Initiative.organisation_id.is_not(None),
            Initiative.status == Status.PUBLISHED,
            Contact.email != "",
            ~is_example(),
            Initiative.organisation_id.in_([each for each in ids if each]) if few else true(),
        )
        .group_by(Initiative.organisation_id, EMAIL)
    ).all()
    # Among equals always the same one.
    listed = [(row[0], row[1]) for row in sorted(rows, key=lambda row: (row.number, row[1]))]
    asked = [(each, contact.address) for each, contact in contacts().items() if contact.address]
    return [(recipient(number, ""), address) for number, address in (*listed, *asked)]


def still_wanted(mail: ReminderMail) -> bool:
    """Whether a planned mail may go: nobody opted out or turned reminders off since."""
    theirs = or_(OptOut.recipient == mail.recipient, OptOut.address == mail.address)
    if db.session.scalar(select(OptOut.id).where(theirs, OptOut.ended_at.is_(None)).limit(1)):
        return False
    on = select(ReminderChoice.area).where(ReminderChoice.on, ReminderChoice.area.in_(mail.areas))
    return set(mail.areas) == set(db.session.scalars(on))


def contacts() -> Mapping[uuid.UUID, MailContact]:
    """Where organisations asked to be mailed, and in which language, by their id."""
    return {each.organisation_id: each for each in db.session.scalars(select(MailContact))}


def why_unreachable(initiative: Initiative) -> Why:
    """Why mail does not reach an initiative that it does not reach."""
    reasons = reachable([due_listing_of(initiative)]).unreachable.values()
    return next(iter(reasons), Why.DEAD)


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
