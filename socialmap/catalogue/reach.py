"""Read how far a role can reach: the municipalities and the organisations that there are."""

from __future__ import annotations

import uuid

from sqlalchemy import select

from socialmap.catalogue.models import Organisation
from socialmap.db import db
from socialmap.places.models import Location


def municipalities() -> list[str]:
    """The municipalities in which there is a listing, by the alphabet."""
    names = select(Location.municipality).where(Location.municipality != "").distinct()
    return sorted(db.session.scalars(names))


def organisations() -> dict[uuid.UUID, str]:
    """The names of the organisations by their ids, by the alphabet."""
    rows = select(Organisation.id, Organisation.name).order_by(Organisation.name)
    return dict(db.session.execute(rows).all())
