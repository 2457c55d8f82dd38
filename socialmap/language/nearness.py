"""Which needs a question is near to: by the letters of its words, and by its meaning."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from operator import mul
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from socialmap.language.elsewhere import phrases_elsewhere
from socialmap.language.letters import Letters
from socialmap.language.meaning import Examples
from socialmap.language.needs import FILLERS, WORDS_ONLY, Saying, is_off, sayings
from socialmap.language.own_words import in_use

# What is found elsewhere is no need, but a question may be nearer to it than to any need.
ELSEWHERE = ""
# Letters count for this much beside meaning: of sayings in Dutch, and in other languages that the
# encoder knows. It does not know the others: there the letters count alone, for ALONE.
DUTCH, FOREIGN, ALONE = 0.6, 0.2, 1.2
# Of the sayings nearest to a question LOOKED_AT count, and of each need the nearest ones by these
# shares.
LOOKED_AT, SHARES = 60, (0.57, 0.29, 0.14)


class Near(NamedTuple):
    """A need (or ELSEWHERE) and how near a question is to the ways in which it is said."""

    need: str
    nearness: float


class _Said(NamedTuple):
    """A saying that questions are compared with: what it says, its words, and their languages."""

    need: str
    text: str
    language: str


@cache
def _said() -> tuple[_Said, ...]:
    """All sayings, those that the encoder knows first."""
    needed = [_Said(one.need, one.text, one.language) for one in sayings()]
    elsewhere = [_Said(ELSEWHERE, text, "nl") for text in phrases_elsewhere()]
    return tuple(sorted(needed + elsewhere, key=lambda one: one.language in WORDS_ONLY))


def _examples() -> list[tuple[str, str]]:
    return [(one.need, one.text) for one in _said() if one.language not in WORDS_ONLY]


EXAMPLES = Examples("needs", _examples)


@cache
def _letters() -> Letters:
    return Letters([one.text for one in _said()], FILLERS)


@cache
def _letters_count() -> NDArray[np.float32]:
    """What the letters of each saying count for."""
    by_language = {"nl": DUTCH} | dict.fromkeys(WORDS_ONLY, ALONE)
    return np.array([by_language.get(one.language, FOREIGN) for one in _said()], np.float32)


def near_needs(question: str) -> list[Near]:
    """The needs that a question is near to, the nearest first.

    Nearness by meaning and letters together is 1.6 for the same words; while meaning is not ready
    only the letters count.
    """
    near = _letters().similar(question) * _letters_count()
    meant = EXAMPLES.similar(question)
    if meant is None:
        near[_letters_count() == DUTCH] *= ALONE / DUTCH
    else:
        near[: len(meant)] += meant
    # Sorting all sayings takes longer than all else.
    last = np.partition(near, -LOOKED_AT)[-LOOKED_AT]
    nearest = np.flatnonzero(near >= last)
    nearest = nearest[np.argsort(-near[nearest], kind="stable")][:LOOKED_AT]
    own = in_use()
    said = [(_said()[number], float(near[number])) for number in nearest.tolist()]
    return _ranked(
        [
            (one.need, how_near)
            for one, how_near in said
            if not is_off(Saying(one.need, one.language, one.text), own)
        ]
    )


def asked_for(question: str) -> float:
    """How near a question is by its meaning to anything that people ask for, here or elsewhere.

    1 is the same; 0 while meaning is not ready.
    """
    meant = EXAMPLES.similar(question)
    return 0.0 if meant is None else float(meant.max())


def _ranked(nearest: list[tuple[str, float]]) -> list[Near]:
    by_need: dict[str, list[float]] = defaultdict(list)
    for need, near in nearest:
        by_need[need].append(near)
    # Needs with few sayings among the nearest count as if the others were as near as the last.
    farthest = [nearest[-1][1] if nearest else 0.0] * len(SHARES)
    ranked = [
        Near(need, sum(map(mul, SHARES, (*near[: len(SHARES)], *farthest))))
        for need, near in by_need.items()
    ]
    return sorted(ranked, key=lambda one: -one.nearness)
