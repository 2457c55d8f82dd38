"""Fit the weights of the ranking to judged queries, and say what that gains on queries not seen."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean
from types import ModuleType

import click
import orjson

from socialmap.cli.evaluating import FILE, asked_in, searching_in, with_results
from socialmap.language import analysis
from socialmap.search import clauses, text
from socialmap.search.evaluation import JudgedQuery
from socialmap.search.index import postings
from socialmap.search.index.snapshot import register_store
from socialmap.search.reading import needs

FOLDS = 5
# A weight is multiplied by each of these, as long as that gains at least LEAST_GAIN in mean nDCG.
STEPS = (0.75, 1.33)
LEAST_GAIN, ROUNDS = 0.002, 2

# A value per weight of the table, in its order.
Values = tuple[float, ...]


@dataclass(frozen=True)
class Weight:
    """A weight that is fitted: where it stands in the code, and its key when it is in a mapping."""

    module: ModuleType
    name: str
    key: str | int | None = None

    @property
    def is_indexed(self) -> bool:
        """Whether the index or what is cached beside it has this weight in it."""
        return self.module in (postings, text) or self.name == "PART_WEIGHT"

    @property
    def label(self) -> str:
        """The name as it is written in the code."""
        place = self.module.__name__.removeprefix("socialmap.")
        return f"{place}.{self.name}" + ("" if self.key is None else f"[{self.key!r}]")

    def get(self) -> float:
        """The value that the search uses now."""
        value = getattr(self.module, self.name)
        return float(value if self.key is None else value[self.key])

    def put(self, value: float) -> None:
        """Let the search of this process use another value."""
        if self.key is None:
            setattr(self.module, self.name, value)
        else:
            getattr(self.module, self.name)[self.key] = value


TABLE = (
    *(Weight(postings, "WEIGHTS", field) for field in ("name", "kind", "summary", "other")),
    Weight(postings, "K1"),
    Weight(postings, "B"),
    Weight(analysis, "PART_WEIGHT"),
    Weight(analysis, "PARTS_WEIGHT"),
    Weight(analysis, "LAST_PART_WEIGHT"),
    Weight(analysis, "FIRST_PART_WEIGHT"),
    Weight(analysis, "SUBJECT_WEIGHT"),
    Weight(analysis, "HEAD_WEIGHT"),
    Weight(analysis, "SYNONYM_WEIGHT"),
    Weight(analysis, "NEED_WEIGHT"),
    *(Weight(analysis, "SPELLING_WEIGHT", distance) for distance in (1, 2)),
    *(Weight(text, name) for name in ("MEANT", "SUNK")),
    *(Weight(clauses, name) for name in ("CODE_WEIGHT", "MORE_WEIGHT")),
    *(Weight(needs, name) for name in ("WORD", "PHRASE", "MEANT")),
)


@dataclass
class Fitting:
    """Judged queries, and the nDCG@10 of each with the values that were tried."""

    queries: Sequence[JudgedQuery]
    tried: dict[Values, list[float]] = field(default_factory=dict)
    indexed: Values = ()
    folder: tempfile.TemporaryDirectory[str] | None = None

    def ndcgs(self, values: Values) -> list[float]:
        """The nDCG@10 of each query when the weights have these values."""
        if values not in self.tried:
            for weight, value in zip(TABLE, values, strict=True):
                weight.put(value)
            self._index(values)
            self.tried[values] = [with_results(query).ndcg for query in self.queries]
        return self.tried[values]

    def _index(self, values: Values) -> None:
        """Let an index with these weights answer, which is made anew when it has others."""
        indexed = tuple(
            value for weight, value in zip(TABLE, values, strict=True) if weight.is_indexed
        )
        if indexed == self.indexed:
            return
        analysis.word_terms.cache_clear()
        self.folder = tempfile.TemporaryDirectory()
        register_store(Path(self.folder.name))
        self.indexed = indexed

    def fitted(self, start: Values, places: Sequence[int]) -> Values:
        """The values that rank the queries at these places best, one weight after the other."""

        def mean(values: Values) -> float:
            ndcgs = self.ndcgs(values)
            return fmean(ndcgs[place] for place in places)

        for _ in range(ROUNDS):
            before = start
            for number in range(len(TABLE)):
                start = _better(start, number, mean)
            if start == before:
                break
        return start


def _better(values: Values, number: int, mean: Callable[[Values], float]) -> Values:
    """The values, with the weight of this number multiplied by a step when that ranks better."""
    best = values
    for step in STEPS:
        changed = round(values[number] * step, 3)
        other = (*values[:number], changed, *values[number + 1 :])
        if mean(other) >= mean(best) + LEAST_GAIN:
            best = other
    return best


def cross_validated(fitting: Fitting, start: Values) -> float:
    """The mean nDCG@10 of the queries, each by weights that were fitted without it."""
    everything = range(len(fitting.queries))
    ndcgs = []
    for fold in range(FOLDS):
        seen = [place for place in everything if place % FOLDS != fold]
        values = fitting.fitted(start, seen)
        ndcgs += [fitting.ndcgs(values)[place] for place in everything if place % FOLDS == fold]
    return fmean(ndcgs)


@click.command("fit")
@click.option("--listings", required=True, type=FILE, help="Listings, as for `socialmap import`.")
@click.option("--queries", required=True, type=FILE, multiple=True, help="CSV with qid and query.")
@click.option("--qrels", required=True, type=FILE, multiple=True, help="CSV; as many as queries.")
def fit_command(listings: Path, queries: tuple[Path, ...], qrels: tuple[Path, ...]) -> None:
    """Fit the weights of the ranking to judged queries.

    Prints what each weight is and what fits better, and the mean nDCG@10 now, fitted, and
    cross-validated: of queries that the weights were not fitted to. Only the last says whether to
    change the code; nothing is changed by this command.
    """
    if len(queries) != len(qrels):
        raise click.UsageError("Give as many --qrels as --queries.")
    asked = [query for pair in zip(queries, qrels, strict=True) for query in asked_in(*pair)]
    judged = [query for query in asked if any(query.grades.values())]
    if len(judged) < FOLDS:
        raise click.ClickException(f"Give at least {FOLDS} queries with a relevant listing.")
    now = tuple(weight.get() for weight in TABLE)
    fitting = Fitting(judged)
    with searching_in(listings):
        try:
            fitted = fitting.fitted(now, range(len(judged)))
            seen, unseen = fmean(fitting.ndcgs(fitted)), cross_validated(fitting, now)
        finally:
            for weight, value in zip(TABLE, now, strict=True):
                weight.put(value)
            analysis.word_terms.cache_clear()
    document = {
        "queries": len(judged),
        "ndcg": {"now": fmean(fitting.ndcgs(now)), "fitted": seen, "cross_validated": unseen},
        "weights": {
            weight.label: {"now": old, "fitted": new}
            for weight, old, new in zip(TABLE, now, fitted, strict=True)
        },
    }
    click.echo(orjson.dumps(document, option=orjson.OPT_INDENT_2))
