"""Addresses: slugs, and where those of merged listings and organisations lead."""

from __future__ import annotations

import re
import secrets
import unicodedata
import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, Uuid, select
from sqlalchemy.orm import Mapped, mapped_column

from socialmap.catalogue.models import Initiative, Organisation, Status
from socialmap.db import Model, Moment, db
from socialmap.times.clock import now


class InitiativeAlias(Model):
    """A listing that was merged into another: its id, slug and source, and the survivor.

    The survivor, `initiative_id`, may be merged in its turn: its id is then the `old_id` of
    another alias. `status` is what the merged listing had, `kept_version` the version that
    merging gave the survivor.
    """

    __tablename__ = "initiative_alias"
    __table_args__ = (Index("ix_initiative_alias_source", "source", "source_id"),)

    old_id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    old_slug: Mapped[str] = mapped_column(unique=True)
    initiative_id: Mapped[uuid.UUID] = mapped_column(Uuid, index=True)
    source: Mapped[str | None]
    source_id: Mapped[str | None]
    status: Mapped[str]
    kept_version: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment, default=now)


class OrganisationAlias(Model):
    """A former name of an organisation: from before it was renamed, or of one merged into it.

    `slug` and `old_id` are those of the merged organisation; None after a change of name.
    """

    __tablename__ = "organisation_alias"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    slug: Mapped[str | None] = mapped_column(unique=True)
    old_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, unique=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime] = mapped_column(Moment, default=now)


def surviving_id(old_id: uuid.UUID) -> uuid.UUID:
    """The id of the listing that survives after all mergers; its own when it was never merged."""
    while alias := db.session.get(InitiativeAlias, old_id):
        old_id = alias.initiative_id
    return old_id


def new_slug(old_slug: str) -> str | None:
    """The slug of the published listing that the one with this old slug was merged into."""
    merged = db.session.scalar(
        select(InitiativeAlias.initiative_id).where(InitiativeAlias.old_slug == old_slug)
    )
    if merged is None:
        return None
    return db.session.scalar(
        select(Initiative.slug).where(
            Initiative.id == surviving_id(merged), Initiative.status == Status.PUBLISHED
        )
    )


LONGEST = 70


def slugify(name: str) -> str:
    """Make a slug of a name: ASCII letters and digits with single hyphens, never empty."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", ascii_name.lower().replace("'", "")).strip("-")
    return words[:LONGEST].rstrip("-") or "naamloos"


def make_slugs(
    model: type[Initiative | Organisation], names: Sequence[tuple[str, str]]
) -> list[str]:
    """A free slug for each (name, town): the name, else with the town, else with a random end."""
    candidates = [(slugify(name), slugify(f"{name} {town}")) for name, town in names]
    wanted = {slug for pair in candidates for slug in pair}
    taken = set(db.session.scalars(select(model.slug).where(model.slug.in_(wanted))))
    if model is Initiative:
        # The address of a merged listing leads to the survivor for ever.
        old = select(InitiativeAlias.old_slug).where(InitiativeAlias.old_slug.in_(wanted))
        taken.update(db.session.scalars(old))
    else:
        former = select(OrganisationAlias.slug).where(OrganisationAlias.slug.in_(wanted))
        taken.update(filter(None, db.session.scalars(former)))
    slugs = []
    for short, long in candidates:
        free = (slug for slug in (short, long) if slug not in taken)
        slug = next(free, None) or f"{long}-{secrets.token_hex(3)}"
        taken.add(slug)
        slugs.append(slug)
    return slugs
