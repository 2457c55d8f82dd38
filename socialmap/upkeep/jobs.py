"""The jobs that look at the sites of listings, and for listings with values that are not valid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from socialmap.config import current_settings
from socialmap.db import db, transaction
from socialmap.jobs import job
from socialmap.upkeep.actions import save_broken
from socialmap.upkeep.broken import broken_fields
from socialmap.upkeep.site_checks import due_sites, forget_unused, record
from socialmap.upkeep.sites import Finding, SiteState, look_at_all
from socialmap.wording import N_

# Sites in one night: an hour or two of work.
MOST = 2_000
# Findings written in one transaction: no more than these are lost when the job is killed.
BATCH = 50
STATE_WORDS = {
    SiteState.WORKS: "werken",
    SiteState.MOVED: "verhuisd",
    SiteState.BROKEN: "kapot",
    SiteState.UNSURE: "onzeker",
}


@job("links", N_("Sites van initiatieven nakijken"), every="15 2 * * *")
def check_sites(most: int = MOST) -> str:
    """Look at the sites that are due, unless the setting `check_links` is off."""
    if not current_settings().check_links:
        return ""
    counts = Counter(finding.state for finding in look_at_due(most))
    return ", ".join(
        f"{counts[state]} {words}" for state, words in STATE_WORDS.items() if counts[state]
    )


def look_at_due(most: int = MOST) -> Iterator[Finding]:
    """Look at the sites that are due, save the findings, and yield each as it comes."""
    urls = due_sites(most)
    # No transaction stays open while sites answer.
    db.session.rollback()
    batch: list[Finding] = []
    for finding in look_at_all(urls):
        batch.append(finding)
        if len(batch) == BATCH:
            _save(batch)
            batch = []
        yield finding
    _save(batch)


def _save(findings: list[Finding]) -> None:
    with transaction():
        record(findings)
        forget_unused()


# Reading all listings takes seconds when they are many, so that no page does it.
@job("broken", N_("Gegevens zoeken die niet kloppen"), every="*/10 * * * *")
def look_for_broken() -> str:
    """Look for listings with values that are not valid, for Today."""
    fields = broken_fields()
    # Nobody waits for the reading to end.
    db.session.rollback()
    with transaction():
        count = save_broken(fields)
    return f"{count} kloppen niet" if count else ""
