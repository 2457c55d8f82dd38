"""Read what a person needs out of the words: my husband died is a need for a bereavement group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from operator import mul

from socialmap.language.analysis import (
    Alternative,
    common_words,
    query_stop_words,
    query_words,
    stems,
)
from socialmap.language.compounds import is_part, split
from socialmap.language.meaning import Examples, Neighbour
from socialmap.language.needs import FILLERS, WORDS_ONLY, Heard, Means, heard, needs, sayings
from socialmap.language.stems import base, stem
from socialmap.language.synonyms import single_words
from socialmap.search.reading.chips import Chip, Reading
from socialmap.search.words import Answers, Clause, Coded, Words

KIND = "need"
MOST = 3
# With one of these the words are a phrase or a pattern, which is taken literally.
SIGNS = '"*'
# A question of at least SENTENCE words that count is read by its meaning, unless the words that
# say a need are at least SETTLED of them.
SENTENCE, SETTLED = 3, 0.6
# Of the sayings nearest to a question LOOKED_AT count, and of each need the nearest ones by these
# shares. A need is meant when its sayings are SURE near, or LIKELY near and nearer than those of
# any other need by APART; a need that is less than APART behind a sure one is meant as well.
LOOKED_AT, SHARES = 60, (0.57, 0.29, 0.14)
SURE, LIKELY, APART, BESIDE = 0.62, 0.37, 0.07, 0.04
# The weight of a need beside the words that were typed. Words that are a need by themselves are
# found as such; of a sentence the words say less than what it means.
WORD, PHRASE, MEANT = 0.4, 1.0, 1.2
# One word is near to many others.
SURE_WORD = 0.75


def _phrases() -> list[tuple[str, str]]:
    return [(one.need, one.text) for one in sayings() if one.language not in WORDS_ONLY]


EXAMPLES = Examples("needs", _phrases)


@dataclass(frozen=True, slots=True)
class Understood:
    """A need that was understood from words, and its weight beside them."""

    need: str
    words: str
    weight: float

    @property
    def chip(self) -> Chip:
        """The chip with which it can be taken away."""
        return Chip(KIND, self.need, self.words)


def read_needs(reading: Reading, _at: datetime) -> Reading:
    """What the words say a person needs, as chips; the words stay what is searched first."""
    text, dropped = reading.query.words, reading.query.dropped
    if not text or any(sign in text for sign in SIGNS):
        return reading
    found = [one for one in understood(text) if one.chip.key not in dropped]
    answered = [one for one in found if needs()[one.need].means]
    typed = set(stems(text))
    doors = dict.fromkeys(door for one in found if (door := needs()[one.need].door))
    return replace(
        reading,
        # A need that has no other words than those typed is nothing to tell about.
        chips=(
            *reading.chips,
            *(one.chip for one in answered if not typed.issuperset(stems(needs()[one.need].name))),
        ),
        needs=tuple(answers(one.need, one.weight) for one in answered),
        doors=tuple(doors),
    )


def understood(text: str) -> list[Understood]:
    """The needs that a text says, at most MOST: by its words, then by its meaning."""
    typed = query_words(text)
    said = heard(typed)
    found = [_said(one, typed) for one in said]
    if not _settled(typed, said):
        found = [*_near(text, typed), *found]
    heaviest: dict[str, Understood] = {}
    for one in found:
        if one.need not in heaviest or heaviest[one.need].weight < one.weight:
            heaviest[one.need] = one
    return list(heaviest.values())[:MOST]


def _said(one: Heard, typed: Sequence[str]) -> Understood:
    words = " ".join(typed[place] for place in one.places)
    return Understood(one.need, words, PHRASE if len(one.places) > 1 else WORD)


def _counting(typed: Sequence[str]) -> list[int]:
    """The positions of the words that say something."""
    little = query_stop_words() | FILLERS
    return [place for place, word in enumerate(typed) if word not in little]


def _settled(typed: Sequence[str], said: Sequence[Heard]) -> bool:
    """Whether the words alone say what is meant."""
    counting = set(_counting(typed))
    by_saying = {place for one in said for place in one.places} & counting
    if by_saying:
        return len(by_saying) >= SETTLED * len(counting)
    return len(counting) < SENTENCE and all(_is_known(typed[place]) for place in counting)


def _is_known(word: str) -> bool:
    """Whether this is a Dutch word, as far as the word lists know."""
    if word in single_words().known or stem(word) in common_words():
        return True
    return is_part(base(word)) or len(split(base(word))) > 1


def _near(text: str, typed: Sequence[str]) -> list[Understood]:
    """The needs whose sayings are near to a text by their meaning."""
    ranked = _ranked(EXAMPLES.nearest(text, LOOKED_AT))
    if not ranked:
        return []
    first, following = ranked[0][1], ranked[1][1] if len(ranked) > 1 else 0.0
    sure = SURE if len(_counting(typed)) > 1 else SURE_WORD
    if first >= sure:
        return [Understood(need, text, MEANT) for need, near in ranked if near >= first - BESIDE]
    likely = len(typed) > SENTENCE and first >= LIKELY and first - following >= APART
    return [Understood(ranked[0][0], text, MEANT)] if likely else []


def _ranked(nearest: Sequence[Neighbour]) -> list[tuple[str, float]]:
    """The needs of sayings near to a question, the nearest first: how near each is (0-1)."""
    near: dict[str, list[float]] = defaultdict(list)
    for neighbour in nearest:
        near[neighbour.label].append(neighbour.similarity)
    # Needs with few sayings among the nearest count as if the others were as near as the last.
    farthest = [nearest[-1].similarity] * len(SHARES) if nearest else []
    by_need = {
        need: sum(map(mul, SHARES, (*similar[: len(SHARES)], *farthest)))
        for need, similar in near.items()
    }
    return sorted(by_need.items(), key=lambda pair: -pair[1])


@cache
def answers(code: str, weight: float) -> Answers:
    """What listings have that answer a need."""
    return Answers(tuple((_clause(means), means.weight) for means in needs()[code].means), weight)


def _clause(means: Means) -> Clause:
    if means.facet:
        return Coded(means.facet, means.code)
    return Words((Alternative(tuple(stems(means.words)), 1.0, "synonym"),))
