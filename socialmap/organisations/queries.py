"""What of organisations waits for a coordinator: what they propose, and who claims them."""

from __future__ import annotations

from sqlalchemy import exists, func, or_, select

from socialmap.catalogue.models import Initiative, Organisation
from socialmap.catalogue.organisations import proposes
from socialmap.catalogue.waiting import Rows, WaitingKind, rows
from socialmap.organisations.models import ClaimStatus, OrganisationClaim
from socialmap.times.clock import now


def waiting_organisations() -> Rows:
    """The organisations that propose a change, or have a claim that no coordinator saw yet.

    Each stands with one of its listings, so that those see it who work there.
    """
    mine = OrganisationClaim.organisation_id == Organisation.id
    asked = (OrganisationClaim.status == ClaimStatus.ASKED) & (OrganisationClaim.expires_at > now())
    proved = (OrganisationClaim.status == ClaimStatus.PROVED) & OrganisationClaim.seen_at.is_(None)
    claimed = exists().where(mine, or_(asked, proved))
    since = (
        select(func.max(OrganisationClaim.asked_at))
        .where(mine)
        .correlate(Organisation)
        .scalar_subquery()
    )
    listed = (
        select(Initiative.id)
        .where(Initiative.organisation_id == Organisation.id)
        .order_by(Initiative.slug)
        .limit(1)
        .correlate(Organisation)
        .scalar_subquery()
    )
    return rows(
        WaitingKind.ORGANISATION,
        key=Organisation.id,
        title=Organisation.name,
        since=func.coalesce(since, now()),
        initiative_id=listed,
    ).where(or_(proposes(), claimed))
