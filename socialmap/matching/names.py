"""How much two names agree, however people write them: by words, their sound and their weight."""

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

# A word weighs as much as it has letters, within these bounds: 'oost' must not be negligible
# beside 'wandelgroep', for it distinguishes two groups.
LIGHTEST, HEAVIEST = 5.0, 9.0
# The weight of a word that only one name has: a share of its own weight, for a part of town or a
# motto is often left out, but much for an activity, as the walking group of a house is not it.
ONE_SIDED, ACTIVITY = 0.5, 10.0
# The most that names agree when each has a word that the other lacks.
APART = 0.68
ALIKE = 0.82  # the least similarity of the rests of two names to be the same, as with cut words
MISSPELT = 0.85  # the agreement of a word with its misspelling or its beginning
VERY_LONG = 10  # letters from which a word may have two mistakes
# Longer rests, with more pairs of words than this, are compared as a whole only.
MOST_PAIRS = 64


class Word(NamedTuple):
    """A word of a name: its sound, its spelling and its weight."""

    heard: str
    written: str
    weight: float


# Most names have no number: they share this.
NO_NUMBERS: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Name:
    """A name as its distinguishing words, in their order, and the numbers among them."""

    words: tuple[Word, ...]
    numbers: frozenset[str] = NO_NUMBERS

    @property
    def joined(self) -> str:
        """The sounds as one word, the same for 'taal café' and 'taalcafé'."""
        return "".join(word.heard for word in self.words)


@cache
def _special_words() -> dict[str, tuple[str, float]]:
    """Words that read as another word or weigh less than their letters: (read as, share)."""
    with resource("data", "language", "name_words.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["word"]: (row["reads_as"] or row["word"], float(row["weight"]))
            for row in csv.DictReader(file)
        }


@cache
def _special_sounds() -> dict[str, str]:
    return {word: sound(word) for word in _special_words()}


@cache
def _activity_endings() -> tuple[str, ...]:
    """The endings of words for activities."""
    return tuple(resource("data", "language", "doings.txt").read_text("utf-8").split())


@lru_cache(maxsize=20_000)
def _read(word: str) -> Word:
    entry = word
    if word not in _special_words() and len(word) >= LONG:
        # A misspelt 'wijkcentrum' weighs as little as a correct one.
        sounds = _special_sounds()
        nearest = process.extractOne(sound(word), sounds, scorer=OSA.distance, score_cutoff=1)
        entry = nearest[2] if nearest else word
    plain, share = _special_words().get(entry, (word, 1.0))
    heard = plain if plain.isdecimal() else sound(stem(plain))
    return Word(heard, word, share * min(max(len(heard), LIGHTEST), HEAVIEST))


def read_name(name: str, town: str = "") -> Name:
    """Read a name, without words of the town that it is in unless it has no others of weight."""
    place = set(words(town))
    read = [(word in place, _read(word)) for word in words(name)]
    distinguishing = [word for in_town, word in read if word.weight and not in_town]
    if not any(word.weight >= LIGHTEST / 2 for word in distinguishing):
        distinguishing = [word._replace(weight=word.weight or 1.0) for _, word in read]
    numbers = frozenset(word.heard for word in distinguishing if word.heard.isdecimal())
    return Name(tuple(distinguishing), numbers or NO_NUMBERS)


def names_agree(one: Name, other: Name, least: float = 0.0) -> float:
    """How much two names agree, from 0 to 1; the same whichever comes first.

    Names that cannot agree as much as `least` may get 0, which is faster.
    """
    if one.words == other.words:
        return 1.0 if one.words else 0.0
    if least > APART and one.numbers - other.numbers and other.numbers - one.numbers:
        return 0.0
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
    weight = 0.0
    for part in parts:
        for word in part:
            weight += word.weight
    return weight


def _left_out(word: Word) -> float:
    """The weight of a word that only one of the names has."""
    return ACTIVITY if word.written.endswith(_activity_endings()) else word.weight * ONE_SIDED


def _take_equal(mine: list[Word], theirs: list[Word]) -> float:
    """Remove the words that both have from both; return their weight."""
    shared = 0.0
    heard = {word.heard for word in theirs}
    if heard.isdisjoint([word.heard for word in mine]):
        return shared
    for word in [word for word in mine if word.heard in heard]:
        for other in theirs:
            if word.heard == other.heard:
                mine.remove(word)
                theirs.remove(other)
                shared += word.weight + other.weight
                break
    return shared


def _take_similar(mine: list[Word], theirs: list[Word]) -> tuple[float, float]:
    """Remove the words that are nearly the same; return the weights shared and lost by that."""
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
    """Whether every word of the name with the fewest resembles a word of the other."""
    few, many = sorted((mine, theirs), key=len)
    if len(few) * len(many) > MOST_PAIRS:
        return False
    return all(any(_words_agree(one, other) for other in many) for one in few)


def _rests_alike(mine: list[Word], theirs: list[Word]) -> float:
    """The similarity of the remaining words joined, from 0 to 1; 0 when it is less than ALIKE."""
    heard = ["".join([word.heard for word in part]) for part in (mine, theirs)]
    if min(map(len, heard)) <= SHORTEST:
        return 0.0
    written = ["".join([word.written for word in part]) for part in (mine, theirs)]
    return max(
        OSA.normalized_similarity(*heard, score_cutoff=ALIKE),
        OSA.normalized_similarity(*written, score_cutoff=ALIKE),
    )


def _has_number(part: list[Word]) -> bool:
    for word in part:  # noqa: SIM110 - a generator for each of many names takes twice as long
        if word.heard.isdecimal():
            return True
    return False


@lru_cache(maxsize=20_000)
def _words_agree(one: Word, other: Word) -> float:
    """How much two words agree, from 0 to 1, when one is a misspelling or a beginning."""
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
