"""Jobs for the desk: search for duplicates when something changed, forget who proposed."""

from __future__ import annotations

from socialmap.db import db, transaction
from socialmap.duplicates.search import is_searched, keep_pairs, search_pairs
from socialmap.jobs import job
from socialmap.wording import N_


@job("pairs", N_("Dubbele vermeldingen zoeken"), every="25 * * * *")
def find_pairs() -> str:
    """Search the catalogue for duplicates, unless nothing changed since the last search."""
    if is_searched():
        return ""
    search = search_pairs()
    # A search takes long: nothing of the database is held while it runs.
    db.session.rollback()
    with transaction():
        new = keep_pairs(search)
    return f"paren: {len(search.pairs)}, nieuw: {new}"
