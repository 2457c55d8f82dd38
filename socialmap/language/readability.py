"""Hints for plainer Dutch: long sentences, hard words, abbreviations and the formal 'u'."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from socialmap.config import resource
from socialmap.language.stems import stem
from socialmap.language.tokens import words

# Sentences at level B1, which most people read, have about ten words and seldom more than this.
LONGEST_SENTENCE = 18  # words
SHOWN = 6  # words of a long sentence that a hint repeats
# Letters from which words are compared by stem; shorter words share a stem by accident.
SHORTEST_STEMMED = 7
SENTENCE = re.compile(r"[^.!?…\n]+(?:[.!?…]+(?!\s)[^.!?…\n]+)*")
WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
FORMAL = frozenset({"u", "uw", "uzelf"})
# Abbreviations that everybody knows.
KNOWN_ABBREVIATIONS = frozenset(
    {"TV", "WC", "EHBO", "CD", "DVD", "AED", "NL", "ID", "PC", "BBQ", "OK"}
)

HintKind = Literal["sentence", "word", "letters", "formal"]


@dataclass(frozen=True, slots=True)
class Hint:
    """Something in a text that is hard to read, and what is easier where that is known.

    For a sentence that is too long `text` is its beginning, and `count` its number of words.
    """

    kind: HintKind
    text: str
    easier: str = ""
    count: int = 0


@dataclass(frozen=True)
class _HardWords:
    """What is easier than each hard phrase, each stem of a hard word, and each abbreviation."""

    phrases: dict[tuple[str, ...], str]
    stems: dict[str, str]
    abbreviations: dict[str, str]
    longest: int


@cache
def _hard_words() -> _HardWords:
    phrases: dict[tuple[str, ...], str] = {}
    abbreviations: dict[str, str] = {}
    with resource("data", "language", "hard_words.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["word"].isupper():
                abbreviations[row["word"]] = row["easier"]
            else:
                phrases[tuple(words(row["word"]))] = row["easier"]
    stems = {
        stem(parts[0]): easier
        for parts, easier in phrases.items()
        if len(parts) == 1 and len(parts[0]) >= SHORTEST_STEMMED
    }
    return _HardWords(phrases, stems, abbreviations, max(map(len, phrases)))


def hints(text: str) -> list[Hint]:
    """A hint for all that makes a text hard to read, each thing once, in the order of the text."""
    unique: dict[tuple[str, str], Hint] = {}
    for sentence in SENTENCE.findall(text):
        for hint in _hints_of_sentence(sentence.strip()):
            unique.setdefault((hint.kind, hint.text.lower()), hint)
    return list(unique.values())


def _hints_of_sentence(sentence: str) -> Iterator[Hint]:
    parts = sentence.split()
    if len(parts) > LONGEST_SENTENCE:
        yield Hint("sentence", " ".join(parts[:SHOWN]), count=len(parts))
    written = WORD.findall(sentence)
    # A text in capitals is not a row of abbreviations.
    if not sentence.isupper():
        yield from _hints_of_abbreviations(written)
    yield from _hints_of_words(written)


def _hints_of_abbreviations(written: list[str]) -> Iterator[Hint]:
    for word in written:
        if 2 <= len(word) <= 5 and word.isupper() and word not in KNOWN_ABBREVIATIONS:
            yield Hint("letters", word, _hard_words().abbreviations.get(word, ""))


def _hints_of_words(written: list[str]) -> Iterator[Hint]:
    """Hints for hard words and phrases, the longest phrase at each position."""
    hard = _hard_words()
    folded = [" ".join(words(word)) for word in written]
    at = 0
    while at < len(written):
        for length in range(hard.longest, 0, -1):
            key = tuple(part for word in folded[at : at + length] for part in word.split())
            if len(folded) >= at + length and key in hard.phrases:
                yield Hint("word", " ".join(written[at : at + length]), hard.phrases[key])
                at += length
                break
        else:
            yield from _hints_of_word(written[at], folded[at])
            at += 1


def _hints_of_word(written: str, folded: str) -> Iterator[Hint]:
    if folded in FORMAL and (written.islower() or folded == "uw"):
        yield Hint("formal", written, {"uw": "je", "uzelf": "jezelf"}.get(folded, "je"))
    elif len(folded) >= SHORTEST_STEMMED and (easier := _hard_words().stems.get(stem(folded))):
        yield Hint("word", written, easier)
