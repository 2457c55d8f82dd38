"""Who may enter: every view says `everybody`; a test compares all of them with the access table."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

View = TypeVar("View", bound=Callable[..., object])


def everybody(view: View) -> View:
    """Let anybody in: residents have no account."""
    view.access = "everybody"  # type: ignore[attr-defined]
    return view
