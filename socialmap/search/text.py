"""Match the words of a query: which listings have them, and with what score."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial, reduce

import numpy as np
import numpy.typing as npt

from socialmap.search.index.segment import Docs, Flags, Index, Scores, Segment
from socialmap.search.words import AnyOf, Clause, Phrase, Prefix, Wanted, Words

# Listings in order, and the score of each.
ScoredDocs = tuple[Docs, Scores]
# Terms that a prefix stands for at most.
MOST_PREFIXED = 200
PREFIX_WEIGHT = 0.8
# When fewer than 1/FEW of all listings are candidates, each one is looked up.
FEW = 128
# Clauses whose listings are cached; those of a common word are a fifth of all listings.
MOST_CACHED = 128


@dataclass(frozen=True)
class TextMatch:
    """How some listings (n) match the words: their scores, and the number of clauses they have.

    `excluded` flags those with an unwanted clause; None when there are no such clauses.
    """

    score: Scores
    clauses: npt.NDArray[np.uint8]
    wanted_clauses: int
    excluded: Flags | None

    def enough(self, needed: int) -> Flags | None:
        """Flags of the listings with at least `needed` clauses and none unwanted; None for all."""
        some = None if (self.clauses >= needed).all() else self.clauses >= needed
        if self.excluded is None:
            return some
        return ~self.excluded if some is None else some & ~self.excluded

    @property
    def ranked(self) -> Scores:
        """The scores, lowered for listings that lack some of the clauses."""
        if self.wanted_clauses == 1:
            return self.score
        share = self.clauses.astype(np.float32) / np.float32(self.wanted_clauses)
        ranked: Scores = self.score * np.sqrt(share)
        return ranked

    def subset(self, index: Index) -> TextMatch:
        """The same for the listings at these indices."""
        excluded = None if self.excluded is None else self.excluded[index]
        return TextMatch(self.score[index], self.clauses[index], self.wanted_clauses, excluded)


def having(segment: Segment, clause: Clause) -> ScoredDocs:
    """The listings that have a clause, with its best score in each.

    The clauses that were searched last are cached.
    """
    look_up: Callable[[Clause], ScoredDocs] = segment.cache.get(
        "having", None, lambda: lru_cache(MOST_CACHED)(partial(_having, segment))
    )
    return look_up(clause)


def match_anywhere(segment: Segment, wanted: Wanted, needed: int) -> tuple[Docs, TextMatch]:
    """Listings, in order, that include all with at least `needed` clauses; and how they match.

    There must be a clause.
    """
    per_clause = [having(segment, clause) for clause in wanted.all]
    if len(per_clause) == 1:
        [(docs, score)] = per_clause
        clauses = np.ones(len(docs), np.uint8)
        return docs, TextMatch(score, clauses, 1, _excluded(segment, wanted, docs))
    if needed == len(per_clause):
        docs = _in_all([docs for docs, _ in per_clause], segment.count)
    else:
        flags = np.zeros(segment.count, np.bool_)
        for docs, _ in per_clause:
            flags[docs] = True
        docs = np.flatnonzero(flags).astype(np.int32)
    return docs, match_text(segment, wanted, docs)


def _in_all(several: Sequence[Docs], count: int) -> Docs:
    """The listings that are in each of several lists."""
    fewest, *others = sorted(several, key=len)
    for other in others:
        flags = np.zeros(count, np.bool_)
        flags[other] = True
        fewest = fewest[np.flatnonzero(flags.take(fewest))]
    return fewest


def match_text(segment: Segment, wanted: Wanted, docs: Docs) -> TextMatch:
    """How some listings match the words."""
    score = np.zeros(len(docs), np.float32)
    clauses = np.zeros(len(docs), np.uint8)
    for clause in wanted.all:
        scores = _scores_of(having(segment, clause), docs, segment.count)
        score += scores
        clauses += scores > 0
    return TextMatch(score, clauses, len(wanted.all), _excluded(segment, wanted, docs))


def _excluded(segment: Segment, wanted: Wanted, docs: Docs) -> Flags | None:
    if not wanted.none:
        return None
    unwanted = [having(segment, clause) for clause in wanted.none]
    flags = [_scores_of(scored, docs, segment.count) > 0 for scored in unwanted]
    return np.asarray(np.logical_or.reduce(flags), np.bool_)


def _scores_of(postings: ScoredDocs, docs: Docs, count: int) -> Scores:
    """The scores of `docs` in postings; 0 for listings that the postings do not have."""
    matching, scores = postings
    if not len(matching):
        return np.zeros(len(docs), np.float32)
    if len(docs) * FEW > count:
        all_scores = np.zeros(count, np.float32)
        all_scores[matching] = scores
        return all_scores.take(docs)
    place = np.minimum(np.searchsorted(matching, docs), len(matching) - 1)
    result: Scores = scores[place] * (matching[place] == docs)
    return result


def _having(segment: Segment, clause: Clause) -> ScoredDocs:
    match clause:
        case Words(alternatives):
            weighted = [(_with_all_terms(segment, one.terms), one.weight) for one in alternatives]
            postings = [(docs, scores * np.float32(weight)) for (docs, scores), weight in weighted]
        case Phrase(terms):
            postings = [_phrase(segment, terms)]
        case Prefix(starts):
            begun = {t for start in starts for t in segment.beginning_with(start, MOST_PREFIXED)}
            unweighted = [segment.postings(term) for term in begun]
            postings = [(docs, scores * np.float32(PREFIX_WEIGHT)) for docs, scores in unweighted]
        case AnyOf(clauses):
            postings = [having(segment, part) for part in clauses]
    return _best(segment, [(docs, scores) for docs, scores in postings if len(docs)])


def _best(segment: Segment, postings: Sequence[ScoredDocs]) -> ScoredDocs:
    """The union of several postings, with the best score of each listing."""
    if len(postings) == 1:
        return postings[0]
    best = np.zeros(segment.count, np.float32)
    for number, (docs, scores) in enumerate(postings):
        # Postings have each listing once, so plain indexing is enough, and quicker than sorting.
        best[docs] = np.maximum(best.take(docs), scores) if number else scores
    # flatnonzero is many times quicker on flags than on numbers.
    docs = np.flatnonzero(best > 0).astype(np.int32)
    return docs, best.take(docs)


def _with_all_terms(segment: Segment, terms: Sequence[str]) -> ScoredDocs:
    """The listings that have all of these terms, with the mean of their scores."""
    postings = [segment.postings(term) for term in terms]
    docs, scores = postings[0]
    for other in postings[1:]:
        other_scores = _scores_of(other, docs, segment.count)
        both = other_scores > 0
        docs, scores = docs[both], scores[both] + other_scores[both]
    return docs, scores / np.float32(len(postings)) if len(postings) > 1 else scores


def _phrase(segment: Segment, terms: Sequence[str]) -> ScoredDocs:
    """The listings that have these terms right after each other."""
    together, scores = _with_all_terms(segment, terms)
    if not len(together):
        return together, scores
    places = []
    for offset, term in enumerate(terms):
        docs, spots = segment.spots(term, together)
        # One number per position in a listing, minus the offset: equal for the terms of a phrase.
        places.append(docs.astype(np.int64) * (1 << 16) + spots.astype(np.int64) - offset)
    starts = reduce(lambda before, after: before[np.isin(before, after)], places)
    docs = np.unique(starts >> 16).astype(np.int32)
    return docs, scores[np.searchsorted(together, docs)]


def matched_words(segment: Segment, wanted: Wanted, doc: int) -> list[str]:
    """The terms of the wanted clauses that a listing has."""
    terms = dict.fromkeys(term for clause in wanted.all for term in _terms(segment, clause))
    one = np.array([doc], np.int32)
    return [term for term in terms if _scores_of(segment.postings(term), one, segment.count)[0] > 0]


def _terms(segment: Segment, clause: Clause) -> list[str]:
    match clause:
        case Words(alternatives):
            return [term for alternative in alternatives for term in alternative.terms]
        case Phrase(terms):
            return list(terms)
        case Prefix(starts):
            return [t for start in starts for t in segment.beginning_with(start, MOST_PREFIXED)]
        case AnyOf(clauses):
            return [term for part in clauses for term in _terms(segment, part)]
