"""What is wrong with a value that somebody typed: how bad, in which words, with which remedy."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Facts = tuple[tuple[str, object], ...]


class Level(StrEnum):
    """How bad it is: left out, taken with a doubt, or merely good to know."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is not right about a cell, what to do about it, and what is used instead (mended).

    Sentence and remedy are Dutch with %(name)s for each fact; a door translates them.
    """

    level: Level
    sentence: str
    remedy: str
    mended: Any = None
    facts: Facts = ()
    suggestion: str = ""
    # The value is personal: a remark must not repeat it.
    secret: bool = False
