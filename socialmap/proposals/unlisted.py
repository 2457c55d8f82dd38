"""What asked to stay off the map, with the traits to know it by when it comes again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from socialmap.catalogue.listing import Listing
from socialmap.db import PERSONAL, Model, Moment, db
from socialmap.errors import ConflictProblem
from socialmap.matching.blocks import Blocks
from socialmap.matching.traits import Address, Traits, make_traits, traits_of
from socialmap.times.clock import now
from socialmap.wording import N_


class Unlisted(Model):
    """An initiative that is not to be listed: why, who asked for it, and who wrote that down."""

    __tablename__ = "unlisted"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    street: Mapped[str] = mapped_column(default="", info=PERSONAL)
    postcode: Mapped[str] = mapped_column(default="")
    town: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="", info=PERSONAL)
    email: Mapped[str] = mapped_column(default="", info=PERSONAL)
    website: Mapped[str] = mapped_column(default="")
    reason: Mapped[str]
    asked_by: Mapped[str] = mapped_column(default="", info=PERSONAL)
    actor: Mapped[str] = mapped_column(default="", info=PERSONAL)
    at: Mapped[datetime] = mapped_column(Moment, default=now)


@dataclass(frozen=True, slots=True)
class KeptOut:
    """What asked to stay off the map, as a sentence about it needs it."""

    id: int
    name: str
    reason: str


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
