"""The rows that words and place leave over, each with what the filters ask of it."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Select,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
)

from socialmap.catalogue.models import (
    Confirmation,
    Initiative,
    InitiativeForm,
    InitiativeLocation,
    InitiativeTerm,
)
from socialmap.catalogue.queries import PUBLISHED
from socialmap.db import db
from socialmap.places.geometry import Box, Point, box_around, metres_between
from socialmap.places.models import Location
from socialmap.places.queries import meets
from socialmap.places.serving import serving
from socialmap.search.ranking import NAME_POINTS, TEXT_POINTS

MOST_WORDS = 8
# With more ids than this in one IN, reading the whole table is quicker.
MOST_IDS = 2_000
FACTS = {
    "threshold": (
        "walk_in",
        "met_at_door",
        "companion_welcome",
        "free_of_charge",
        "quiet",
        "no_referral_needed",
    ),
    "accessibility": (
        "step_free",
        "accessible_toilet",
        "hearing_loop",
        "public_transport_near",
        "parking",
        "transport_offered",
    ),
}
AT_LOCATION = ("step_free", "accessible_toilet", "hearing_loop", "public_transport_near", "parking")


@dataclass
class Candidate:
    """What ranking and filters need of one initiative: no more than a row of columns."""

    id: uuid.UUID
    slug: str
    name: str
    setting: str
    kind: str
    hours: str
    points: int
    facts: dict[str, bool | None]
    confirmed_on: date | None = None
    location_id: uuid.UUID | None = None
    point: Point | None = None
    metres: float | None = None
    terms: set[tuple[str, str]] = field(default_factory=set)


@dataclass(frozen=True)
class Reach:
    """Where to look: around a point (metres), in a box, or everywhere."""

    point: Point | None = None
    radius: float | None = None
    box: Box | None = None

    @property
    def bounds(self) -> Box | None:
        """The box that holds all of it, or None for everywhere."""
        if self.box or not (self.point and self.radius):
            return self.box
        return box_around(self.point, self.radius)

    def holds(self, candidate: Candidate) -> bool:
        """Whether a candidate lies within the circle; the box was asked of the database."""
        if self.box or not self.radius:
            return True
        return candidate.metres is not None and candidate.metres <= self.radius


def _word_points(stem: str) -> ColumnElement[int]:
    pattern = f"% {stem}%"
    return case(
        (Initiative.name_stems.like(pattern), literal(NAME_POINTS)),
        (Initiative.text_stems.like(pattern), literal(TEXT_POINTS)),
        else_=literal(0),
    )


def _statement(stems: Sequence[str], every: bool) -> Select[Any]:
    """Published initiatives in which every, or any, of the stems is found."""
    each = [_word_points(stem) for stem in stems[:MOST_WORDS]]
    points: ColumnElement[int] = sum(each[1:], each[0]) if each else literal(0)
    own_facts = [
        getattr(Initiative, name)
        for names in FACTS.values()
        for name in names
        if name not in AT_LOCATION
    ]
    statement = select(
        Initiative.id,
        Initiative.slug,
        Initiative.name,
        Initiative.setting,
        Initiative.kind,
        Initiative.hours,
        points.label("points"),
        *own_facts,
    ).where(PUBLISHED)
    if each:
        found = [points_of > 0 for points_of in each]
        statement = statement.where(and_(*found) if every else or_(*found))
    return statement


def _candidate(mapping: RowMapping) -> Candidate:
    facts = {name: mapping.get(name) for names in FACTS.values() for name in names}
    own = {
        name: mapping[name] for name in ("id", "slug", "name", "setting", "kind", "hours", "points")
    }
    return Candidate(**own, facts=facts)


def at_places(stems: Sequence[str], every: bool, reach: Reach) -> list[Candidate]:
    """Candidates with an address within reach, each at its nearest location."""
    statement = (
        _statement(stems, every)
        .join(InitiativeLocation, InitiativeLocation.initiative_id == Initiative.id)
        .join(Location, Location.id == InitiativeLocation.location_id)
        .add_columns(
            Location.id.label("location_id"),
            Location.lon.label("lon"),
            Location.lat.label("lat"),
            *(getattr(Location, name) for name in AT_LOCATION),
        )
    )
    if reach.bounds:
        statement = statement.where(meets(Location.point, reach.bounds))
    nearest: dict[uuid.UUID, Candidate] = {}
    for row in db.session.execute(statement).mappings():
        candidate = _candidate(row)
        candidate.location_id = row["location_id"]
        candidate.point = (row["lon"], row["lat"])
        candidate.metres = metres_between(reach.point, candidate.point) if reach.point else None
        other = nearest.get(candidate.id)
        if reach.holds(candidate) and (
            other is None or (candidate.metres or 0) < (other.metres or 0)
        ):
            nearest[candidate.id] = candidate
    return list(nearest.values())


def without_address(stems: Sequence[str], every: bool, reach: Reach) -> list[Candidate]:
    """Candidates that nobody goes to, and that serve the areas within reach (or are online)."""
    at_all = exists().where(InitiativeLocation.initiative_id == Initiative.id)
    statement = _statement(stems, every).where(~at_all)
    if reach.point:
        named = select(InitiativeTerm.code).where(InitiativeTerm.scheme == "service_area")
        served = exists().where(
            InitiativeTerm.initiative_id == Initiative.id,
            InitiativeTerm.scheme == "service_area",
            InitiativeTerm.code.in_(
                serving(db.session.scalars(named.distinct()).all(), reach.point)
            ),
        )
        statement = statement.where(or_(Initiative.online, served))
    return [_candidate(row) for row in db.session.execute(statement).mappings()]


def add_terms(candidates: Collection[Candidate]) -> None:
    """Give candidates their terms, forms and last confirmation, in three queries."""
    by_id = {each.id: each for each in candidates}
    terms = select(InitiativeTerm.initiative_id, InitiativeTerm.scheme, InitiativeTerm.code)
    forms = select(InitiativeForm.initiative_id, literal("isolation_form"), InitiativeForm.form)
    confirmed = select(Confirmation.initiative_id, func.max(Confirmation.on)).group_by(
        Confirmation.initiative_id
    )
    if len(by_id) <= MOST_IDS:
        ids = list(by_id)
        terms = terms.where(InitiativeTerm.initiative_id.in_(ids))
        forms = forms.where(InitiativeForm.initiative_id.in_(ids))
        confirmed = confirmed.where(Confirmation.initiative_id.in_(ids))
    for statement in (terms, forms):
        for initiative_id, scheme, code in db.session.execute(statement):
            if initiative_id in by_id:
                by_id[initiative_id].terms.add((scheme, code))
    for initiative_id, on in db.session.execute(confirmed):
        if initiative_id in by_id:
            by_id[initiative_id].confirmed_on = on
    for each in candidates:
        each.terms |= {("setting", each.setting), ("kind", each.kind)}
