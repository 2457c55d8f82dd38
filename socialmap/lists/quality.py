"""How good the listings are, per municipality: complete, up to date, to be found and reached."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Select, Text, case, cast, exists, func, or_, select

from socialmap.catalogue.freshness import Freshness, reached
from socialmap.catalogue.listing import COMPLETE
from socialmap.catalogue.models import (
    Activity,
    Child,
    Contact,
    Initiative,
    InitiativeForm,
    InitiativeLocation,
    InitiativeTerm,
    Status,
)
from socialmap.db import db
from socialmap.isolation.classifier import UNSURE_BELOW
from socialmap.lists.query import ALSO_MISSING, MISSING
from socialmap.places.models import Location
from socialmap.upkeep.models import SiteCheck
from socialmap.upkeep.sites import SiteState


@dataclass(frozen=True)
class Quality:
    """The numbers of listings in an area (a municipality, or '' for those without one).

    `total` counts all of them, and each `no_…` those that lack one of the seven fields that make
    a listing complete.
    """

    area: str
    total: int
    complete: int
    up_to_date: int
    due: int
    overdue: int
    no_summary: int
    no_kind: int
    no_form: int
    no_place: int
    no_times: int
    no_way_to_join: int
    only_town_known: int
    unsure_form: int
    broken_site: int

    def share(self, count: int) -> int:
        """`count` as a whole percentage of all listings in the area."""
        return round(100 * count / self.total) if self.total else 0


# What the listings lack that each number counts, by the names of MISSING.
LACKING = {
    "no_summary": "summary",
    "no_kind": "kind",
    "no_form": "isolation_form",
    "no_place": "place",
    "no_times": "times",
    "no_way_to_join": "how_to_join",
}
NUMBERS = tuple(each.name for each in fields(Quality) if each.name != "area")


def quality_per_area(today: date, areas: Collection[str] | None = None) -> list[Quality]:
    """The quality of the published listings per municipality, sorted by name; one query.

    `areas` narrows it to these municipalities.
    """
    place = (
        select(
            InitiativeLocation.initiative_id.label("initiative_id"),
            func.min(Location.municipality).label("area"),
        )
        .join(Location, Location.id == InitiativeLocation.location_id)
        .group_by(InitiativeLocation.initiative_id)
        .subquery()
    )
    area = func.coalesce(place.c.area, "")
    counts = [
        func.sum(case((condition, 1), else_=0)).label(name)
        for name, condition in _conditions(today).items()
    ]
    query = (
        select(area.label("area"), func.count(Initiative.id).label("total"), *counts)
        .outerjoin(place, place.c.initiative_id == Initiative.id)
        .where(Initiative.status == Status.PUBLISHED)
        .group_by(area)
        .order_by(area)
    )
    if areas is not None:
        query = query.where(area.in_(areas))
    return [Quality(**row) for row in db.session.execute(query).mappings()]


def together(rows: Collection[Quality]) -> Quality:
    """Add up the numbers of several areas."""
    return Quality("", *(sum(getattr(row, name) for row in rows) for name in NUMBERS))


def _conditions(today: date) -> dict[str, ColumnElement[bool]]:
    """The condition that each number of a Quality counts, by its name."""
    lacking = lacks()
    return {
        "complete": ~or_(*lacking.values()),
        **{freshness.value: stands_at(freshness, today) for freshness in Freshness},
        **{number: lacking[name] for number, name in LACKING.items()},
        "only_town_known": _has(
            InitiativeLocation, InitiativeLocation.location_id.in_(_only_town())
        ),
        "unsure_form": _has(InitiativeForm, InitiativeForm.sureness < UNSURE_BELOW),
        "broken_site": _has(Contact, Contact.website.in_(_broken())),
    }


def stands_at(freshness: Freshness, today: date) -> ColumnElement[bool]:
    """The condition that a listing is this fresh on a day; `Standing.at` is the same in Python."""
    due, overdue = reached(Initiative.due_on, today), reached(Initiative.overdue_on, today)
    return {
        Freshness.UP_TO_DATE: ~due,
        Freshness.DUE: due & ~overdue,
        Freshness.OVERDUE: overdue,
    }[freshness]


def lacks() -> dict[str, ColumnElement[bool]]:
    """The condition that each field of MISSING is absent, as `Listing.missing` says in Python."""
    return {name: ~or_(*map(_present, COMPLETE[name])) for name in MISSING}


def also_lacks() -> dict[str, ColumnElement[bool]]:
    """The condition that each of ALSO_MISSING is absent."""
    return {name: ~or_(*map(_present, fields)) for name, fields in ALSO_MISSING.items()}


def _present(name: str) -> ColumnElement[bool]:
    """The condition that a field of a listing has a value."""
    rows: dict[str, ColumnElement[bool]] = {
        "forms": _has(InitiativeForm, InitiativeForm.origin == "confirmed"),
        "locations": _has(InitiativeLocation),
        "service_areas": _has(InitiativeTerm, InitiativeTerm.scheme == "service_area"),
        "audiences": _has(InitiativeTerm, InitiativeTerm.scheme == "audience"),
        "life_domains": _has(InitiativeTerm, InitiativeTerm.scheme == "life_domain"),
        "activities": _has(Activity),
        "phones": _has(Contact, cast(Contact.phones, Text) != "[]"),
    }
    if name in rows:
        return rows[name]
    if name not in Initiative.__table__.columns:
        return _has(Contact, getattr(Contact, name) != "")
    column: ColumnElement[Any] = getattr(Initiative, name)
    if Initiative.__table__.columns[name].nullable:
        return column.is_not(None)
    return column if isinstance(column.type, Boolean) else column != ""


def _has(child: type[Child], *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(child.initiative_id == Initiative.id, *conditions)


def _only_town() -> Select[uuid.UUID]:
    return select(Location.id).where(Location.precision == "town")


def _broken() -> Select[str]:
    return select(SiteCheck.url).where(SiteCheck.state == SiteState.BROKEN)
