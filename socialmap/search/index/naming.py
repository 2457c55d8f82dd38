"""Listings whose name has the words that were read as a time: Zondagmiddagtafel, De Vrijdagclub."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial

import numpy as np

from socialmap.language.analysis import query_words
from socialmap.language.stems import stem
from socialmap.language.tokens import STOP_WORDS
from socialmap.search.index.postings import FIELD_GAP
from socialmap.search.index.segment import Flags, Segment

MOST_CACHED = 64
MOST_PREFIXED = 200
# A word that begins with one of these may be the beginning of a longer word in a name.
WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


def named(segment: Segment, text: str) -> Flags:
    """Flags (N) of the listings whose name has all words of a text, or has them as one word."""
    look_up: Callable[[str], Flags] = segment.cache.get(
        "named", None, lambda: lru_cache(MOST_CACHED)(partial(_named, segment))
    )
    return look_up(text)


def _named(segment: Segment, text: str) -> Flags:
    words = [word for word in query_words(text) if len(word) > 1 and word not in STOP_WORDS]
    if not words:
        return np.zeros(segment.count, np.bool_)
    each: Flags = np.logical_and.reduce([_in_name(segment, word) for word in words])
    return each | _in_name(segment, "".join(words))


def _in_name(segment: Segment, word: str) -> Flags:
    terms = [stem(word)]
    if word.startswith(WEEKDAYS):
        terms += segment.beginning_with(word, MOST_PREFIXED)
    flags = np.zeros(segment.count, np.bool_)
    for term in segment.vocabulary.known.intersection(terms):
        docs, spots = segment.spots(term, segment.postings(term)[0])
        # The name is the first of the texts of a listing.
        flags[docs[spots < FIELD_GAP]] = True
    return flags
