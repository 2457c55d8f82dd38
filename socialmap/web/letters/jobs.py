"""The jobs that write letters: the daily question whether listings are right, and invitations."""

from __future__ import annotations

from flask_babel import gettext, ngettext

from socialmap.db import db, transaction
from socialmap.jobs import job
from socialmap.paging import batches
from socialmap.people.queries import person_by_number
from socialmap.times.clock import today
from socialmap.upkeep import actions as confirming
from socialmap.upkeep.choices import forget_asked
from socialmap.upkeep.due import situation
from socialmap.upkeep.reminders import plan
from socialmap.web.letters.account import send_invitation
from socialmap.web.letters.reminders import send
from socialmap.wording import N_

BATCH = 1000


@job("invitation", N_("Een uitnodiging mailen"))
def mail_invitation(number: int) -> str:
    """Mail the invitation that was made at the command line."""
    with transaction():
        person = person_by_number(number)
        send_invitation(person, "")
    return str(gettext("verstuurd"))


@job("freshness", N_("Vragen of het nog klopt"), every="10 6 * * *")
def remind() -> str:
    """Hide the listings planned for today and send the reminders, each in its own transaction.

    Only where somebody turned reminders on. A run after a run, or after one that was killed, sends
    what was not sent yet.
    """
    day = today()
    refresh()
    with transaction():
        hidden, _ = confirming.hide_due(day)
    due = plan(situation(day), day)
    db.session.rollback()
    sent = listings = 0
    for mail in due:
        with transaction():
            if send(mail):
                sent += 1
                listings += len(mail.listings)
    with transaction():
        forget_asked(day)
    return outcome(sent, listings, hidden)


def refresh() -> None:
    """Follow a policy that changed; a little at a time, so that others can write as well."""
    stale = confirming.stale_days()
    db.session.rollback()
    for part in batches(stale, BATCH):
        with transaction():
            confirming.refresh_days(part)


def outcome(sent: int, listings: int, hidden: int) -> str:
    """The result of the run in a sentence; empty when there was nothing to do."""
    parts = []
    if sent:
        mails = ngettext("%(num)d mail", "%(num)d mails", sent)
        about = ngettext("over %(num)d initiatief", "over %(num)d initiatieven", listings)
        parts.append(f"{mails} {about}")
    if hidden:
        parts.append(gettext("%(num)d van de kaart gehaald", num=hidden))
    return ", ".join(parts)
