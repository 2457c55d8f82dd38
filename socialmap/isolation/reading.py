"""Where a listing says something that the lexicon knows, and how much that counts there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from socialmap.isolation.lexicon import Lexicon, parts_of
from socialmap.language.stems import stem
from socialmap.language.synonyms import FILLERS
from socialmap.language.tokens import words

WORD = re.compile(r"[^\W_]+")
MOST_CHARACTERS = 3_000  # of each text that are read: what it is stands at the beginning
# How much a word counts by where it stands. The first words of a text say what the thing is.
NAME, HEAD, BODY, TAIL = 1.5, 1.3, 0.8, 0.5
HEAD_WORDS, BODY_WORDS = 5, 40
# What a part of a compound counts: the last says what the thing is.
LAST_PART, OTHER_PART = 0.7, 0.4


@dataclass(frozen=True, slots=True)
class Word:
    """A word that says something: its stem, and where it stands in the text."""

    folded: str
    stem: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Found:
    """A feature that a text has: the phrase as it is written, where, and how much it counts."""

    feature: str
    phrase: str
    where: str
    amount: float


def text_words(text: str) -> list[Word]:
    """The words of a text that say something, in order."""
    found = []
    for match in WORD.finditer(text[:MOST_CHARACTERS]):
        folded = "".join(words(match[0]))
        if len(folded) > 1 and folded not in FILLERS:
            found.append(Word(folded, stem(folded), match.start(), match.end()))
    return found


def found_in(text: str, where: str, lexicon: Lexicon) -> Iterator[Found]:
    """The features of one text, from left to right; the longest phrase at each place."""
    heard = text_words(text)
    stems = [word.stem for word in heard]
    skip_to = 0
    for place in range(len(heard)):
        if place < skip_to:
            continue
        size = _longest(stems, place, lexicon)
        last = heard[place + max(size, 1) - 1]
        phrase = text[heard[place].start : last.end]
        amount = _amount(where, place)
        if size:
            skip_to = place + size
            for feature in lexicon.features[tuple(stems[place : place + size])]:
                yield Found(feature, phrase, where, amount)
        else:
            yield from _of_parts(heard[place], phrase, where, amount, lexicon)


def _longest(stems: Sequence[str], place: int, lexicon: Lexicon) -> int:
    """The length in words of the longest known phrase that begins here; 0 when there is none."""
    most = min(lexicon.longest.get(stems[place], 0), len(stems) - place)
    for size in range(most, 0, -1):
        if tuple(stems[place : place + size]) in lexicon.features:
            return size
    return 0


def _of_parts(
    word: Word, phrase: str, where: str, amount: float, lexicon: Lexicon
) -> Iterator[Found]:
    parts = parts_of(word.folded)
    for part in parts:
        share = LAST_PART if part == parts[-1] else OTHER_PART
        for feature in lexicon.features.get((part,), ()):
            yield Found(feature, phrase, where, amount * share)


def _amount(where: str, place: int) -> float:
    if where == "name":
        return NAME
    if place < HEAD_WORDS:
        return HEAD
    return BODY if place < BODY_WORDS else TAIL
