"""How much two names are one, however people write them: word by word, by sound and by weight."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from socialmap.config import resource
from socialmap.language.spelling import LONG, SHORTEST, sound
from socialmap.language.stems import stem
from socialmap.language.tokens import words

# A word counts for its letters, within these bounds: 'oost' is not next to nothing beside
# 'wandelgroep', for it tells two groups apart.
LIGHTEST, HEAVIEST = 5.0, 9.0
# What one of both has is often left out by the other: a part of town, a motto. But not what one
# does there: the walking group of a house is not the house.
ONE_SIDED, A_DOING = 0.5, 10.0
# When each has something that the other lacks, they are two, whatever else they share.
APART = 0.68
ALIKE = 0.82  # the least that the rests of two names look alike to be one, as when words are cut
MISSPELT = 0.85  # how much a word and its misspelling, or its beginning, are one
VERY_LONG = 10  # letters, from which a word may have two mistakes
# Word by word, no more pairs of words are compared: longer rests look alike as a whole, or not.
MOST_PAIRS = 64


class Word(NamedTuple):
    """A word as it sounds, as it is written, and how much it counts."""

    heard: str
    written: str
    weight: float


@dataclass(frozen=True, slots=True)
class Name:
    """A name as the words that tell something, in their order."""

    words: tuple[Word, ...]

    @property
    def joined(self) -> str:
        """The sounds as one: 'taal café' and 'taalcafé' meet here."""
        return "".join(word.heard for word in self.words)


@cache
def _known() -> dict[str, tuple[str, float]]:
    """Words of names that read as another word, or count for less than their letters."""
    with resource("data", "language", "name_words.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["word"]: (row["reads_as"] or row["word"], float(row["weight"]))
            for row in csv.DictReader(file)
        }


@cache
def _known_by_sound() -> dict[str, str]:
    return {word: sound(word) for word in _known()}


@cache
def _doings() -> tuple[str, ...]:
    """How words end that tell what is done there."""
    return tuple(resource("data", "language", "doings.txt").read_text("utf-8").split())


@lru_cache(maxsize=20_000)
def _read(word: str) -> Word:
    known = word
    if word not in _known() and len(word) >= LONG:
        # Also a misspelt 'wijkcentrum' says no more than that it is one.
        by_sound = _known_by_sound()
        meant = process.extractOne(sound(word), by_sound, scorer=OSA.distance, score_cutoff=1)
        known = meant[2] if meant else word
    plain, share = _known().get(known, (word, 1.0))
    heard = plain if plain.isdecimal() else sound(stem(plain))
    return Word(heard, word, share * min(max(len(heard), LIGHTEST), HEAVIEST))


def read_name(name: str, town: str = "") -> Name:
    """Read a name; the name of its town says nothing more, unless there is nothing else."""
    place = set(words(town))
    read = [(word in place, _read(word)) for word in words(name)]
    telling = [word for in_town, word in read if word.weight and not in_town]
    if not any(word.weight >= LIGHTEST / 2 for word in telling):
        telling = [word._replace(weight=word.weight or 1.0) for _, word in read]
    return Name(tuple(telling))


def names_agree(one: Name, other: Name, least: float = 0.0) -> float:
    """How much two names are one, from 0 to 1; the same whichever comes first.

    What agrees less than `least` may be answered with 0: that is seen sooner.
    """
    if one.words == other.words:
        return 1.0 if one.words else 0.0
    mine, theirs = sorted((list(one.words), list(other.words)))
    shared = _take_equal(mine, theirs)
    if not (mine and theirs):
        left = sum(_left_out(word) for word in mine or theirs)
        return shared / (shared + left) if shared else 0.0
    if _has_number(mine) and _has_number(theirs):
        return min(APART, shared / (shared + _weight(mine, theirs)))
    alike = _rests_alike(mine, theirs)
    if alike:
        both = _weight(mine, theirs)
        return (shared + alike * both) / (shared + both)
    if least > APART and not _all_resemble(mine, theirs):
        return 0.0
    more, lost = _take_similar(mine, theirs)
    shared += more
    if mine and theirs:
        rest = sum(max(word.weight, LIGHTEST) for word in (*mine, *theirs))
        return min(APART, shared / (shared + lost + rest))
    return shared / (shared + lost + sum(_left_out(word) for word in mine or theirs))


def _weight(*parts: list[Word]) -> float:
    return sum(word.weight for part in parts for word in part)


def _left_out(word: Word) -> float:
    """What a word counts for that only one of both names has."""
    return A_DOING if word.written.endswith(_doings()) else word.weight * ONE_SIDED


def _take_equal(mine: list[Word], theirs: list[Word]) -> float:
    """Take the words out that both have, and answer what they count for."""
    shared = 0.0
    heard = {word.heard for word in theirs}
    for word in [each for each in mine if each.heard in heard]:
        for other in theirs:
            if word.heard == other.heard:
                mine.remove(word)
                theirs.remove(other)
                shared += word.weight + other.weight
                break
    return shared


def _take_similar(mine: list[Word], theirs: list[Word]) -> tuple[float, float]:
    """Take the words out that are nearly one; answer what they share, and what they do not."""
    shared = lost = 0.0
    if len(mine) * len(theirs) > MOST_PAIRS:
        return shared, lost
    pairs = [(_words_agree(one, other), one, other) for one, other in product(mine, theirs)]
    for agrees, one, other in sorted((pair for pair in pairs if pair[0]), reverse=True):
        if one in mine and other in theirs:
            mine.remove(one)
            theirs.remove(other)
            shared += agrees * (one.weight + other.weight)
            lost += (1 - agrees) * (one.weight + other.weight)
    return shared, lost


def _all_resemble(mine: list[Word], theirs: list[Word]) -> bool:
    """Whether one of both has no word that is like none of the other."""
    few, many = sorted((mine, theirs), key=len)
    if len(few) * len(many) > MOST_PAIRS:
        return False
    return all(any(_words_agree(one, other) for other in many) for one in few)


def _rests_alike(mine: list[Word], theirs: list[Word]) -> float:
    """How much what is left of two names looks alike as one word, 0-1; less than ALIKE is 0."""
    heard = ["".join([word.heard for word in part]) for part in (mine, theirs)]
    if min(map(len, heard)) <= SHORTEST:
        return 0.0
    written = ["".join([word.written for word in part]) for part in (mine, theirs)]
    return max(
        OSA.normalized_similarity(*heard, score_cutoff=ALIKE),
        OSA.normalized_similarity(*written, score_cutoff=ALIKE),
    )


def _has_number(part: list[Word]) -> bool:
    return any(word.heard.isdecimal() for word in part)


@lru_cache(maxsize=20_000)
def _words_agree(one: Word, other: Word) -> float:
    """How much two words are one, 0-1: misspelt, or cut short."""
    return max(_spelt(one.heard, other.heard), _spelt(one.written, other.written))


def _spelt(one: str, other: str) -> float:
    short, long = sorted((len(one), len(other)))
    if long < SHORTEST or short < SHORTEST - 1 or one.isdecimal() or other.isdecimal():
        return 0.0
    edits = OSA.distance(one, other, score_cutoff=2)
    if edits <= (2 if short >= VERY_LONG else 1):
        return max(MISSPELT, 1 - edits / short)
    cut = short >= SHORTEST and (one.startswith(other) or other.startswith(one))
    return MISSPELT if cut else 0.0
