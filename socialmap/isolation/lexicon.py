"""What tells a form of isolation: phrases, kinds and threshold facts, and what each counts.

All of it is data, explained in `data/README.md`: `lexicon.csv` is what people wrote down,
`weights.csv` is what examples taught on top of it. The catalogue, which knows the taxonomies,
stands a floor above; so the columns of kinds that count are read here.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from socialmap.config import resource
from socialmap.isolation.forms import ANSWERS, IsolationForm
from socialmap.language.compounds import split
from socialmap.language.stems import base, stem
from socialmap.language.tokens import words

# How strongly a kind that is named speaks for its first, second and third form.
KIND_POINTS = (2.5, 0.8, 0.3)
# Places where it is easy to come in say something of the form that needs safety first.
THRESHOLD_POINTS = {"walk_in": 0.8, "met_at_door": 1.2, "companion_welcome": 0.5, "quiet": 0.5}
# What a point of the lexicon is in log-odds, before anything is learned.
POINT = 1 / 3
# What speaks before a word is read: most of what people list is to meet one another.
PRIOR = {IsolationForm.INDIVIDUAL: 0.6, "none": -0.2}
BIAS = "(bias)"
# Words that phrases do without. Small words stay: aan tafel is another thing than a table.
SMALL_WORDS = "de het een en er die dat dit deze ook te om zo wel nog hun haar"
SILENT = frozenset(SMALL_WORDS.split())

Phrase = tuple[str, ...]
Scores = tuple[float, float, float, float]  # in the order of ANSWERS


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of listing: the words that name it, and what usually goes with it."""

    code: str
    setting: str
    name: str
    forms: tuple[str, ...]
    sphere: str
    life_domains: tuple[str, ...]
    phrases: frozenset[Phrase]


@dataclass(frozen=True)
class Lexicon:
    """The phrases that count, as stems, and the features that they stand for.

    `scores`: log-odds of a feature per answer. `leaning`: the answer that a feature of the lexicon
    speaks for, and its points; features that were only learned have none. `lengths`: per first
    stem how many words its phrases have, the most first. `written`: per feature the words of
    whoever wrote it.
    """

    features: Mapping[Phrase, tuple[str, ...]]
    scores: Mapping[str, Scores]
    leaning: Mapping[str, tuple[int, float]]
    lengths: Mapping[str, tuple[int, ...]]
    bias: Scores
    written: Mapping[str, str]


def rows(*path: str) -> Iterator[dict[str, str]]:
    """The rows of a CSV file under data, in which lines that start with # explain."""
    with resource("data", *path).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(line for line in file if not line.startswith("#"))


def phrase_of(text: str) -> Phrase:
    """The stems of a phrase, without words that say nothing."""
    return tuple(stem(word) for word in words(text) if len(word) > 1 and word not in SILENT)


def variants(text: str) -> Iterator[Phrase]:
    """A phrase as it may be written: koffieochtend is koffie-ochtend too."""
    if whole := phrase_of(text):
        yield whole
    if len(whole) == 1 and (parts := split(base(words(text)[0]))):
        yield tuple(stem(part) for part in parts)


@cache
def kinds() -> Mapping[str, Kind]:
    """The kinds of the taxonomy, by code."""
    more = {row["kind"]: row for row in rows("isolation", "kinds.csv")}
    return {
        row["code"]: _kind(row, more.get(row["code"], {})) for row in rows("taxonomy", "kind.csv")
    }


def _kind(row: Mapping[str, str], more: Mapping[str, str]) -> Kind:
    named = [row["nl"], row["en"], *row["aliases"].split("|"), *_list(more, "phrases")]
    return Kind(
        code=row["code"],
        setting=row["parent"],
        name=row["nl"],
        forms=tuple(row["forms"].split()),
        sphere=more.get("sphere", ""),
        life_domains=tuple(_list(more, "life_domains")),
        phrases=frozenset(each for text in named for each in variants(text.replace("_", " "))),
    )


def _list(row: Mapping[str, str], column: str) -> list[str]:
    return [text for text in row.get(column, "").split("|") if text]


def kind_feature(code: str) -> str:
    """The name of the feature that a listing is of this kind."""
    return f"kind:{code}"


def threshold_feature(fact: str) -> str:
    """The name of the feature that a listing has this threshold fact."""
    return f"threshold:{fact}"


def in_order(points: Mapping[str, float], times: float = 1.0) -> Scores:
    """Points per answer as scores."""
    societal, group, individual, none = (points.get(answer, 0.0) * times for answer in ANSWERS)
    return societal, group, individual, none


def added(one: Scores, other: Scores) -> Scores:
    """Two scores, answer by answer."""
    return one[0] + other[0], one[1] + other[1], one[2] + other[2], one[3] + other[3]


@cache
def written_lexicon() -> Lexicon:
    """What people wrote down: the phrases of the lexicon, the kinds and the threshold facts."""
    phrases: dict[Phrase, dict[str, None]] = {}
    points: dict[str, dict[str, float]] = {}
    written: dict[str, str] = {}
    for row in rows("isolation", "lexicon.csv"):
        for text in row["phrases"].split("|"):
            name = " ".join(phrase_of(text))
            points.setdefault(name, {})[row["form"]] = float(row["weight"])
            written.setdefault(name, text)
            for each in variants(text):
                phrases.setdefault(each, {})[name] = None
    for kind in kinds().values():
        name = kind_feature(kind.code)
        points[name] = dict(zip(kind.forms, KIND_POINTS, strict=False))
        written[name] = kind.name
        for phrase in kind.phrases:
            phrases.setdefault(phrase, {})[name] = None
    for row in rows("taxonomy", "threshold.csv"):
        name = threshold_feature(row["code"])
        points[name] = {IsolationForm.INDIVIDUAL: THRESHOLD_POINTS.get(row["code"], 0.0)}
        written[name] = row["nl"]
    features = {phrase: tuple(names) for phrase, names in phrases.items()}
    scores = {name: in_order(each, POINT) for name, each in points.items()}
    leaning = {name: _leaning(in_order(each)) for name, each in points.items()}
    return Lexicon(features, scores, leaning, _lengths(features), in_order(PRIOR, POINT), written)


def _leaning(points: Scores) -> tuple[int, float]:
    most = max(points)
    return points.index(most), most


def _lengths(phrases: Iterable[Phrase]) -> dict[str, tuple[int, ...]]:
    lengths: dict[str, set[int]] = {}
    for phrase in phrases:
        lengths.setdefault(phrase[0], set()).add(len(phrase))
    return {first: tuple(sorted(each, reverse=True)) for first, each in lengths.items()}


def with_terms(lexicon: Lexicon, terms: Sequence[str]) -> Lexicon:
    """The lexicon with room for terms of one word of which it has nothing to say yet."""
    new = [term for term in terms if (term,) not in lexicon.features]
    features = dict(lexicon.features) | {(term,): (term,) for term in new}
    scores = dict(lexicon.scores) | dict.fromkeys(new, in_order({}))
    return replace(lexicon, features=features, scores=scores, lengths=_lengths(features))


@cache
def lexicon() -> Lexicon:
    """What people wrote down, with what examples taught on top of it."""
    learned = {row["feature"]: row for row in rows("isolation", "weights.csv")}
    values = {
        name: in_order({answer: float(row[answer]) for answer in ANSWERS})
        for name, row in learned.items()
    }
    bias = values.pop(BIAS, in_order({}))
    whole = with_terms(written_lexicon(), [name for name in values if name.isalnum()])
    scores = dict(whole.scores)
    for name, each in values.items():
        if name in scores:
            scores[name] = added(scores[name], each)
    return replace(whole, scores=scores, bias=added(whole.bias, bias))
