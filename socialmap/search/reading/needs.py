"""Read what a person needs out of the words: my husband died is a need for a bereavement group."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from math import exp

from socialmap.language.analysis import (
    Alternative,
    common_words,
    heads,
    query_stop_words,
    query_words,
    stems,
)
from socialmap.language.compounds import is_part, split
from socialmap.language.danger import danger_in, needs_in
from socialmap.language.elsewhere import asks_for_help, found_elsewhere, modifiers
from socialmap.language.nearness import ELSEWHERE, near_needs
from socialmap.language.needs import FILLERS, Heard, Means, Need, heard, needs
from socialmap.language.stems import base, stem
from socialmap.language.synonyms import single_words
from socialmap.language.tokens import DENYING, content_words
from socialmap.search.reading.chips import Chip, Reading
from socialmap.search.reading.foreign import is_in_other_language
from socialmap.search.words import Answers, AnyOf, Clause, Coded, Words

KIND = "need"
MOST = 3
# With one of these the words are a phrase or a pattern, which is taken literally.
SIGNS = '"*'
# A question is read by what it is near to unless the words that say a need are all that count.
# What it is near to is a need from LEAST on (fewer words are near to many), and SURELY at full
# weight; needs less than BESIDE behind the nearest are meant as well, each FADING times less.
LEAST, LEAST_SHORT, SURELY = 0.55, 0.7, 0.85
# From here on what answers the need fits by itself; nearer to nothing, words must say so too.
SURE = 0.7
BESIDE, FADING = 0.07, 0.1
# So FEW words must be as near as CONFIRMED by themselves, unless they are in a SENTENCE of so many.
FEW, CONFIRMED, SENTENCE = 2, 0.5, 6
# The weight of a need beside the words that were typed. Words that are a need by themselves are
# found as such; of a sentence the words say less than what it means.
WORD, PHRASE, MEANT = 0.4, 1.0, 1.4
AUDIENCE = 0.75  # times that of a need for who comes, beside one for what is done
# The share of the words that count, from which they are about what is found elsewhere.
ABOUT = 0.5
# How well at least something answers the need of somebody in danger.
HELPFUL = 0.7
MADE_FOR = ("vorm", "doelgroep")
# A question of fewer words that count than this is short.
SHORT = 3


@dataclass(frozen=True, slots=True)
class Understood:
    """A need that was understood from words, and its weight beside them."""

    need: str
    words: str
    weight: float
    sure: bool = True

    @property
    def chip(self) -> Chip:
        """The chip with which it can be taken away."""
        return Chip(KIND, self.need, self.words, self.sure)


def read_needs(reading: Reading, _at: datetime) -> Reading:
    """What the words say a person needs, as chips; the words stay what is searched first."""
    text, dropped = reading.query.words, reading.query.dropped
    if not text or any(sign in text for sign in SIGNS):
        return reading
    known = reading.vocabulary.known if reading.vocabulary else frozenset()
    found = [one for one in understood(text, known) if one.chip.key not in dropped]
    danger = danger_in(text)
    if danger and not any(one.weight > WORD for one in found):
        return _in_danger(reading, needs_in(danger))
    if not found:
        return reading
    answered = [one for one in found if needs()[one.need].means]
    typed = set(query_words(text))
    doors = dict.fromkeys(door for one in found if (door := needs()[one.need].door))
    return replace(
        reading,
        # A need that has no other words than those typed is nothing to tell about.
        chips=(
            *reading.chips,
            *(
                one.chip
                for one in answered
                if not typed.issuperset(content_words(needs()[one.need].name))
            ),
        ),
        needs=tuple(answers(one.need, one.weight) for one in answered),
        doors=tuple(doors),
    )


def _in_danger(reading: Reading, codes: Sequence[str]) -> Reading:
    """Only the few that help somebody in danger: the words of a question say more than is asked."""
    text, dropped = reading.query.words, reading.query.dropped
    helping = [Understood(code, text, MEANT) for code in codes]
    if not helping or any(one.chip.key in dropped for one in helping):
        return reading
    return replace(
        reading,
        query=replace(reading.query, words=""),
        chips=(*reading.chips, *(one.chip for one in helping)),
        instead=AnyOf(tuple(map(_most_helpful, helping))),
    )


def _most_helpful(one: Understood) -> Answers:
    """What is made to answer a need, by its kind and audience; words may stand in any text."""
    need = needs()[one.need]
    made = tuple(
        means for means in need.means if means.facet in MADE_FOR and means.weight >= HELPFUL
    )
    need = replace(need, means=made)
    return Answers(need, _parts(need), one.weight)


def prepare() -> None:
    """Make the tables with which needs are understood, so that no visitor waits for them."""
    understood("iemand om mee te praten")


def understood(text: str, known: Collection[str] = ()) -> list[Understood]:
    """The needs that a text says, at most MOST: by its words, then by what it is near to.

    `known` are the terms that listings have. Of words that speak of danger only what they say
    themselves counts: what they are near to may be a mockery.
    """
    typed = query_words(text)
    said = heard(typed)
    found = [_said(one, typed, known) for one in said]
    if _is_elsewhere(typed):
        found = [one for one in found if one.weight > WORD]
    elif not _settled(typed, said) and (near := _near(text, typed)) and not danger_in(text):
        found = [*near, *found]
    heaviest: dict[str, Understood] = {}
    for one in sorted(_weighed(found), key=lambda one: -one.weight):
        heaviest.setdefault(one.need, one)
    return list(heaviest.values())[:MOST]


def _weighed(found: Sequence[Understood]) -> Iterator[Understood]:
    """The needs, of which those that say who comes weigh less beside what is done."""
    beside = any(not needs()[one.need].audience for one in found)
    for one in found:
        less = beside and needs()[one.need].audience
        yield replace(one, weight=one.weight * AUDIENCE) if less else one


def _telling(typed: Sequence[str]) -> set[str]:
    """The stems of the words that say what is looked for, not for whom or when."""
    return {stem(typed[place]) for place in _counting(typed)} - modifiers()


def _is_elsewhere(typed: Sequence[str]) -> bool:
    """Whether words are about what is found elsewhere: kinderdagverblijf voor mijn dochter."""
    named = {term for phrase in found_elsewhere(typed) for term in phrase.terms}
    if not named:
        return False
    telling = _telling(typed)
    return len(named & telling) >= ABOUT * len(telling)


def _said(one: Heard, typed: Sequence[str], known: Collection[str]) -> Understood:
    words = [typed[place] for place in one.places]
    # A word that no listing has finds nothing by itself.
    phrase = len(words) > 1 or bool(known and stem(words[0]) not in known)
    return Understood(one.need, " ".join(words), PHRASE if phrase else WORD)


def _counting(typed: Sequence[str]) -> list[int]:
    """The positions of the words that say something."""
    little = query_stop_words()
    return [place for place, word in enumerate(typed) if word not in little and word not in FILLERS]


def _settled(typed: Sequence[str], said: Sequence[Heard]) -> bool:
    """Whether the words alone say what is meant; words that only deny mean nothing."""
    if all(word in DENYING for word in typed):
        return True
    counting = set(_counting(typed))
    by_saying = {place for one in said for place in one.places}
    if by_saying:
        return by_saying >= counting
    if len(typed) <= 1:
        return all(map(_is_known, typed))
    return len(counting) <= SHORT and not _telling(typed) and bool(counting)


def _is_known(word: str) -> bool:
    """Whether this is a Dutch word, as far as the word lists know."""
    if word in single_words().known or stem(word) in common_words():
        return True
    return is_part(base(word)) or len(split(base(word))) > 1


def _near(text: str, typed: Sequence[str]) -> list[Understood]:
    """The needs that a text is near to, each with less weight the farther it is."""
    foreign = is_in_other_language(text)
    near, nearest = _nearest(text, typed)
    short = len(_counting(typed)) < SHORT and any(map(_is_known, typed))
    if not foreign and (telling := _few_telling(typed)) and not _is_confirmed(nearest, telling):
        near, nearest = _nearest(" ".join(telling), telling)
        short = True
    least = LEAST_SHORT if short or len(typed) == 1 else LEAST
    if nearest == ELSEWHERE or near[nearest] < least:
        return []
    strength = MEANT * min(1, near[nearest] / SURELY)
    sure = near[nearest] >= SURE or foreign
    return [
        Understood(need, text, strength * exp((nearness - near[nearest]) / FADING), sure)
        for need, nearness in near.items()
        if need != ELSEWHERE and nearness >= near[nearest] - BESIDE
    ]


def _nearest(text: str, typed: Sequence[str]) -> tuple[dict[str, float], str]:
    """How near a text is to each need, and the nearest need; ELSEWHERE when there is none."""
    near = dict(near_needs(text))
    if asks_for_help(typed):
        near.pop(ELSEWHERE, None)
    return near, max(near, key=near.__getitem__, default=ELSEWHERE)


def _few_telling(typed: Sequence[str]) -> list[str]:
    """The words that say what is looked for, when there are few beside those for whom or when."""
    little, counting = modifiers() | heads(), _counting(typed)
    telling = [typed[place] for place in counting if stem(typed[place]) not in little]
    few = 0 < len(telling) <= min(FEW, len(counting) - 1)
    few &= len(typed) < SENTENCE and set(DENYING).isdisjoint(typed)
    return telling if few else []


def _is_confirmed(need: str, telling: Sequence[str]) -> bool:
    """Whether the words that say what is looked for are near to a need without the others.

    A ponykamp voor mijn dochter is near to much that is for daughters.
    """
    return need == ELSEWHERE or dict(near_needs(" ".join(telling))).get(need, 0.0) >= CONFIRMED


def answers(code: str, weight: float) -> Answers:
    """What listings have that answer a need."""
    need = needs()[code]
    return Answers(need, _parts(need), weight)


@lru_cache(maxsize=2_000)
def _parts(need: Need) -> tuple[tuple[Clause, float], ...]:
    return tuple((_clause(means), means.weight) for means in need.means)


def _clause(means: Means) -> Clause:
    if means.facet:
        return Coded(means.facet, means.code)
    return Words((Alternative(tuple(stems(means.words)), 1.0, "synonym"),))
