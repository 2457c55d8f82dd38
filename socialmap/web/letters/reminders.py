"""Letters to initiatives: whether a listing is still right, and that it will be hidden."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext

from socialmap.catalogue.models import Initiative
from socialmap.config import current_settings
from socialmap.db import db
from socialmap.mail import queue
from socialmap.mail.composing import Letter
from socialmap.times.clock import today
from socialmap.upkeep.actions import ask
from socialmap.upkeep.choices import KIND, choice_of, contact_of, is_recorded, record
from socialmap.upkeep.due import addresses_for, due_listing_of, still_wanted
from socialmap.upkeep.examples import DEMO_SOURCE
from socialmap.upkeep.magic_links import make_link
from socialmap.upkeep.opting_out import make_token
from socialmap.upkeep.own_text import fill, paragraphs
from socialmap.upkeep.reminders import DueListing, ReminderMail, recipient_of
from socialmap.web.letters.rendering import letter, page_url

# More names than this make a letter that nobody reads.
MOST_NAMED = 12


@dataclass(frozen=True)
class Links:
    """The links in a letter: to look after the listings, and to stop such letters."""

    answer: str
    stop: str


def send(mail: ReminderMail) -> bool:
    """Queue one reminder in the caller's transaction; answer False if it was queued or stopped.

    The link, the note that the listings were asked about and the mail are written together or
    not at all.
    """
    key = f"{KIND}{mail.recipient}:{mail.on.isoformat()}"
    if is_recorded(key) or not still_wanted(mail):
        return False
    with db.session.begin_nested() as together:
        stop = page_url("unsubscribing.index", token=make_token(record(mail, key)))
        links = Links(page_url("confirming.index", token=ask(mail)), stop)
        message = render(mail, links, choice_of(mail.areas[0]).text, language_of(mail.listings))
        queued = queue(
            mail.address, *message, key=key, about=mail.recipient, unsubscribe=links.stop
        )
        if not queued:
            together.rollback()
    return queued


def render(mail: ReminderMail, links: Links, own_text: str = "", language: str = "nl") -> Letter:
    """The letter that asks whether listings are still right; the last one warns what follows.

    `own_text` stands in place of our question; links, opt-out and sender are always there.
    """
    names = [listing.name for listing in mail.listings]
    settings = current_settings()
    facts = {
        "organisatie": mail.organisation or gettext("jullie"),
        "aantal": len(names),
        "gemeente": mail.areas[0] or settings.region,
        "kaart": gettext("Sociale kaart %(region)s", region=settings.region),
    }
    return letter(
        "reminder",
        language,
        names=names[:MOST_NAMED],
        more=len(names) - MOST_NAMED,
        organisation=mail.organisation,
        own_paragraphs=paragraphs(fill(own_text, facts)),
        address=links.answer,
        stop=links.stop,
        turn=mail.turn,
        contact=settings.contact_email,
    )


def example(area: str, organisation: str, listings: tuple[str, ...]) -> ReminderMail:
    """A reminder to show what one looks like, which is never sent."""
    rows = (
        DueListing(uuid.UUID(int=0), name, None, organisation, "", date.min) for name in listings
    )
    return ReminderMail(today(), "", "", organisation, 1, tuple(rows), (area,))


def language_of(listings: tuple[DueListing, ...]) -> str:
    """The language in which the organisation of these listings wants its mail."""
    number = listings[0].organisation_id
    return contact_of(number).language if number else "nl"


def warn(initiative: Initiative, on: date) -> bool:
    """Warn an initiative by mail that its listing leaves the map on a day.

    Return False when no mail was queued: no address reaches it, it wants no mail, it is an
    example, or it was warned before.
    """
    listing = due_listing_of(initiative)
    recipient = recipient_of(listing)
    address = addresses_for([listing]).get(recipient)
    key = f"hiding:{initiative.id}:{on}"
    if address is None or initiative.source == DEMO_SOURCE or is_recorded(key):
        return False
    mail = ReminderMail(today(), recipient, address, listing.organisation, 0, (listing,), ())
    stop = page_url("unsubscribing.index", token=make_token(record(mail, key)))
    warning = letter(
        "hiding",
        language_of(mail.listings),
        name=initiative.name,
        on=on,
        address=page_url("confirming.index", token=make_link(recipient, [initiative.id])),
        stop=stop,
        contact=current_settings().contact_email,
    )
    return queue(address, *warning, key=key, about=recipient, unsubscribe=stop)
