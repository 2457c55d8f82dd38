"""Which listings have the words of a query, and how well each fits them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from socialmap.search.segment import NO_DOCS, NO_SCORES, Docs, Segment
from socialmap.search.words import AnyOf, Clause, Phrase, Prefix, Wanted, Words

Scores = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]
Postings = tuple[Docs, Scores]
# More terms than this behind a prefix say nothing any more.
MOST_PREFIXED = 200
PREFIX_WEIGHT = 0.8
# Where so many times fewer listings are asked for than there are, only those are reckoned with.
FEW = 16


@dataclass(frozen=True)
class TextMatch:
    """Per listing asked for (n): the sum of its scores, how many clauses it has, what to leave."""

    score: Scores
    clauses: npt.NDArray[np.uint8]
    asked: int
    excluded: npt.NDArray[np.bool_] | None

    @property
    def some(self) -> npt.NDArray[np.bool_]:
        """Which have at least one of the clauses, where any is asked for, and nothing to leave."""
        some = self.clauses > 0 if self.asked else np.ones(len(self.clauses), np.bool_)
        return some if self.excluded is None else some & ~self.excluded

    @property
    def ranked(self) -> Scores:
        """What has more of the clauses comes before what has fewer."""
        share = self.clauses.astype(np.float32) / np.float32(self.asked)
        ranked: Scores = self.score * np.sqrt(share)
        return ranked

    def of(self, index: npt.NDArray[np.int64]) -> TextMatch:
        """The same of some of the listings."""
        excluded = None if self.excluded is None else self.excluded[index]
        return TextMatch(self.score[index], self.clauses[index], self.asked, excluded)


def match_text(segment: Segment, wanted: Wanted, docs: Docs) -> TextMatch | None:
    """What some listings have of the words; None when there is nothing to look for."""
    if not wanted.all and not wanted.none:
        return None
    scores_of: Callable[[Segment, Clause, Docs], Scores] = _many
    if len(docs) * FEW < segment.count:
        among = np.zeros(segment.count, np.bool_)
        among[docs] = True
        scores_of = partial(_few, among)
    score = np.zeros(len(docs), np.float32)
    clauses = np.zeros(len(docs), np.uint8)
    for clause in wanted.all:
        scores = scores_of(segment, clause, docs)
        score += scores
        clauses += scores > 0
    excluded = None
    if wanted.none:
        excluded = np.zeros(len(docs), np.bool_)
        for clause in wanted.none:
            excluded |= scores_of(segment, clause, docs) > 0
    return TextMatch(score, clauses, len(wanted.all), excluded)


def _many(segment: Segment, clause: Clause, docs: Docs) -> Scores:
    """The best score of a clause in each of many listings, by going through its postings."""
    found, scores = clause_postings(segment, clause)
    every = np.zeros(segment.count, np.float32)
    every[found] = scores
    return every[docs]


def _few(among: Flags, segment: Segment, clause: Clause, docs: Docs) -> Scores:
    """The best score of a clause in each of a few listings: those that have a flag (N)."""
    best = np.zeros(segment.count, np.float32)
    match clause:
        case Words(alternatives):
            for each in alternatives:
                some = [_among(segment.postings(term), among) for term in each.terms]
                found, scores = _together(some)
                better = np.maximum(best.take(found), scores * np.float32(each.weight))
                best[found] = better
        case AnyOf(clauses):
            parts = [_few(among, segment, part, docs) for part in clauses]
            return np.asarray(np.maximum.reduce(parts), np.float32)
        case _:
            found, scores = _among(clause_postings(segment, clause), among)
            best[found] = scores
    return best.take(docs)


def _among(postings: Postings, among: Flags) -> Postings:
    """What a posting list has of the listings that have a flag."""
    found, scores = postings
    places = among.take(found).nonzero()[0]
    return found.take(places), scores.take(places)


def _looked_up(postings: Postings, docs: Docs) -> Scores:
    """The scores of listings in a posting list; 0 for those that it has not."""
    found, scores = postings
    if not len(found):
        return np.zeros(len(docs), np.float32)
    place = np.minimum(np.searchsorted(found, docs), len(found) - 1)
    there: Scores = scores[place] * (found[place] == docs)
    return there


def clause_postings(segment: Segment, clause: Clause) -> Postings:
    """The listings in which a clause is found, in order, with the best score that it has there."""
    match clause:
        case Words(alternatives):
            found = [
                (docs, scores * np.float32(each.weight))
                for each in alternatives
                for docs, scores in [_together([segment.postings(term) for term in each.terms])]
                if len(docs)
            ]
            return _best(found, segment.count)
        case Phrase(terms):
            return _phrase(segment, terms)
        case Prefix(starts):
            begun = {t for start in starts for t in segment.beginning_with(start, MOST_PREFIXED)}
            docs, scores = _best([segment.postings(term) for term in begun], segment.count)
            return docs, scores * np.float32(PREFIX_WEIGHT)
        case AnyOf(clauses):
            return _best([clause_postings(segment, each) for each in clauses], segment.count)


def _together(found: Sequence[Postings]) -> Postings:
    """The listings that all of these posting lists have, with the mean of their scores."""
    docs, scores = found[0]
    for other in found[1:]:
        theirs = _looked_up(other, docs)
        both = theirs > 0
        docs, scores = docs[both], scores[both] + theirs[both]
    return docs, scores / np.float32(len(found)) if len(found) > 1 else scores


def _best(found: Sequence[Postings], count: int) -> Postings:
    """The listings of several postings together, each with its best score."""
    if not found:
        return NO_DOCS, NO_SCORES
    if len(found) == 1:
        return found[0]
    # Each posting names a listing once, so plain indexing is enough, and quicker than sorting.
    best = np.zeros(count, np.float32)
    for docs, scores in found:
        best[docs] = np.maximum(best[docs], scores)
    docs = np.flatnonzero(best).astype(np.int32)
    return docs, best[docs]


def _phrase(segment: Segment, terms: Sequence[str]) -> Postings:
    """The listings that have these terms right after each other."""
    together, scores = _together([segment.postings(term) for term in terms])
    starts = None
    for offset, term in enumerate(terms):
        docs, spots = segment.spots(term)
        # One number for each place in each listing; a term may only stand `offset` further on.
        places = docs.astype(np.int64) * (1 << 16) + spots.astype(np.int64) - offset
        starts = places if starts is None else np.intersect1d(starts, places)
    docs = np.unique(starts >> 16).astype(np.int32) if starts is not None else NO_DOCS
    return docs, scores[np.searchsorted(together, docs)]


def matched_words(segment: Segment, wanted: Wanted, doc: int) -> list[str]:
    """The terms of the words asked for that a listing has."""
    terms = dict.fromkeys(term for clause in wanted.all for term in _terms(segment, clause))
    one = np.array([doc], np.int32)
    return [term for term in terms if _looked_up(segment.postings(term), one)[0] > 0]


def _terms(segment: Segment, clause: Clause) -> list[str]:
    match clause:
        case Words(alternatives):
            return [term for each in alternatives for term in each.terms]
        case Phrase(terms):
            return list(terms)
        case Prefix(starts):
            return [t for start in starts for t in segment.beginning_with(start, MOST_PREFIXED)]
        case AnyOf(clauses):
            return [term for each in clauses for term in _terms(segment, each)]
