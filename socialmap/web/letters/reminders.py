"""The job that keeps listings true: asks initiatives by mail, and hides what stays silent."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext, ngettext

from socialmap.catalogue.models import Initiative
from socialmap.config import current_settings
from socialmap.db import db, transaction
from socialmap.jobs import job
from socialmap.mail import queue
from socialmap.mail.composing import Letter
from socialmap.paging import batches
from socialmap.times.clock import today
from socialmap.upkeep import actions as confirming
from socialmap.upkeep.links import make_link
from socialmap.upkeep.reminders import Asking, addresses_for, asked_of, reminders, whose
from socialmap.web.letters.rendering import letter, link
from socialmap.wording import N_

BATCH = 1000
# More names than this make a letter that nobody reads.
MOST_NAMED = 12


@job("freshness", N_("Vragen of het nog klopt"), every="10 6 * * *")
def remind() -> str:
    """Ask whom it is time to ask, each in a transaction of its own, and hide what was planned."""
    day = today()
    refresh()
    with transaction():
        hidden, _kept = confirming.hide_due(day)
    waiting = reminders(day)
    db.session.rollback()
    sent = 0
    for asking in waiting:
        with transaction():
            sent += confirming.ask(asking, day, render)
    return told(sent, sum(len(each.listings) for each in waiting), hidden)


def refresh() -> None:
    """Follow a policy that changed; a little at a time, so that others can write as well."""
    stale = confirming.stale_days()
    db.session.rollback()
    for part in batches(stale, BATCH):
        with transaction():
            confirming.refresh_days(part)


def told(sent: int, listings: int, hidden: int) -> str:
    """What came of it, in a sentence; empty when there was nothing to do."""
    parts = []
    if sent:
        mails = ngettext("%(num)d mail", "%(num)d mails", sent)
        about = ngettext("over %(num)d initiatief", "over %(num)d initiatieven", listings)
        parts.append(f"{mails} {about}")
    if hidden:
        parts.append(gettext("%(num)d van de kaart gehaald", num=hidden))
    return ", ".join(parts)


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
    told = letter(
        "hiding",
        name=initiative.name,
        on=on,
        address=link("confirming.index", token=token),
        contact=current_settings().contact_email,
    )
    return queue(address, *told, key=f"hiding:{initiative.id}:{on}", about=whose(asked))
