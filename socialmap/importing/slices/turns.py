"""Whose turn it is to write: one large run at a time, and between its slices everybody else."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from socialmap import writers
from socialmap.catalogue.unfinished import LOOK_EVERY
from socialmap.db import db, transaction
from socialmap.jobs import only_one

Part = TypeVar("Part")

LOCK = "import-slices"
AT_ONCE = 500  # listings that are worked out before they are written
PART = 100  # listings of which the writing is not interrupted: less than a tenth of a second
# Seconds after which a transaction ends when a part is written: the others wait no longer for it.
HELD = 0.1
# Seconds for which those who wait go first; after that a run takes its turn all the same.
OTHERS_FIRST = 2.0
LOOK_AGAIN = 0.01  # seconds
AGAIN = 1.0  # seconds


@contextmanager
def alone() -> Iterator[None]:
    """Be the only process that writes a run in slices, after waiting until that is so."""
    while True:
        with only_one(LOCK) as free:
            if free:
                yield
                return
        time.sleep(AGAIN)


@contextmanager
def turn() -> Iterator[None]:
    """Run the block in a transaction of its own, once those who wait to write had their turn."""
    db.session.rollback()
    _let_others_go_first()
    with transaction():
        yield


def write_in_turns(parts: Iterable[Part], write: Callable[[Part], object]) -> None:
    """Write parts one after another, in as few transactions as leave the others time to write."""
    left = deque(parts)
    while left:
        with turn():
            began = time.monotonic()
            write(left.popleft())
            while left and time.monotonic() - began < HELD:
                write(left.popleft())


def _let_others_go_first() -> None:
    database = db.engine.engine.url.database
    if db.engine.dialect.name != "sqlite" or not database:
        return
    began = time.monotonic()
    while writers.is_anybody_waiting(database) and time.monotonic() - began < OTHERS_FIRST:
        time.sleep(LOOK_AGAIN)


def until_known() -> None:
    """Wait until all transactions know that a run began, before it writes what they may not see."""
    if db.engine.dialect.name != "sqlite":
        time.sleep(2 * LOOK_EVERY)
