"""Addresses for people: a name as lower-case words with hyphens, unique in its table."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Sequence

from sqlalchemy import select

from socialmap.catalogue.duplicate_models import InitiativeAlias
from socialmap.catalogue.models import Initiative, Organisation
from socialmap.db import db

LONGEST = 70


def slugify(name: str) -> str:
    """A name as a slug: ASCII letters and digits with single hyphens, never empty."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", ascii_name.lower().replace("'", "")).strip("-")
    return words[:LONGEST].rstrip("-") or "naamloos"


def make_slugs(
    model: type[Initiative | Organisation], names: Sequence[tuple[str, str]]
) -> list[str]:
    """A free slug for each (name, town): the name, else with the town, else marked as well."""
    candidates = [(slugify(name), slugify(f"{name} {town}")) for name, town in names]
    wanted = {slug for pair in candidates for slug in pair}
    taken = set(db.session.scalars(select(model.slug).where(model.slug.in_(wanted))))
    if model is Initiative:
        # The address of a merged listing keeps leading to what was kept.
        old = select(InitiativeAlias.old_slug).where(InitiativeAlias.old_slug.in_(wanted))
        taken.update(db.session.scalars(old))
    slugs = []
    for short, long in candidates:
        free = (each for each in (short, long) if each not in taken)
        slug = next(free, None) or f"{long}-{secrets.token_hex(3)}"
        taken.add(slug)
        slugs.append(slug)
    return slugs
