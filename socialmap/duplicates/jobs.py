"""Jobs for the desk: search for duplicates when something changed, forget who proposed."""

from __future__ import annotations

from socialmap.catalogue import drafts
from socialmap.catalogue.proposals import clear_answered
from socialmap.db import db, transaction
from socialmap.duplicates.search import is_searched, keep_pairs, search_pairs
from socialmap.jobs import job
from socialmap.times.clock import now
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


@job(
    "forget-proposers",
    N_("Mailadressen van voorstellen en oude concepten wissen"),
    every="40 3 * * *",
)
def forget_proposers() -> str:
    """Forget who proposed what was answered a month ago, and forms that nobody went on with."""
    with transaction():
        cleared = clear_answered(now()) + drafts.clear_old(now())
    return f"gewist: {cleared}" if cleared else ""
