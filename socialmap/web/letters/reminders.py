"""Letters to initiatives: whether a listing is still right, and that it will be hidden."""

from __future__ import annotations

from datetime import date

from socialmap.catalogue.models import Initiative
from socialmap.config import current_settings
from socialmap.db import db
from socialmap.mail import queue
from socialmap.mail.composing import Letter
from socialmap.upkeep.actions import ask
from socialmap.upkeep.magic_links import make_link
from socialmap.upkeep.reminders import (
    ReminderMail,
    addresses_for,
    due_listing_of,
    recipient_of,
)
from socialmap.web.letters.rendering import letter, page_url

# More names than this make a letter that nobody reads.
MOST_NAMED = 12


def send(reminder: ReminderMail, today: date) -> bool:
    """Queue one reminder in the caller's transaction; answer False if today's was queued before.

    The link, the note that the listings were asked about and the mail are written together or
    not at all.
    """
    key = f"reminder:{reminder.recipient}:{today.isoformat()}"
    with db.session.begin_nested() as together:
        message = render(reminder, ask(reminder, today))
        queued = queue(reminder.address, *message, key=key, about=reminder.recipient)
        if not queued:
            together.rollback()
    return queued


def render(reminder: ReminderMail, token: str) -> Letter:
    """The letter that asks whether listings are still right; the last one warns what follows."""
    names = [listing.name for listing in reminder.listings]
    return letter(
        "reminder",
        names=names[:MOST_NAMED],
        more=len(names) - MOST_NAMED,
        organisation=reminder.organisation,
        address=page_url("confirming.index", token=token),
        turn=reminder.turn,
        contact=current_settings().contact_email,
    )


def warn(initiative: Initiative, on: date) -> bool:
    """Warn an initiative by mail that its listing leaves the map on a day.

    Return False when no mail was queued: no address reaches it, or it was warned before.
    """
    listing = due_listing_of(initiative)
    recipient = recipient_of(listing)
    address = addresses_for([listing]).get(recipient)
    if address is None:
        return False
    token = make_link(recipient, [initiative.id])
    warning = letter(
        "hiding",
        name=initiative.name,
        on=on,
        address=page_url("confirming.index", token=token),
        contact=current_settings().contact_email,
    )
    return queue(address, *warning, key=f"hiding:{initiative.id}:{on}", about=recipient)
