"""Synonyms: the words that people use for what listings call something else."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from socialmap.config import resource
from socialmap.language.spelling import Vocabulary
from socialmap.language.stems import Stems, stem
from socialmap.language.tokens import STOP_WORDS, words

# Stop words that change what a phrase means: someone without work does not look for work.
TURNING = {"geen", "niet", "niets", "niemand", "iemand", "zonder", "na", "onder", "uit"}
FILLERS = (STOP_WORDS | {"graag", "echt", "heel", "erg", "wel"}) - TURNING
# Meanings of one phrase at most; more cost time and add ever less.
MOST = 16


@dataclass(frozen=True, slots=True)
class Meaning:
    """Terms that together may stand for a phrase, and how well they do (0-1)."""

    terms: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class KnownPhrase:
    """A phrase of the thesaurus in a query: the positions of its words, and its meanings."""

    places: tuple[int, ...]
    meanings: tuple[Meaning, ...]


def _phrase(text: str) -> Stems:
    return tuple(stem(word) for word in words(text) if word not in FILLERS)


def _weighted(text: str, weight: str) -> tuple[Stems, float]:
    """A phrase of the column `means` and its weight: the one behind an @, else the row's."""
    phrase, _, own_weight = text.partition("@")
    return _phrase(phrase), float(own_weight or weight)


def _rows() -> list[dict[str, str]]:
    with resource("data", "language", "synonyms.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _thesaurus() -> dict[Stems, tuple[Meaning, ...]]:
    """The meanings of each phrase, the best first; phrases are stems."""
    weights: dict[Stems, dict[Stems, float]] = defaultdict(dict)
    for row in _rows():
        phrases = [_phrase(text) for text in row["words"].split("|")]
        meanings = [_weighted(text, row["weight"]) for text in row["means"].split("|")]
        phrases += [phrase for phrase, _ in meanings] if row["both"] else []
        for phrase, (terms, weight) in product(phrases, meanings):
            if phrase and terms and phrase != terms:
                weights[phrase][terms] = max(weight, weights[phrase].get(terms, 0))
    return {
        phrase: tuple(
            Meaning(terms, weight)
            for terms, weight in sorted(by_terms.items(), key=lambda pair: -pair[1])[:MOST]
        )
        for phrase, by_terms in weights.items()
    }


@cache
def need_phrases() -> tuple[str, ...]:
    """The phrases of several words in which people put a need: ik ken niemand, alleen eten."""
    phrases = (text for row in _rows() for text in row["words"].split("|"))
    return tuple(dict.fromkeys(text for text in phrases if len(text.split()) > 1))


@cache
def _longest() -> dict[str, int]:
    """Per first stem the number of stems in the longest phrase that begins with it."""
    longest: dict[str, int] = defaultdict(int)
    for phrase in _thesaurus():
        longest[phrase[0]] = max(longest[phrase[0]], len(phrase))
    return dict(longest)


def known_phrases(words: Sequence[str]) -> Iterator[KnownPhrase]:
    """The known phrases among folded words, from left to right, the longest at each position."""
    placed = [(place, stem(word)) for place, word in enumerate(words) if word not in FILLERS]
    start = 0
    while start < len(placed):
        size = _longest().get(placed[start][1], 0)
        for end in range(min(start + size, len(placed)), start, -1):
            phrase = tuple(term for _, term in placed[start:end])
            if meanings := _thesaurus().get(phrase):
                yield KnownPhrase(tuple(place for place, _ in placed[start:end]), meanings)
                start = end - 1
                break
        start += 1


def meanings_of(word: str) -> tuple[Meaning, ...]:
    """The meanings of one folded word by itself."""
    return _thesaurus().get((stem(word),), ())


@cache
def single_words() -> Vocabulary:
    """The phrases of one word, as they are written."""
    texts = (words(text) for row in _rows() for text in f"{row['words']}|{row['means']}".split("|"))
    return Vocabulary.of(text[0] for text in texts if len(text) == 1)
