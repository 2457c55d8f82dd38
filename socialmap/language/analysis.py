"""From text to the terms by which words are compared: the same for listings and for queries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from socialmap.language.compounds import read_words, split
from socialmap.language.spelling import Vocabulary, corrections
from socialmap.language.stems import base, stem
from socialmap.language.synonyms import Meaning, meanings_of, said, single_words
from socialmap.language.tokens import STOP_WORDS, content_words, words

Reason = Literal["same", "compound", "joined", "synonym", "spelling"]

MOST_CHARACTERS = 300  # of a query that are read
MOST_WORDS = 30  # of a query that are read, stop words too
LONGEST_WORD = 40
# A part of a compound says less than the word itself.
PART_WEIGHT = 0.5
# What stands in for a word that was typed.
PARTS_WEIGHT = 0.7  # all parts of a compound
LAST_PART_WEIGHT = 0.4  # the part that says what it is
FIRST_PART_WEIGHT = 0.3
SPELLING_WEIGHT = {1: 0.8, 2: 0.6}


@dataclass(frozen=True, slots=True)
class Alternative:
    """Terms that together may stand for a word of a query: how well (0-1), and why."""

    terms: tuple[str, ...]
    weight: float
    reason: Reason


@cache
def query_stop_words() -> frozenset[str]:
    """Words that people type in a question, and that say nothing about what they look for."""
    return frozenset(read_words("query_stop_words.txt"))


@cache
def common_words() -> frozenset[str]:
    """The stems of words that are used often: who typed one meant it."""
    return frozenset(read_words("common.txt"))


def stems(text: str) -> list[str]:
    """The stems of the words of a text, in order, without stop words and single letters."""
    return [stem(word) for word in content_words(text)]


@lru_cache(maxsize=100_000)
def word_terms(word: str) -> tuple[tuple[str, float], ...]:
    """The terms of one word with their weights: its stem, and those of its parts."""
    word = word[:LONGEST_WORD]
    whole = stem(word)
    if word.isdigit():
        return ((whole, 1.0),)
    parts = dict.fromkeys(stem(part) for part in split(base(word)))
    return ((whole, 1.0), *((part, PART_WEIGHT) for part in parts if part != whole))


def query_words(text: str) -> list[str]:
    """The words of a query as far as it is read, stop words too: synonyms are phrases."""
    return [word[:LONGEST_WORD] for word in words(text[:MOST_CHARACTERS])][:MOST_WORDS]


def query_alternatives(
    typed: Sequence[str], vocabulary: Vocabulary | None = None
) -> list[tuple[Alternative, ...]]:
    """Per word of a query that says something, what may stand for it, the best first.

    `typed` are the folded words in order, stop words too. With the vocabulary of the listings
    a word that none of them has is corrected.
    """
    typed = typed[:MOST_WORDS]
    spoken = list(said(typed))
    wanted = {place for place, word in enumerate(typed) if _says_something(word)}
    # A phrase of which no word says something by itself still says something as a whole.
    whole = {each.places[0] for each in spoken if wanted.isdisjoint(each.places)}
    if not wanted | whole:
        wanted = {place for place, word in enumerate(typed) if _is_content(word)}
    meant = {place: each.meanings for each in spoken for place in each.places}
    found: dict[tuple[Alternative, ...], None] = {}
    for place in sorted(wanted | whole):
        each = [*_synonyms(meant.get(place, ()))]
        if place in wanted:
            each += [*_of_word(typed[place]), *_joined(typed, place)]
        if vocabulary:
            each += _corrected(typed[place], each, vocabulary)
        found.setdefault(_best(each))
    return list(found)


def _is_content(word: str) -> bool:
    return len(word) > 1 and word not in STOP_WORDS


def _says_something(word: str) -> bool:
    return _is_content(word) and word not in query_stop_words()


def _of_word(word: str) -> Iterator[Alternative]:
    yield Alternative((stem(word),), 1.0, "same")
    parts = tuple(dict.fromkeys(stem(part) for part in split(base(word))))
    if len(parts) > 1:
        yield Alternative(parts, PARTS_WEIGHT, "compound")
        yield Alternative(parts[-1:], LAST_PART_WEIGHT, "compound")
        yield Alternative(parts[:1], FIRST_PART_WEIGHT, "compound")


def _joined(typed: Sequence[str], place: int) -> Iterator[Alternative]:
    """The compounds that a word may be one half of: kook groep is kookgroep."""
    for first in (place - 1, place):
        pair = typed[max(first, 0) : first + 2]
        if len(pair) == 2 and all(map(_says_something, pair)):
            yield Alternative((stem("".join(pair)),), 1.0, "joined")


def _synonyms(meanings: Sequence[Meaning]) -> Iterator[Alternative]:
    for each in meanings:
        yield Alternative(each.terms, each.weight, "synonym")


def _corrected(
    word: str, others: Sequence[Alternative], vocabulary: Vocabulary
) -> Iterator[Alternative]:
    """What a word that no listing has may be a misspelling of, and what that means.

    When listings have a compound or a synonym of it, only what is nearly the same. A word that
    everybody knows is no misspelling: it may only stand for one with another ending.
    """
    typed = stem(word)
    if typed in vocabulary.known:
        return
    is_word = typed in common_words()
    found_otherwise = any(vocabulary.known.issuperset(each.terms) for each in others)
    most = 1 if found_otherwise else 2
    for term, distance in corrections(typed, vocabulary)[:3]:
        ending = term.startswith(typed) or typed.startswith(term)
        if distance <= most and (ending or not is_word):
            yield Alternative((term,), SPELLING_WEIGHT[distance], "spelling")
    if not found_otherwise and not is_word:
        for known, distance in corrections(word, single_words())[:1]:
            yield Alternative((stem(known),), SPELLING_WEIGHT[distance], "spelling")
            for each in meanings_of(known):
                weight = each.weight * SPELLING_WEIGHT[distance]
                yield Alternative(each.terms, weight, "spelling")


def _best(alternatives: Sequence[Alternative]) -> tuple[Alternative, ...]:
    """Each set of terms once, the heaviest first."""
    heaviest: dict[frozenset[str], Alternative] = {}
    for each in sorted(alternatives, key=lambda each: -each.weight):
        heaviest.setdefault(frozenset(each.terms), each)
    return tuple(heaviest.values())
