"""Many things a part at a time: the pages of a list, and lists short enough for one statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select

from socialmap.db import db

T = TypeVar("T")
PER_PAGE = 50


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of many: its items, its number from 1, and how many pages and items there are."""

    items: Sequence[T]
    number: int
    pages: int
    total: int


def page_of(wanted: Select[*tuple[Any, ...]], number: int, per_page: int = PER_PAGE) -> Page[Any]:
    """A page of what a select finds; a number that is not there becomes the nearest that is."""
    total = db.session.scalar(select(func.count()).select_from(wanted.order_by(None).subquery()))
    pages = max(1, -(-(total or 0) // per_page))
    number = min(max(number, 1), pages)
    found = db.session.execute(wanted.limit(per_page).offset((number - 1) * per_page))
    items = found.scalars().all() if len(wanted.column_descriptions) == 1 else found.all()
    return Page(items, number, pages, total or 0)


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items in order, at most `size` at a time."""
    several = iter(items)
    while part := list(islice(several, size)):
        yield part
