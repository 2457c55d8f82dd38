"""Whether a word names what a listing is, or only what stands around it.

A school may be the listing, the place where it meets ("in de school", "een oude school"), or what
it is not ("zonder behandelaars").
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from socialmap.isolation.lexicon import data_rows, phrase_of
from socialmap.language.stems import Stems


@cache
def _words(part: str) -> frozenset[Stems]:
    """The phrases of a row of `surroundings.csv`."""
    return frozenset(
        phrase_of(text)
        for row in data_rows("isolation", "surroundings.csv")
        if row["part"] == part
        for text in row["words"].split("|")
    )


def is_institution(phrase: Stems) -> bool:
    """Whether a phrase names a house that a listing may be in, such as a school or a hospital."""
    return phrase in _words("institution")


def only_around(stems: Sequence[str], place: int) -> bool:
    """Whether the institution that begins at this place is where the listing is, not what it is."""
    before = tuple(stems[max(0, place - 2) : place])
    if before and (before[-1:] in _words("former") or before[-1:] in _words("before")):
        return True
    return len(before) == 2 and before[:1] in _words("before")


def denied(stems: Sequence[str], place: int) -> bool:
    """Whether the words at this place follow a word such as zonder or geen."""
    phrases = _denying().get(stems[place - 1]) if place else None
    if not phrases:
        return False
    return any(tuple(stems[max(0, place - len(phrase)) : place]) == phrase for phrase in phrases)


@cache
def _denying() -> dict[str, tuple[Stems, ...]]:
    """The phrases that deny what follows, by their last stem."""
    by_last: dict[str, tuple[Stems, ...]] = {}
    for phrase in _words("denied"):
        by_last[phrase[-1]] = (*by_last.get(phrase[-1], ()), phrase)
    return by_last
