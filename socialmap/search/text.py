"""Match the words of a query: which listings have them, and with what score."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial, reduce

import numpy as np
import numpy.typing as npt

from socialmap.search.index.segment import (
    NO_DOCS,
    NO_SCORES,
    Docs,
    Flags,
    Index,
    Scores,
    Segment,
)
from socialmap.search.words import (
    Answers,
    AnyOf,
    Clause,
    Coded,
    Phrase,
    Prefix,
    Wanted,
    Words,
    as_typed,
)

# Listings in order, and the score of each.
ScoredDocs = tuple[Docs, Scores]
LookUp = Callable[[str], ScoredDocs]
# Terms that a prefix stands for at most.
MOST_PREFIXED = 200
PREFIX_WEIGHT = 0.8
# A word counts for this much of a word when a listing has only something that it may mean.
MEANT = 0.6
# The share of its score that a listing retains for each thing in it that is not wanted.
SUNK = 0.3
# When fewer than 1/FEW of all listings are candidates, each one is looked up.
FEW = 128
# What answers a need counts by its best part, and its others by MORE_WEIGHT. Parts that answer it
# less than LEAST are not a reason to show a listing.
MORE_WEIGHT, LEAST = 0.5, 0.5
# A code counts as a word that occurs in the field of the kind.
CODE_WEIGHT = 1.4
# Clauses whose listings are cached.
MOST_CACHED = 128


@dataclass(frozen=True)
class Needed:
    """How many of the clauses a listing needs, or else the rarest word, or to answer a need."""

    clauses: int
    or_rare: bool = False
    or_need: bool = False


@dataclass(frozen=True)
class TextMatch:
    """How some listings (n) match the words: their scores, and the number of clauses they have.

    `typed` is that number when a clause of which they only have a meaning counts for MEANT.
    `excluded` flags those with an unwanted clause, `rare` those with the rarest word; None when
    there is no such clause. `aside` is what each score is multiplied by for what sinks, and what
    is added for what rises; None when there is neither. `needs` are the scores of what the words
    were understood to mean; None when that is nothing.
    """

    score: Scores
    clauses: npt.NDArray[np.uint8]
    typed: Scores
    wanted_clauses: int
    excluded: Flags | None
    rare: Flags | None = None
    aside: tuple[Scores, Scores] | None = None
    needs: Scores | None = None

    def enough(self, needed: Needed) -> Flags | None:
        """Flags of the listings with what is needed and no unwanted clause; None for all."""
        enough = self.clauses >= needed.clauses
        if needed.or_need and self.needs is not None:
            enough |= self.needs > 0
        if needed.or_rare and self.rare is not None:
            enough |= self.rare
        if self.excluded is not None:
            return enough & ~self.excluded
        return None if enough.all() else enough

    @property
    def scored(self) -> bool:
        """Whether the words make a difference between listings."""
        return bool(self.wanted_clauses) or self.needs is not None or self.aside is not None

    @property
    def ranked(self) -> Scores:
        """The scores, lowered for listings that lack some of the clauses or have what sinks."""
        ranked = self.score
        if self.wanted_clauses:
            ranked = self.score * np.sqrt(self.typed / np.float32(self.wanted_clauses))
        elif self.needs is None:
            ranked = np.ones_like(self.score)
        if self.needs is not None:
            ranked = ranked + self.needs
        if self.aside is not None:
            sinking, rising = self.aside
            ranked = (ranked + rising) * sinking
        return ranked

    def subset(self, index: Index) -> TextMatch:
        """The same for the listings at these indices."""
        return TextMatch(
            self.score[index],
            self.clauses[index],
            self.typed[index],
            self.wanted_clauses,
            None if self.excluded is None else self.excluded[index],
            None if self.rare is None else self.rare[index],
            None if self.aside is None else (self.aside[0][index], self.aside[1][index]),
            None if self.needs is None else self.needs[index],
        )


def having(segment: Segment, clause: Clause, *, spoken: bool = False) -> ScoredDocs:
    """The listings with a clause, and its best score in each; the last clauses are cached.

    With `spoken` only what their pages say counts.
    """
    look_up: Callable[[Clause, bool], ScoredDocs] = segment.cache.get(
        "having", None, lambda: lru_cache(MOST_CACHED)(partial(_having, segment))
    )
    return look_up(clause, spoken)


def match_anywhere(segment: Segment, wanted: Wanted, needed: Needed) -> tuple[Docs, TextMatch]:
    """Listings, in order, that include all with what is needed, and how they match."""
    per_clause = [having(segment, clause) for clause in wanted.all]
    if len(per_clause) == 1 and not wanted.needs:
        [(docs, score)] = per_clause
        typed = np.float32(MEANT) + _typed(segment, wanted.all[0], docs)
        excluded, aside = _excluded(segment, wanted, docs), _aside(segment, wanted, docs)
        clauses = np.ones(len(docs), np.uint8)
        return docs, TextMatch(score, clauses, typed, 1, excluded, None, aside)
    if needed.clauses == len(per_clause) and not needed.or_need:
        docs = _in_all([docs for docs, _ in per_clause], segment.count)
        if needed.or_rare and wanted.rare:
            docs = np.union1d(docs, having(segment, wanted.rare)[0]).astype(np.int32)
    else:
        flags = np.zeros(segment.count, np.bool_)
        for docs, _ in (*per_clause, *(having(segment, need) for need in wanted.needs)):
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
    clauses, typed = np.zeros(len(docs), np.uint8), np.zeros(len(docs), np.float32)
    for clause in wanted.all:
        scores = _scores_of(having(segment, clause), docs, segment.count)
        has = scores > 0
        score += scores
        clauses += has
        typed += has * np.float32(MEANT)
        typed += _typed(segment, clause, docs)
    rare = _scores_of(having(segment, wanted.rare), docs, segment.count) if wanted.rare else None
    needs = [_scores_of(having(segment, need), docs, segment.count) for need in wanted.needs]
    return TextMatch(
        score,
        clauses,
        typed,
        len(wanted.all),
        _excluded(segment, wanted, docs),
        None if rare is None else rare > 0,
        _aside(segment, wanted, docs),
        np.add.reduce(needs) if needs else None,
    )


def _typed(segment: Segment, clause: Clause, docs: Docs) -> Scores:
    """What a clause counts for beyond MEANT, in listings that have it as it was typed."""
    own = as_typed(clause)
    if own is None:
        return np.zeros(len(docs), np.float32)
    has = _scores_of(having(segment, own), docs, segment.count) > 0
    return np.asarray(has * np.float32(1 - MEANT))


def _excluded(segment: Segment, wanted: Wanted, docs: Docs) -> Flags | None:
    if not wanted.none:
        return None
    unwanted = [having(segment, clause, spoken=True) for clause in wanted.none]
    flags = [_scores_of(scored, docs, segment.count) > 0 for scored in unwanted]
    return np.asarray(np.logical_or.reduce(flags), np.bool_)


def _aside(segment: Segment, wanted: Wanted, docs: Docs) -> tuple[Scores, Scores] | None:
    """What the scores are multiplied by for what sinks, and what is added for what rises."""
    if not (wanted.less or wanted.better):
        return None
    sinking, rising = np.ones(len(docs), np.float32), np.zeros(len(docs), np.float32)
    for clause in wanted.less:
        sinks = _scores_of(having(segment, clause, spoken=True), docs, segment.count) > 0
        sinking[sinks] *= np.float32(SUNK)
    for clause in wanted.better:
        rising += _scores_of(having(segment, clause), docs, segment.count)
    return sinking, rising


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


def _having(segment: Segment, clause: Clause, spoken: bool) -> ScoredDocs:
    look_up = segment.spoken if spoken else segment.postings
    match clause:
        case Words(alternatives):
            weighted = [
                (_with_all_terms(segment, one.terms, look_up), one.weight) for one in alternatives
            ]
            postings = [(docs, scores * np.float32(weight)) for (docs, scores), weight in weighted]
        case Phrase(terms):
            postings = [_phrase(segment, terms, look_up)]
        case Prefix(starts):
            begun = {t for start in starts for t in segment.beginning_with(start, MOST_PREFIXED)}
            unweighted = [look_up(term) for term in begun]
            postings = [(docs, scores * np.float32(PREFIX_WEIGHT)) for docs, scores in unweighted]
        case AnyOf(clauses):
            postings = [having(segment, part, spoken=spoken) for part in clauses]
        case Coded(facet, code):
            postings = [_coded(segment, facet, code)]
        case Answers(parts, weight):
            docs, scores = _answers(segment, parts)
            return docs, scores * np.float32(weight)
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


def _coded(segment: Segment, facet: str, code: str) -> ScoredDocs:
    """The listings with a code, all with the same score: the rarer the code, the higher."""
    number = segment.numbers.get(facet, {}).get(code)
    if number is None:
        return NO_DOCS, NO_SCORES
    flags = np.unpackbits(segment["bits"][number].view(np.uint8))[: segment.count]
    docs = np.flatnonzero(flags).astype(np.int32)
    rarity = np.log(1 + (segment.count - len(docs) + 0.5) / (len(docs) + 0.5))
    return docs, np.full(len(docs), CODE_WEIGHT * rarity, np.float32)


def _answers(segment: Segment, parts: Sequence[tuple[Clause, float]]) -> ScoredDocs:
    """The listings that answer a need: the score of their best part, and a little of the rest."""
    best = np.zeros(segment.count, np.float32)
    total, chosen = np.zeros_like(best), np.zeros(segment.count, np.bool_)
    for clause, weight in parts:
        docs, scores = _having(segment, clause, False)
        weighted = scores * np.float32(weight)
        best[docs] = np.maximum(best[docs], weighted)
        total[docs] += weighted
        if weight >= LEAST:
            chosen[docs] = True
    docs = np.flatnonzero(chosen).astype(np.int32)
    scores = best[docs] + np.float32(MORE_WEIGHT) * (total[docs] - best[docs])
    return docs, scores


def _with_all_terms(segment: Segment, terms: Sequence[str], look_up: LookUp) -> ScoredDocs:
    """The listings that have all of these terms, with the mean of their scores."""
    postings = [look_up(term) for term in terms]
    docs, scores = postings[0]
    for other in postings[1:]:
        other_scores = _scores_of(other, docs, segment.count)
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
        case Answers(parts, _):
            return [term for part, _ in parts for term in _terms(segment, part)]
        case Coded():
            return []
