"""The box on a results page for somebody who may be in danger: who to call, in their language."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from flask import Flask

from socialmap.config import resource
from socialmap.language.danger import Danger

# A page that is harmless on any screen. The link is plain, so that it works without scripts.
LEAVE_FOR = "https://www.buienradar.nl"
RIGHT_TO_LEFT = frozenset(["ar"])
# Who to call, by the column with its text: the number, and a site to chat at.
NUMBERS = {
    "now": ("112", ""),
    "suicide": ("0800-0113", "https://www.113.nl"),
    "home": ("0800-2000", "https://veiligthuis.nl"),
    "child": ("0800-0432", "https://www.kindertelefoon.nl"),
}
ORDER = {
    "suicide": ("now", "suicide", "home", "child"),
    "child_abuse": ("now", "child", "home", "suicide"),
    "neglect": ("now", "home", "child"),
    "emergency": ("now",),
}
USUAL_ORDER = ("now", "home", "suicide", "child")


@dataclass(frozen=True)
class Line:
    """One number to call: the text before it, the number, and a site of the same people."""

    text: str
    number: str
    site: str


@dataclass(frozen=True)
class Box:
    """What the box says: its language, the direction of that, its texts, and who to call."""

    language: str
    direction: str
    texts: Mapping[str, str]
    lines: tuple[Line, ...]
    leave_for: str = LEAVE_FOR


@cache
def _texts() -> dict[str, dict[str, str]]:
    """The texts by language and then by name."""
    with resource("data", "language", "danger_box.csv").open(encoding="utf-8", newline="") as file:
        return {row["language"]: row for row in csv.DictReader(file)}


def danger_box(danger: Danger) -> Box:
    """The box for a question in its own language, or in Dutch where we lack the words."""
    language = danger.language if danger.language in _texts() else "nl"
    texts = _texts()[language]
    lines = tuple(
        Line(texts[name], *NUMBERS[name]) for name in ORDER.get(danger.about, USUAL_ORDER)
    )
    direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
    return Box(language, direction, texts, lines)


def register(app: Flask) -> None:
    """Give templates the box."""
    app.add_template_global(danger_box)
