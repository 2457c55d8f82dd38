"""Correct misspelt words: the known words that sound and look most like them."""

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
# Letters that sound alike in Dutch, and so are easily mistaken; replaced in this order.
ALIKE = (
    *(("ij", "y"), ("ei", "y"), ("ou", "au"), ("ie", "i"), ("ch", "g"), ("ph", "f"), ("th", "t")),
    *(("dt", "t"), ("ce", "se"), ("ci", "si"), ("cy", "sy"), ("z", "s"), ("c", "k"), ("q", "k")),
    *(("x", "ks"), ("v", "f")),
)
_DOUBLE = re.compile(r"(.)\1+")


def sound(word: str) -> str:
    """The word roughly as it sounds: boerderij and boerdery become the same."""
    for letters, alike in ALIKE:
        if letters in word:
            word = word.replace(letters, alike)
    if word.endswith("d"):
        word = f"{word[:-1]}t"
    return _DOUBLE.sub(r"\1", word)


@dataclass(frozen=True)
class Vocabulary:
    """The known words in alphabetical order, and each as it sounds."""

    words: Sequence[str]
    sounds: Sequence[str]

    @classmethod
    def of(cls, words: Iterable[str]) -> Vocabulary:
        """The vocabulary of these words."""
        ordered = sorted(set(words))
        return cls(ordered, sounds(ordered))

    @cached_property
    def known(self) -> frozenset[str]:
        """The words as a set."""
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
        index: dict[tuple[str, int], list[tuple[str, str]]] = defaultdict(list)
        for sounded, word in zip(self.sounds, self.words, strict=True):
            if sounded:
                index[sounded[place : place + 1], len(sounded)].append((sounded, word))
        return index


def sounds(words: Sequence[str]) -> list[str]:
    """Each word as it sounds; "" for a number, because numbers are never corrected."""
    return ["" if word.isdigit() else sound(word) for word in words]


def corrections(word: str, vocabulary: Vocabulary) -> list[tuple[str, int]]:
    """Known words that a folded word may be a misspelling of, with their distance (1 or 2).

    A long word may differ in two places, a short one in one. A word with another first letter
    counts only when it is long and the rest is right.
    """
    sounded = sound(word)
    if len(word) < SHORTEST or len(sounded) < 2:
        return []
    most = 2 if len(word) >= LONG else 1
    pairs = _of_length(vocabulary.beginning, sounded[0], len(sounded), most)
    close = _close(word, sounded, pairs, most)
    if not close and len(word) >= LONG:
        others = [
            *_of_length(vocabulary.second, sounded[0], len(sounded), 1),
            *_of_length(vocabulary.second, sounded[1], len(sounded), 1),
            *_of_length(vocabulary.beginning, sounded[1], len(sounded), 1),
        ]
        close = _close(word, sounded, others, 1)
    return close


def _of_length(
    index: Mapping[tuple[str, int], Sequence[tuple[str, str]]],
    letter: str,
    length: int,
    most: int,
) -> list[tuple[str, str]]:
    lengths = range(length - most, length + most + 1)
    return [pair for size in lengths for pair in index.get((letter, size), ())]


def _close(
    word: str, sounded: str, pairs: Sequence[tuple[str, str]], most: int
) -> list[tuple[str, int]]:
    """Words whose sound is within `most` edits, the nearest first, with their distance."""
    near = process.extract(
        sounded,
        [other for other, _ in pairs],
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
