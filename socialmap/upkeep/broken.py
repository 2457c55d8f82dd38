"""Listings of which something is not valid, found in the tables and in the search index."""

from __future__ import annotations

import json
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, String, case, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute

from socialmap import validity
from socialmap.cache import app_cache
from socialmap.catalogue.documents.noting import note
from socialmap.catalogue.documents.values import read_document
from socialmap.catalogue.history import latest_change
from socialmap.catalogue.models import Activity, Contact, Initiative, Revision, Status
from socialmap.catalogue.waiting import Rows, WaitingKind, rows
from socialmap.db import db
from socialmap.search.index.snapshot import snapshot
from socialmap.times.clock import now
from socialmap.times.dates import is_timed

LISTED = (Initiative.id, Initiative.slug)
ALIVE = Initiative.status != Status.ARCHIVED
# More than these are not listed at once: the first must be mended before.
MOST = 500
AGAIN = 10  # minutes after which they are looked for again, also when nothing changed by the forms
# The columns with texts that can be wrong, by field, each with the check that it must pass.
TEXTS: Mapping[str, tuple[InstrumentedAttribute[str], Callable[[str], str | None]]] = {
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
    for field, (column, check) in TEXTS.items():
        raw: ColumnElement[Any] = type_coerce(column, String)
        # Many listings share a value, so each is checked once.
        wrong = [
            text
            for text in db.session.scalars(select(raw).where(raw != "").distinct())
            if check(text) is None
        ]
        for text in wrong[:MOST]:
            owner = Initiative.id if column.class_ is Initiative else Contact.initiative_id
            for key in db.session.scalars(select(owner).where(raw == text).limit(MOST)):
                yield key, field
    timed = select(Activity.initiative_id, Activity.starts, Activity.minutes, Activity.repeats)
    for row in db.session.execute(timed):
        if not is_timed(row):
            yield row.initiative_id, "activities"


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
    for field, (column, check) in TEXTS.items():
        raw: ColumnElement[Any] = type_coerce(column, String)
        owned = select(*LISTED, raw.label("text")).where(ALIVE, raw != "")
        if column.class_ is Contact:
            owned = owned.join(Contact, Contact.initiative_id == Initiative.id)
        for row in connection.execute(owned):
            if check(row.text) is None:
                yield BrokenValue(row.id, row.slug, field, row.text)
    timed = select(*LISTED, Activity.starts, Activity.minutes, Activity.repeats).join(
        Activity, Activity.initiative_id == Initiative.id
    )
    for row in connection.execute(timed.where(ALIVE)):
        if not is_timed(row):
            value = f"{row.starts} {row.minutes} {row.repeats}"
            yield BrokenValue(row.id, row.slug, "activities", value)


def waiting_broken() -> Rows:
    """The listings that need mending, for the queue of today; the detail names the fields."""
    # Reading the whole catalogue takes seconds when it is large, and few pages need it anew.
    moment = now().replace(second=0, microsecond=0)
    key = (latest_change(), moment.replace(minute=moment.minute // AGAIN * AGAIN))
    fields = app_cache().get("broken", key, broken_fields)
    named = {key: ",".join(names) for key, names in fields.items()}
    return rows(
        WaitingKind.BROKEN,
        key=Initiative.slug,
        title=Initiative.name,
        since=Initiative.changed_at,
        initiative_id=Initiative.id,
        detail=case(named, value=Initiative.id, else_="") if named else type_coerce("", String),
    ).where(ALIVE, Initiative.id.in_(named))
