"""Many things a part at a time: lists that are short enough for one statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items in order, so many at a time."""
    several = iter(items)
    while part := list(islice(several, size)):
        yield part
