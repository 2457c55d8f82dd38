"""The job that looks at the sites of listings: every night those that are due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from socialmap.config import current_settings
from socialmap.db import db, transaction
from socialmap.jobs import job
from socialmap.upkeep.site_checks import due_links, forget_unused, record
from socialmap.upkeep.sites import Finding, State, look_at_all
from socialmap.wording import N_

# What one night looks at: an hour or two for a whole catalogue of small sites.
MOST = 2_000
# Findings that are written together; who kills the job loses no more than these.
BATCH = 50
TOLD = {
    State.WORKS: "werken",
    State.MOVED: "verhuisd",
    State.BROKEN: "kapot",
    State.UNSURE: "onzeker",
}


@job("links", N_("Sites van initiatieven nakijken"), every="15 2 * * *")
def check_links(most: int = MOST) -> str:
    """Look at the sites that are due, unless the operator wants nothing asked outside."""
    if not current_settings().check_links:
        return ""
    counts = Counter(finding.state for finding in look_at_due(most))
    return ", ".join(f"{counts[each]} {TOLD[each]}" for each in TOLD if counts[each])


def look_at_due(most: int = MOST) -> Iterator[Finding]:
    """Look at the sites that are due and write down what came of it; each finding as it comes."""
    urls = due_links(most)
    # Nothing of the database is held while others answer.
    db.session.rollback()
    batch: list[Finding] = []
    for finding in look_at_all(urls):
        batch.append(finding)
        if len(batch) == BATCH:
            _keep(batch)
            batch = []
        yield finding
    _keep(batch)


def _keep(findings: list[Finding]) -> None:
    with transaction():
        record(findings)
        forget_unused()
