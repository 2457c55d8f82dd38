"""Learn from labelled examples what the lexicon lacks, and write `data/isolation/weights.csv`.

A softmax regression that starts from the lexicon: it learns small additions to its scores. With
full batches and a fixed number of steps, it writes the same file every time.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from socialmap.config import resource
from socialmap.isolation.evaluation import JudgedForm
from socialmap.isolation.forms import ANSWERS
from socialmap.isolation.lexicon import (
    BIAS,
    SHARPNESS,
    Lexicon,
    data_rows,
    kinds,
    with_terms,
    written_lexicon,
)
from socialmap.isolation.reading import TEXTS, Described, features_of, text_words
from socialmap.isolation.regression import (
    Amounts,
    Matrix,
    honest_sharpness,
    learned_scores,
    sharpened,
    softmax,
)
from socialmap.language.analysis import query_stop_words
from socialmap.language.tokens import STOP_WORDS

LEAST_EXAMPLES = 2  # that a word must be in
LEAST_LOG_ODDS = 0.05  # that are worth a line in the file
FOLDS = 10
# Sureness is judged by models that learned from half of the examples: they lack words too.
HALVES = 2
HEADER = """\
# What {count} examples, and one of each kind, taught, in log-odds per answer: added to what
# lexicon.csv and roles.csv say. feature: a stem, or a phrase, kind, role or fact; as_written: how
# it stands in the text or the lexicon; examples: in how many it was found. (bias) is what speaks
# before a word is read; (sharpness) is no log-odds: all sums are multiplied by it, so that
# sureness is honest.
# Written by `socialmap classify --train`. Do not edit it: change lexicon.csv or examples.csv, and
# train again.
"""


@dataclass(frozen=True, slots=True)
class Example:
    """A listing with its right answer."""

    described: Described
    answer: str


@dataclass(frozen=True)
class Model:
    """A trained model: learned log-odds per feature (rows, the bias last) and answer (columns)."""

    lexicon: Lexicon
    features: tuple[str, ...]
    learned: Matrix

    def chances(self, listings: Sequence[Described]) -> Matrix:
        """The probability of each answer (columns) for each listing (rows)."""
        return softmax(_amounts(listings, self).sums(_written(self) + self.learned))


def own_examples() -> list[Example]:
    """The examples that come with the project."""
    return [
        Example(Described(row["name"], description=row["description"]), row["form"])
        for row in data_rows("isolation", "examples.csv")
    ]


def _kind_examples() -> list[Example]:
    """For each kind a listing of which nothing else is known: it addresses its first form."""
    return [Example(Described("", kind=kind.code), kind.forms[0]) for kind in kinds().values()]


def _terms(described: Described, written: Lexicon) -> set[str]:
    """The stems of a listing, and of parts of its compounds, that the lexicon lacks."""
    terms: set[str] = set()
    ignored = STOP_WORDS | query_stop_words()
    for where in TEXTS:
        for word in text_words(getattr(described, where)):
            if (word.stem,) not in written.features and word.folded not in ignored:
                terms.update(word.parts or (word.stem,))
    return {term for term in terms if term.isalpha() and len(term) > 2}


def _amounts(listings: Sequence[Described], model: Model) -> Amounts:
    column = {feature: place for place, feature in enumerate(model.features)}
    return Amounts.of(
        entry
        for row, described in enumerate(listings)
        for entry in [
            (row, len(column), 1.0),
            *(
                (row, column[name], much)
                for name, _, _, much in features_of(described, model.lexicon)
            ),
        ]
    )


def _written(model: Model) -> Matrix:
    scores = [model.lexicon.scores[feature] for feature in model.features]
    return np.array([*scores, model.lexicon.bias])


def train(examples: Sequence[Example]) -> Model:
    """A model that has learned from examples, and from the kinds, what to add to the lexicon."""
    examples = [*examples, *_kind_examples()]
    written = written_lexicon()
    counts = Counter(term for example in examples for term in _terms(example.described, written))
    terms = sorted(term for term, number in counts.items() if number >= LEAST_EXAMPLES)
    wider = with_terms(written, terms)
    empty = Model(wider, tuple(wider.scores), np.zeros((len(wider.scores) + 1, len(ANSWERS))))
    amounts = _amounts([example.described for example in examples], empty)
    learned = learned_scores(amounts, _one_hot(examples), _written(empty))
    return Model(wider, empty.features, learned)


def _one_hot(examples: Sequence[Example]) -> Matrix:
    answers = [str(answer) for answer in ANSWERS]
    return np.eye(len(ANSWERS))[[answers.index(example.answer) for example in examples]]


def cross_validated(
    examples: Sequence[Example], extra: Sequence[Example] = (), folds: int = FOLDS
) -> Matrix:
    """The chances of each example by a model trained on the other folds and on `extra`."""
    chances = np.zeros((len(examples), len(ANSWERS)))
    order = np.random.default_rng(1).permutation(len(examples))
    for fold in range(folds):
        held_out = set(order[fold::folds].tolist())
        model = train([*extra, *(examples[place] for place in order if place not in held_out)])
        places = sorted(held_out)
        chances[places] = model.chances([examples[place].described for place in places])
    return chances


def write(
    model: Model, sharpness: float, examples: Sequence[Example], path: Path | None = None
) -> Path:
    """Write the learned weights to a CSV file with an explanation above them; return its path."""
    path = path or resource("data", "isolation", "weights.csv")
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(HEADER.format(count=len(examples)))
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["feature", "as_written", "examples", *ANSWERS])
        writer.writerow([BIAS, "", len(examples), *_rounded(model.learned[-1])])
        writer.writerow([SHARPNESS, "", len(examples), *[f"{sharpness:.2f}"] * len(ANSWERS)])
        writer.writerows(_lines(model, examples))
    return path


def _rounded(values: Matrix) -> list[str]:
    return [f"{value:.2f}" for value in values]


def _lines(model: Model, examples: Sequence[Example]) -> Iterator[list[str]]:
    written = dict(model.lexicon.written)
    counts: Counter[str] = Counter()
    for example in examples:
        for feature in features_of(example.described, model.lexicon):
            counts[feature.name] += 1
            written.setdefault(feature.name, feature.phrase.lower())
    for name, values in sorted(zip(model.features, model.learned, strict=False)):
        if np.abs(values).max() >= LEAST_LOG_ODDS:
            yield [name, written.get(name, ""), str(counts[name]), *_rounded(values)]


@dataclass(frozen=True)
class Learned:
    """The result of a training: chances of the examples by the lexicon alone, and held out."""

    path: Path
    examples: Sequence[Example]
    lexicon: Matrix
    held_out: Matrix


def sharpness_of(examples: Sequence[Example]) -> float:
    """The sharpness with which models that have not seen an example are honest about it."""
    return honest_sharpness(cross_validated(examples, folds=HALVES), _one_hot(examples))


def learn(path: Path | None = None) -> Learned:
    """Train on the project's own examples, write the weights, and return how good they are."""
    examples = own_examples()
    model, sharpness = train(examples), sharpness_of(examples)
    written = Model(model.lexicon, model.features, np.zeros_like(model.learned))
    by_lexicon = written.chances([example.described for example in examples])
    return Learned(
        write(model, sharpness, examples, path),
        examples,
        by_lexicon,
        sharpened(cross_validated(examples), sharpness),
    )


def judged_examples(
    examples: Sequence[Example], chances: Matrix, doubtful: Sequence[bool] = ()
) -> list[JudgedForm]:
    """Examples with the answer that has the best chance; doubtful marks those in doubt."""
    pairs = zip(examples, chances.tolist(), strict=True)
    doubts = doubtful or [False] * len(examples)
    return [
        JudgedForm(
            example.described.name,
            example.answer,
            str(ANSWERS[row.index(max(row))]),
            max(row),
            doubt,
        )
        for (example, row), doubt in zip(pairs, doubts, strict=True)
    ]
