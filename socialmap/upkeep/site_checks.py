"""Read the sites of listings: which are due for a look, and which do not work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, or_, select

from socialmap.catalogue.models import Contact, Initiative, Status
from socialmap.catalogue.waiting import Kind, Rows, rows
from socialmap.db import db
from socialmap.times.clock import now
from socialmap.upkeep.models import LinkCheck
from socialmap.upkeep.sites import Finding, State, is_reserved

# A site that works is looked at again after a week, one that fails every day.
AGAIN_AFTER = timedelta(days=7)
FAILING_AGAIN_AFTER = timedelta(days=1)
# A person is asked after so many failures in a row, over so many days.
FAILURES = 3
FAILING_FOR = timedelta(days=2)


def due_links(most: int, at: datetime | None = None) -> list[str]:
    """The addresses of published listings that are due for a look, longest ago first."""
    at = at or now()
    again = or_(
        LinkCheck.url.is_(None),
        LinkCheck.checked_at < at - AGAIN_AFTER,
        (LinkCheck.failures > 0) & (LinkCheck.checked_at < at - FAILING_AGAIN_AFTER),
    )
    found = db.session.execute(
        select(Contact.website, LinkCheck.checked_at)
        .join(Initiative, Initiative.id == Contact.initiative_id)
        .outerjoin(LinkCheck, LinkCheck.url == Contact.website)
        .where(Contact.website != "", Initiative.status == Status.PUBLISHED, again)
        .distinct()
        .order_by(LinkCheck.checked_at.asc().nulls_first(), Contact.website)
    )
    return [url for url, _ in found if not is_reserved(url)][:most]


@dataclass(frozen=True)
class BrokenLink:
    """A listing whose site does not work, or is elsewhere now."""

    slug: str
    name: str
    url: str
    state: str
    told: str
    moved_to: str
    since: datetime | None


def broken_links(most: int) -> Sequence[BrokenLink]:
    """Listings whose site does not work any more, those that fail longest first."""
    columns = select(
        Initiative.slug,
        Initiative.name,
        LinkCheck.url,
        LinkCheck.state,
        LinkCheck.told,
        LinkCheck.moved_to,
        LinkCheck.failing_since,
    )
    found = _with_site(columns).where(_broken(now())).order_by(LinkCheck.failing_since).limit(most)
    return [BrokenLink(*row) for row in db.session.execute(found)]


def waiting() -> Rows:
    """For Today: listings whose site does not work."""
    told = rows(
        Kind.LINK,
        key=Initiative.id,
        title=Initiative.name,
        since=LinkCheck.failing_since,
        initiative_id=Initiative.id,
        detail=LinkCheck.url,
    )
    failing: Rows = _with_site(told).where(_broken(now()))
    return failing


def _with_site(columns: Any) -> Any:
    return (
        columns.select_from(Initiative)
        .join(Contact, Contact.initiative_id == Initiative.id)
        .join(LinkCheck, LinkCheck.url == Contact.website)
        .where(Initiative.status == Status.PUBLISHED)
    )


def _broken(at: datetime) -> ColumnElement[bool]:
    return (
        (LinkCheck.state == State.BROKEN)
        & (LinkCheck.failures >= FAILURES)
        & (LinkCheck.failing_since <= at - FAILING_FOR)
    )


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
