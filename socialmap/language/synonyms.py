"""Synonyms: the words that people use for what listings call something else."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import product

from socialmap.config import resource
from socialmap.language.own_words import NONE, THESAURUS, OwnWords, in_use
from socialmap.language.spelling import Vocabulary
from socialmap.language.stems import Stems, stem
from socialmap.language.tokens import DENYING, STOP_WORDS, denied_term, spoken, words

# Stop words that change what a phrase means: someone without work does not look for work.
TURNING = {"geen", "niet", "niets", "niemand", "iemand", "zonder", "na", "onder", "uit"}
FILLERS = (STOP_WORDS | {"graag", "echt", "heel", "erg", "wel"}) - TURNING
DENYING_WORDS = frozenset(DENYING)
# Meanings of one phrase at most; more cost time and add ever less.
MOST = 16
# How well an own word of the platform stands for what it leads to.
OWN_WEIGHT = 0.9


@dataclass(frozen=True, slots=True)
class Meaning:
    """Terms that together may stand for a phrase, and how well they do (0-1)."""

    terms: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class KnownPhrase:
    """A phrase of the thesaurus in a query: the positions of its words, and its meanings.

    `exact` is a phrase that means something only as a whole, word for word: in de war.
    """

    places: tuple[int, ...]
    meanings: tuple[Meaning, ...]
    exact: bool = False


def _phrase(text: str) -> Stems:
    return tuple(stem(word) for word in words(text) if word not in FILLERS)


def _whole_phrase(text: str) -> Stems:
    return tuple(stem(word) for word in words(text))


@cache
def _may_collapse() -> frozenset[str]:
    """The phrases that one of their words stands for as well: boodschappen doen."""
    with resource("data", "language", "collapsing.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["phrase"] for row in csv.DictReader(file))


def collapses(text: str) -> bool:
    """Whether of the words of a phrase at most one is left without those that say nothing."""
    return len(words(text)) > 1 and len(_phrase(text)) <= 1


def phrases() -> list[str]:
    """Every phrase of the thesaurus that people say, as it is written."""
    return list(dict.fromkeys(text for row in _rows() for text in row["words"].split("|")))


def meant_phrases() -> list[str]:
    """Every phrase that listings may say instead, as it is written."""
    texts = (text.partition("@")[0] for row in _rows() for text in row["means"].split("|"))
    return list(dict.fromkeys(texts))


def is_exact(text: str) -> bool:
    """Whether a phrase is known only word for word, since it would be one everyday word."""
    return collapses(text) and text not in _may_collapse()


def _weighted(text: str, weight: str) -> tuple[Stems, float]:
    """A phrase of the column `means` and its weight: the one behind an @, else the row's."""
    phrase, _, own_weight = text.partition("@")
    terms = tuple(
        denied_term(stem(word)) if denied else stem(word)
        for word, denied in spoken(phrase)
        if word not in FILLERS | DENYING_WORDS
    )
    return terms, float(own_weight or weight)


def meant_terms(text: str) -> Stems:
    """The terms that a listing must have for a phrase that something leads to."""
    return _weighted(text, "1")[0]


@cache
def _rows() -> list[dict[str, str]]:
    with resource("data", "language", "synonyms.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True)
class _Thesaurus:
    """The meanings of each phrase, the best first.

    `loose` phrases are stems of the words that say something; `exact` ones are stems of all words.
    """

    loose: dict[Stems, tuple[Meaning, ...]]
    exact: dict[Stems, tuple[Meaning, ...]]

    @cached_property
    def longest(self) -> dict[str, int]:
        """Per first stem the number of stems in the longest phrase that begins with it."""
        longest: dict[str, int] = defaultdict(int)
        for phrase in (*self.loose, *self.exact):
            longest[phrase[0]] = max(longest[phrase[0]], len(phrase))
        return dict(longest)


@cache
def _shipped() -> _Thesaurus:
    loose: dict[Stems, dict[Stems, float]] = defaultdict(dict)
    exact: dict[Stems, dict[Stems, float]] = defaultdict(dict)
    for row in _rows():
        texts = row["words"].split("|")
        meanings = [_weighted(text, row["weight"]) for text in row["means"].split("|")]
        keys = [(loose, _phrase(text)) for text in texts if not is_exact(text)]
        keys += [(exact, _whole_phrase(text)) for text in texts if is_exact(text)]
        keys += [(loose, phrase) for phrase, _ in meanings] if row["both"] else []
        for (weights, phrase), (terms, weight) in product(keys, meanings):
            if phrase and terms and phrase != terms:
                weights[phrase][terms] = max(weight, weights[phrase].get(terms, 0))
    return _Thesaurus(_best_of(loose), _best_of(exact))


@lru_cache(maxsize=4)
def _with_own(own: OwnWords) -> _Thesaurus:
    """The shipped thesaurus without what is switched off, and with the own words."""
    shipped = _shipped()
    loose, exact = dict(shipped.loose), dict(shipped.exact)
    for sort, text in own.off:
        if sort == THESAURUS:
            known, phrase = (exact, _whole_phrase) if is_exact(text) else (loose, _phrase)
            known.pop(phrase(text), None)
    for word in own.words:
        known, phrase = (exact, _whole_phrase) if is_exact(word.phrase) else (loose, _phrase)
        key = phrase(word.phrase)
        terms = [meant_terms(text) for text in word.synonyms]
        meant = [Meaning(each, OWN_WEIGHT) for each in terms if each and each != key]
        if key and meant:
            others = [each for each in known.get(key, ()) if each.terms not in terms]
            known[key] = (*meant, *others)[:MOST]
    return _Thesaurus(loose, exact)


def _thesaurus() -> _Thesaurus:
    own = in_use()
    return _shipped() if own is NONE else _with_own(own)


def key_of(text: str) -> Stems:
    """What makes two phrases of the thesaurus the same: their stems without words of no meaning.

    Empty for a phrase that has none; all stems of a phrase that is known only word for word.
    """
    return _whole_phrase(text) if is_exact(text) else _phrase(text)


def shipped_meanings(text: str) -> tuple[str, ...]:
    """What a shipped phrase leads to, as it is written, the best first."""
    key, best = key_of(text), dict[str, float]()
    for row in _rows():
        own = any(key_of(word) == key for word in row["words"].split("|"))
        either = row["both"] and any(
            key_of(meant.partition("@")[0]) == key for meant in row["means"].split("|")
        )
        for meant in row["means"].split("|") if own or either else ():
            phrase, _, weight = meant.partition("@")
            if key_of(phrase) != key:
                best[phrase] = max(best.get(phrase, 0), float(weight or row["weight"]))
    return tuple(sorted(best, key=lambda phrase: -best[phrase]))


def _best_of(weights: Mapping[Stems, Mapping[Stems, float]]) -> dict[Stems, tuple[Meaning, ...]]:
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


def known_phrases(words: Sequence[str]) -> list[KnownPhrase]:
    """The known phrases among folded words, from left to right; none shares a word with another.

    Of phrases that do, the one with the most words that say something is chosen.
    """
    terms = [stem(word) for word in words]
    saying = [place for place, word in enumerate(words) if word not in FILLERS]
    found = [*_matches(terms, saying, exact=False)]
    found += _matches(terms, list(range(len(words))), exact=True)
    said = set(saying)
    found.sort(
        key=lambda each: (-len(said.intersection(each.places)), -len(each.places), each.places)
    )
    chosen: list[KnownPhrase] = []
    free = set(range(len(words)))
    for each in found:
        if free.issuperset(each.places):
            chosen.append(each)
            free.difference_update(each.places)
    return sorted(chosen, key=lambda each: each.places)


def _matches(terms: Sequence[str], places: Sequence[int], *, exact: bool) -> Iterator[KnownPhrase]:
    """The phrases that begin at each of some positions, of terms at those positions."""
    known = _thesaurus().exact if exact else _thesaurus().loose
    for start, place in enumerate(places):
        longest = _thesaurus().longest.get(terms[place], 0)
        for end in range(start + 1, min(start + longest, len(places)) + 1):
            within = tuple(places[start:end])
            if meanings := known.get(tuple(terms[each] for each in within)):
                yield KnownPhrase(within, meanings, exact)


def meanings_of(word: str) -> tuple[Meaning, ...]:
    """The meanings of one folded word by itself."""
    return meanings_of_stems((stem(word),))


def meanings_of_stems(phrase: Stems) -> tuple[Meaning, ...]:
    """The meanings of a phrase of stems by itself."""
    return _thesaurus().loose.get(phrase, ())


def single_words() -> Vocabulary:
    """The phrases of one word, as they are written."""
    return _single_words(in_use())


@lru_cache(maxsize=4)
def _single_words(own: OwnWords) -> Vocabulary:
    shipped = [text for row in _rows() for text in f"{row['words']}|{row['means']}".split("|")]
    texts = map(words, (*shipped, *(word.phrase for word in own.words)))
    return Vocabulary.of(text[0] for text in texts if len(text) == 1)
