"""The lexicon: phrases, kinds and threshold facts, and what each says about forms of isolation.

All of it is data, explained in `data/README.md`: people write `lexicon.csv`; `weights.csv` is what
was learned from examples on top of it. The taxonomies belong to the catalogue, a floor above, so
this module reads the columns that it needs from their files.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from socialmap.config import resource
from socialmap.isolation.forms import ANSWERS, IsolationForm
from socialmap.isolation.stems import stem_of
from socialmap.language.compounds import split
from socialmap.language.stems import Stems, base, stem
from socialmap.language.tokens import words

# The points of a kind for its first, second and third form.
KIND_POINTS = (2.5, 0.8, 0.3)
# One point of the lexicon in log-odds, before anything is learned.
POINT = 1 / 3
# Points before a word is read: most listings are for meeting one another.
PRIOR = {IsolationForm.INDIVIDUAL: 0.6, "none": -0.2}
BIAS, SHARPNESS = "(bias)", "(sharpness)"
# Words that phrases leave out. Prepositions stay: aan tafel is something else than a table.
SMALL_WORDS = "de het een en er die dat dit deze ook te om zo wel nog hun haar"
SILENT = frozenset(SMALL_WORDS.split())

LogOdds = tuple[float, float, float, float]  # in the order of ANSWERS


@dataclass(frozen=True, slots=True)
class ListingKind:
    """A kind of listing: the phrases that name it, and its usual setting, forms and domains."""

    code: str
    setting: str
    name: str
    forms: tuple[str, ...]
    sphere: str
    life_domains: tuple[str, ...]
    phrases: frozenset[Stems]


@dataclass(frozen=True)
class Lexicon:
    """The phrases that count, as stems, and the features that they stand for.

    `scores`: log-odds of a feature per answer. `leaning`: the index of the answer that a feature
    of the lexicon speaks for, and its points; features that were only learned have none.
    `lengths`: per first stem the numbers of words that its phrases have, the largest first.
    `written`: per feature its words as they are in the data. `sharpness`: by what the sums of
    log-odds are multiplied so that sureness is honest.
    """

    features: Mapping[Stems, tuple[str, ...]]
    scores: Mapping[str, LogOdds]
    leaning: Mapping[str, tuple[int, float]]
    lengths: Mapping[str, tuple[int, ...]]
    bias: LogOdds
    written: Mapping[str, str]
    sharpness: float = 1.0


def data_rows(*path: str) -> Iterator[dict[str, str]]:
    """The rows of a CSV file under data; lines that start with # are comments."""
    with resource("data", *path).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(line for line in file if not line.startswith("#"))


def phrase_of(text: str) -> Stems:
    """The stems of a phrase, without silent words."""
    return tuple(stem_of(word) for word in words(text) if len(word) > 1 and word not in SILENT)


def variants(text: str) -> Iterator[Stems]:
    """The ways to write a phrase: koffieochtend is koffie-ochtend too."""
    if whole := phrase_of(text):
        yield whole
    if len(whole) == 1 and (parts := split(base(words(text)[0]))):
        yield tuple(stem(part) for part in parts)


@cache
def threshold_points() -> Mapping[str, float]:
    """The points of each threshold fact for the individual form, where safety comes first."""
    return {row["fact"]: float(row["points"]) for row in data_rows("isolation", "thresholds.csv")}


@cache
def kinds() -> Mapping[str, ListingKind]:
    """The kinds of the taxonomy, by code."""
    extra = {row["kind"]: row for row in data_rows("isolation", "kinds.csv")}
    return {
        row["code"]: _kind(row, extra.get(row["code"], {}))
        for row in data_rows("taxonomy", "kind.csv")
    }


def _kind(row: Mapping[str, str], extra: Mapping[str, str]) -> ListingKind:
    names = [row["nl"], row["en"], *row["aliases"].split("|"), *_list(extra, "phrases")]
    return ListingKind(
        code=row["code"],
        setting=row["parent"],
        name=row["nl"],
        forms=tuple(row["forms"].split()),
        sphere=extra.get("sphere", ""),
        life_domains=tuple(_list(extra, "life_domains")),
        phrases=frozenset(phrase for text in names for phrase in variants(text.replace("_", " "))),
    )


def _list(row: Mapping[str, str], column: str) -> list[str]:
    return [text for text in row.get(column, "").split("|") if text]


def kind_feature(code: str) -> str:
    """The name of the feature for listings of this kind."""
    return f"kind:{code}"


def threshold_feature(fact: str) -> str:
    """The name of the feature for listings with this threshold fact."""
    return f"threshold:{fact}"


def role_feature(code: str) -> str:
    """The name of the feature for sentences in which somebody has this role."""
    return f"role:{code}"


def in_order(points: Mapping[str, float], times: float = 1.0) -> LogOdds:
    """Points per answer, times a factor, in the order of ANSWERS."""
    societal, group, individual, none = (points.get(answer, 0.0) * times for answer in ANSWERS)
    return societal, group, individual, none


def added(one: LogOdds, other: LogOdds) -> LogOdds:
    """The sum of two scores, answer by answer."""
    return one[0] + other[0], one[1] + other[1], one[2] + other[2], one[3] + other[3]


@cache
def written_lexicon() -> Lexicon:
    """The lexicon that people wrote: its phrases, the kinds and the threshold facts."""
    phrases: dict[Stems, dict[str, None]] = {}
    points: dict[str, dict[str, float]] = {}
    written: dict[str, str] = {}
    for row in data_rows("isolation", "lexicon.csv"):
        for text in row["phrases"].split("|"):
            name = " ".join(phrase_of(text))
            points.setdefault(name, {})[row["form"]] = float(row["weight"])
            written.setdefault(name, text)
            for phrase in variants(text):
                phrases.setdefault(phrase, {})[name] = None
    for kind in kinds().values():
        name = kind_feature(kind.code)
        points[name] = dict(zip(kind.forms, KIND_POINTS, strict=False))
        written[name] = kind.name
        for phrase in kind.phrases:
            phrases.setdefault(phrase, {})[name] = None
    for row in data_rows("taxonomy", "threshold.csv"):
        name = threshold_feature(row["code"])
        points[name] = {IsolationForm.INDIVIDUAL: threshold_points().get(row["code"], 0.0)}
        written[name] = row["nl"]
    for row in data_rows("isolation", "roles.csv"):
        name = role_feature(row["role"])
        points[name] = {row["form"]: float(row["weight"])}
        written[name] = row["nl"]
    features = {phrase: tuple(names) for phrase, names in phrases.items()}
    scores = {name: in_order(by_answer, POINT) for name, by_answer in points.items()}
    leaning = {name: _leaning(in_order(by_answer)) for name, by_answer in points.items()}
    return Lexicon(features, scores, leaning, _lengths(features), in_order(PRIOR, POINT), written)


def _leaning(points: LogOdds) -> tuple[int, float]:
    most = max(points)
    return points.index(most), most


def _lengths(phrases: Iterable[Stems]) -> dict[str, tuple[int, ...]]:
    lengths: dict[str, set[int]] = {}
    for phrase in phrases:
        lengths.setdefault(phrase[0], set()).add(len(phrase))
    return {first: tuple(sorted(sizes, reverse=True)) for first, sizes in lengths.items()}


def with_terms(lexicon: Lexicon, terms: Sequence[str]) -> Lexicon:
    """The lexicon with added features of one word, which score nothing yet."""
    new = [term for term in terms if (term,) not in lexicon.features]
    features = dict(lexicon.features) | {(term,): (term,) for term in new}
    scores = dict(lexicon.scores) | dict.fromkeys(new, in_order({}))
    return replace(lexicon, features=features, scores=scores, lengths=_lengths(features))


@cache
def lexicon() -> Lexicon:
    """The lexicon that people wrote, with the learned weights added."""
    learned = {row["feature"]: row for row in data_rows("isolation", "weights.csv")}
    values = {
        name: in_order({answer: float(row[answer]) for answer in ANSWERS})
        for name, row in learned.items()
    }
    bias = values.pop(BIAS, in_order({}))
    sharpness = values.pop(SHARPNESS, (1.0,))[0]
    whole = with_terms(written_lexicon(), [name for name in values if name.isalnum()])
    scores = dict(whole.scores)
    for name, score in values.items():
        if name in scores:
            scores[name] = added(scores[name], score)
    return replace(whole, scores=scores, bias=added(whole.bias, bias), sharpness=sharpness)
