"""Splitting what is many: pages of a list on screen, and batches for one SQL statement."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select

from socialmap.db import db

T = TypeVar("T")
U = TypeVar("U")
PER_PAGE = 50


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list: its items, its number (from 1), and the totals of pages and items."""

    items: Sequence[T]
    number: int
    pages: int
    total: int

    def map(self, make: Callable[[T], U]) -> Page[U]:
        """The same page, with `make` applied to each of its items."""
        return Page([make(item) for item in self.items], self.number, self.pages, self.total)


def pages_in(total: int, per_page: int = PER_PAGE) -> int:
    """The number of pages that `total` items take; nothing still takes one page."""
    return max(1, -(-total // per_page))


def nearest_page(number: int, total: int, per_page: int = PER_PAGE) -> int:
    """The page that exists and is nearest to the `number` in an address."""
    return min(max(1, number), pages_in(total, per_page))


def page_of(rows: Select[*tuple[Any, ...]], number: int, per_page: int = PER_PAGE) -> Page[Any]:
    """A page of the rows of a select, which must be ordered; each item is a row or its only value.

    A `number` that does not exist becomes the nearest that does.
    """
    total = db.session.scalar(select(func.count()).select_from(rows.order_by(None).subquery())) or 0
    number = nearest_page(number, total, per_page)
    part = db.session.execute(rows.limit(per_page).offset((number - 1) * per_page))
    items = part.scalars().all() if len(rows.column_descriptions) == 1 else part.all()
    return Page(items, number, pages_in(total, per_page), total)


def page_of_list(items: Sequence[T], number: int, per_page: int = PER_PAGE) -> Page[T]:
    """A page of items that are in memory already."""
    number = nearest_page(number, len(items), per_page)
    part = items[(number - 1) * per_page : number * per_page]
    return Page(part, number, pages_in(len(items), per_page), len(items))


def spans(counts: Iterable[int], first: int, size: int) -> Iterator[tuple[int, int]]:
    """The part of each of some lists that is on one page of all of them, one after another.

    `counts` are the lengths of the lists, and the page has `size` items from number `first` on,
    counted from 0 over all. Each part is the number of its first item and of the item behind its
    last, within its own list; they are the same when nothing of the list is on the page.
    """
    for count in counts:
        start = min(max(first, 0), count)
        yield start, max(start, min(first + size, count))
        first -= count


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items in order, at most `size` at a time."""
    remaining = iter(items)
    while batch := list(islice(remaining, size)):
        yield batch
