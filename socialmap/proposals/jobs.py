"""The job that clears personal data from answered proposals and deletes old drafts."""

from __future__ import annotations

from socialmap.catalogue import drafts
from socialmap.db import transaction
from socialmap.jobs import job
from socialmap.proposals.actions import clear_answered
from socialmap.times.clock import now
from socialmap.wording import N_


@job(
    "forget-proposers",
    N_("Mailadressen van voorstellen en oude concepten wissen"),
    every="40 3 * * *",
)
def forget_proposers() -> str:
    """Clear the proposers of proposals answered a month ago, and delete drafts left unfinished."""
    with transaction():
        cleared = clear_answered(now()) + drafts.clear_old(now())
    return f"gewist: {cleared}" if cleared else ""
