"""The register of what asked to stay off the map, with the traits to recognise it by."""

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
    """An initiative that is not to be listed: the reason, who asked for it, and who recorded it."""

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
    """An entry of the register, as far as a sentence about it needs it."""

    id: int
    name: str
    reason: str


def register() -> Sequence[Unlisted]:
    """All entries of the register, the latest first."""
    return db.session.scalars(select(Unlisted).order_by(Unlisted.id.desc())).all()


def kept_out() -> Blocks[KeptOut]:
    """The register, ready to be compared with listings."""
    return Blocks(
        (_traits(entry), KeptOut(entry.id, entry.name, entry.reason))
        for entry in db.session.scalars(select(Unlisted).order_by(Unlisted.id))
    )


def stays_out(listing: Listing) -> KeptOut | None:
    """The entry of the register that is probably this listing, or None."""
    matches = kept_out().matches(traits_of(listing))
    return matches[0].label if matches else None


def refuse_unlisted(listing: Listing) -> None:
    """Raise ConflictProblem if a listing asked to stay off the map."""
    if entry := stays_out(listing):
        raise ConflictProblem(
            N_("%(name)s wil niet op de kaart staan: %(reason)s."),
            name=entry.name,
            reason=entry.reason.rstrip("."),
        )


def _traits(entry: Unlisted) -> Traits:
    located = entry.street or entry.postcode or entry.town
    # The register has no points; without a precision the point of an address is not compared.
    address = Address(entry.street, entry.postcode, entry.town, (0.0, 0.0), "")
    contact = ([entry.phone], entry.email, entry.website)
    return make_traits(entry.name, [address] if located else [], contact)
