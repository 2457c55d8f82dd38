"""What people ask that is found elsewhere than on a social map: a dentist, a passport."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from socialmap.config import resource
from socialmap.language.compounds import read_words
from socialmap.language.stems import Stems, stem
from socialmap.language.tokens import words


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A phrase of a query for what is found elsewhere: its stems, and whose door to go to.

    `door` is "gemeente", or "" when there is no one door.
    """

    terms: Stems
    door: str


@cache
def _phrases() -> dict[str, str]:
    """The door of each phrase."""
    with resource("data", "language", "elsewhere.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {text: row["door"] for row in rows for text in row["words"].split("|")}


def phrases_elsewhere() -> tuple[str, ...]:
    """The phrases for what is found elsewhere."""
    return tuple(_phrases())


@cache
def _doors() -> dict[Stems, str]:
    return {tuple(map(stem, words(text))): door for text, door in _phrases().items()}


@cache
def _longest() -> int:
    return max(map(len, _doors()))


def found_elsewhere(typed: Sequence[str]) -> list[Elsewhere]:
    """The phrases among folded words that name what is found elsewhere.

    There are none when the words ask for help or company on the way there: mee naar de tandarts.
    """
    if asks_for_help(typed):
        return []
    terms = [stem(word) for word in typed]
    phrases = (
        tuple(terms[start : start + size])
        for size in range(min(_longest(), len(terms)), 0, -1)
        for start in range(len(terms) - size + 1)
    )
    return [Elsewhere(phrase, _doors()[phrase]) for phrase in phrases if phrase in _doors()]


def asks_for_help(typed: Sequence[str]) -> bool:
    """Whether folded words ask for help or company with something."""
    return not _helping().isdisjoint(typed)


@cache
def _helping() -> frozenset[str]:
    return frozenset(read_words("helping.txt"))


@cache
def _foreign() -> frozenset[str]:
    return frozenset(word for text in read_words("foreign_words.txt") for word in words(text))


def is_foreign(typed: Sequence[str]) -> bool:
    """Whether folded words are of another language than Dutch: another script, or its words."""
    return not _foreign().isdisjoint(typed) or not "".join(typed).isascii()


@cache
def modifiers() -> frozenset[str]:
    """The stems of words that say for whom, when or how something is, not what it is."""
    return frozenset(map(stem, read_words("modifiers.txt")))
