"""Measure how well the search ranks, with judged queries: nDCG, reciprocal rank and recall."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2
from statistics import fmean

# The grades of listings for one query by id: 2 answers it, 1 in part; 0 equals not judged.
Grades = Mapping[str, int]

NDCG_DEPTH = 10
RECALL_DEPTH = 20
# The results of a question that count: those on the first screen of a phone.
FIRST = 3


def dcg(grades: Sequence[int]) -> float:
    """Discounted cumulative gain of grades in the order of the ranking, with gain 2^grade - 1.

    The discount is log2(rank + 1). After Järvelin and Kekäläinen, Cumulated gain-based
    evaluation of IR techniques (2002), with the exponential gain of Burges and others (2005).
    """
    return float(sum((2**grade - 1) / log2(rank + 1) for rank, grade in enumerate(grades, 1)))


def ndcg(ranked: Sequence[str], grades: Grades, depth: int = NDCG_DEPTH) -> float:
    """The DCG of the first `depth` results, as a share of that of the best possible order (0-1)."""
    best = dcg(sorted(grades.values(), reverse=True)[:depth])
    return dcg([grades.get(listing_id, 0) for listing_id in ranked[:depth]]) / best if best else 0.0


def reciprocal_rank(ranked: Sequence[str], grades: Grades) -> float:
    """1 divided by the rank of the first relevant listing; 0 when there is none."""
    ranks = (rank for rank, listing_id in enumerate(ranked, 1) if grades.get(listing_id, 0) > 0)
    return 1 / next(ranks, float("inf"))


def recall(ranked: Sequence[str], grades: Grades, depth: int = RECALL_DEPTH) -> float:
    """The share of the relevant listings that is among the first `depth` results (0-1)."""
    relevant = {listing_id for listing_id, grade in grades.items() if grade > 0}
    return len(relevant.intersection(ranked[:depth])) / len(relevant) if relevant else 0.0


@dataclass(frozen=True)
class JudgedQuery:
    """One query, the ids of its results in order, and the grades of listings for it.

    kinds: the kinds of question that it is, such as a whole sentence or one with a misspelling.
    """

    qid: str
    query: str
    ranked: tuple[str, ...]
    grades: Grades
    kinds: tuple[str, ...] = ()

    @property
    def ndcg(self) -> float:
        """The nDCG of the first ten results."""
        return ndcg(self.ranked, self.grades)

    @property
    def reciprocal_rank(self) -> float:
        """1 divided by the rank of the first relevant listing."""
        return reciprocal_rank(self.ranked, self.grades)

    @property
    def recall(self) -> float:
        """The recall in the first twenty results."""
        return recall(self.ranked, self.grades)


@dataclass(frozen=True)
class KindFigures:
    """The number of queries of one kind, and their mean nDCG@10."""

    queries: int
    ndcg: float


@dataclass(frozen=True)
class SearchFigures:
    """The means over all judged queries, and per kind of question, the worst first."""

    queries: int
    ndcg: float
    mrr: float
    recall: float
    empty: tuple[str, ...]  # queries with a relevant listing but without results
    per_kind: Mapping[str, KindFigures]


def search_figures(judged: Sequence[JudgedQuery]) -> SearchFigures:
    """The means over the queries that have at least one relevant listing."""
    counted = [query for query in judged if any(grade > 0 for grade in query.grades.values())]
    if not counted:
        return SearchFigures(0, 0.0, 0.0, 0.0, (), {})
    return SearchFigures(
        queries=len(counted),
        ndcg=fmean(query.ndcg for query in counted),
        mrr=fmean(query.reciprocal_rank for query in counted),
        recall=fmean(query.recall for query in counted),
        empty=tuple(query.qid for query in counted if not query.ranked),
        per_kind=_per_kind(counted),
    )


def _per_kind(judged: Sequence[JudgedQuery]) -> dict[str, KindFigures]:
    kinds = {kind for query in judged for kind in query.kinds}
    figures = {
        kind: KindFigures(len(ndcgs), fmean(ndcgs))
        for kind in kinds
        if (ndcgs := [query.ndcg for query in judged if kind in query.kinds])
    }
    return dict(sorted(figures.items(), key=lambda item: (item[1].ndcg, item[0])))


@dataclass(frozen=True)
class AnsweredQuestion:
    """A question of a resident, the ids of its results in order, and the ids that answer it.

    When none answers it (`wanted` is empty), the right answer is to find nothing.
    """

    question: str
    kind: str
    wanted: frozenset[str]
    ranked: tuple[str, ...]

    @property
    def answered(self) -> bool:
        """Whether a wanted listing is among the first results, or nothing when none is wanted."""
        if not self.wanted:
            return not self.ranked
        return not self.wanted.isdisjoint(self.ranked[:FIRST])


def share_answered(questions: Sequence[AnsweredQuestion]) -> float:
    """The share of the questions that are answered (0-1)."""
    return fmean(one.answered for one in questions) if questions else 0.0


def shares_by_kind(questions: Sequence[AnsweredQuestion]) -> dict[str, float]:
    """The share of the questions that are answered, by kind, in the order of the kinds."""
    kinds = dict.fromkeys(one.kind for one in questions)
    return {kind: share_answered([q for q in questions if q.kind == kind]) for kind in kinds}
