"""How far a long piece of work is: told in rows to whoever wants to show it."""

from __future__ import annotations

from collections.abc import Callable

# Called with the number of rows that were done since the last call.
Progress = Callable[[int], object]


def unseen(_rows: int) -> None:
    """The progress that nobody watches."""
