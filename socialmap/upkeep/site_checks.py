"""Checks of the sites of listings: which are due, which failed, and since when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, or_, select

from socialmap.catalogue.models import Contact, Initiative, Status
from socialmap.catalogue.waiting import Rows, WaitingKind, rows
from socialmap.db import db
from socialmap.times.clock import now
from socialmap.upkeep.models import SiteCheck
from socialmap.upkeep.sites import Finding, SiteState, is_reserved

# How long after a look the next one is due, for sites that work and for those that fail.
AGAIN_AFTER = timedelta(days=7)
FAILING_AGAIN_AFTER = timedelta(days=1)
# A site is broken after this number of failures in a row, over at least this time.
FAILURES = 3
FAILING_FOR = timedelta(days=2)


def due_sites(most: int, at: datetime | None = None) -> list[str]:
    """At most `most` sites of published listings that are due for a look, the longest ago first."""
    at = at or now()
    again = or_(
        SiteCheck.url.is_(None),
        SiteCheck.checked_at < at - AGAIN_AFTER,
        (SiteCheck.failures > 0) & (SiteCheck.checked_at < at - FAILING_AGAIN_AFTER),
    )
    due = db.session.execute(
        select(Contact.website, SiteCheck.checked_at)
        .join(Initiative, Initiative.id == Contact.initiative_id)
        .outerjoin(SiteCheck, SiteCheck.url == Contact.website)
        .where(Contact.website != "", Initiative.status == Status.PUBLISHED, again)
        .distinct()
        .order_by(SiteCheck.checked_at.asc().nulls_first(), Contact.website)
    )
    return [url for url, _ in due if not is_reserved(url)][:most]


@dataclass(frozen=True)
class BrokenSite:
    """A listing whose site does not work."""

    slug: str
    name: str
    url: str
    state: str
    detail: str
    moved_to: str
    since: datetime | None


def broken_sites(most: int) -> Sequence[BrokenSite]:
    """At most `most` listings whose site does not work, those that have failed longest first."""
    columns = select(
        Initiative.slug,
        Initiative.name,
        SiteCheck.url,
        SiteCheck.state,
        SiteCheck.detail,
        SiteCheck.moved_to,
        SiteCheck.failing_since,
    )
    broken = _with_site(columns).where(_broken(now())).order_by(SiteCheck.failing_since)
    return [BrokenSite(*row) for row in db.session.execute(broken.limit(most))]


def waiting_sites() -> Rows:
    """The listings whose site does not work, for the queue of today."""
    columns = rows(
        WaitingKind.SITE,
        key=Initiative.id,
        title=Initiative.name,
        since=SiteCheck.failing_since,
        initiative_id=Initiative.id,
        detail=SiteCheck.url,
    )
    failing: Rows = _with_site(columns).where(_broken(now()))
    return failing


def _with_site(columns: Any) -> Any:
    return (
        columns.select_from(Initiative)
        .join(Contact, Contact.initiative_id == Initiative.id)
        .join(SiteCheck, SiteCheck.url == Contact.website)
        .where(Initiative.status == Status.PUBLISHED)
    )


def _broken(at: datetime) -> ColumnElement[bool]:
    return (
        (SiteCheck.state == SiteState.BROKEN)
        & (SiteCheck.failures >= FAILURES)
        & (SiteCheck.failing_since <= at - FAILING_FOR)
    )


FAILING = frozenset({SiteState.BROKEN, SiteState.UNSURE})


def record(findings: Iterable[Finding]) -> None:
    """Save the last look at each site; failures add up until the site works again."""
    at = now()
    for finding in findings:
        check = db.session.get(SiteCheck, finding.url)
        if check is None:
            check = SiteCheck(url=finding.url, failures=0)
            db.session.add(check)
        failing = finding.state in FAILING
        check.failing_since = (check.failing_since or at) if failing else None
        check.failures = (check.failures or 0) + 1 if failing else 0
        check.state, check.detail, check.moved_to = finding.state, finding.detail, finding.moved_to
        check.checked_at = at
    db.session.flush()


def forget_unused() -> None:
    """Delete the checks of sites that no listing has any more."""
    used = select(Contact.website).where(Contact.website != "")
    db.session.execute(delete(SiteCheck).where(SiteCheck.url.not_in(used)))
