"""What people say and what listings call it: life words, field words, and phrases of both."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from socialmap.config import resource
from socialmap.language.spelling import Vocabulary
from socialmap.language.stems import stem
from socialmap.language.tokens import STOP_WORDS, words

# Stop words that turn the meaning of a phrase: someone without work does not look for work.
TURNING = {"geen", "niet", "niets", "niemand", "iemand", "zonder", "na", "onder", "uit"}
FILLERS = (STOP_WORDS | {"graag", "echt", "heel", "erg", "wel"}) - TURNING
# Alternatives that one word gets at most; more cost time and say ever less.
MOST = 16

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """Terms that together may stand for what was said, and how well (0-1)."""

    terms: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Said:
    """A known phrase in a query: the places of its words, and what it may mean."""

    places: tuple[int, ...]
    meanings: tuple[Meaning, ...]


def _phrase(text: str) -> Phrase:
    return tuple(stem(word) for word in words(text) if word not in FILLERS)


def _weighted(text: str, weight: str) -> tuple[Phrase, float]:
    """A phrase of the column means; behind an @ it may have a weight of its own."""
    phrase, _, own = text.partition("@")
    return _phrase(phrase), float(own or weight)


def _rows() -> list[dict[str, str]]:
    with resource("data", "language", "synonyms.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _thesaurus() -> dict[Phrase, tuple[Meaning, ...]]:
    """Every phrase, as stems, with its meanings."""
    found: dict[Phrase, dict[Phrase, float]] = defaultdict(dict)
    for row in _rows():
        said = [_phrase(text) for text in row["words"].split("|")]
        meant = [_weighted(text, row["weight"]) for text in row["means"].split("|")]
        said += [phrase for phrase, _ in meant] if row["both"] else []
        for one, (other, weight) in product(said, meant):
            if one and other and one != other:
                found[one][other] = max(weight, found[one].get(other, 0))
    return {
        phrase: tuple(
            Meaning(terms, weight)
            for terms, weight in sorted(meant.items(), key=lambda pair: -pair[1])[:MOST]
        )
        for phrase, meant in found.items()
    }


@cache
def needs() -> tuple[str, ...]:
    """What people say of themselves in several words: ik ken niemand, alleen eten."""
    phrases = (text for row in _rows() for text in row["words"].split("|"))
    return tuple(dict.fromkeys(text for text in phrases if len(text.split()) > 1))


@cache
def _longest() -> dict[str, int]:
    """Per first stem of a phrase the number of stems in the longest of them."""
    longest: dict[str, int] = defaultdict(int)
    for phrase in _thesaurus():
        longest[phrase[0]] = max(longest[phrase[0]], len(phrase))
    return dict(longest)


def said(words: Sequence[str]) -> Iterator[Said]:
    """The known phrases among folded words, from left to right, the longest at each place."""
    heard = [(place, stem(word)) for place, word in enumerate(words) if word not in FILLERS]
    start = 0
    while start < len(heard):
        size = _longest().get(heard[start][1], 0)
        for end in range(min(start + size, len(heard)), start, -1):
            phrase = tuple(each for _, each in heard[start:end])
            if meant := _thesaurus().get(phrase):
                yield Said(tuple(place for place, _ in heard[start:end]), meant)
                start = end - 1
                break
        start += 1


def meanings_of(word: str) -> tuple[Meaning, ...]:
    """What one folded word may mean by itself."""
    return _thesaurus().get((stem(word),), ())


@cache
def single_words() -> Vocabulary:
    """The known phrases of one word, as they are written."""
    texts = (words(text) for row in _rows() for text in f"{row['words']}|{row['means']}".split("|"))
    return Vocabulary.of(text[0] for text in texts if len(text) == 1)
