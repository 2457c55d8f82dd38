"""Rank listings by words, slowly and plainly: the reference for the fast ranking."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from socialmap.language.analysis import Alternative
from tests.terms import index_terms

K1 = 1.2
B = 0.6
MEANT = 0.6
# How much a word counts in a field of a listing.
WEIGHTS = {"name": 3.0, "kind": 2.0, "summary": 1.5, "description": 1.0, "other": 0.7}


@dataclass(frozen=True)
class Ranked:
    id: str
    score: float


class BruteForce:
    """BM25F over index_terms; `listings` maps an id to the texts of the fields of WEIGHTS."""

    def __init__(self, listings: Mapping[str, Mapping[str, str]]) -> None:
        self.counts: dict[str, dict[str, Counter[str]]] = {}
        self.lengths: dict[str, dict[str, int]] = {}
        self.listings_with: Counter[str] = Counter()
        for listing_id, fields in listings.items():
            self.counts[listing_id], self.lengths[listing_id] = {}, {}
            for field, text in fields.items():
                occurrences = index_terms(text)
                counts: Counter[str] = Counter()
                for occurrence in occurrences:
                    counts[occurrence.term] += occurrence.weight
                self.counts[listing_id][field] = counts
                self.lengths[listing_id][field] = len(
                    {occurrence.position for occurrence in occurrences}
                )
            self.listings_with.update(set().union(*self.counts[listing_id].values()))
        totals: defaultdict[str, int] = defaultdict(int)
        for lengths in self.lengths.values():
            for field, length in lengths.items():
                totals[field] += length
        self.means = {field: total / len(listings) for field, total in totals.items()}

    def frequency(self, listing_id: str, term: str) -> float:
        """The frequency of a term in a listing, weighted by field and divided by its length."""
        return sum(
            WEIGHTS[field]
            * counts[term]
            / (1 - B + B * self.lengths[listing_id][field] / self.means[field])
            for field, counts in self.counts[listing_id].items()
            if counts[term]
        )

    def rarity(self, term: str) -> float:
        """BM25's inverse document frequency."""
        number = self.listings_with[term]
        return log(1 + (len(self.counts) - number + 0.5) / (number + 0.5))

    def of_term(self, listing_id: str, term: str) -> float:
        frequency = self.frequency(listing_id, term)
        return self.rarity(term) * frequency * (K1 + 1) / (frequency + K1)

    def of_clause(self, listing_id: str, clause: Sequence[Alternative]) -> float:
        """The score of the best alternative: the mean of its terms, if the listing has them all."""
        best = 0.0
        for alternative in clause:
            scores = [self.of_term(listing_id, term) for term in alternative.terms]
            if all(scores):
                best = max(best, alternative.weight * sum(scores) / len(scores))
        return best

    def typed(self, listing_id: str, clause: Sequence[Alternative]) -> float:
        """1 when a listing has the word itself, MEANT when only something that it may mean."""
        parts = [each for each in clause if each.reason == "compound" and len(each.terms) == 1]
        own = [each for each in clause if each.reason != "synonym" and each not in parts]
        if self.of_clause(listing_id, own):
            return 1
        return MEANT if self.of_clause(listing_id, clause) else 0

    def rank(self, clauses: Sequence[Sequence[Alternative]]) -> list[Ranked]:
        """The listings with at least one clause: the best score first, more clauses weigh more."""
        ranked = []
        for listing_id in self.counts:
            scores = [self.of_clause(listing_id, clause) for clause in clauses]
            if any(scores):
                typed = sum(self.typed(listing_id, clause) for clause in clauses)
                ranked.append(Ranked(listing_id, sum(scores) * (typed / len(clauses)) ** 0.5))
        return sorted(ranked, key=lambda entry: (-entry.score, entry.id))
