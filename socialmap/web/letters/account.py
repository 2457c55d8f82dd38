"""The mails about an account: invitation, forgotten password, new address, and what changed."""

from __future__ import annotations

import hashlib

from flask_babel import gettext

from socialmap.mail import queue
from socialmap.people.links import INVITATION, make_invitation, make_new_address
from socialmap.people.models import Person
from socialmap.times.clock import now
from socialmap.web.letters.rendering import letter, link


def invitation_link(person: Person) -> str:
    """Where an invited person comes in."""
    return link("account.come_in", token=make_invitation(person))


def send_invitation(person: Person, inviter: str) -> None:
    """Invite a person by mail."""
    address = invitation_link(person)
    facts = {"person": person, "where": address, "inviter": inviter, "days": INVITATION.days}
    _send(person.email, "invitation", person, address, **facts)


def send_reset_link(person: Person, token: str) -> None:
    """Mail the link with which a person chooses another password."""
    address = link("security.reset_password", token=token)
    _send(person.email, "forgotten_password", person, address, person=person, where=address)


def send_new_address(person: Person, address: str) -> None:
    """Mail a new address, to see whether it is the person's; the old one hears of it as well."""
    where = link("account.confirm_address", token=make_new_address(person, address))
    _send(address, "new_address", person, where, person=person, where=where)
    send_notice(person, gettext("Iemand vroeg om een ander mailadres voor je account."))


def send_notice(person: Person, sentence: str) -> None:
    """Tell a person that something of the account changed: if it was not them, they can act."""
    moment = f"{sentence}{now().isoformat()}"
    _send(person.email, "account_changed", person, moment, person=person, sentence=sentence)


def _send(to: str, name: str, owner: Person, unique: str, **facts: object) -> None:
    made = hashlib.blake2b(unique.encode(), digest_size=12).hexdigest()
    queue(to, *letter(name, **facts), key=f"{name}:{owner.id}:{made}", about=owner.actor)
