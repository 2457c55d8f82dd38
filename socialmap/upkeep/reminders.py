"""Reminders: when who is asked about which listings, within what was chosen. Pure."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from socialmap.catalogue.freshness import NEVER, reached
from socialmap.upkeep.magic_links import recipient

# When reminders are sent, counted from the due day: before it, on it, and twice after it.
OFFSETS = (timedelta(days=-30), timedelta(0), timedelta(days=30), timedelta(days=91))
# Listings that become due within this time are added to a mail that is sent anyhow.
AHEAD = timedelta(days=30)
# An organisation, and an address, gets at most one reminder within this time.
QUIET = timedelta(days=14)
# The bound of a municipality holds for any span of this length.
WEEK = timedelta(days=7)
DAY = timedelta(days=1)


class Why(StrEnum):
    """Why a listing that is due is in no mail."""

    EXAMPLE = "example"
    OFF = "off"
    NO_ADDRESS = "no_address"
    MADE_UP = "made_up"
    DEAD = "dead"
    OPTED_OUT = "opted_out"
    ASKED_ENOUGH = "asked_enough"
    ASKED_LATELY = "asked_lately"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class DueListing:
    """A listing that is or will soon be due, and the reminders sent for that due day.

    `sent` is their number, `last_on` the day of the last one. `areas` are its municipalities, ""
    when it has none; `example` is True for a listing of the demo.
    """

    id: uuid.UUID
    name: str
    organisation_id: uuid.UUID | None
    organisation: str
    address: str
    due_on: date
    sent: int = 0
    last_on: date | None = None
    areas: tuple[str, ...] = ("",)
    example: bool = False


@dataclass(frozen=True, slots=True)
class ReminderMail:
    """One mail: its day, recipient, address and listings; `turn` is its number in the series.

    `areas` are the municipalities that it counts for, first the one with the most listings.
    """

    on: date
    recipient: str
    address: str
    organisation: str
    turn: int
    listings: tuple[DueListing, ...]
    areas: tuple[str, ...] = ("",)


@dataclass(frozen=True, slots=True)
class SentMail:
    """A mail that was sent, as far as later mails depend on it."""

    recipient: str
    address: str
    on: date
    areas: tuple[str, ...] = ()


@dataclass(frozen=True)
class Situation:
    """All that decides who is mailed.

    `addresses` gives the mail address of each recipient that mail can reach, `unreachable` why
    mail cannot reach the others. `bounds` gives the most mails a week of each municipality where
    reminders are on. `sent` are the mails of at least the last QUIET.
    """

    listings: tuple[DueListing, ...]
    addresses: Mapping[str, str]
    bounds: Mapping[str, int]
    sent: tuple[SentMail, ...] = ()
    unreachable: Mapping[str, Why] = field(default_factory=dict)

    def areas_on(self, listing: DueListing) -> tuple[str, ...]:
        """The municipalities of a listing in which reminders are on."""
        return tuple(area for area in listing.areas if area in self.bounds)

    def after(self, mails: Sequence[ReminderMail]) -> Situation:
        """The situation once these mails are sent, when nobody answers."""
        asked = {listing.id: mail.on for mail in mails for listing in mail.listings}
        listings = (
            replace(each, sent=each.sent + 1, last_on=asked[each.id]) if each.id in asked else each
            for each in self.listings
        )
        sent = (SentMail(mail.recipient, mail.address, mail.on, mail.areas) for mail in mails)
        return replace(self, listings=tuple(listings), sent=(*self.sent, *sent))


def next_on(due_on: date, sent: int, last_on: date | None) -> date | None:
    """The day of the next reminder when `sent` of them were sent; None after the last.

    When the first one was late, the others keep their distance from it.
    """
    if sent >= len(OFFSETS):
        return None
    planned = due_on + OFFSETS[sent]
    if last_on is None or sent == 0:
        return planned
    return max(planned, last_on + OFFSETS[sent] - OFFSETS[sent - 1])


def recipient_of(listing: DueListing) -> str:
    """The recipient of reminders about a listing."""
    return recipient(listing.organisation_id, listing.address)


def ahead(situation: Situation, today: date, span: timedelta = WEEK) -> list[ReminderMail]:
    """The mails of the days from today on, when nobody answers: each day as `plan` has it."""
    situation = _narrowed(situation, today + span)
    mails: list[ReminderMail] = []
    for number in range(span.days):
        of_day = plan(situation, today + number * DAY)
        situation = situation.after(of_day)
        mails += of_day
    return mails


def _narrowed(situation: Situation, until: date) -> Situation:
    """The situation with the listings of those alone who can get a mail by a day.

    All of theirs, for when they were last mailed counts. Days are planned one by one, and most
    listings are of nobody who is mailed.
    """
    by = [(recipient_of(listing), listing) for listing in situation.listings if not listing.example]
    mailed = {
        to
        for to, listing in by
        if to in situation.addresses
        and reached(listing.due_on, until - OFFSETS[0] + AHEAD)
        and situation.areas_on(listing)
    }
    return replace(situation, listings=tuple(listing for to, listing in by if to in mailed))


def plan(situation: Situation, today: date) -> list[ReminderMail]:
    """The mails of today: the one decision on who is mailed, for the job and for every forecast.

    Each recipient gets one mail about all its listings where reminders are on. No municipality
    has more mails than its bound in any week, no recipient and no address two within QUIET.
    Listings with a due day of their own come first, then those that nobody ever confirmed.
    """
    room = _room(situation, today)
    lately = [mail for mail in situation.sent if today - mail.on < QUIET]
    quiet = {mail.recipient for mail in lately} | {mail.address for mail in lately}
    mails: list[ReminderMail] = []
    for to, listings in _by_urgency(situation, today):
        address = situation.addresses[to]
        if to in quiet or address in quiet:
            continue
        fitting = [
            each for each in listings if all(room[area] > 0 for area in situation.areas_on(each))
        ]
        mail = _mail(situation, to, fitting, today)
        if mail is None:
            continue
        room.subtract(mail.areas)
        quiet |= {to, address}
        mails.append(mail)
    return mails


def _room(situation: Situation, today: date) -> Counter[str]:
    """How many mails each municipality may still have today."""
    room = Counter(situation.bounds)
    for mail in situation.sent:
        if today - mail.on < WEEK:
            room.subtract(mail.areas)
    return room


def _by_urgency(situation: Situation, today: date) -> list[tuple[str, list[DueListing]]]:
    """The recipients that are due for a mail, the most urgent first, with their listings."""
    groups: defaultdict[str, list[DueListing]] = defaultdict(list)
    for listing in situation.listings:
        # Those that come later are not in a mail yet, whatever was read.
        if not listing.example and reached(listing.due_on, today - OFFSETS[0] + AHEAD):
            groups[recipient_of(listing)].append(listing)
    urgent = []
    for to in groups.keys() & situation.addresses.keys():
        last = max((each.last_on for each in groups[to] if each.last_on), default=None)
        mine = [
            each for each in groups[to] if situation.areas_on(each) and each.sent < len(OFFSETS)
        ]
        due = [each for each in mine if _is_due(each, today)]
        if due and not (last and today - last < QUIET):
            first = min((each.due_on == NEVER, _next(each)) for each in due)
            urgent.append((first, to, mine))
    return [(to, mine) for _, to, mine in sorted(urgent, key=lambda each: each[:2])]


def _mail(
    situation: Situation, to: str, listings: Sequence[DueListing], today: date
) -> ReminderMail | None:
    """The mail about these listings; None if none of them is due for one."""
    due = [listing for listing in listings if _is_due(listing, today)]
    if not due:
        return None
    ordered = tuple(sorted(listings, key=lambda listing: (listing.name.lower(), listing.id.hex)))
    counts = Counter(area for each in ordered for area in situation.areas_on(each))
    return ReminderMail(
        today,
        to,
        situation.addresses[to],
        ordered[0].organisation,
        max(listing.sent for listing in due) + 1,
        ordered,
        tuple(sorted(counts, key=lambda area: (-counts[area], area))),
    )


def _next(listing: DueListing) -> date:
    return next_on(listing.due_on, listing.sent, listing.last_on) or date.max


def _is_due(listing: DueListing, today: date) -> bool:
    on = next_on(listing.due_on, listing.sent, listing.last_on)
    return on is not None and reached(on, today)


def mailed_in(mails: Iterable[ReminderMail], area: str) -> int:
    """How many of the mails count for a municipality."""
    return sum(area in mail.areas for mail in mails)


def without_bound(situation: Situation, area: str, today: date) -> int:
    """How many mails of today would count for a municipality if its bound were none."""
    bounds = {**situation.bounds, area: len(situation.listings) + 1}
    fresh = replace(situation, bounds=bounds, sent=())
    return mailed_in(plan(fresh, today), area)


def left_out(
    situation: Situation, mails: Sequence[ReminderMail], until: date
) -> dict[Why, list[DueListing]]:
    """The listings that are due by a day and are in none of the mails, by the reason.

    Of those where reminders are off, only those that the situation has: it need not have all.
    """
    mailed = {listing.id for mail in mails for listing in mail.listings}
    others: defaultdict[Why, list[DueListing]] = defaultdict(list)
    for listing in situation.listings:
        if listing.id not in mailed and reached(listing.due_on, until):
            others[_why(situation, listing, until)].append(listing)
    return {why: others[why] for why in Why if why in others}


def _why(situation: Situation, listing: DueListing, until: date) -> Why:
    if listing.example:
        return Why.EXAMPLE
    if not situation.areas_on(listing):
        return Why.OFF
    if why := situation.unreachable.get(recipient_of(listing)):
        return why
    if listing.sent >= len(OFFSETS):
        return Why.ASKED_ENOUGH
    on = next_on(listing.due_on, listing.sent, listing.last_on)
    lately = listing.last_on and until - listing.last_on < QUIET
    return Why.ASKED_LATELY if lately or (on and on > until) else Why.LATER
