"""Letters to initiatives: whether a listing is still right, and that it will be hidden."""

from __future__ import annotations

from datetime import date

from socialmap.catalogue.models import Initiative
from socialmap.config import current_settings
from socialmap.db import db
from socialmap.mail import queue
from socialmap.mail.composing import Letter
from socialmap.upkeep.actions import ask
from socialmap.upkeep.links import make_link
from socialmap.upkeep.reminders import Asking, addresses_for, asked_of, whose
from socialmap.web.letters.rendering import letter, link

# More names than this make a letter that nobody reads.
MOST_NAMED = 12


def send(reminder: Asking, today: date) -> bool:
    """Queue one reminder in the caller's transaction; answer False if today's was queued before.

    The link, the note that the listings were asked about and the mail are written together or
    not at all.
    """
    key = f"reminder:{reminder.sent_to}:{today.isoformat()}"
    with db.session.begin_nested() as together:
        message = render(reminder, ask(reminder, today))
        queued = queue(reminder.address, *message, key=key, about=reminder.sent_to)
        if not queued:
            together.rollback()
    return queued


def render(asking: Asking, token: str) -> Letter:
    """The letter that asks whether listings are still right; the last one says what follows."""
    names = [each.name for each in asking.listings]
    return letter(
        "reminder",
        names=names[:MOST_NAMED],
        more=len(names) - MOST_NAMED,
        organisation=asking.organisation,
        address=link("confirming.index", token=token),
        turn=asking.turn,
        contact=current_settings().contact_email,
    )


def warn(initiative: Initiative, on: date) -> bool:
    """Mail an initiative, where mail reaches it, that its listing leaves the map on a day."""
    asked = asked_of(initiative)
    address = addresses_for([asked]).get(whose(asked))
    if address is None:
        return False
    token = make_link(whose(asked), [initiative.id])
    warning = letter(
        "hiding",
        name=initiative.name,
        on=on,
        address=link("confirming.index", token=token),
        contact=current_settings().contact_email,
    )
    return queue(address, *warning, key=f"hiding:{initiative.id}:{on}", about=whose(asked))
