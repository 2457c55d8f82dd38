"""What tells a form of isolation: the phrases of the lexicon, and the kinds by their names.

Both are data: `data/isolation/lexicon.csv` and `data/taxonomy/kind.csv`. The catalogue, which
knows the taxonomies, stands a floor above; so the few columns of kinds that count are read here.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from socialmap.config import resource
from socialmap.isolation.forms import ANSWERS
from socialmap.language.analysis import word_terms
from socialmap.language.compounds import split
from socialmap.language.stems import base, stem
from socialmap.language.synonyms import FILLERS
from socialmap.language.tokens import words

# How strongly a kind that is named speaks for its first, second and third form.
KIND_SCORES = (2.5, 0.8, 0.3)

Phrase = tuple[str, ...]
Scores = tuple[float, float, float, float]  # in the order of ANSWERS


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of listing: its setting, its forms by importance, and the words that name it."""

    code: str
    setting: str
    name: str
    forms: tuple[str, ...]
    phrases: frozenset[Phrase]


@dataclass(frozen=True)
class Lexicon:
    """The phrases that count, as stems.

    `features` tells per phrase which features it stands for; `scores` what a feature counts for
    each answer; `longest` per first stem how long its phrases are.
    """

    features: Mapping[Phrase, tuple[str, ...]]
    scores: Mapping[str, Scores]
    longest: Mapping[str, int]


def phrase_of(text: str) -> Phrase:
    """The stems of a phrase, without words that say nothing."""
    return tuple(stem(word) for word in words(text) if len(word) > 1 and word not in FILLERS)


def rows(*path: str) -> Iterator[dict[str, str]]:
    """The rows of a CSV file under data."""
    with resource("data", *path).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def variants(text: str) -> Iterator[Phrase]:
    """A phrase as it may be written: koffieochtend is koffie-ochtend too."""
    if whole := phrase_of(text):
        yield whole
    if len(whole) == 1 and (parts := split(base(words(text)[0]))):
        yield tuple(stem(part) for part in parts)


@cache
def kinds() -> Mapping[str, Kind]:
    """The kinds of the taxonomy, by code."""
    return {
        row["code"]: Kind(
            code=row["code"],
            setting=row["parent"],
            name=row["nl"],
            forms=tuple(row["forms"].split()),
            phrases=frozenset(
                phrase
                for text in (row["nl"], *row["aliases"].split("|"))
                for phrase in variants(text.replace("_", " "))
            ),
        )
        for row in rows("taxonomy", "kind.csv")
    }


def kind_feature(code: str) -> str:
    """The name of the feature that a listing is of this kind."""
    return f"kind:{code}"


def _kind_scores(kind: Kind) -> Scores:
    scores = dict(zip(kind.forms, KIND_SCORES, strict=False))
    return _scores(scores)


def _scores(scores: Mapping[str, float]) -> Scores:
    societal, group, individual, none = (scores.get(answer, 0.0) for answer in ANSWERS)
    return societal, group, individual, none


def added(one: Scores, other: Scores) -> Scores:
    """Two scores, answer by answer."""
    return one[0] + other[0], one[1] + other[1], one[2] + other[2], one[3] + other[3]


@cache
def lexicon() -> Lexicon:
    """The phrases of the lexicon and of the kinds, and what each counts."""
    features: dict[Phrase, tuple[str, ...]] = {}
    scores: dict[str, Scores] = {}
    for row in rows("isolation", "lexicon.csv"):
        for text in row["phrases"].split("|"):
            phrase = phrase_of(text)
            name = " ".join(phrase)
            counted = _scores({row["form"]: float(row["weight"])})
            scores[name] = added(scores[name], counted) if name in scores else counted
            for each in variants(text):
                features[each] = tuple(dict.fromkeys((*features.get(each, ()), name)))
    for kind in kinds().values():
        name = kind_feature(kind.code)
        scores[name] = _kind_scores(kind)
        for phrase in kind.phrases:
            features[phrase] = (*features.get(phrase, ()), name)
    longest: dict[str, int] = {}
    for phrase in features:
        longest[phrase[0]] = max(longest.get(phrase[0], 0), len(phrase))
    return Lexicon(features, scores, longest)


def parts_of(word: str) -> tuple[str, ...]:
    """The stems of the parts of a compound, the last last; () for a word that is whole."""
    return tuple(term for term, _ in word_terms(word)[1:])
