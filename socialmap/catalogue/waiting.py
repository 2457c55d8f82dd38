"""The queue of work at the desk: each concept gives a query of rows, which make one queue."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
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
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute

from socialmap.catalogue.models import InitiativeArea, InitiativeLocation
from socialmap.catalogue.organisations import municipalities
from socialmap.catalogue.scopes import EVERYWHERE, Reach
from socialmap.db import db
from socialmap.paging import Page, nearest_page, page_of_list, pages_in, spans
from socialmap.places.models import Location

Column = ColumnElement[Any] | InstrumentedAttribute[Any]
Rows = Select[*tuple[Any, ...]]
PER_PAGE = 25
# Rows of one kind that are counted and shown: whoever has more begins with these.
MOST = 1_000


class WaitingKind(StrEnum):
    """The kind of work that waits."""

    GONE = "gone"
    MAIL = "mail"
    IMPORT = "import"
    PROPOSAL = "proposal"
    ADDITION = "addition"
    ORGANISATION = "organisation"
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
    WaitingKind.ORGANISATION: 1,
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


# Kinds with days by which an index has them in order, so that a page is found without sorting.
BY_DAY = frozenset({WaitingKind.CALL, WaitingKind.CONFIRMATION})


@dataclass(frozen=True)
class Queue:
    """One page of the queue, with the number of rows of each kind, and the areas to choose from.

    The numbers say how many rows each other kind would show, at most MOST; of the kinds in `more`
    there are more than that.
    """

    page: Page[Waiting]
    kinds: dict[str, int]
    areas: list[str]
    more: frozenset[str] = frozenset()


AREA: ColumnElement[Any] = func.coalesce(func.nullif(Location.municipality, ""), Location.town)


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
    """One page of the work within somebody's reach: by how pressing its kind is, then by date.

    It takes three queries, however many sources there are: the numbers, the rows of this page
    alone, and the areas.
    """
    if not sources:
        return Queue(page_of_list([], 1), {}, [])
    parts = _narrowed(sources, reach, area)
    counted = _counted(parts)
    numbers = {name: min(number, MOST) for name, number in counted.items()}
    total = sum(number for name, number in numbers.items() if kind in ("", name))
    number = nearest_page(page, total, PER_PAGE)
    items = _rows_of(parts, numbers, kind, (number - 1) * PER_PAGE)
    return Queue(
        Page(items, number, pages_in(total, PER_PAGE), total),
        numbers,
        areas_within(reach),
        frozenset(name for name, number in counted.items() if number > MOST),
    )


def waiting_numbers(sources: Sequence[Rows], reach: Reach = EVERYWHERE) -> dict[str, int]:
    """The number of rows of each kind that has any, counted to MOST + 1: one query."""
    return _counted(_narrowed(sources, reach, "")) if sources else {}


def _narrowed(sources: Sequence[Rows], reach: Reach, area: str) -> list[Subquery]:
    """The rows of the sources within somebody's reach, and in an area if one is named."""
    ids = reach.ids()
    # Named once for all sources, so that the database works each of them out once.
    mine = None if ids is None else ids.cte("mine")
    there = _lying_in(area).cte("there") if area else None
    parts = []
    for source in sources:
        work = source.subquery()
        rows: Rows = select(work)
        # Rows that always have a listing are found from the listings.
        named = work.c.initiative_id.is_(None)
        always = not getattr(source.selected_columns.initiative_id.element, "nullable", True)
        if mine is not None:
            within = work.c.initiative_id.in_(select(mine.c[0]))
            rows = rows.where(
                within if always else within | (named & reach.covers_area(work.c.named))
            )
        if there is not None:
            within = work.c.initiative_id.in_(select(there.c[0]))
            rows = rows.where(within if always else within | (named & (work.c.named == area)))
        parts.append(rows.subquery())
    return parts


def _lying_in(area: str) -> Rows:
    """Select the ids of the initiatives in a municipality, or without one in a town."""
    in_town = (
        select(InitiativeLocation.initiative_id)
        .join(Location, Location.id == InitiativeLocation.location_id)
        .where(Location.municipality == "", Location.town == area)
    )
    counted = select(InitiativeArea.initiative_id).where(InitiativeArea.area == area)
    either = union_all(counted, in_town).subquery()
    return select(either.c[0])


def _counted(parts: Sequence[Subquery]) -> dict[str, int]:
    """The number of rows of each kind that has any, counted to MOST + 1."""
    bounded = [select(part.c.kind).limit(MOST + 1).subquery() for part in parts]
    counts = [select(func.min(part.c.kind).label("kind"), func.count()) for part in bounded]
    counted = db.session.execute(union_all(*counts))
    return _numbers((kind, number) for kind, number in counted if number)


def _rows_of(
    parts: Sequence[Subquery], numbers: dict[str, int], kind: str, first: int
) -> list[Waiting]:
    """The rows of one page, from the row numbered `first` on; other rows are not read."""
    kinds = [each for each in sorted(numbers, key=_position) if kind in ("", each)]
    on_page = spans([numbers[each] for each in kinds], first, PER_PAGE)
    pages = [
        select(part)
        .where(part.c.kind == each)
        .order_by(*_order(part, each))
        .limit(end - start)
        .offset(start)
        .subquery()
        for each, (start, end) in zip(kinds, on_page, strict=True)
        if start < end
        for part in parts
    ]
    if not pages:
        return []
    shown = union_all(*map(select, pages)).subquery("shown")
    found = db.session.execute(select(shown, _area(shown).label("area")))
    return sorted(map(_waiting, found), key=_pressing)


def _order(part: Subquery, kind: str) -> tuple[ColumnElement[Any], ...]:
    if kind in BY_DAY:
        return part.c.until, part.c.initiative_id
    return part.c.until, part.c.since, part.c.key


def areas_within(reach: Reach) -> list[str]:
    """The municipalities within somebody's reach by which work can be narrowed, sorted."""
    if reach.areas is not None:
        return sorted(reach.areas)
    return municipalities()


def _area(work: Subquery) -> ColumnElement[str]:
    """The area of a row: the first municipality or town of its listing, else its own name."""
    there = (
        select(func.min(AREA))
        .select_from(InitiativeLocation)
        .join(Location, Location.id == InitiativeLocation.location_id)
        .where(InitiativeLocation.initiative_id == work.c.initiative_id)
        .scalar_subquery()
    )
    return func.coalesce(there, work.c.named)


def _numbers(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    numbers: Counter[str] = Counter()
    for name, number in pairs:
        numbers[name] += number
    return dict(sorted(numbers.items()))


def _position(kind: str) -> tuple[int, int]:
    """Where the rows of a kind stand: by rank, and within it in the order of RANKS."""
    return RANKS[WaitingKind(kind)], list(RANKS).index(WaitingKind(kind))


def _pressing(row: Waiting) -> tuple[tuple[int, int], date, str, str]:
    """The key by which the rows of a page are sorted, as `_order` has them in SQL."""
    tie = row.initiative_id.hex if row.kind in BY_DAY and row.initiative_id else ""
    since = "" if tie else row.since.isoformat()
    return _position(row.kind), row.until or date.min, tie or since, row.key


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
