"""What needs a person: ending funds, addresses not found, failed mail and unreviewed accounts."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import ColumnElement, case, func

from socialmap.catalogue.models import Initiative, InitiativeLocation, Status
from socialmap.catalogue.waiting import Rows, WaitingKind, rows
from socialmap.mail.models import Message
from socialmap.mail.queries import TROUBLED
from socialmap.people.models import Person
from socialmap.people.queries import unreviewed
from socialmap.places.models import Location

FUNDING_AHEAD = timedelta(days=90)
# Said so that no index on the status is chosen: nearly all listings are.
ALIVE = (Initiative.status != Status.DRAFT) & (Initiative.status != Status.ARCHIVED)


def waiting_funding(today: date) -> Rows:
    """The listings whose funding ends within FUNDING_AHEAD, or has ended."""
    return rows(
        WaitingKind.FUNDING,
        key=Initiative.slug,
        title=Initiative.name,
        since=Initiative.changed_at,
        initiative_id=Initiative.id,
        until=Initiative.funding_until,
    ).where(ALIVE, Initiative.funding_until <= today + FUNDING_AHEAD)


def waiting_places() -> Rows:
    """The listings with a street that was not found, each once: their pin is in the town."""
    return (
        rows(
            WaitingKind.PLACE,
            key=Initiative.slug,
            title=Initiative.name,
            since=Initiative.changed_at,
            initiative_id=Initiative.id,
            detail=func.min(Location.street),
        )
        .join(InitiativeLocation, InitiativeLocation.initiative_id == Initiative.id)
        .join(Location, Location.id == InitiativeLocation.location_id)
        .where(ALIVE, Location.precision == "town", Location.street != "", ~Location.hidden)
        .group_by(Initiative.id)
    )


def waiting_mail(within: ColumnElement[bool]) -> Rows:
    """The messages `within` somebody's work that did not arrive, or of which that is uncertain."""
    return rows(
        WaitingKind.MAIL, key=Message.id, title=Message.subject, since=Message.changed_at
    ).where(Message.status.in_(TROUBLED), within)


def waiting_accounts() -> Rows:
    """The accounts whose need was not reviewed for half a year."""
    named = case((Person.name == "", Person.email), else_=Person.name)
    since = func.coalesce(Person.reviewed_at, Person.created_at)
    return rows(WaitingKind.ACCOUNT, key=Person.id, title=named, since=since).where(unreviewed())
