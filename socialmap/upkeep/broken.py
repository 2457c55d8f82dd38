"""Listings of which something is not valid, found in the tables and in the search index."""

from __future__ import annotations

import json
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Text,
    case,
    cast,
    false,
    func,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute

from socialmap import validity
from socialmap.catalogue.documents.noting import note
from socialmap.catalogue.documents.values import read_document, visibility_of
from socialmap.catalogue.models import (
    STATUSES,
    Activity,
    Confirmation,
    Contact,
    Initiative,
    InitiativeLocation,
    Revision,
    Status,
)
from socialmap.catalogue.waiting import Rows, WaitingKind, rows
from socialmap.db import db
from socialmap.places.models import Location
from socialmap.search.index.snapshot import snapshot
from socialmap.times.dates import is_timed
from socialmap.upkeep.models import BrokenListing

LISTED = (Initiative.id, Initiative.slug)
ALIVE = Initiative.status != Status.ARCHIVED
# More than these are not listed at once: the first must be mended before.
MOST = 500


def _amount_of(text: str) -> float | None:
    try:
        amount: float | None = validity.amount_of(float(text))
    except ValueError:
        return None
    return amount


def _day_of(text: str) -> date | None:
    try:
        return validity.day_of(date.fromisoformat(text))
    except ValueError:
        return None


def _visibility_of(text: str) -> dict[str, str] | None:
    try:
        stored = json.loads(text)
    except ValueError:
        return None
    return stored if visibility_of(stored) == stored else None


def _status_of(text: str) -> str | None:
    return text if text in STATUSES else None


# The columns with values that can be wrong, by field, each with the check of it as text.
COLUMNS: Mapping[str, tuple[InstrumentedAttribute[Any], Callable[[str], Any]]] = {
    "status": (Initiative.status, _status_of),
    "visibility": (Initiative.visibility, _visibility_of),
    "cost_amount": (Initiative.cost_amount, _amount_of),
    "funding_until": (Initiative.funding_until, _day_of),
    "capacity_as_of": (Initiative.capacity_as_of, _day_of),
    "confirmations": (Confirmation.on, _day_of),
    "hours": (Initiative.hours, validity.hours_of),
    "evidence_url": (Initiative.evidence_url, validity.site_of),
    "source_url": (Initiative.source_url, validity.site_of),
    "website": (Contact.website, validity.site_of),
    "email": (Contact.email, validity.mail_of),
}


def broken_fields() -> dict[uuid.UUID, tuple[str, ...]]:
    """The fields that are not valid, of each listing that has any and is not archived."""
    found: dict[uuid.UUID, set[str]] = defaultdict(set)
    for initiative_id, field in (*_in_tables(), *_in_index()):
        found[initiative_id].add(field)
    fields = {key: tuple(sorted(names)) for key, names in list(found.items())[:MOST]}
    for key, names in fields.items():
        note(key, names)
    return fields


def _in_tables() -> Iterator[tuple[uuid.UUID, str]]:
    dialect = db.session.connection().dialect.name
    for field, (column, check) in COLUMNS.items():
        raw = _text_in(column, dialect)
        # Many listings share a value, so each is checked once.
        wrong = [
            text
            for text in db.session.scalars(select(raw).where(raw != "").distinct())
            if check(text) is None
        ]
        for text in wrong[:MOST]:
            owner = Initiative.id if column.class_ is Initiative else column.class_.initiative_id
            for key in db.session.scalars(select(owner).where(raw == text).limit(MOST)):
                yield key, field
    timed = select(Activity.initiative_id, Activity.starts, Activity.minutes, Activity.repeats)
    for row in db.session.execute(timed):
        if not is_timed(row):
            yield row.initiative_id, "activities"
    for row in db.session.execute(_off_the_earth(InitiativeLocation.initiative_id)):
        yield row.initiative_id, "locations"


def _text_in(column: InstrumentedAttribute[Any], dialect: str) -> ColumnElement[str]:
    """The text of a stored value, whatever the type of its column says; of bytes their code."""
    if dialect != "sqlite":
        return cast(column, Text)
    # SQLite takes bytes in every column, and not all bytes are a text.
    return case((func.typeof(column) == "blob", func.hex(column)), else_=cast(column, Text))


def _off_the_earth(*columns: InstrumentedAttribute[Any]) -> Select[Any]:
    """Select locations of listings whose point is none on earth, with its coordinates."""
    point = Location.__table__.c.point
    lon, lat = func.ST_X(point), func.ST_Y(point)
    sound = lon.between(-180, 180) & lat.between(-90, 90)
    # What has no coordinates makes the condition unknown, which is not sound either.
    return (
        select(*columns, lon.label("lon"), lat.label("lat"))
        .join_from(InitiativeLocation, Location, InitiativeLocation.location_id == Location.id)
        .where(~func.coalesce(sound, false()))
        .limit(MOST)
    )


def _in_index() -> Iterator[tuple[uuid.UUID, str]]:
    for segment, _ in snapshot().views:
        for key, fields in segment.words.get("broken", {}).items():
            yield from ((uuid.UUID(key), field) for field in fields)


@dataclass(frozen=True)
class BrokenValue:
    """A value of a listing that is not valid, as it stands in the database."""

    id: uuid.UUID
    slug: str
    field: str
    value: str


def broken_values(connection: Connection) -> Iterator[BrokenValue]:
    """Every value that is not valid, once: in the latest documents, and in the tables."""
    seen: set[tuple[uuid.UUID, str]] = set()
    for one in (*_in_documents(connection), *_in_columns(connection)):
        if (one.id, one.field) not in seen:
            yield one
            seen.add((one.id, one.field))


def _in_documents(connection: Connection) -> Iterator[BrokenValue]:
    latest = (Revision.initiative_id == Initiative.id) & (Revision.version == Initiative.version)
    listings = select(*LISTED, Revision.document).join(Revision, latest).where(ALIVE)
    for row in connection.execute(listings):
        for field, value in read_document(row.document)[1]:
            yield BrokenValue(row.id, row.slug, field, json.dumps(value, ensure_ascii=False))


def _in_columns(connection: Connection) -> Iterator[BrokenValue]:
    for field, (column, check) in COLUMNS.items():
        raw = _text_in(column, connection.dialect.name)
        owned = select(*LISTED, raw.label("text")).where(ALIVE, raw != "")
        if column.class_ is not Initiative:
            owned = owned.join(column.class_, column.class_.initiative_id == Initiative.id)
        for row in connection.execute(owned):
            if check(row.text) is None:
                yield BrokenValue(row.id, row.slug, field, row.text)
    timed = select(*LISTED, Activity.starts, Activity.minutes, Activity.repeats).join(
        Activity, Activity.initiative_id == Initiative.id
    )
    for one in connection.execute(timed.where(ALIVE)):
        if not is_timed(one):
            value = f"{one.starts} {one.minutes} {one.repeats}"
            yield BrokenValue(one.id, one.slug, "activities", value)
    points = _off_the_earth(Initiative.id, Initiative.slug).join(
        Initiative, Initiative.id == InitiativeLocation.initiative_id
    )
    for place in connection.execute(points.where(ALIVE)):
        yield BrokenValue(place.id, place.slug, "locations", f"{place.lon} {place.lat}")


def waiting_broken() -> Rows:
    """The listings that need mending, for the queue of today; the detail names the fields.

    They are those that the job found, as far as nobody changed them since.
    """
    return (
        rows(
            WaitingKind.BROKEN,
            key=Initiative.slug,
            title=Initiative.name,
            since=Initiative.changed_at,
            initiative_id=BrokenListing.initiative_id,
            detail=BrokenListing.fields,
        )
        .join(BrokenListing, BrokenListing.initiative_id == Initiative.id)
        .where(
            ALIVE,
            BrokenListing.version == Initiative.version,
            # So that the few are looked up, and not found by reading all.
            Initiative.id.in_(select(BrokenListing.initiative_id)),
        )
    )
