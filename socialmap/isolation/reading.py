"""Where a listing says something that the lexicon knows, and how much that counts there."""

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
    Phrase,
    kind_feature,
    kinds,
    threshold_feature,
)
from socialmap.language.analysis import word_terms
from socialmap.language.stems import stem
from socialmap.language.tokens import words

TEXTS = ("name", "summary", "description")
FACTS = ("walk_in", "met_at_door", "companion_welcome", "quiet")
MOST_CHARACTERS = 2_000  # of each text that are read: what it is stands at the beginning
# How much a word counts by where it stands. The first words of a text say what the thing is.
NAME, HEAD, BODY, TAIL = 1.5, 1.3, 0.8, 0.5
HEAD_WORDS, BODY_WORDS = 7, 60
KIND_IN_NAME = 2.0  # times as much
GIVEN_KIND = 4.0
# What a part of a compound counts: the last says what the thing is.
LAST_PART, OTHER_PART = 0.7, 0.4
# Each next word for the same form counts less: six hobbies are not six times one.
NEXT = 0.75


@dataclass(frozen=True, slots=True)
class Described:
    """What is known of a listing; kind is a code of the taxonomy or empty, None is unknown."""

    name: str
    summary: str = ""
    description: str = ""
    kind: str = ""
    walk_in: bool | None = None
    met_at_door: bool | None = None
    companion_welcome: bool | None = None
    quiet: bool | None = None
    audiences: tuple[str, ...] = ()


class Word(NamedTuple):
    """A word that says something: folded, its stem, and the stems of its parts, the last last."""

    folded: str
    stem: str
    parts: tuple[str, ...]


class Found(NamedTuple):
    """A feature that a listing has: the phrase as it is written, where, and how much it counts."""

    feature: str
    phrase: str
    where: str
    amount: float


# A feature, the phrase as it is written, where it stands, and how much it counts there.
Seen = tuple[str, str, str, float]
_WORD = re.compile(r"([^\W_]+)")


@lru_cache(maxsize=20_000)
def _known(written: str) -> Word | None:
    """What a word says; None when it is silent."""
    folded = "".join(words(written))
    if len(folded) < 2 or folded in SILENT:
        return None
    if folded.isdecimal():
        return Word(folded, folded, ())
    return Word(folded, stem(folded), tuple(term for term, _ in word_terms(folded)[1:]))


@lru_cache(maxsize=64)
def _heard(text: str) -> tuple[list[str], list[int], list[Word]]:
    """A text cut around its words, at which cuts words stand that say something, and those."""
    cuts = _WORD.split(text[:MOST_CHARACTERS])
    heard = [(place, word) for place, cut in enumerate(cuts) if place % 2 and (word := _known(cut))]
    return cuts, [place for place, _ in heard], [word for _, word in heard]


def text_words(text: str) -> list[Word]:
    """The words of a text that say something, in order."""
    return _heard(text)[2]


def read(described: Described, lexicon: Lexicon) -> list[Found]:
    """The features of a listing, each once, where it counts most."""
    best: dict[str, Seen] = {}
    for seen in _all(described, lexicon):
        before = best.get(seen[0])
        if before is None or seen[3] > before[3]:
            best[seen[0]] = seen
    return _dampened(best.values(), lexicon)


def _all(described: Described, lexicon: Lexicon) -> Iterator[Seen]:
    if kind := kinds().get(described.kind):
        yield kind_feature(kind.code), kind.name, "kind", GIVEN_KIND
    for fact in FACTS:
        if getattr(described, fact):
            feature = threshold_feature(fact)
            yield feature, lexicon.written[feature], "threshold", 1.0
    for where in TEXTS:
        if text := getattr(described, where):
            yield from _seen(text, where, lexicon)


def _dampened(seen: Iterable[Seen], lexicon: Lexicon) -> list[Found]:
    """Each next word for the same form counts less, the strongest first."""
    before: dict[int, int] = defaultdict(int)
    strengths = ((each, *lexicon.leaning.get(each[0], (-1, 0.0))) for each in seen)
    dampened = []
    for each, form, points in sorted(strengths, key=lambda item: -item[0][3] * item[2]):
        feature, phrase, where, amount = each
        dampened.append(Found(feature, phrase, where, amount * NEXT ** before[form]))
        before[form] += points > 0
    return dampened


def _seen(text: str, where: str, lexicon: Lexicon) -> Iterator[Seen]:
    """The features of one text, from left to right; the longest phrase at each place."""
    cuts, places, heard = _heard(text)
    stems = [word.stem for word in heard]
    number = 0
    while number < len(heard):
        word = heard[number]
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


def _longest(stems: Sequence[str], place: int, lexicon: Lexicon) -> Phrase:
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
