"""Read the rooms on offer, the wishes for one, and which rooms fit a wish."""

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
from socialmap.rooms.models import Room, RoomStatus, RoomWish
from socialmap.times.clock import AMSTERDAM, now
from socialmap.wording import N_

WHOLE = (selectinload(Room.location), selectinload(Room.organisation))


@dataclass(frozen=True)
class Match:
    """A room and how it fits a wish."""

    room: Room
    fit: Fit


def rooms(*, also_withdrawn: bool = False) -> Sequence[Room]:
    """The rooms on offer, sorted by name, with `also_withdrawn` the withdrawn ones as well."""
    query = select(Room).options(*WHOLE).order_by(Room.name, Room.id)
    if not also_withdrawn:
        query = query.where(Room.status == RoomStatus.OFFERED)
    return db.session.scalars(query).all()


def room_by_id(room_id: uuid.UUID) -> Room:
    """The room with this id."""
    room = db.session.scalar(select(Room).where(Room.id == room_id).options(*WHOLE))
    if room is None:
        raise NotFoundProblem(N_("Deze ruimte is er niet (meer)."))
    return room


def matches(wish: Wish, at: datetime | None = None) -> list[Match]:
    """The rooms on offer that may fit a wish: fewest unknown answers first, then the nearest."""
    monday = _monday(at or now())
    fits = [(room, fit(wish, offer_of(room), monday)) for room in rooms()]
    return [Match(room, answers) for room, answers in best_first(fits)]


def wishes() -> Sequence[RoomWish]:
    """The wishes of published initiatives, the oldest first."""
    rows = db.session.scalars(
        select(RoomWish)
        .options(selectinload(RoomWish.initiative).options(*CARD))
        .order_by(RoomWish.made_at)
    )
    # Filtered here: with the status in the query the database reads all published listings first.
    return [row for row in rows if row.initiative.status == Status.PUBLISHED]


def wish_of(initiative_id: uuid.UUID) -> RoomWish | None:
    """The wish of an initiative; None when it looks for no room."""
    return db.session.get(RoomWish, initiative_id)


def offer_of(room: Room) -> Offer:
    """The room in the shape that `fit` compares."""
    return Offer(
        point=room.location.at,
        people=room.people,
        step_free=room.location.step_free,
        price=room.price,
        hours=room.hours,
    )


def as_wish(row: RoomWish) -> Wish:
    """The wish in the shape that `fit` compares, near the first location of the initiative."""
    locations = row.initiative.locations
    return Wish(
        point=locations[0].at if locations else None,
        people=row.people,
        step_free=row.step_free,
        most_price=row.most_price,
        hours=row.hours,
        within=row.within,
    )


def organisation_names() -> list[str]:
    """The names of all organisations, sorted."""
    return list(db.session.scalars(select(Organisation.name).order_by(Organisation.name)))


def _monday(at: datetime) -> datetime:
    """The first moment of the week after `at`, in Amsterdam time."""
    day = at.astimezone(AMSTERDAM).date()
    return datetime.combine(day + timedelta(days=7 - day.weekday()), time(), AMSTERDAM)
