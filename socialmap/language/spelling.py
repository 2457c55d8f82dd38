"""Misspelt words: what was meant, among the words that there are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 4  # letters; a shorter word is as easily another word
LONG = 7  # letters, from which two edits are still the same word
MOST = 10
# Letters that sound alike in Dutch, and so are easily taken for each other; in this order.
ALIKE = (
    *(("ij", "y"), ("ei", "y"), ("ou", "au"), ("ie", "i"), ("ch", "g"), ("ph", "f"), ("th", "t")),
    *(("dt", "t"), ("ce", "se"), ("ci", "si"), ("cy", "sy"), ("z", "s"), ("c", "k"), ("q", "k")),
    *(("x", "ks"), ("v", "f")),
)
_DOUBLE = re.compile(r"(.)\1+")


def sound(word: str) -> str:
    """The word as it roughly sounds: boerderij and boerdery are one."""
    for letters, alike in ALIKE:
        if letters in word:
            word = word.replace(letters, alike)
    if word.endswith("d"):
        word = f"{word[:-1]}t"
    return _DOUBLE.sub(r"\1", word)


@dataclass(frozen=True)
class Vocabulary:
    """The words that there are, in order, and each as it sounds."""

    words: Sequence[str]
    sounds: Sequence[str]

    @classmethod
    def of(cls, words: Iterable[str]) -> Vocabulary:
        """The vocabulary of some words."""
        ordered = sorted(set(words))
        return cls(ordered, sounds(ordered))

    @cached_property
    def known(self) -> frozenset[str]:
        """The words."""
        return frozenset(self.words)

    @cached_property
    def beginning(self) -> Mapping[tuple[str, int], Sequence[tuple[str, str]]]:
        """The words by the first letter and the length of their sound."""
        return self._by_letter(0)

    @cached_property
    def second(self) -> Mapping[tuple[str, int], Sequence[tuple[str, str]]]:
        """The words by the second letter and the length of their sound."""
        return self._by_letter(1)

    def _by_letter(self, place: int) -> Mapping[tuple[str, int], Sequence[tuple[str, str]]]:
        found: dict[tuple[str, int], list[tuple[str, str]]] = defaultdict(list)
        for heard, word in zip(self.sounds, self.words, strict=True):
            if heard:
                found[heard[place : place + 1], len(heard)].append((heard, word))
        return found


def sounds(words: Sequence[str]) -> list[str]:
    """Each word as it sounds; "" for a number, which is no misspelling of another."""
    return ["" if word.isdigit() else sound(word) for word in words]


def corrections(word: str, vocabulary: Vocabulary) -> list[tuple[str, int]]:
    """Known words that a folded word may be a misspelling of, with their distance (1 or 2).

    A long word may differ in two places, a short one in one. Where the first letter is another,
    a word must be long and the rest right.
    """
    heard = sound(word)
    if len(word) < SHORTEST or len(heard) < 2:
        return []
    most = 2 if len(word) >= LONG else 1
    pairs = _of_length(vocabulary.beginning, heard[0], len(heard), most)
    found = _close(word, heard, pairs, most)
    if not found and len(word) >= LONG:
        others = [
            *_of_length(vocabulary.second, heard[0], len(heard), 1),
            *_of_length(vocabulary.second, heard[1], len(heard), 1),
            *_of_length(vocabulary.beginning, heard[1], len(heard), 1),
        ]
        found = _close(word, heard, others, 1)
    return found


def _of_length(
    index: Mapping[tuple[str, int], Sequence[tuple[str, str]]],
    letter: str,
    length: int,
    most: int,
) -> list[tuple[str, str]]:
    lengths = range(length - most, length + most + 1)
    return [pair for each in lengths for pair in index.get((letter, each), ())]


def _close(
    word: str, heard: str, pairs: Sequence[tuple[str, str]], most: int
) -> list[tuple[str, int]]:
    """The pairs whose sound is within so many edits, the nearest first, also as it is written."""
    near = process.extract(
        heard,
        [each for each, _ in pairs],
        scorer=OSA.distance,
        score_cutoff=most,
        limit=MOST,
    )
    ranked = sorted(
        (max(int(distance), 1), OSA.distance(word, pairs[place][1]), pairs[place][1])
        for _, distance, place in near
        if pairs[place][1] != word
    )
    return list(dict.fromkeys((known, distance) for distance, _, known in ranked))
