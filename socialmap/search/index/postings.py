"""The words of listings as postings: which listings have a term, where, and how well it fits."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from socialmap.catalogue.taxonomy import taxonomy
from socialmap.catalogue.visibility import shows
from socialmap.language.analysis import PART_WEIGHT, word_terms
from socialmap.language.spelling import sounds
from socialmap.language.tokens import content_words, words
from socialmap.search.index.segment import Array, Statistics, places_in
from socialmap.search.index.sources import Source

# How much a word counts by where it stands, and how BM25 levels off (Robertson and Zaragoza,
# "The probabilistic relevance framework: BM25 and beyond", 2009).
WEIGHTS = {"name": 3.0, "kind": 2.0, "summary": 1.5, "description": 1.0, "other": 0.7}
K1, B = 1.2, 0.6
# Positions of a field start a thousand after those of the field before: no phrase crosses over.
FIELD_GAP, LONGEST_FIELD = 1_000, 900
# How an occurrence is written as one number: term, listing, place in its text, part or not.
DOC_BITS, SPOT_BITS = 20, 15
PLACE_BITS = SPOT_BITS + 1
# A listing that has a word more often is no better a place to find a phrase in.
MOST_SPOTS = 255
NO_WORD = -1
# Listings, and parts of all terms, that are worked out together.
MANY, BLOCKS = 10_000, 20


def fields_of(source: Source) -> dict[str, str]:
    """The texts of a listing by the field that they count in."""
    listing, terms = source.listing, taxonomy()
    public = shows(listing, "what")
    kind = terms.get("kind", listing.kind)
    names = [terms.name("audience", code) for code in listing.audiences]
    names += [terms.name("life_domain", code) for code in listing.life_domains]
    names += [activity.name for activity in listing.activities]
    if shows(listing, "place"):
        names += [place.name for place in listing.locations]
    return {
        "name": listing.name,
        "kind": " . ".join((kind.nl, *kind.aliases)) if kind else "",
        "summary": listing.summary if public else "",
        "description": listing.description if public else "",
        "other": " . ".join((terms.name("setting", source.setting), listing.organisation, *names)),
    }


class _Numbers(dict[str, int]):
    """The number of each word; of a new one that says something the next, of others NO_WORD."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def __missing__(self, word: str) -> int:
        number = len(self.words) if content_words(word) else NO_WORD
        if number != NO_WORD:
            self.words.append(word)
        self[word] = number
        return number


class Postings:
    """Gathers the words of listings, one listing after the other, by the number of each word."""

    def __init__(self) -> None:
        self.numbers = _Numbers()
        self.word, self.size = array("i"), array("i")
        self.kinds: dict[str, list[int]] = {}

    def add(self, source: Source) -> None:
        """Add the words of one listing."""
        for field, text in fields_of(source).items():
            # Many listings are of the same kind.
            numbers = self.kinds.get(text) if field == "kind" else self._numbers(text)
            if numbers is None:
                numbers = self.kinds[text] = self._numbers(text)
            self.word.extend(numbers)
            self.size.append(len(numbers))

    def _numbers(self, text: str) -> list[int]:
        known = self.numbers
        return [number for word in words(text) if (number := known[word]) != NO_WORD][
            :LONGEST_FIELD
        ]

    def arrays(self, order: Array, given: Statistics) -> tuple[dict[str, Array], dict[str, Any]]:
        """Postings in the order of the terms; and the words beside them, by their names.

        The listings are numbered in this order (N). Scores are those of BM25F, by what is here
        and what is given together.
        """
        known = _Terms.of(self.numbers.words)
        weights, lengths = self._weights(given)
        weights = weights[order]
        others = np.array([given.frequency.get(each, 0) for each in known.terms], np.int64)
        key = self._occurrences(known, places_in(order))
        # A part of the terms at a time: what is needed on the way takes ten times the room.
        borders = np.linspace(0, len(known.terms), BLOCKS + 1)[1:-1].astype(np.int64)
        blocks = np.split(key, np.searchsorted(key, borders << (DOC_BITS + PLACE_BITS)))
        scored = [_scored(block, weights, others, given.count + len(order)) for block in blocks]
        arrays = {name: np.concatenate([each[name] for each in scored]) for name in scored[0]}
        size = np.bincount(arrays.pop("term"), minlength=len(known.terms))
        arrays["term_start"] = np.concatenate(([0], np.cumsum(size)))
        spots = np.concatenate(([0], np.cumsum(arrays["spots"], dtype=np.int64)))
        arrays["term_spot"] = spots[arrays["term_start"]]
        beside = {"terms": known.terms, "sounds": sounds(known.terms), "lengths": lengths}
        return arrays, beside | {"written": self._written(known)}

    def _occurrences(self, known: _Terms, doc: Array) -> npt.NDArray[np.int64]:
        """One number for each term, listing and place, in order; odd for a part of a compound."""
        word, size = (np.frombuffer(each, np.int32) for each in (self.word, self.size))
        fields = size.reshape(-1, len(WEIGHTS))
        ends = np.concatenate(([0], np.cumsum(fields.sum(axis=1))))
        keys = [
            _keys(known, word[ends[first] : ends[last]], doc[first:last], fields[first:last])
            for first in range(0, len(doc), MANY)
            for last in [min(first + MANY, len(doc))]
        ]
        key = np.concatenate(keys) if keys else np.empty(0, np.int64)
        key.sort()
        return key

    def _weights(self, given: Statistics) -> tuple[npt.NDArray[np.float64], list[int]]:
        """What a word counts per listing and field; and how many words each field has in all."""
        size = np.array(self.size, np.int64).reshape(-1, len(WEIGHTS))
        lengths = size.sum(axis=0) + np.array(given.lengths or [0] * len(WEIGHTS))
        mean = np.maximum(lengths / max(given.count + len(size), 1), 1e-9)
        return np.array(list(WEIGHTS.values())) / (1 - B + B * size / mean), lengths.tolist()

    def _written(self, known: _Terms) -> dict[str, list[str]]:
        """Per term the words that are written for it, what listings have most often first.

        Left out where that is the term itself.
        """
        often = np.bincount(np.frombuffer(self.word, np.int32), minlength=len(known.whole))
        found = sorted(zip((-often).tolist(), self.numbers.words, known.whole, strict=True))
        written: dict[str, list[str]] = {term: [] for term in known.terms}
        for _, word, term in found:
            written[term].append(word)
        return {term: each for term, each in written.items() if each != [term]}


@dataclass(frozen=True)
class _Terms:
    """The terms of some words, in order.

    Per word `whole` is its own term, and `start` (words + 1) tells where its terms are in
    `number`, the numbers of terms, and `part`, which is 1 for the parts of a compound.
    """

    terms: list[str]
    whole: list[str]
    start: Array
    number: Array
    part: Array

    @classmethod
    def of(cls, words: Sequence[str]) -> _Terms:
        """The terms of these words."""
        found = [word_terms(word) for word in words]
        terms = sorted({term for each in found for term, _ in each})
        number = {term: place for place, term in enumerate(terms)}
        return cls(
            terms,
            [each[0][0] for each in found],
            np.concatenate(([0], np.cumsum([len(each) for each in found]))).astype(np.int64),
            np.array([number[term] for each in found for term, _ in each], np.int64),
            np.array([place > 0 for each in found for place in range(len(each))], np.int64),
        )


def _keys(known: _Terms, word: Array, doc: Array, fields: Array) -> npt.NDArray[np.int64]:
    """The numbers of the occurrences in some listings, in no order."""
    size = fields.ravel()
    spot = np.tile(np.arange(len(WEIGHTS)) * FIELD_GAP, len(doc)).repeat(size) + _counting(size)
    place = doc.astype(np.int64).repeat(fields.sum(axis=1)) << PLACE_BITS
    place |= spot << 1
    # Every word becomes its terms: the word itself and the parts of a compound.
    many = np.diff(known.start)[word]
    which = known.start[word].repeat(many) + _counting(many)
    key = known.number[which] << (DOC_BITS + PLACE_BITS)
    key |= place.repeat(many)
    key |= known.part[which]
    return np.asarray(key, np.int64)


def _scored(key: Array, weights: Array, others: Array, count: int) -> dict[str, Array]:
    """The postings of some terms from their occurrences in order, each with its term.

    `weights` (N, fields) is what a word counts; `others` (terms) how many have each elsewhere.
    """
    first = np.flatnonzero(np.diff(key >> PLACE_BITS, prepend=-1))
    sizes = np.diff(first, append=len(key))
    pair = key[first] >> PLACE_BITS
    term, doc = pair >> DOC_BITS, pair & ((1 << DOC_BITS) - 1)
    part, spot = key & 1 != 0, (key >> 1) & ((1 << SPOT_BITS) - 1)
    heavy = weights[doc.repeat(sizes), spot // FIELD_GAP]
    heavy[part] *= PART_WEIGHT
    total = np.add.reduceat(heavy, first) if len(first) else heavy
    having = others + np.bincount(term, minlength=len(others))
    rarity = np.log(1 + (count - having + 0.5) / (having + 0.5))
    # A part of a compound stands nowhere by itself.
    whole = np.bincount(np.arange(len(first)).repeat(sizes)[~part], minlength=len(first))
    return {
        "term": term,
        "post_doc": doc.astype(np.int32),
        "post_score": (rarity[term] * total * (K1 + 1) / (total + K1)).astype(np.float32),
        "spots": np.minimum(whole, MOST_SPOTS).astype(np.uint8),
        "spot": spot[~part][_counting(whole) < MOST_SPOTS].astype(np.uint16),
    }


def _counting(sizes: Array) -> Array:
    """0, 1, 2 … anew for each of these sizes, all after each other."""
    ends = np.cumsum(sizes)
    counted: Array = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - sizes, sizes)
    return counted
