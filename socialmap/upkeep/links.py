"""Magic links: who has one looks after some listings without an account, and nothing else."""

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
from socialmap.people.links import digest_of
from socialmap.times.clock import now
from socialmap.upkeep.models import LinkedListing, MagicLink
from socialmap.wording import N_

HOLDS = timedelta(days=120)
ON_MAP = (Status.PUBLISHED, Status.PAUSED)


@dataclass(frozen=True)
class Opened:
    """A link that was opened: the listings that it is for, or none when it has expired."""

    link: MagicLink
    expired: bool
    initiatives: tuple[Initiative, ...]

    def initiative(self, slug: str) -> Initiative:
        """One of its listings; another listing is as if it were not there."""
        for each in self.initiatives:
            if each.slug == slug:
                return each
        raise NotFoundProblem(N_("Dit initiatief hoort niet bij deze link."))


def _signer() -> Signer:
    return Signer(secret_key(current_settings()), salt="magic link")


def sent_to(organisation_id: uuid.UUID | None, address: str) -> str:
    """Whose a link is: an organisation's, else the holder's of a mail address."""
    return f"organisation:{organisation_id}" if organisation_id else f"mail:{digest_of(address)}"


def make_link(whose: str, initiative_ids: Collection[uuid.UUID]) -> str:
    """Make a link for these listings, and answer its token: it is nowhere kept."""
    token = _signer().sign(secrets.token_urlsafe(24)).decode()
    link = MagicLink(digest=digest_of(token), sent_to=whose, expires_at=now() + HOLDS)
    db.session.add(link)
    db.session.flush()
    db.session.add_all(LinkedListing(link_id=link.id, initiative_id=i) for i in initiative_ids)
    db.session.flush()
    return token


def open_link(token: str) -> Opened:
    """What a link is for now, or a NotFoundProblem: never made here, or withdrawn.

    Listings that went to another organisation or address meanwhile are left out.
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
    found = db.session.scalars(
        select(Initiative)
        .where(Initiative.id.in_(linked), Initiative.status.in_(ON_MAP))
        .options(*CARD)
        .order_by(func.lower(Initiative.name), Initiative.id)
    )
    return Opened(link, False, tuple(each for each in found if link.sent_to in holders(each)))


def holders(initiative: Initiative) -> set[str]:
    """Whose the links for a listing are."""
    addresses = [each.email.strip().lower() for each in initiative.contacts if each.email]
    return {sent_to(initiative.organisation_id, each) for each in addresses or [""]}


def revoke(whose: str) -> None:
    """Withdraw all links of an organisation or an address."""
    still = (MagicLink.sent_to == whose, MagicLink.revoked_at.is_(None))
    db.session.execute(update(MagicLink).where(*still).values(revoked_at=now()))


def linked_ids(opened: Opened) -> list[uuid.UUID]:
    """The ids of the listings that a link was made for."""
    linked = select(LinkedListing.initiative_id).where(LinkedListing.link_id == opened.link.id)
    return list(db.session.scalars(linked))


def address_of(opened: Opened) -> str:
    """The address that a link that expired is sent to anew: what its listings have now."""
    pairs = db.session.execute(
        select(Contact.email, Initiative.organisation_id)
        .join(Initiative, Initiative.id == Contact.initiative_id)
        .where(Initiative.id.in_(linked_ids(opened)), Contact.email != "")
        .order_by(Contact.email)
    )
    for email, organisation_id in pairs:
        if sent_to(organisation_id, email.strip().lower()) == opened.link.sent_to:
            return str(email)
    return ""
