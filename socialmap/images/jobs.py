"""The job that deletes the pictures that nothing needs any more."""

from __future__ import annotations

from socialmap.db import transaction
from socialmap.images.actions import clear_unused
from socialmap.jobs import job
from socialmap.times.clock import now
from socialmap.wording import N_


@job("clear-pictures", N_("Ongebruikte foto’s wissen"), every="50 3 * * *")
def clear_pictures() -> str:
    """Delete the pictures that no listing, organisation, history or draft names."""
    with transaction():
        cleared = clear_unused(now())
    return f"foto’s gewist: {cleared}" if cleared else ""
