"""Letters: how alike phrases are in pieces of their words, which other forms share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from socialmap.language.tokens import words

# The pieces of a word that are compared, with a sign before its first and behind its last letter.
SHORTEST, LONGEST = 3, 4
BEFORE, BEHIND = "<", ">"


def pieces(word: str) -> Iterator[str]:
    """The pieces of a folded word: <tu, tui, uin, in>, <tui, tuin and uin> for tuin."""
    word = f"{BEFORE}{word}{BEHIND}"
    for length in range(SHORTEST, LONGEST + 1):
        for start in range(len(word) - length + 1):
            yield word[start : start + length]


class Letters:
    """Phrases that questions are compared with by the pieces of their words.

    Words of `passed_over` do not count. A piece counts the more, the fewer phrases have it.
    """

    def __init__(self, phrases: Sequence[str], passed_over: Iterable[str] = ()):
        self._passed_over = frozenset(passed_over)
        self._count = len(phrases)
        words_in: dict[str, list[int]] = defaultdict(list)
        for number, phrase in enumerate(phrases):
            for word in self._counting(phrase):
                words_in[word].append(number)
        having: dict[str, set[int]] = defaultdict(set)
        for word, numbers in words_in.items():
            for piece in pieces(word):
                having[piece].update(numbers)
        self._having = {
            piece: np.fromiter(numbers, np.int32, len(numbers)) for piece, numbers in having.items()
        }
        self._rarest = float(np.log(1 + self._count))
        lengths = np.zeros(self._count, np.float32)
        for phrases_with in self._having.values():
            lengths[phrases_with] += self._weight(len(phrases_with)) ** 2
        self._lengths = np.sqrt(np.maximum(lengths, 1e-9))

    def similar(self, question: str) -> NDArray[np.float32]:
        """How alike each phrase is to a question: 1 is the same, 0 has nothing of it."""
        alike, length = np.zeros(self._count, np.float32), 0.0
        for piece in self._pieces(question):
            numbers = self._having.get(piece)
            if numbers is None:
                length += self._rarest**2
                continue
            squared = self._weight(len(numbers)) ** 2
            length += squared
            alike[numbers] += squared
        return np.asarray(alike / self._lengths / np.sqrt(length or 1), np.float32)

    def _weight(self, having: int) -> float:
        return float(np.log(1 + self._count / having))

    def _pieces(self, text: str) -> set[str]:
        return {piece for word in self._counting(text) for piece in pieces(word)}

    def _counting(self, text: str) -> set[str]:
        return set(words(text)) - self._passed_over
