"""The slow and plain way to rank listings by words: the reference that a fast way must equal."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from socialmap.language.analysis import Alternative
from tests.terms import index_terms

K1 = 1.2
B = 0.6
# How much a word counts in a field of a listing.
WEIGHTS = {"name": 3.0, "kind": 2.0, "summary": 1.5, "description": 1.0, "other": 0.7}


@dataclass(frozen=True)
class Ranked:
    id: str
    score: float


class BruteForce:
    """BM25F over index_terms: `listings` are per id the texts of the fields of WEIGHTS."""

    def __init__(self, listings: Mapping[str, Mapping[str, str]]) -> None:
        self.counts: dict[str, dict[str, Counter[str]]] = {}
        self.lengths: dict[str, dict[str, int]] = {}
        self.listings_with: Counter[str] = Counter()
        for each, fields in listings.items():
            self.counts[each], self.lengths[each] = {}, {}
            for field, text in fields.items():
                found = index_terms(text)
                counts: Counter[str] = Counter()
                for occurrence in found:
                    counts[occurrence.term] += occurrence.weight
                self.counts[each][field] = counts
                self.lengths[each][field] = len({one.position for one in found})
            self.listings_with.update(set().union(*self.counts[each].values()))
        totals: defaultdict[str, int] = defaultdict(int)
        for lengths in self.lengths.values():
            for field, length in lengths.items():
                totals[field] += length
        self.means = {field: total / len(listings) for field, total in totals.items()}

    def frequency(self, each: str, term: str) -> float:
        """How often a listing has a term, by field weight and in the measure of its length."""
        return sum(
            WEIGHTS[field]
            * counts[term]
            / (1 - B + B * self.lengths[each][field] / self.means[field])
            for field, counts in self.counts[each].items()
            if counts[term]
        )

    def rarity(self, term: str) -> float:
        """BM25's inverse document frequency."""
        having = self.listings_with[term]
        return log(1 + (len(self.counts) - having + 0.5) / (having + 0.5))

    def of_term(self, each: str, term: str) -> float:
        frequency = self.frequency(each, term)
        return self.rarity(term) * frequency * (K1 + 1) / (frequency + K1)

    def of_clause(self, each: str, clause: Sequence[Alternative]) -> float:
        """The best alternative: the mean of its terms, all of which the listing must have."""
        best = 0.0
        for alternative in clause:
            scores = [self.of_term(each, term) for term in alternative.terms]
            if all(scores):
                best = max(best, alternative.weight * sum(scores) / len(scores))
        return best

    def rank(self, clauses: Sequence[Sequence[Alternative]]) -> list[Ranked]:
        """Listings that have any clause; those that have more of them first, then by score."""
        ranked = []
        for each in self.counts:
            scores = [self.of_clause(each, clause) for clause in clauses]
            matched = sum(score > 0 for score in scores)
            if matched:
                ranked.append(Ranked(each, sum(scores) * (matched / len(clauses)) ** 0.5))
        return sorted(ranked, key=lambda one: (-one.score, one.id))
