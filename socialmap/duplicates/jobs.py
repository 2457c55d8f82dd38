"""The job that searches the catalogue for duplicates when it has changed."""

from __future__ import annotations

from socialmap.db import db, transaction
from socialmap.duplicates.actions import save_pairs
from socialmap.duplicates.search import is_up_to_date, search_pairs
from socialmap.jobs import job
from socialmap.wording import N_


@job("pairs", N_("Dubbele vermeldingen zoeken"), every="25 * * * *")
def find_pairs() -> str:
    """Search the catalogue for duplicates, unless it has not changed since the last search."""
    if is_up_to_date():
        return ""
    search = search_pairs()
    # End the transaction of the long search before one that writes begins.
    db.session.rollback()
    with transaction():
        new = save_pairs(search)
    return f"paren: {len(search.pairs)}, nieuw: {new}"
