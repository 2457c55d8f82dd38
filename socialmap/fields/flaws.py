"""A flaw in a typed value: its level, a sentence about it and the remedy."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Facts = tuple[tuple[str, object], ...]


class Level(StrEnum):
    """How bad a flaw is: left out, imported with a doubt, or merely good to know."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a cell, what to do about it, and the value used instead (`mended`).

    Sentence and remedy are Dutch, with %(name)s for each of `facts`; the caller translates them.
    """

    level: Level
    sentence: str
    remedy: str
    mended: Any = None
    facts: Facts = ()
    suggestion: str = ""
    # True if the value is personal data, which a remark must not repeat.
    secret: bool = False
    # Texts that belong in other fields, by the name of the field.
    moved: tuple[tuple[str, str], ...] = ()
    # The words of the cell that are no term of its scheme.
    unknown: tuple[str, ...] = ()
    # What else is wrong with the same cell.
    more: tuple[Flaw, ...] = ()
