"""The mail that belongs to somebody's work, by the listings that it is about."""

from __future__ import annotations

from sqlalchemy import ColumnElement, String, cast, func, literal, or_, select, true

from socialmap.catalogue.models import Contact
from socialmap.catalogue.scopes import Reach
from socialmap.mail.models import DeadAddress, Message
from socialmap.proposals.models import Proposal
from socialmap.proposals.queries import AREA
from socialmap.upkeep.models import LinkedListing, MagicLink


def messages_within(reach: Reach) -> ColumnElement[bool]:
    """The condition that a message is about a listing within reach, or about none that we know."""
    ids = reach.ids()
    if ids is None:
        return true()
    # A reminder is about its recipient, who got a link to the listings.
    linked = select(MagicLink.recipient).join(LinkedListing, LinkedListing.link_id == MagicLink.id)
    proposal = literal("proposal:").concat(cast(Proposal.id, String))
    added = Proposal.initiative_id.is_(None) & reach.covers_area(AREA)
    known = Message.about.in_(linked) | Message.about.in_(select(proposal))
    return or_(
        Message.about.in_(linked.where(LinkedListing.initiative_id.in_(ids))),
        Message.about.in_(select(proposal).where(Proposal.initiative_id.in_(ids) | added)),
        ~known,
    )


def dead_within(reach: Reach) -> ColumnElement[bool]:
    """The condition that an address is of a listing or a message within reach."""
    ids = reach.ids()
    if ids is None:
        return true()
    own = select(func.lower(Contact.email)).where(Contact.initiative_id.in_(ids))
    mailed = select(Message.address).where(
        messages_within(reach), Message.about.not_like("person:%")
    )
    return DeadAddress.address.in_(own) | DeadAddress.address.in_(mailed)
