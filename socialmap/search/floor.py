"""The floor of an answer: whether what was found fits the question, or only comes near it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from socialmap.language.analysis import Alternative, common_words
from socialmap.language.compounds import split
from socialmap.language.elsewhere import found_elsewhere, is_foreign
from socialmap.language.stems import Stems, base, stem
from socialmap.language.tokens import words
from socialmap.search.index.segment import Segment
from socialmap.search.matches import MatchGroup, first_of
from socialmap.search.words import AnyOf, Clause, Words, is_telling

# The first results that are looked at: when none of these fits, none does.
MOST_LOOKED_AT = 12
# The share of what was asked that a listing has at least, for it to fit; of a sentence, which
# tells more than what is asked, a smaller share.
ENOUGH, ENOUGH_OF_SENTENCE = 0.42, 0.2
SENTENCE = 4  # clauses
# Of several things asked a listing has one at least this well: two remote synonyms are none.
SURELY = 0.6
SHORTEST = 4  # letters of a word whose absence says something; shorter ones are abbreviations
# How much a word says about what is asked: a word that no listing has was typed for a reason.
MODIFIER, EVERYDAY, KNOWN, UNKNOWN, NAMED_ELSEWHERE = 0.25, 0.5, 1.0, 1.5, 3.0


def fitting(groups: Sequence[MatchGroup], typed: Sequence[str]) -> MatchGroup | None:
    """The group of the first of the first results that has enough of what was asked.

    `typed` are the folded words of the query. What a word only resembles does not count when it
    is a word itself, and a part of a compound counts as much as it says.
    """
    clauses = groups[0].wanted.all if groups else ()
    # Of another language hardly any word is known, so that what is missing says nothing.
    if not clauses or is_foreign(typed):
        return groups[0] if groups else None
    elsewhere = {term: one.terms for one in found_elsewhere(typed) for term in one.terms}
    compounds = {stem(word) for word in typed if split(base(word))}
    known = groups[0].fitting.segment.vocabulary.known
    weights = [_weight(clause, known, elsewhere) for clause in clauses]
    if max(weights) <= MODIFIER:
        return groups[0]
    wanted = sum(weights) * (ENOUGH if len(clauses) < SENTENCE else ENOUGH_OF_SENTENCE)
    for group, index in first_of(groups, 0, MOST_LOOKED_AT):
        segment, doc = group.fitting.segment, int(group.fitting.docs[index])
        has = [_share(segment, doc, clause, compounds, elsewhere) for clause in clauses]
        enough = sum(weight * share for weight, share in zip(weights, has, strict=True)) >= wanted
        if enough and (len(has) == 1 or max(has) >= SURELY):
            return group
    return None


def _weight(clause: Clause, known: Collection[str], elsewhere: Collection[str]) -> float:
    term = clause.typed if isinstance(clause, Words) else ""
    if not term or not isinstance(clause, Words):
        return KNOWN
    if term in elsewhere:
        return NAMED_ELSEWHERE
    if not is_telling(clause):
        return MODIFIER
    if term in known:
        return KNOWN
    if any(one.reason == "synonym" for one in clause.alternatives):
        return UNKNOWN
    return EVERYDAY if term in common_words() or len(term) < SHORTEST else UNKNOWN


def _share(
    segment: Segment,
    doc: int,
    clause: Clause,
    compounds: Collection[str],
    elsewhere: Mapping[str, Stems],
) -> float:
    """How well a listing has a clause, from 0 up to 1; the compounds that were typed are words."""
    match clause:
        case Words(alternatives):
            term = clause.typed
            if term in elsewhere:
                return float(_is_about(segment, doc, elsewhere[term]))
            real = term in compounds or term in common_words()
            counted = (one for one in alternatives if not real or one.reason != "spelling")
            return next((one.weight for one in counted if _has(segment, doc, one)), 0.0)
        case AnyOf(clauses):
            return max(_share(segment, doc, part, compounds, elsewhere) for part in clauses)
    # A phrase and a prefix are literal: the listings found have them.
    return 1.0


def _has(segment: Segment, doc: int, alternative: Alternative) -> bool:
    for term in alternative.terms:
        docs, _ = segment.postings(term)
        place = int(np.searchsorted(docs, doc))
        if place == len(docs) or docs[place] != doc:
            return False
    return True


def _is_about(segment: Segment, doc: int, terms: Stems) -> bool:
    """Whether the name and the summary of a listing have these terms: more than a mention."""
    card = segment.card(doc)
    return {stem(word) for word in words(f"{card.name} {card.summary}")}.issuperset(terms)
