"""Read a listing: the features of the lexicon that it has, where, and how much they count."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from socialmap.isolation.lexicon import (
    SILENT,
    Lexicon,
    kind_feature,
    kinds,
    threshold_feature,
)
from socialmap.language.analysis import word_terms
from socialmap.language.stems import Stems, stem
from socialmap.language.tokens import words

TEXTS = ("name", "summary", "description")
MOST_CHARACTERS = 2_000  # of each text that are read: the beginning says what a thing is
# How much a word counts by its position. The first words of a text say what the thing is.
NAME, HEAD, BODY, TAIL = 1.5, 1.3, 0.8, 0.5
HEAD_WORDS, BODY_WORDS = 7, 60
KIND_IN_NAME = 2.0  # factor for a kind that the name has
GIVEN_KIND = 4.0
# How much a part of a compound counts: the last says what the thing is.
LAST_PART, OTHER_PART = 0.7, 0.4
# The factor for each further word for the same form: six hobbies are not six times one.
NEXT = 0.75


@dataclass(frozen=True, slots=True)
class Described:
    """What the classifier reads of a listing: `kind` is a code or empty.

    `thresholds` are the facts about a low threshold that are known to hold, of those that have
    points in `thresholds.csv`.
    """

    name: str
    summary: str = ""
    description: str = ""
    kind: str = ""
    thresholds: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()


class TextWord(NamedTuple):
    """A word that is not silent: folded, its stem, and the stems of its parts in order."""

    folded: str
    stem: str
    parts: tuple[str, ...]


class Feature(NamedTuple):
    """A feature that a listing has: the phrase as written, its field, and how much it counts."""

    name: str
    phrase: str
    where: str
    amount: float


# The name of a feature, the phrase as written, its field, and how much it counts there.
Sighting = tuple[str, str, str, float]
_WORD = re.compile(r"([^\W_]+)")


@lru_cache(maxsize=20_000)
def _word(written: str) -> TextWord | None:
    """A written word as a TextWord; None when it is silent."""
    folded = "".join(words(written))
    if len(folded) < 2 or folded in SILENT:
        return None
    if folded.isdecimal():
        return TextWord(folded, folded, ())
    return TextWord(folded, stem(folded), tuple(term for term, _ in word_terms(folded)[1:]))


@lru_cache(maxsize=64)
def _words_of(text: str) -> tuple[list[str], list[int], list[TextWord]]:
    """A text cut around its words, the numbers of the cuts that are not silent, and their words."""
    cuts = _WORD.split(text[:MOST_CHARACTERS])
    placed = [(place, word) for place, cut in enumerate(cuts) if place % 2 and (word := _word(cut))]
    return cuts, [place for place, _ in placed], [word for _, word in placed]


def text_words(text: str) -> list[TextWord]:
    """The words of a text that are not silent, in order."""
    return _words_of(text)[2]


def features_of(described: Described, lexicon: Lexicon) -> list[Feature]:
    """The features of a listing, each once, where it counts most."""
    best: dict[str, Sighting] = {}
    for sighting in _all_sightings(described, lexicon):
        before = best.get(sighting[0])
        if before is None or sighting[3] > before[3]:
            best[sighting[0]] = sighting
    return _dampened(best.values(), lexicon)


def _all_sightings(described: Described, lexicon: Lexicon) -> Iterator[Sighting]:
    if kind := kinds().get(described.kind):
        yield kind_feature(kind.code), kind.name, "kind", GIVEN_KIND
    for fact in described.thresholds:
        feature = threshold_feature(fact)
        yield feature, lexicon.written[feature], "threshold", 1.0
    for where in TEXTS:
        if text := getattr(described, where):
            yield from _sightings(text, where, lexicon)


def _dampened(sightings: Iterable[Sighting], lexicon: Lexicon) -> list[Feature]:
    """The features, the strongest first; each further one for the same form counts less."""
    before: dict[int, int] = defaultdict(int)
    leanings = ((sighting, *lexicon.leaning.get(sighting[0], (-1, 0.0))) for sighting in sightings)
    dampened = []
    for sighting, form, points in sorted(leanings, key=lambda item: -item[0][3] * item[2]):
        feature, phrase, where, amount = sighting
        dampened.append(Feature(feature, phrase, where, amount * NEXT ** before[form]))
        before[form] += points > 0
    return dampened


def _sightings(text: str, where: str, lexicon: Lexicon) -> Iterator[Sighting]:
    """The features of one text, from left to right; the longest phrase at each position."""
    cuts, places, all_words = _words_of(text)
    stems = [word.stem for word in all_words]
    number = 0
    while number < len(all_words):
        word = all_words[number]
        if phrase := _longest(stems, number, lexicon):
            last = number + len(phrase) - 1
            written = "".join(cuts[places[number] : places[last] + 1])
            amount = _amount(where, number)
            for feature in lexicon.features[phrase]:
                named = where == "name" and feature.startswith("kind:")
                yield feature, written, where, amount * (KIND_IN_NAME if named else 1)
        elif word.parts:
            amount = _amount(where, number)
            for part in word.parts:
                share = LAST_PART if part == word.parts[-1] else OTHER_PART
                for feature in lexicon.features.get((part,), ()):
                    yield feature, cuts[places[number]], where, amount * share
        number += len(phrase) or 1


def _longest(stems: Sequence[str], place: int, lexicon: Lexicon) -> Stems:
    """The longest known phrase that begins here; empty when there is none."""
    for size in lexicon.lengths.get(stems[place], ()):
        phrase = tuple(stems[place : place + size])
        if phrase in lexicon.features:
            return phrase
    return ()


def _amount(where: str, place: int) -> float:
    if where == "name":
        return NAME
    if place < HEAD_WORDS:
        return HEAD
    return BODY if place < BODY_WORDS else TAIL
