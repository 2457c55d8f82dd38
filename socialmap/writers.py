"""Whose turn it is to write to a database in a file, and who waits for it.

SQLite lets one transaction write at a time. Who waits looks again only every tenth of a second: the
turn goes to whoever comes along just then, and work of many transactions one after another is
nearly always there first. Here those who wait stand in line, and long work can let them go first.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

PATIENCE = 5.0  # seconds
# Seconds until somebody looks again: SOON when they have waited long, so that they are first.
LATER, SOON, LONG = 0.02, 0.001, 0.4


def is_anybody_waiting(database: str) -> bool:
    """Return whether some transaction waits to write to the database in this file."""
    with _file(database, "waiting") as waiting:
        return not _locked(waiting)


@contextmanager
def in_line(database: str | None) -> Iterator[None]:
    """For the block be known as waiting, and be the first in line; a process that dies is neither.

    Without a file there is nobody else. Who waits longer than PATIENCE goes on all the same.
    """
    if not database:
        yield
        return
    with _file(database, "waiting") as waiting, _file(database, "first") as first:
        fcntl.flock(waiting, fcntl.LOCK_SH)
        began, waited = time.monotonic(), 0.0
        while not _locked(first) and waited < PATIENCE:
            time.sleep(max(SOON, LATER * (1 - waited / LONG)))
            waited = time.monotonic() - began
        yield


def _locked(file: IO[bytes]) -> bool:
    """Lock a file for oneself, and return whether that was possible at once."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _file(database: str, name: str) -> IO[bytes]:
    return Path(f"{database}-{name}").open("ab")
