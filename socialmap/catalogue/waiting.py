"""The queue of work at the desk: each concept gives a query of rows, which make one queue."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Row,
    Select,
    String,
    Subquery,
    Uuid,
    cast,
    func,
    literal,
    null,
    select,
    text,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute

from socialmap.catalogue.models import InitiativeLocation
from socialmap.catalogue.scopes import EVERYWHERE, Reach
from socialmap.db import db
from socialmap.paging import Page, nearest_page, page_of_list, pages_in
from socialmap.places.models import Location

Column = ColumnElement[Any] | InstrumentedAttribute[Any]
Rows = Select[*tuple[Any, ...]]
PER_PAGE = 25


class WaitingKind(StrEnum):
    """The kind of work that waits."""

    GONE = "gone"
    MAIL = "mail"
    IMPORT = "import"
    PROPOSAL = "proposal"
    ADDITION = "addition"
    PAUSE = "pause"
    CALL = "call"
    PLACE = "place"
    SITE = "link"
    BROKEN = "broken"
    CONFIRMATION = "confirmation"
    DUPLICATE = "duplicate"
    FUNDING = "funding"
    ACCOUNT = "account"


# How pressing each kind is: 1 people wait or meet a closed door, 2 soon, 3 when there is time.
RANKS: dict[WaitingKind, int] = {
    WaitingKind.GONE: 1,
    WaitingKind.MAIL: 1,
    WaitingKind.IMPORT: 1,
    WaitingKind.PROPOSAL: 1,
    WaitingKind.ADDITION: 1,
    WaitingKind.PAUSE: 1,
    WaitingKind.CALL: 2,
    WaitingKind.PLACE: 2,
    WaitingKind.SITE: 2,
    WaitingKind.BROKEN: 2,
    WaitingKind.CONFIRMATION: 2,
    WaitingKind.DUPLICATE: 3,
    WaitingKind.FUNDING: 3,
    WaitingKind.ACCOUNT: 3,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """One row of the queue: `key` is the id that its action is about, `area` its area by name."""

    kind: WaitingKind
    key: str
    title: str
    since: datetime
    initiative_id: uuid.UUID | None = None
    detail: str = ""
    until: date | None = None
    area: str = ""


@dataclass(frozen=True)
class Queue:
    """One page of the queue, with the number of rows of each kind and in each area.

    The numbers of a filter say how many rows each of its other values would show.
    """

    page: Page[Waiting]
    kinds: dict[str, int]
    areas: dict[str, int]


# The columns that a row may leave out, empty and of the right type.
EMPTY: dict[str, Column] = {
    "initiative_id": cast(null(), Uuid),
    "detail": literal("", String),
    "until": cast(null(), Date),
    "area": literal("", String),
}


def rows(kind: WaitingKind, *, key: Column, title: Column, since: Column, **more: Column) -> Rows:
    """Select the columns of the queue for one kind of work; the caller adds its conditions.

    `more` may hold initiative_id, detail (text), until (a date), and the area of a row without an
    initiative. A person sees the initiatives of their own areas, and rows without an area.
    """
    columns = EMPTY | more
    return select(
        literal(kind.value, String).label("kind"),
        literal(RANKS[kind]).label("rank"),
        cast(key, String).label("key"),
        cast(title, String).label("title"),
        since.label("since"),
        columns["initiative_id"].label("initiative_id"),
        cast(columns["detail"], String).label("detail"),
        columns["until"].label("until"),
        func.coalesce(columns["area"], "").label("named"),
    )


def queue(
    sources: Sequence[Rows],
    *,
    reach: Reach = EVERYWHERE,
    kind: str = "",
    area: str = "",
    page: int = 1,
) -> Queue:
    """One page of the work within somebody's reach: the most pressing first, then by date.

    It takes two queries, however many sources there are.
    """
    if not sources:
        return Queue(page_of_list([], 1), {}, {})
    work = _within(sources, reach)
    counts = select(work.c.kind, _area(work).label("area"), func.count().label("number"))
    counted = db.session.execute(counts.group_by(work.c.kind, text("area"))).all()
    total = sum(row.number for row in counted if _meets(row, kind, area))
    page = nearest_page(page, total, PER_PAGE)
    chosen = (
        _chosen(work, kind, area)
        .order_by(work.c.rank, func.coalesce(work.c.until, work.c.since), work.c.kind, work.c.key)
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    )
    # Only the rows of this page get their area: that takes a subquery per row.
    shown = chosen.subquery("shown")
    waiting = db.session.execute(select(shown, _area(shown).label("area")))
    return Queue(
        Page(sorted(map(_waiting, waiting), key=_pressing), page, pages_in(total, PER_PAGE), total),
        _numbers((row.kind, row.number) for row in counted if _meets(row, "", area)),
        _numbers((row.area, row.number) for row in counted if row.area and _meets(row, kind, "")),
    )


def _within(sources: Sequence[Rows], reach: Reach) -> Subquery:
    """The work within somebody's reach."""
    work = union_all(*sources).subquery("work")
    ids = reach.ids()
    if ids is None:
        return work
    named = work.c.initiative_id.is_(None) & reach.covers_area(work.c.named)
    return select(work).where(work.c.initiative_id.in_(ids) | named).subquery("within")


def _area(work: Subquery) -> ColumnElement[str]:
    """The area of a row: the first municipality or town of its listing, else its own name."""
    name = func.min(func.coalesce(func.nullif(Location.municipality, ""), Location.town))
    there = (
        select(name)
        .select_from(InitiativeLocation)
        .join(Location, Location.id == InitiativeLocation.location_id)
        .where(InitiativeLocation.initiative_id == work.c.initiative_id)
        .scalar_subquery()
    )
    return func.coalesce(there, work.c.named)


def _chosen(work: Subquery, kind: str, area: str) -> Rows:
    chosen: Rows = select(work)
    if kind:
        chosen = chosen.where(work.c.kind == kind)
    return chosen.where(_area(work) == area) if area else chosen


def _meets(row: Row[Any], kind: str, area: str) -> bool:
    return (not kind or row.kind == kind) and (not area or row.area == area)


def _numbers(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    numbers: Counter[str] = Counter()
    for name, number in pairs:
        numbers[name] += number
    return dict(sorted(numbers.items()))


def _pressing(row: Waiting) -> tuple[int, datetime, str, str]:
    """The key by which the database sorts: rank, then `until` or else `since`."""
    at = datetime.combine(row.until, time(), UTC) if row.until else row.since
    return RANKS[row.kind], at, row.kind, row.key


def _waiting(row: Row[Any]) -> Waiting:
    return Waiting(
        kind=WaitingKind(row.kind),
        key=row.key,
        title=row.title,
        since=row.since,
        initiative_id=row.initiative_id,
        detail=row.detail,
        until=row.until,
        area=row.area,
    )
