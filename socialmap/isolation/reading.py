"""Where a listing says something that the lexicon knows, and how much that counts there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from socialmap.isolation.lexicon import SILENT, Lexicon, kind_feature, kinds, threshold_feature
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
    """A word that says something: folded, its stem and those of its parts, and where it stands."""

    folded: str
    stem: str
    parts: tuple[str, ...]
    start: int
    end: int


class Found(NamedTuple):
    """A feature that a listing has: the phrase as it is written, where, and how much it counts."""

    feature: str
    phrase: str
    where: str
    amount: float


_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=100_000)
def _known(written: str) -> tuple[str, str, tuple[str, ...]] | None:
    """A word folded, its stem and the stems of its parts, the last last; None when it is silent."""
    folded = "".join(words(written))
    if len(folded) < 2 or folded in SILENT:
        return None
    return folded, stem(folded), tuple(term for term, _ in word_terms(folded)[1:])


@lru_cache(maxsize=64)
def text_words(text: str) -> tuple[Word, ...]:
    """The words of a text that say something, in order."""
    matches = ((_known(match[0]), match) for match in _WORD.finditer(text[:MOST_CHARACTERS]))
    return tuple(Word(*known, match.start(), match.end()) for known, match in matches if known)


def read(described: Described, lexicon: Lexicon) -> list[Found]:
    """The features of a listing, each once, where it counts most."""
    best: dict[str, Found] = {}
    for each in _all(described, lexicon):
        if each.feature not in best or each.amount > best[each.feature].amount:
            best[each.feature] = each
    return _dampened(best.values(), lexicon)


def _all(described: Described, lexicon: Lexicon) -> Iterator[Found]:
    if kind := kinds().get(described.kind):
        yield Found(kind_feature(kind.code), kind.name, "kind", GIVEN_KIND)
    for fact in FACTS:
        if getattr(described, fact):
            feature = threshold_feature(fact)
            yield Found(feature, lexicon.written[feature], "threshold", 1.0)
    for where in TEXTS:
        yield from found_in(getattr(described, where), where, lexicon)


def _dampened(found: Iterable[Found], lexicon: Lexicon) -> list[Found]:
    """Each next word for the same form counts less, the strongest first."""
    before: dict[int, int] = defaultdict(int)
    strengths = ((each, *lexicon.leaning.get(each.feature, (-1, 0.0))) for each in found)
    dampened = []
    for each, form, points in sorted(strengths, key=lambda item: -item[0].amount * item[2]):
        amount = each.amount * NEXT ** before[form]
        dampened.append(Found(each.feature, each.phrase, each.where, amount))
        before[form] += points > 0
    return dampened


def found_in(text: str, where: str, lexicon: Lexicon) -> Iterator[Found]:
    """The features of one text, from left to right; the longest phrase at each place."""
    heard = text_words(text)
    stems = [word.stem for word in heard]
    place = 0
    while place < len(heard):
        size = _longest(stems, place, lexicon)
        amount = _amount(where, place)
        if size:
            phrase = text[heard[place].start : heard[place + size - 1].end]
            for feature in lexicon.features[tuple(stems[place : place + size])]:
                named = where == "name" and feature.startswith("kind:")
                yield Found(feature, phrase, where, amount * (KIND_IN_NAME if named else 1))
        else:
            yield from _of_parts(text, heard[place], where, amount, lexicon)
        place += max(size, 1)


def _longest(stems: Sequence[str], place: int, lexicon: Lexicon) -> int:
    """The length in words of the longest known phrase that begins here; 0 when there is none."""
    most = min(lexicon.longest.get(stems[place], 0), len(stems) - place)
    for size in range(most, 0, -1):
        if tuple(stems[place : place + size]) in lexicon.features:
            return size
    return 0


def _of_parts(
    text: str, word: Word, where: str, amount: float, lexicon: Lexicon
) -> Iterator[Found]:
    for part in word.parts:
        share = LAST_PART if part == word.parts[-1] else OTHER_PART
        for feature in lexicon.features.get((part,), ()):
            yield Found(feature, text[word.start : word.end], where, amount * share)


def _amount(where: str, place: int) -> float:
    if where == "name":
        return NAME
    if place < HEAD_WORDS:
        return HEAD
    return BODY if place < BODY_WORDS else TAIL
