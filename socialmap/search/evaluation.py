"""How well a search ranks, by judged queries: nDCG, reciprocal rank and recall."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2
from statistics import fmean

# Per query the judged listings with their grade: 2 answers it, 1 partly; 0 is as not judged.
Grades = Mapping[str, int]

NDCG_DEPTH = 10
RECALL_DEPTH = 20


def dcg(grades: Sequence[int]) -> float:
    """Discounted cumulative gain of grades in the order of the ranking, with gain 2^grade - 1.

    The discount is log2(rank + 1). After Järvelin and Kekäläinen, Cumulated gain-based
    evaluation of IR techniques (2002), with the exponential gain of Burges and others (2005).
    """
    return float(sum((2**grade - 1) / log2(rank + 1) for rank, grade in enumerate(grades, 1)))


def ndcg(ranked: Sequence[str], grades: Grades, depth: int = NDCG_DEPTH) -> float:
    """DCG of the first `depth` found, as a part of that of the best possible order (0-1)."""
    best = dcg(sorted(grades.values(), reverse=True)[:depth])
    return dcg([grades.get(each, 0) for each in ranked[:depth]]) / best if best else 0.0


def reciprocal_rank(ranked: Sequence[str], grades: Grades) -> float:
    """1 divided by the rank of the first relevant listing; 0 when there is none."""
    ranks = (rank for rank, each in enumerate(ranked, 1) if grades.get(each, 0) > 0)
    return 1 / next(ranks, float("inf"))


def recall(ranked: Sequence[str], grades: Grades, depth: int = RECALL_DEPTH) -> float:
    """The part of the relevant listings that is among the first `depth` (0-1)."""
    relevant = {each for each, grade in grades.items() if grade > 0}
    return len(relevant.intersection(ranked[:depth])) / len(relevant) if relevant else 0.0


@dataclass(frozen=True)
class Judged:
    """One query, the ids that were found in order, and what they are worth."""

    qid: str
    query: str
    ranked: tuple[str, ...]
    grades: Grades

    @property
    def ndcg(self) -> float:
        """How good the order of the first ten is (nDCG)."""
        return ndcg(self.ranked, self.grades)

    @property
    def reciprocal_rank(self) -> float:
        """1 / rank of the first relevant listing."""
        return reciprocal_rank(self.ranked, self.grades)

    @property
    def recall(self) -> float:
        """Recall in the first twenty."""
        return recall(self.ranked, self.grades)


@dataclass(frozen=True)
class Figures:
    """The means over all judged queries."""

    queries: int
    ndcg: float
    mrr: float
    recall: float
    empty: tuple[str, ...]  # the queries that have a relevant listing and found nothing


def figures(judged: Sequence[Judged]) -> Figures:
    """The means over the queries for which at least one listing is relevant."""
    counted = [each for each in judged if any(grade > 0 for grade in each.grades.values())]
    if not counted:
        return Figures(0, 0.0, 0.0, 0.0, ())
    return Figures(
        queries=len(counted),
        ndcg=fmean(each.ndcg for each in counted),
        mrr=fmean(each.reciprocal_rank for each in counted),
        recall=fmean(each.recall for each in counted),
        empty=tuple(each.qid for each in counted if not each.ranked),
    )
