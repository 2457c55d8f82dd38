"""The letters about an account: invitation, forgotten password, new address, and changes."""

from __future__ import annotations

import hashlib

from flask_babel import gettext

from socialmap.mail import queue
from socialmap.people.models import Person
from socialmap.people.signed_links import INVITATION, make_invitation, make_new_address
from socialmap.times.clock import now
from socialmap.web.letters.rendering import letter, page_url


def invitation_link(person: Person) -> str:
    """The URL on which an invited person makes the account theirs."""
    return page_url("account.come_in", token=make_invitation(person))


def send_invitation(person: Person, inviter: str) -> None:
    """Invite a person by mail."""
    address = invitation_link(person)
    facts = {"person": person, "where": address, "inviter": inviter, "days": INVITATION.days}
    _send(person.email, "invitation", person, address, **facts)


def send_reset_link(person: Person, token: str) -> None:
    """Mail a person the URL on which they choose another password."""
    address = page_url("security.reset_password", token=token)
    _send(person.email, "forgotten_password", person, address, person=person, where=address)


def send_new_address(person: Person, address: str) -> None:
    """Mail a new address to verify that it is the person's, and notify the old one."""
    where = page_url("account.confirm_address", token=make_new_address(person, address))
    _send(address, "new_address", person, where, person=person, where=where)
    send_notice(person, gettext("Iemand vroeg om een ander mailadres voor je account."))


def send_notice(person: Person, sentence: str) -> None:
    """Notify a person that something in the account changed, so that they can act if need be."""
    moment = f"{sentence}{now().isoformat()}"
    _send(person.email, "account_changed", person, moment, person=person, sentence=sentence)


def _send(to: str, name: str, owner: Person, unique: str, **facts: object) -> None:
    digest = hashlib.blake2b(unique.encode(), digest_size=12).hexdigest()
    queue(to, *letter(name, **facts), key=f"{name}:{owner.id}:{digest}", about=owner.actor)
