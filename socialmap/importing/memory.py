"""While a file becomes a plan, the garbage collector seldom looks: nearly all of it is kept."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# Values made since it looked last; every 700 it would go through the plan again and again, which
# takes a fifth of the time of an import.
SELDOM = 20_000


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Let the garbage collector look seldom, as long as it did not already."""
    before = gc.get_threshold()
    gc.set_threshold(max(SELDOM, before[0]), *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
