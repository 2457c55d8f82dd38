"""Needs: what people come to the map for, and the many ways in which they say it."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from socialmap.config import resource
from socialmap.language.own_words import NONE, SAYING, OwnWords, in_use
from socialmap.language.stems import Stems, done_by, stem
from socialmap.language.tokens import DENYING, STOP_WORDS, words

# Stop words that change what a saying means.
TURNING = {"geen", "niet", "niets", "niemand", "zonder", "iemand", "zelf", "na"}
FILLERS = (STOP_WORDS | {"graag", "echt", "heel", "erg", "wel", "even", "eens", "zoek"}) - TURNING
LONG, DIMINUTIVE = 6, ("je", "jes")
# Words that may stand between those of a saying: mijn man is (vorig jaar) overleden.
BETWEEN = 2
CHOICE = re.compile(r"\(([^)]*)\)")
# Sayings in these languages are compared by their words only: the encoder does not know them.
WORDS_ONLY = frozenset(["uk", "fa", "so", "ti"])


@dataclass(frozen=True, slots=True)
class Means:
    """What listings have that answer a need, and how well it answers it (0-1).

    Either words, or a code of a facet of the search: vorm and walking_group.
    """

    words: str
    facet: str
    code: str
    weight: float


@dataclass(frozen=True, slots=True)
class Need:
    """Something that people come for: its name in Dutch, what answers it, and a door.

    A door is a page of the site that helps better than listings; "" for most needs. `audience` is
    true when it says more of who comes than of what is done.
    """

    code: str
    name: str
    means: tuple[Means, ...]
    door: str
    audience: bool

    def __hash__(self) -> int:
        """A hash of the code, which tells needs apart: it is asked often."""
        return hash(self.code)


@dataclass(frozen=True, slots=True)
class Saying:
    """One way in which people say a need, in a language (ISO 639-1)."""

    need: str
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Heard:
    """A need that was heard in words: the positions of the words that say it."""

    need: str
    places: tuple[int, ...]


def _rows(name: str) -> list[dict[str, str]]:
    with resource("data", "language", name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def needs() -> dict[str, Need]:
    """All needs by their code; those of own words have only codes of facets."""
    own = in_use()
    return shipped_needs() if own is NONE else _needs_with(own)


@lru_cache(maxsize=4)
def _needs_with(own: OwnWords) -> dict[str, Need]:
    return shipped_needs() | {
        word.code: Need(
            word.code,
            word.name,
            tuple(Means("", facet, code, 1.0) for facet, code in word.coded),
            "",
            audience=False,
        )
        for word in own.words
        if word.coded
    }


@cache
def shipped_needs() -> dict[str, Need]:
    """The needs that come with the program, by their code."""
    return {
        row["code"]: Need(
            row["code"],
            row["nl"],
            tuple(_means(text) for text in row["means"].split("|") if text),
            row["door"],
            row["audience"] == "ja",
        )
        for row in _rows("needs.csv")
    }


def _means(text: str) -> Means:
    what, _, weight = text.partition("@")
    facet, equals, code = what.partition("=")
    weighs = float(weight or 1)
    return Means("", facet, code, weighs) if equals else Means(what, "", "", weighs)


@cache
def sayings() -> tuple[Saying, ...]:
    """All ways in which needs are said."""
    return tuple(
        Saying(row["need"], row["language"], text)
        for row in _rows("sayings.csv")
        for saying in row["sayings"].split("|")
        for text in spelled_out(saying)
    )


def spelled_out(saying: str) -> Iterator[str]:
    """The texts of a saying with choices: my (son/daughter) are my son, and my daughter."""
    parts = CHOICE.split(saying)
    choices = [part.split("/") if place % 2 else [part] for place, part in enumerate(parts)]
    for chosen in product(*choices):
        yield " ".join("".join(chosen).split())


def _terms(typed: Sequence[str]) -> list[tuple[int, str]]:
    """The stems of the words that count, each with its position."""
    return [(place, stem(word)) for place, word in enumerate(typed) if word not in FILLERS]


def _own_sayings(own: OwnWords) -> Iterator[Saying]:
    """The ways in which needs are said by the own words of the platform."""
    for word in own.words:
        for need in (*word.needs, *((word.code,) if word.coded else ())):
            yield Saying(need, "nl", word.phrase)


def is_off(saying: Saying, own: OwnWords) -> bool:
    """Whether the platform switched a shipped saying off."""
    return bool(own.off) and (f"{SAYING}{saying.need}", saying.text) in own.off


@lru_cache(maxsize=4)
def _by_first(own: OwnWords) -> dict[str, list[tuple[Stems, tuple[str, ...], str]]]:
    """By their first stem, the sayings as the stems that count, all words, and the need."""
    by_first: dict[str, list[tuple[Stems, tuple[str, ...], str]]] = defaultdict(list)
    shipped = (saying for saying in sayings() if not is_off(saying, own))
    for saying in (*shipped, *_own_sayings(own)):
        typed = words(saying.text)
        counting = tuple(term for _, term in _terms(typed))
        if counting:
            by_first[counting[0]].append((counting, tuple(typed), saying.need))
    return dict(by_first)


def heard(typed: Sequence[str]) -> list[Heard]:
    """The needs that folded words say, the one said in the most words first.

    The words of a saying stand in its order, with few others between them. A saying of which only
    one word counts must be there as it is.
    """
    terms = _terms(typed)
    found = sorted(_found(typed, terms), key=lambda one: -len(one.places))
    chosen: list[Heard] = []
    for one in found:
        # What is part of a longer saying says nothing of its own: samen eten is not eten.
        if not any(set(one.places) <= set(other.places) for other in chosen):
            chosen.append(one)
    return chosen


def _found(typed: Sequence[str], terms: Sequence[tuple[int, str]]) -> Iterator[Heard]:
    all_stems = tuple(map(stem, typed))
    by_first = _by_first(in_use())
    for start, (place, term) in enumerate(terms):
        # What is denied is not needed, unless a saying has the denial.
        if place and typed[place - 1] in DENYING:
            continue
        for counting, saying, need in by_first.get(term, ()):
            if len(counting) > 1:
                places = _in_order(terms[start:], counting)
            elif len(saying) == 1:
                places = (place,) if _is_word(typed[place], saying[0]) else ()
            else:
                places = _literally(all_stems, tuple(map(stem, saying)), place)
            if places:
                yield Heard(need, places)


def _is_word(typed: str, word: str) -> bool:
    """Whether a typed word is this word, in another form only when it is long: no man for men.

    A verb is also said by naming those who do it: zwemmers.
    """
    diminutive = word.endswith(DIMINUTIVE) and not typed.endswith(DIMINUTIVE)
    return typed == word or done_by(typed) == word or (len(stem(word)) >= LONG and not diminutive)


def _in_order(terms: Sequence[tuple[int, str]], wanted: Stems) -> tuple[int, ...]:
    """The positions of stems in this order, of which the first is the first of the terms."""
    places = [terms[0][0]]
    rest = iter(wanted[1:])
    looked_for = next(rest)
    between = 0
    for place, term in terms[1:]:
        if term == looked_for:
            places.append(place)
            between = 0
            if (following := next(rest, None)) is None:
                return tuple(places)
            looked_for = following
        elif term in TURNING or between == BETWEEN:
            return ()
        else:
            between += 1
    return ()


def _literally(typed: Stems, wanted: Stems, place: int) -> tuple[int, ...]:
    """The positions of stems right after each other, around the one that counts."""
    for first in range(max(0, place - len(wanted) + 1), place + 1):
        if typed[first : first + len(wanted)] == wanted:
            return tuple(range(first, first + len(wanted)))
    return ()
