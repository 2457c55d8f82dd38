"""Magic links: with one, an initiative keeps some listings up to date without an account."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from itsdangerous import BadSignature, Signer
from sqlalchemy import func, select, update

from socialmap.catalogue.models import Contact, Initiative, Status
from socialmap.catalogue.queries import CARD
from socialmap.config import current_settings, secret_key
from socialmap.db import db
from socialmap.errors import NotFoundProblem
from socialmap.people.signed_links import digest_of
from socialmap.times.clock import now
from socialmap.upkeep.models import LinkedListing, MagicLink, MailContact
from socialmap.wording import N_

VALID_FOR = timedelta(days=120)
ON_MAP = (Status.PUBLISHED, Status.PAUSED)


@dataclass(frozen=True)
class Opened:
    """A link that was opened, with the listings that it gives access to; none when expired."""

    link: MagicLink
    expired: bool
    initiatives: tuple[Initiative, ...]

    def initiative(self, slug: str) -> Initiative:
        """One of the link's listings by slug; raise NotFoundProblem for any other listing."""
        for initiative in self.initiatives:
            if initiative.slug == slug:
                return initiative
        raise NotFoundProblem(N_("Dit initiatief hoort niet bij deze link."))


def _signer() -> Signer:
    return Signer(secret_key(current_settings()), salt="magic link")


def recipient(organisation_id: uuid.UUID | None, address: str) -> str:
    """The recipient of links and reminders: an organisation, or else the owner of an address."""
    return f"organisation:{organisation_id}" if organisation_id else f"mail:{digest_of(address)}"


def make_link(recipient: str, initiative_ids: Collection[uuid.UUID]) -> str:
    """Make a link to these listings and return its token, of which only the digest is stored."""
    token = _signer().sign(secrets.token_urlsafe(24)).decode()
    link = MagicLink(digest=digest_of(token), recipient=recipient, expires_at=now() + VALID_FOR)
    db.session.add(link)
    db.session.flush()
    db.session.add_all(LinkedListing(link_id=link.id, initiative_id=i) for i in initiative_ids)
    db.session.flush()
    return token


def open_link(token: str) -> Opened:
    """Open a link by its token; raise NotFoundProblem if it was never made here or is withdrawn.

    Listings that belong to another organisation or address by now are left out.
    """
    unknown = NotFoundProblem(N_("Deze link werkt niet (meer). Vraag om een nieuwe."))
    try:
        _signer().unsign(token)
    except BadSignature as error:
        raise unknown from error
    link = db.session.scalar(select(MagicLink).where(MagicLink.digest == digest_of(token)))
    if link is None or link.revoked_at is not None:
        raise unknown
    if link.expires_at <= now():
        return Opened(link, True, ())
    linked = select(LinkedListing.initiative_id).where(LinkedListing.link_id == link.id)
    initiatives = db.session.scalars(
        select(Initiative)
        .where(Initiative.id.in_(linked), Initiative.status.in_(ON_MAP))
        .options(*CARD)
        .order_by(func.lower(Initiative.name), Initiative.id)
    )
    still_theirs = (each for each in initiatives if link.recipient in recipients(each))
    return Opened(link, False, tuple(still_theirs))


def recipients(initiative: Initiative) -> set[str]:
    """The recipients who may hold links to a listing."""
    addresses = [each.email.strip().lower() for each in initiative.contacts if each.email]
    return {recipient(initiative.organisation_id, address) for address in addresses or [""]}


def revoke(recipient: str) -> None:
    """Withdraw all links of a recipient."""
    valid = (MagicLink.recipient == recipient, MagicLink.revoked_at.is_(None))
    db.session.execute(update(MagicLink).where(*valid).values(revoked_at=now()))


def linked_ids(opened: Opened) -> list[uuid.UUID]:
    """The ids of the listings that a link was made for."""
    linked = select(LinkedListing.initiative_id).where(LinkedListing.link_id == opened.link.id)
    return list(db.session.scalars(linked))


def address_of(opened: Opened) -> str:
    """The mail address to which an expired link is sent again, from its listings as they are now.

    An organisation gets it where it asked to be mailed. Return an empty text when none of their
    addresses belongs to the link's recipient.
    """
    kind, _, number = opened.link.recipient.partition(":")
    asked = db.session.get(MailContact, uuid.UUID(number)) if kind == "organisation" else None
    if asked and asked.address:
        return asked.address
    pairs = db.session.execute(
        select(Contact.email, Initiative.organisation_id)
        .join(Initiative, Initiative.id == Contact.initiative_id)
        .where(Initiative.id.in_(linked_ids(opened)), Contact.email != "")
        .order_by(Contact.email)
    )
    for email, organisation_id in pairs:
        if recipient(organisation_id, email.strip().lower()) == opened.link.recipient:
            return str(email)
    return ""
