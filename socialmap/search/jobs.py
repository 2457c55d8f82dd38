"""The job that forgets the words that nobody looks for any more."""

from __future__ import annotations

from socialmap.db import transaction
from socialmap.jobs import job
from socialmap.search.misses import forget_old
from socialmap.times.clock import today
from socialmap.wording import N_


@job("forget-misses", N_("Oude zoekwoorden wissen"), every="40 3 * * *")
def forget_misses() -> str:
    """Delete the words of searches without result that nobody did for a while."""
    with transaction():
        deleted = forget_old(today())
    return f"gewist: {deleted}" if deleted else ""
