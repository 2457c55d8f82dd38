"""Which listings have the words of a query, and how well each fits them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial, reduce

import numpy as np
import numpy.typing as npt

from socialmap.search.index.segment import Docs, Segment
from socialmap.search.words import AnyOf, Clause, Phrase, Prefix, Wanted, Words

Scores = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]
Postings = tuple[Docs, Scores]
# More terms than this behind a prefix say nothing any more.
MOST_PREFIXED = 200
PREFIX_WEIGHT = 0.8
# Of so many times fewer listings than there are each is looked up.
FEW = 128
# Of the words that people ask for most, what has them is kept; common ones have a fifth of all.
MOST_CACHED = 128


@dataclass(frozen=True)
class TextMatch:
    """Per listing asked for (n): the sum of its scores, how many clauses it has, what to leave."""

    score: Scores
    clauses: npt.NDArray[np.uint8]
    asked: int
    excluded: Flags | None

    def enough(self, needed: int) -> Flags | None:
        """Which have so many of the clauses, and nothing to leave; None when that is all."""
        some = None if (self.clauses >= needed).all() else self.clauses >= needed
        if self.excluded is None:
            return some
        return ~self.excluded if some is None else some & ~self.excluded

    @property
    def ranked(self) -> Scores:
        """What has more of the clauses comes before what has fewer."""
        if self.asked == 1:
            return self.score
        share = self.clauses.astype(np.float32) / np.float32(self.asked)
        ranked: Scores = self.score * np.sqrt(share)
        return ranked

    def of(self, index: npt.NDArray[np.int64]) -> TextMatch:
        """The same of some of the listings."""
        excluded = None if self.excluded is None else self.excluded[index]
        return TextMatch(self.score[index], self.clauses[index], self.asked, excluded)


def having(segment: Segment, clause: Clause) -> Postings:
    """The listings that have a clause, in order, with its best score in each.

    Kept for those that are asked for often.
    """
    look_up: Callable[[Clause], Postings] = segment.cache.get(
        "having", None, lambda: lru_cache(MOST_CACHED)(partial(_having, segment))
    )
    return look_up(clause)


def match_anywhere(segment: Segment, wanted: Wanted, needed: int) -> tuple[Docs, TextMatch]:
    """Listings among which are all that have so many of the words, and what each has of them.

    They are in order. There must be words to look for.
    """
    found = [having(segment, clause) for clause in wanted.all]
    if len(found) == 1:
        [(docs, score)] = found
        clauses = np.ones(len(docs), np.uint8)
        return docs, TextMatch(score, clauses, 1, _excluded(segment, wanted, docs))
    if needed == len(found):
        docs = _in_all([docs for docs, _ in found], segment.count)
    else:
        some = np.zeros(segment.count, np.bool_)
        for each, _ in found:
            some[each] = True
        docs = np.flatnonzero(some).astype(np.int32)
    return docs, match_text(segment, wanted, docs)


def _in_all(several: Sequence[Docs], count: int) -> Docs:
    """The listings that are in all of these."""
    fewest, *others = sorted(several, key=len)
    for other in others:
        there = np.zeros(count, np.bool_)
        there[other] = True
        fewest = fewest[np.flatnonzero(there.take(fewest))]
    return fewest


def match_text(segment: Segment, wanted: Wanted, docs: Docs) -> TextMatch:
    """What some listings have of the words."""
    score = np.zeros(len(docs), np.float32)
    clauses = np.zeros(len(docs), np.uint8)
    for clause in wanted.all:
        scores = _looked_up(having(segment, clause), docs, segment.count)
        score += scores
        clauses += scores > 0
    return TextMatch(score, clauses, len(wanted.all), _excluded(segment, wanted, docs))


def _excluded(segment: Segment, wanted: Wanted, docs: Docs) -> Flags | None:
    if not wanted.none:
        return None
    unwanted = [having(segment, clause) for clause in wanted.none]
    there = [_looked_up(each, docs, segment.count) > 0 for each in unwanted]
    return np.asarray(np.logical_or.reduce(there), np.bool_)


def _looked_up(postings: Postings, docs: Docs, count: int) -> Scores:
    """The scores of listings in postings; 0 for those that they do not have."""
    found, scores = postings
    if not len(found):
        return np.zeros(len(docs), np.float32)
    if len(docs) * FEW > count:
        every = np.zeros(count, np.float32)
        every[found] = scores
        return every.take(docs)
    place = np.minimum(np.searchsorted(found, docs), len(found) - 1)
    there: Scores = scores[place] * (found[place] == docs)
    return there


def _having(segment: Segment, clause: Clause) -> Postings:
    match clause:
        case Words(alternatives):
            together = [(_together(segment, each.terms), each.weight) for each in alternatives]
            found = [(docs, scores * np.float32(weight)) for (docs, scores), weight in together]
        case Phrase(terms):
            found = [_phrase(segment, terms)]
        case Prefix(starts):
            begun = {t for start in starts for t in segment.beginning_with(start, MOST_PREFIXED)}
            postings = [segment.postings(term) for term in begun]
            found = [(docs, scores * np.float32(PREFIX_WEIGHT)) for docs, scores in postings]
        case AnyOf(clauses):
            found = [having(segment, each) for each in clauses]
    return _best(segment, [each for each in found if len(each[0])])


def _best(segment: Segment, found: Sequence[Postings]) -> Postings:
    """The listings of several postings together, each with its best score."""
    if len(found) == 1:
        return found[0]
    best = np.zeros(segment.count, np.float32)
    for number, (docs, scores) in enumerate(found):
        # Each posting names a listing once, so plain indexing is enough, and quicker than sorting.
        best[docs] = np.maximum(best.take(docs), scores) if number else scores
    # To find what is set among flags is many times quicker than to find it among numbers.
    docs = np.flatnonzero(best > 0).astype(np.int32)
    return docs, best.take(docs)


def _together(segment: Segment, terms: Sequence[str]) -> Postings:
    """The listings that have all of these terms, with the mean of their scores."""
    found = [segment.postings(term) for term in terms]
    docs, scores = found[0]
    for other in found[1:]:
        theirs = _looked_up(other, docs, segment.count)
        both = theirs > 0
        docs, scores = docs[both], scores[both] + theirs[both]
    return docs, scores / np.float32(len(found)) if len(found) > 1 else scores


def _phrase(segment: Segment, terms: Sequence[str]) -> Postings:
    """The listings that have these terms right after each other."""
    together, scores = _together(segment, terms)
    if not len(together):
        return together, scores
    places = []
    for offset, term in enumerate(terms):
        docs, spots = segment.spots(term, together)
        # One number for each place in each listing; a term may only stand `offset` further on.
        places.append(docs.astype(np.int64) * (1 << 16) + spots.astype(np.int64) - offset)
    starts = reduce(lambda before, after: before[np.isin(before, after)], places)
    docs = np.unique(starts >> 16).astype(np.int32)
    return docs, scores[np.searchsorted(together, docs)]


def matched_words(segment: Segment, wanted: Wanted, doc: int) -> list[str]:
    """The terms of the words asked for that a listing has."""
    terms = dict.fromkeys(term for clause in wanted.all for term in _terms(segment, clause))
    one = np.array([doc], np.int32)
    return [term for term in terms if _looked_up(segment.postings(term), one, segment.count)[0] > 0]


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
