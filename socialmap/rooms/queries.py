"""Read rooms on offer, who looks for one, and which fit."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from socialmap.catalogue.models import Organisation, Status
from socialmap.catalogue.queries import CARD
from socialmap.db import db
from socialmap.errors import NotFoundProblem
from socialmap.rooms.fit import Fit, Offer, Wish, best_first, fit
from socialmap.rooms.models import Space, SpaceStatus, SpaceWish
from socialmap.times.clock import AMSTERDAM, now
from socialmap.wording import N_

WHOLE = (selectinload(Space.location), selectinload(Space.organisation))


@dataclass(frozen=True)
class Match:
    """A room and how it fits a wish."""

    space: Space
    fit: Fit


def spaces(*, also_withdrawn: bool = False) -> Sequence[Space]:
    """The rooms on offer, by name; those that were withdrawn too when that is asked."""
    query = select(Space).options(*WHOLE).order_by(Space.name, Space.id)
    if not also_withdrawn:
        query = query.where(Space.status == SpaceStatus.OFFERED)
    return db.session.scalars(query).all()


def space_by_id(space_id: uuid.UUID) -> Space:
    """The room with this id."""
    space = db.session.scalar(select(Space).where(Space.id == space_id).options(*WHOLE))
    if space is None:
        raise NotFoundProblem(N_("Deze ruimte is er niet (meer)."))
    return space


def matches(wish: Wish, at: datetime | None = None) -> list[Match]:
    """The rooms on offer that may fit a wish, those that surely do and are nearest first."""
    monday = _monday(at or now())
    found = [(space, fit(wish, offer_of(space), monday)) for space in spaces()]
    return [Match(space, answers) for space, answers in best_first(found)]


def wishes() -> Sequence[SpaceWish]:
    """Who looks for a room, the longest first: initiatives that are on the map."""
    found = db.session.scalars(
        select(SpaceWish)
        .options(selectinload(SpaceWish.initiative).options(*CARD))
        .order_by(SpaceWish.made_at)
    )
    # To ask the database for what is published would make it begin with all of that.
    return [each for each in found if each.initiative.status == Status.PUBLISHED]


def wish_of(initiative_id: uuid.UUID) -> SpaceWish | None:
    """What room an initiative looks for, if it does."""
    return db.session.get(SpaceWish, initiative_id)


def offer_of(space: Space) -> Offer:
    """A room as it is compared."""
    return Offer(
        point=(space.location.lon, space.location.lat),
        people=space.people,
        step_free=space.location.step_free,
        price=space.price,
        hours=space.hours,
    )


def as_wish(row: SpaceWish) -> Wish:
    """What an initiative looks for, near the first place where it is."""
    locations = row.initiative.locations
    return Wish(
        point=(locations[0].lon, locations[0].lat) if locations else None,
        people=row.people,
        step_free=row.step_free,
        most_price=row.most_price,
        hours=row.hours,
        within=row.within,
    )


def organisation_names() -> list[str]:
    """The names of all organisations, in order."""
    return list(db.session.scalars(select(Organisation.name).order_by(Organisation.name)))


def _monday(at: datetime) -> datetime:
    """The beginning of next week: a whole week, of which nothing has passed."""
    day = at.astimezone(AMSTERDAM).date()
    return datetime.combine(day + timedelta(days=7 - day.weekday()), time(), AMSTERDAM)
