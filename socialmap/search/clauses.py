"""Look up the clauses of a query in a segment: which listings have one, and with what score."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache, partial, reduce
from typing import NamedTuple

import numpy as np

from socialmap.language.analysis import Alternative
from socialmap.search.index.segment import NO_DOCS, NO_SCORES, Docs, Flags, Scores, Segment
from socialmap.search.words import (
    Answers,
    AnyOf,
    Clause,
    Coded,
    Phrase,
    Prefix,
    Wanted,
    Words,
    is_written,
)

# Listings in order, and the score of each.
ScoredDocs = tuple[Docs, Scores]
LookUp = Callable[[str], ScoredDocs]
# Terms that a prefix stands for at most.
MOST_PREFIXED = 200
PREFIX_WEIGHT = 0.8
# Looking up one candidate takes as long as writing down the scores of FEW listings, and beginning a
# list of all as long as writing down EMPTY of them.
FEW, EMPTY = 8, 1 / 32
# What answers a need counts by its best part, and its others by MORE_WEIGHT. Parts that answer it
# less than LEAST are not a reason to show a listing.
MORE_WEIGHT, LEAST = 0.5, 0.5
# A code counts as a word that occurs in the field of the kind.
CODE_WEIGHT = 1.4
# Clauses, and needs, whose listings are cached.
MOST_CACHED, MOST_NEEDS = 128, 64


class Having(NamedTuple):
    """The listings with a clause, in order, and its best score in each.

    `signed` are the scores, below zero of those that have only something that it may mean; None
    when all have it as it was typed.
    """

    docs: Docs
    scores: Scores
    signed: Scores | None = None


def having(segment: Segment, clause: Clause, *, spoken: bool = False) -> Having:
    """The listings with a clause, and its best score in each; the last clauses are cached.

    With `spoken` only what their pages say counts.
    """
    if isinstance(clause, Answers):
        # A need weighs as much as it was understood, so that its weight is no part of the key.
        answering: Callable[[Answers], Having] = segment.cache.get(
            "answers", None, lambda: lru_cache(MOST_NEEDS)(partial(_answers, segment))
        )
        found = answering(replace(clause, weight=1.0))
        return Having(found.docs, found.scores * np.float32(clause.weight))
    look_up: Callable[[Clause, bool], Having] = segment.cache.get(
        "having", None, lambda: lru_cache(MOST_CACHED)(partial(_having, segment))
    )
    return look_up(clause, spoken)


def scores_of(postings: ScoredDocs | Having, docs: Docs, count: int) -> Scores:
    """The scores of `docs` in postings; 0 for listings that the postings do not have."""
    matching, scores = postings[:2]
    if matching is docs:
        return scores
    if not len(matching):
        return np.zeros(len(docs), np.float32)
    if len(docs) * FEW > len(matching) + count * EMPTY:
        all_scores = np.zeros(count, np.float32)
        all_scores[matching] = scores
        return all_scores.take(docs)
    place = np.minimum(np.searchsorted(matching, docs), len(matching) - 1)
    result: Scores = scores.take(place) * (matching.take(place) == docs)
    return result


def _having(segment: Segment, clause: Clause, spoken: bool) -> Having:
    look_up = segment.spoken if spoken else segment.postings
    match clause:
        case Words(alternatives):
            return _of_word(segment, alternatives, look_up)
        case Phrase(terms):
            return Having(*_phrase(segment, terms, look_up))
        case Prefix(starts):
            begun = {t for start in starts for t in segment.beginning_with(start, MOST_PREFIXED)}
            unweighted = [look_up(term) for term in begun]
            postings = [(docs, scores * np.float32(PREFIX_WEIGHT)) for docs, scores in unweighted]
            return Having(*_best(segment, postings))
        case AnyOf(clauses):
            parts = [having(segment, part, spoken=spoken) for part in clauses]
            return Having(*_best(segment, [(part.docs, part.scores) for part in parts]))
        case Coded(facet, code):
            return Having(*_coded(segment, facet, code))
        case Answers():
            return having(segment, clause)


def _of_word(segment: Segment, alternatives: Sequence[Alternative], look_up: LookUp) -> Having:
    """The listings with one of the alternatives of a word."""
    postings: list[ScoredDocs] = []
    typed: list[Docs] = []
    for alternative in alternatives:
        docs, scores = _with_all_terms(segment, alternative.terms, look_up)
        if len(docs):
            postings.append((docs, scores * np.float32(alternative.weight)))
            if is_written(alternative):
                typed.append(docs)
    docs, scores = _best(segment, postings)
    if len(typed) == len(postings):
        return Having(docs, scores)
    return Having(docs, scores, np.where(_in_any(segment, typed, docs), scores, -scores))


def _in_any(segment: Segment, several: Sequence[Docs], docs: Docs) -> Flags:
    """Flags of the `docs` that are in one of several lists."""
    flags = np.zeros(segment.count, np.bool_)
    for each in several:
        flags[each] = True
    return flags.take(docs)


def _best(segment: Segment, postings: Sequence[ScoredDocs]) -> ScoredDocs:
    """The union of several postings, with the best score of each listing."""
    if len(postings) == 1:
        return postings[0]
    if not postings:
        return NO_DOCS, NO_SCORES
    best = np.zeros(segment.count, np.float32)
    for number, (docs, scores) in enumerate(postings):
        # Postings have each listing once, so plain indexing is enough, and quicker than sorting.
        best[docs] = np.maximum(best.take(docs), scores) if number else scores
    # flatnonzero is many times quicker on flags than on numbers.
    docs = np.flatnonzero(best > 0).astype(np.int32)
    return docs, best.take(docs)


def _coded(segment: Segment, facet: str, code: str) -> ScoredDocs:
    """The listings with a code, all with the same score: the rarer the code, the higher."""
    number = segment.numbers.get(facet, {}).get(code)
    if number is None:
        return NO_DOCS, NO_SCORES
    octets = segment["bits"][number].view(np.uint8)
    # Most octets are empty, so that it is many times quicker to unpack only the others.
    filled = np.flatnonzero(octets)
    place = np.flatnonzero(np.unpackbits(octets[filled]).view(np.bool_))
    docs = ((filled[place >> 3] << 3) | (place & 7)).astype(np.int32)
    rarity = np.log(1 + (segment.count - len(docs) + 0.5) / (len(docs) + 0.5))
    return docs, np.full(len(docs), CODE_WEIGHT * rarity, np.float32)


def _answers(segment: Segment, need: Answers) -> Having:
    """The listings that answer a need: the score of their best part, and a little of the rest."""
    best = np.zeros(segment.count, np.float32)
    total, chosen = np.zeros_like(best), np.zeros(segment.count, np.bool_)
    for clause, weight in need.parts:
        docs, scores, _ = _having(segment, clause, False)
        weighted = scores * np.float32(weight)
        best[docs] = np.maximum(best.take(docs), weighted)
        total[docs] += weighted
        if weight >= LEAST:
            chosen[docs] = True
    docs = np.flatnonzero(chosen).astype(np.int32)
    best, total = best.take(docs), total.take(docs)
    return Having(docs, best + np.float32(MORE_WEIGHT) * (total - best))


def _with_all_terms(segment: Segment, terms: Sequence[str], look_up: LookUp) -> ScoredDocs:
    """The listings that have all of these terms, with the mean of their scores."""
    postings = [look_up(term) for term in terms]
    if len(postings) == 2:
        # Of two, it is quickest to look up the rarer one.
        postings.sort(key=lambda each: len(each[0]))
    docs, scores = postings[0]
    for other in postings[1:]:
        other_scores = scores_of(other, docs, segment.count)
        both = other_scores > 0
        docs, scores = docs[both], scores[both] + other_scores[both]
    return docs, scores / np.float32(len(postings)) if len(postings) > 1 else scores


def _phrase(segment: Segment, terms: Sequence[str], look_up: LookUp) -> ScoredDocs:
    """The listings that have these terms right after each other."""
    together, scores = _with_all_terms(segment, terms, look_up)
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
    clauses = (*wanted.all, *wanted.needs)
    terms = dict.fromkeys(term for clause in clauses for term in _terms(segment, clause))
    one = np.array([doc], np.int32)
    return [term for term in terms if scores_of(segment.postings(term), one, segment.count)[0] > 0]


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
        case Answers(_, parts, _):
            return [term for part, _ in parts for term in _terms(segment, part)]
        case Coded():
            return []
