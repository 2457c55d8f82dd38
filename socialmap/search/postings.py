"""The words of listings as postings: which listings have a term, where, and how well it fits."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from socialmap.catalogue.taxonomy import taxonomy
from socialmap.language.analysis import PART_WEIGHT, word_terms
from socialmap.language.spelling import sounds
from socialmap.language.tokens import content_words, words
from socialmap.search.segment import Array, Statistics
from socialmap.search.sources import Source

# How much a word counts by where it stands, and how BM25 levels off (Robertson and Zaragoza,
# "The probabilistic relevance framework: BM25 and beyond", 2009).
WEIGHTS = {"name": 3.0, "kind": 2.0, "summary": 1.5, "description": 1.0, "other": 0.7}
K1, B = 1.2, 0.6
# The texts of these fields are the same in many listings.
SHARED = ("kind", "other")
# Positions of a field start a thousand after those of the field before: no phrase crosses over.
FIELD_GAP, LONGEST_FIELD = 1_000, 900
# How an occurrence is written as one number: term, listing, place in its text, part or not.
DOC_BITS, SPOT_BITS = 20, 15
PLACE_BITS = SPOT_BITS + 1
# A listing that has a word more often is no better a place to find a phrase in.
MOST_SPOTS = 255
NO_WORD = -1


def fields_of(source: Source) -> dict[str, str]:
    """The texts of a listing by the field that they count in."""
    listing, terms = source.listing, taxonomy()
    public = listing.visibility.get("what", "public") == "public"
    kind = terms.get("kind", listing.kind)
    names = [terms.name("audience", code) for code in listing.audiences]
    names += [terms.name("life_domain", code) for code in listing.life_domains]
    names += [activity.name for activity in listing.activities]
    if listing.visibility.get("place", "public") == "public":
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
        self.word, self.doc, self.size = array("i"), array("i"), array("i")
        self.shared: dict[str, list[int]] = {}

    def add(self, doc: int, source: Source) -> None:
        """Add the words of one listing."""
        for field, text in fields_of(source).items():
            if field in SHARED:
                numbers = self.shared.get(text)
                if numbers is None:
                    numbers = self.shared[text] = self._numbers(text)
            else:
                numbers = self._numbers(text)
            self.word.extend(numbers)
            self.size.append(len(numbers))
        self.doc.append(doc)

    def _numbers(self, text: str) -> list[int]:
        known = self.numbers
        return [number for word in words(text) if (number := known[word]) != NO_WORD][
            :LONGEST_FIELD
        ]

    def arrays(self, given: Statistics) -> tuple[dict[str, Array], dict[str, Any]]:
        """Postings in the order of the terms; and the words beside them, by their names.

        Scores are those of BM25F, by what is here and what is given together.
        """
        known = _Terms.of(self.numbers.words)
        weights, lengths = self._weights(given)
        key = self._occurrences(known)
        first = np.flatnonzero(np.diff(key >> PLACE_BITS, prepend=-1))
        pair = key[first] >> PLACE_BITS
        post_doc = (pair & ((1 << DOC_BITS) - 1)).astype(np.int32)
        size = np.bincount(pair >> DOC_BITS, minlength=len(known.terms))
        having = np.array([given.frequency.get(each, 0) for each in known.terms], np.int64) + size
        rarity = np.log(1 + (given.count + len(self.doc) - having + 0.5) / (having + 0.5))
        sizes = np.diff(first, append=len(key))
        part, spot = key & 1 != 0, (key >> 1) & ((1 << SPOT_BITS) - 1)
        heavy = weights[np.repeat(post_doc, sizes), spot // FIELD_GAP]
        heavy[part] *= PART_WEIGHT
        total = np.add.reduceat(heavy, first) if len(first) else heavy
        score = rarity[pair >> DOC_BITS] * total * (K1 + 1) / (total + K1)
        # A part of a compound stands nowhere by itself.
        spots = np.bincount(np.repeat(np.arange(len(first)), sizes)[~part], minlength=len(first))
        kept = _counting(spots) < MOST_SPOTS
        spots = np.minimum(spots, MOST_SPOTS)
        term_start = np.concatenate(([0], np.cumsum(size)))
        arrays: dict[str, Array] = {
            "term_start": term_start,
            "post_doc": post_doc,
            "post_score": score.astype(np.float32),
            "term_spot": np.concatenate(([0], np.cumsum(spots)))[term_start],
            "spots": spots.astype(np.uint8),
            "spot": spot[~part][kept].astype(np.uint16),
        }
        beside = {"terms": known.terms, "sounds": sounds(known.terms), "lengths": lengths}
        return arrays, beside | {"written": self._written(known)}

    def _occurrences(self, known: _Terms) -> npt.NDArray[np.int64]:
        """One number for each term, listing and place, in order; odd for a part of a compound."""
        word = np.frombuffer(self.word, np.int32)
        sizes = np.frombuffer(self.size, np.int32)
        spot = np.tile(np.arange(len(WEIGHTS)) * FIELD_GAP, len(self.doc)).repeat(sizes)
        spot += _counting(sizes)
        doc = np.frombuffer(self.doc, np.int32).repeat(len(WEIGHTS)).repeat(sizes)
        place = (doc.astype(np.int64) << PLACE_BITS) | (spot << 1)
        # Every word becomes its terms: the word itself and the parts of a compound.
        many = np.diff(known.start)[word]
        which = known.start[word].repeat(many) + _counting(many)
        key: npt.NDArray[np.int64] = known.number[which] << (DOC_BITS + PLACE_BITS)
        key |= place.repeat(many)
        key |= known.part[which]
        key.sort()
        return key

    def _weights(self, given: Statistics) -> tuple[npt.NDArray[np.float64], list[int]]:
        """What a word counts per listing and field; and how many words each field has in all."""
        size = np.array(self.size, np.int64).reshape(-1, len(WEIGHTS))
        lengths = size.sum(axis=0) + np.array(given.lengths or [0] * len(WEIGHTS))
        mean = np.maximum(lengths / max(given.count + len(self.doc), 1), 1e-9)
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


def _counting(sizes: Array) -> Array:
    """0, 1, 2 … anew for each of these sizes, all after each other."""
    ends = np.cumsum(sizes)
    counted: Array = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - sizes, sizes)
    return counted
