"""The job that forgets who proposed something, and clears forms that nobody went on with."""

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
    """Forget who proposed what was answered a month ago, and forms that nobody went on with."""
    with transaction():
        cleared = clear_answered(now()) + drafts.clear_old(now())
    return f"gewist: {cleared}" if cleared else ""
