"""Match the words of a query: which listings have them, and with what score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from socialmap.search.clauses import having, scores_of
from socialmap.search.index.segment import Docs, Flags, Index, Scores, Segment
from socialmap.search.words import Wanted

# A word counts for this much of a word when a listing has only something that it may mean.
MEANT = 0.6
# The share of its score that a listing retains for each thing in it that is not wanted.
SUNK = 0.3


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
    were understood to mean; None when that is nothing. `without` flags those that say to be free of
    what is not wanted; None when nothing is asked of that.
    """

    score: Scores
    clauses: npt.NDArray[np.uint8]
    typed: Scores
    wanted_clauses: int
    excluded: Flags | None
    rare: Flags | None = None
    aside: tuple[Scores, Scores] | None = None
    needs: Scores | None = None
    without: Flags | None = None

    def enough(self, needed: Needed) -> Flags | None:
        """Flags of the listings with what is needed and no unwanted clause; None for all."""
        enough = self.clauses >= needed.clauses
        if needed.or_need and self.needs is not None:
            enough |= self.needs > 0
        if needed.or_rare and self.rare is not None:
            enough |= self.rare
        if self.without is not None:
            enough |= self.without
        if self.excluded is not None:
            return enough & ~self.excluded
        return None if enough.all() else enough

    @property
    def scored(self) -> bool:
        """Whether the words make a difference between listings."""
        return bool(self.wanted_clauses) or self.needs is not None or self.aside is not None

    @cached_property
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
            None if self.without is None else self.without[index],
        )


def match_anywhere(segment: Segment, wanted: Wanted, needed: Needed) -> tuple[Docs, TextMatch]:
    """Listings, in order, that include all with what is needed, and how they match."""
    per_clause = [having(segment, clause) for clause in wanted.all]
    if len(per_clause) == 1 and not (wanted.needs or wanted.without):
        [(docs, score, signed)] = per_clause
        typed = np.ones(len(docs), np.float32)
        if signed is not None:
            typed[signed < 0] = MEANT
        excluded, aside = _excluded(segment, wanted, docs), _aside(segment, wanted, docs)
        clauses = np.ones(len(docs), np.uint8)
        return docs, TextMatch(score, clauses, typed, 1, excluded, None, aside)
    if needed.clauses == len(per_clause) and not needed.or_need:
        docs = _in_all([each.docs for each in per_clause], segment.count)
        if needed.or_rare and wanted.rare:
            docs = np.union1d(docs, having(segment, wanted.rare).docs).astype(np.int32)
        for clause in wanted.without:
            docs = np.union1d(docs, having(segment, clause).docs).astype(np.int32)
    else:
        flags = np.zeros(segment.count, np.bool_)
        others = (having(segment, clause) for clause in (*wanted.needs, *wanted.without))
        for each in (*per_clause, *others):
            flags[each.docs] = True
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
        found = having(segment, clause)
        if found.signed is None:
            scores = scores_of(found, docs, segment.count)
            has = scores > 0
            typed += has
        else:
            signed = scores_of((found.docs, found.signed), docs, segment.count)
            scores = np.abs(signed)
            has = scores > 0
            typed += has * np.float32(MEANT)
            typed += (signed > 0) * np.float32(1 - MEANT)
        score += scores
        clauses += has
    rare = scores_of(having(segment, wanted.rare), docs, segment.count) if wanted.rare else None
    needs = [scores_of(having(segment, need), docs, segment.count) for need in wanted.needs]
    return TextMatch(
        score,
        clauses,
        typed,
        len(wanted.all),
        _excluded(segment, wanted, docs),
        None if rare is None else rare > 0,
        _aside(segment, wanted, docs),
        np.add.reduce(needs) if needs else None,
        _free_of(segment, wanted, docs),
    )


def _free_of(segment: Segment, wanted: Wanted, docs: Docs) -> Flags | None:
    if not wanted.without:
        return None
    free = [having(segment, clause) for clause in wanted.without]
    flags = [scores_of(scored, docs, segment.count) > 0 for scored in free]
    return np.asarray(np.logical_or.reduce(flags), np.bool_)


def _excluded(segment: Segment, wanted: Wanted, docs: Docs) -> Flags | None:
    if not wanted.none:
        return None
    unwanted = [having(segment, clause, spoken=True) for clause in wanted.none]
    flags = [scores_of(scored, docs, segment.count) > 0 for scored in unwanted]
    return np.asarray(np.logical_or.reduce(flags), np.bool_)


def _aside(segment: Segment, wanted: Wanted, docs: Docs) -> tuple[Scores, Scores] | None:
    """What the scores are multiplied by for what sinks, and what is added for what rises."""
    if not (wanted.less or wanted.better):
        return None
    sinking, rising = np.ones(len(docs), np.float32), np.zeros(len(docs), np.float32)
    for clause in wanted.less:
        sinks = scores_of(having(segment, clause, spoken=True), docs, segment.count) > 0
        sinking[sinks] *= np.float32(SUNK)
    # What says itself to be free of it rises most.
    for clause in (*wanted.better, *wanted.without):
        rising += scores_of(having(segment, clause), docs, segment.count)
    return sinking, rising
