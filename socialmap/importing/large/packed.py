"""A long list in little memory."""

from __future__ import annotations

import io
import pickle
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter
from typing import Any, Generic, TypeVar

T = TypeVar("T")
PART = 500  # items that are packed together
Setter = Callable[[object, Any], None]


class _Reducers(dict[type, Callable[[Any], Any]]):
    """How to pickle what has slots: its values alone take half the time of pickle's own way."""

    def __missing__(self, kind: type) -> Callable[[Any], Any]:
        if not (is_dataclass(kind) and hasattr(kind, "__slots__")):
            raise KeyError(kind)
        values = attrgetter(*(field.name for field in fields(kind)))
        self[kind] = reducer = lambda item: (_made, (kind, values(item)))
        return reducer


REDUCERS = _Reducers()


@cache
def _setters(kind: Any) -> list[Setter]:
    return [getattr(kind, field.name).__set__ for field in fields(kind)]


def _made(kind: type, values: Any) -> object:
    """An item of a kind with these values of its fields, in their order."""
    item: object = object.__new__(kind)
    for set_value, value in zip(_setters(kind), values, strict=True):
        set_value(item, value)
    return item


def _packed(items: object) -> bytes:
    file = io.BytesIO()
    pickler = pickle.Pickler(file, protocol=5)
    pickler.dispatch_table = REDUCERS
    pickler.dump(items)
    return zlib.compress(file.getvalue(), level=1)


class Packed(Generic[T]):
    """A list to add to and to go through: all but its last items are packed, to a fifth.

    Each time that it is gone through makes the items anew.
    """

    def __init__(self, items: Iterable[T] = ()) -> None:
        self._parts: list[bytes] = []
        self._last: list[T] = []
        for item in items:
            self.append(item)

    def append(self, item: T) -> None:
        """Add an item at the end."""
        self._last.append(item)
        if len(self._last) == PART:
            self._parts.append(_packed(self._last))
            self._last = []

    def __len__(self) -> int:
        return PART * len(self._parts) + len(self._last)

    def __iter__(self) -> Iterator[T]:
        return self.since(0)

    def since(self, first: int) -> Iterator[T]:
        """Yield the items from the one with this number on."""
        for number in range(first // PART, len(self._parts) + 1):
            yield from self._part(number)[max(0, first - number * PART) :]

    def __repr__(self) -> str:
        return f"Packed({list(self)!r})"

    def _part(self, number: int) -> list[T]:
        if number == len(self._parts):
            return self._last
        # Packed by this process, just before.
        part: list[T] = pickle.loads(zlib.decompress(self._parts[number]))  # noqa: S301
        return part
