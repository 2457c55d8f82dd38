"""How easy a Dutch text reads: long sentences, hard words with an easier one, letters, and 'u'."""

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

# B1, the level that most people read, has sentences of about ten words, and hardly any above this.
LONGEST_SENTENCE = 18  # words
SHOWN = 6  # words of a long sentence that a hint repeats
# Short words share a stem by accident.
LEAST_STEMMED = 7
SENTENCE = re.compile(r"[^.!?…\n]+(?:[.!?…]+(?!\s)[^.!?…\n]+)*")
WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
FORMAL = frozenset({"u", "uw", "uzelf"})
# Letters that everybody reads.
KNOWN_LETTERS = frozenset({"TV", "WC", "EHBO", "CD", "DVD", "AED", "NL", "ID", "PC", "BBQ", "OK"})

Kind = Literal["sentence", "word", "letters", "formal"]


@dataclass(frozen=True, slots=True)
class Hint:
    """What in a text is hard to read, and what is easier, if that is known.

    Of a sentence that is too long `text` is its beginning, and `count` how many words it has.
    """

    kind: Kind
    text: str
    easier: str = ""
    count: int = 0


@dataclass(frozen=True)
class _HardWords:
    """The list of hard words: as they are written, by stem, and by the letters they stand for."""

    phrases: dict[tuple[str, ...], str]
    stems: dict[str, str]
    letters: dict[str, str]
    longest: int


@cache
def _hard_words() -> _HardWords:
    phrases: dict[tuple[str, ...], str] = {}
    letters: dict[str, str] = {}
    with resource("data", "language", "hard_words.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["word"].isupper():
                letters[row["word"]] = row["easier"]
            else:
                phrases[tuple(words(row["word"]))] = row["easier"]
    stems = {
        stem(parts[0]): easier
        for parts, easier in phrases.items()
        if len(parts) == 1 and len(parts[0]) >= LEAST_STEMMED
    }
    return _HardWords(phrases, stems, letters, max(map(len, phrases)))


def hints(text: str) -> list[Hint]:
    """All that makes a text hard to read, each thing once, in the order of the text."""
    found: dict[tuple[str, str], Hint] = {}
    for sentence in SENTENCE.findall(text):
        for hint in _of_sentence(sentence.strip()):
            found.setdefault((hint.kind, hint.text.lower()), hint)
    return list(found.values())


def _of_sentence(sentence: str) -> Iterator[Hint]:
    parts = sentence.split()
    if len(parts) > LONGEST_SENTENCE:
        yield Hint("sentence", " ".join(parts[:SHOWN]), count=len(parts))
    written = WORD.findall(sentence)
    # A shouted text is no row of abbreviations.
    if not sentence.isupper():
        yield from _letters(written)
    yield from _words(written)


def _letters(written: list[str]) -> Iterator[Hint]:
    for word in written:
        if 2 <= len(word) <= 5 and word.isupper() and word not in KNOWN_LETTERS:
            yield Hint("letters", word, _hard_words().letters.get(word, ""))


def _words(written: list[str]) -> Iterator[Hint]:
    """Hard words and phrases, the longest that fits at each place."""
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
            yield from _word(written[at], folded[at])
            at += 1


def _word(written: str, folded: str) -> Iterator[Hint]:
    if folded in FORMAL and (written.islower() or folded == "uw"):
        yield Hint("formal", written, {"uw": "je", "uzelf": "jezelf"}.get(folded, "je"))
    elif len(folded) >= LEAST_STEMMED and (easier := _hard_words().stems.get(stem(folded))):
        yield Hint("word", written, easier)
