"""A cache: per name the value that was worked out last, which holds as long as its key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app

T = TypeVar("T")


class Cache:
    """Values by name, each with the key that it holds for: a day, a minute, a version.

    It has one value for each name, so that it never grows beyond the names in use.
    """

    def __init__(self) -> None:
        self._entries: dict[str, tuple[object, Any]] = {}

    def get(self, name: str, key: object, make: Callable[[], T]) -> T:
        """The value of a name; `make` works it out when there is none for this key."""
        entry = self._entries.get(name)
        if entry is None or entry[0] != key:
            entry = self._entries[name] = (key, make())
        value: T = entry[1]
        return value

    def put(self, name: str, key: object, value: object) -> None:
        """Remember a value that was worked out elsewhere."""
        self._entries[name] = (key, value)

    def last(self, name: str, default: T) -> T:
        """The value that was worked out last, whatever its key; the default when there is none."""
        value: T = self._entries.get(name, (None, default))[1]
        return value

    def drop(self, name: str) -> None:
        """Forget the value of a name, which is worked out again when it is asked."""
        self._entries.pop(name, None)


def app_cache() -> Cache:
    """The cache of the app that answers this request; each process has its own."""
    cache: Cache = current_app.extensions.setdefault("socialmap.cache", Cache())
    return cache
