"""Write down what came of looking at the sites of listings. The caller commits."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, select

from socialmap.catalogue.link_models import LinkCheck
from socialmap.catalogue.links import Finding, State
from socialmap.catalogue.models import Contact
from socialmap.db import db
from socialmap.times.clock import now

FAILING = frozenset({State.BROKEN, State.UNSURE})


def record(findings: Iterable[Finding]) -> None:
    """Keep the last look at each address; a failure counts on until it works again."""
    at = now()
    for finding in findings:
        check = db.session.get(LinkCheck, finding.url)
        if check is None:
            check = LinkCheck(url=finding.url, failures=0)
            db.session.add(check)
        failing = finding.state in FAILING
        check.failing_since = (check.failing_since or at) if failing else None
        check.failures = (check.failures or 0) + 1 if failing else 0
        check.state, check.told, check.moved_to = finding.state, finding.told, finding.moved_to
        check.checked_at = at
    db.session.flush()


def forget_unused() -> None:
    """Drop what is known of addresses that no listing has any more."""
    used = select(Contact.website).where(Contact.website != "")
    db.session.execute(delete(LinkCheck).where(LinkCheck.url.not_in(used)))
