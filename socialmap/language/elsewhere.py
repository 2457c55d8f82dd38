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
def _doors() -> dict[Stems, str]:
    with resource("data", "language", "elsewhere.csv").open(encoding="utf-8", newline="") as file:
        return {
            tuple(stem(word) for word in words(text)): row["door"]
            for row in csv.DictReader(file)
            for text in row["words"].split("|")
        }


@cache
def _longest() -> int:
    return max(map(len, _doors()))


def found_elsewhere(typed: Sequence[str]) -> list[Elsewhere]:
    """The phrases among folded words that name what is found elsewhere.

    There are none when the words ask for help or company on the way there: mee naar de tandarts.
    """
    if not _helping().isdisjoint(typed):
        return []
    terms = [stem(word) for word in typed]
    phrases = (
        tuple(terms[start : start + size])
        for size in range(_longest(), 0, -1)
        for start in range(len(terms) - size + 1)
    )
    return [Elsewhere(phrase, _doors()[phrase]) for phrase in phrases if phrase in _doors()]


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
