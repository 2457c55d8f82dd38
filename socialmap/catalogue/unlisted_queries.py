"""Read what asked to stay off the map, and tell whether a listing is one of it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from socialmap.catalogue.blocks import Blocks
from socialmap.catalogue.listing import Listing
from socialmap.catalogue.traits import Address, Traits, make_traits, traits_of
from socialmap.catalogue.unlisted_models import KeptOut, Unlisted
from socialmap.db import db
from socialmap.errors import ConflictProblem
from socialmap.wording import N_


def register() -> Sequence[Unlisted]:
    """Everything that asked to stay off the map, the latest first."""
    return db.session.scalars(select(Unlisted).order_by(Unlisted.id.desc())).all()


def kept_out() -> Blocks[KeptOut]:
    """The register, ready to compare listings with."""
    return Blocks(
        (_traits(each), KeptOut(each.id, each.name, each.reason))
        for each in db.session.scalars(select(Unlisted).order_by(Unlisted.id))
    )


def stays_out(listing: Listing) -> KeptOut | None:
    """What asked to stay off the map and is probably this listing; None when nothing is."""
    found = kept_out().matches(traits_of(listing))
    return found[0].label if found else None


def refuse_unlisted(listing: Listing) -> None:
    """Raise a ConflictProblem for a listing that asked to stay off the map."""
    if known := stays_out(listing):
        raise ConflictProblem(
            N_("%(name)s wil niet op de kaart staan: %(reason)s."),
            name=known.name,
            reason=known.reason.rstrip("."),
        )


def _traits(entry: Unlisted) -> Traits:
    told = entry.street or entry.postcode or entry.town
    # Without a precision the point says nothing.
    spot = Address(entry.street, entry.postcode, entry.town, (0.0, 0.0), "")
    contact = (entry.phone, entry.email, entry.website)
    return make_traits(entry.name, [spot] if told else [], contact)
