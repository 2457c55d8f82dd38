"""The words of listings as postings: which listings have a term, where, and how well it fits."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import numpy as np

from socialmap.catalogue.taxonomy import taxonomy
from socialmap.language.analysis import word_terms
from socialmap.language.tokens import content_words
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
# How an occurrence is written as one number: term, listing and place in its text.
DOC_BITS, SPOT_BITS = 20, 16


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


class Postings:
    """Gathers the words of listings, one listing after the other, by the number of each word."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
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
        words = content_words(text)[:LONGEST_FIELD]
        return [known.setdefault(word, len(known)) for word in words]

    def arrays(self, given: Statistics) -> tuple[dict[str, Array], list[str], list[int]]:
        """Postings in the order of the terms, the terms, and how many words each field has.

        Scores are those of BM25F, by what is here and what is given together.
        """
        terms, start, term, share = _terms_of(list(self.numbers))
        word, doc, spot, weight, lengths = self._places(given)
        # Every word becomes its terms: the word itself and the parts of a compound.
        many = np.diff(start)[word]
        which = np.repeat(start[word], many) + _counting(many)
        # One number for each term, listing and place; sorted, it is the order of the postings.
        key = term[which] << (DOC_BITS + SPOT_BITS)
        key |= np.repeat(doc, many) << SPOT_BITS
        key |= np.repeat(spot, many)
        order = np.argsort(key)
        key = key[order]
        first = np.flatnonzero(np.diff(key >> SPOT_BITS, prepend=-1))
        pair = key[first] >> SPOT_BITS
        size = np.bincount(pair >> DOC_BITS, minlength=len(terms))
        having = np.array([given.frequency.get(each, 0) for each in terms], np.int64) + size
        rarity = np.log(1 + (given.count + len(self.doc) - having + 0.5) / (having + 0.5))
        heavy = (np.repeat(weight, many) * share[which])[order]
        total = np.add.reduceat(heavy, first) if len(first) else np.empty(0)
        score = rarity[pair >> DOC_BITS] * total * (K1 + 1) / (total + K1)
        arrays: dict[str, Array] = {
            "term_start": np.concatenate(([0], np.cumsum(size))).astype(np.int64),
            "post_doc": (pair & ((1 << DOC_BITS) - 1)).astype(np.int32),
            "post_score": score.astype(np.float32),
            "term_spot": np.append(first, len(key))[np.concatenate(([0], np.cumsum(size)))],
            "spots": np.diff(np.append(first, len(key))).astype(np.uint16),
            "spot": (key & ((1 << SPOT_BITS) - 1)).astype(np.uint16),
        }
        return arrays, terms, lengths

    def written(self) -> dict[str, list[str]]:
        """Per term the words that are written for it, what listings have most often first."""
        often = np.bincount(np.array(self.word, np.int64), minlength=len(self.numbers))
        written: dict[str, list[str]] = {}
        for word in sorted(self.numbers, key=lambda word: (-often[self.numbers[word]], word)):
            written.setdefault(word_terms(word)[0][0], []).append(word)
        return written

    def _places(self, given: Statistics) -> tuple[Array, Array, Array, Array, list[int]]:
        """Per word of all listings: its number, listing, place and weight; words per field."""
        word = np.array(self.word, np.int64)
        size = np.array(self.size, np.int64).reshape(-1, len(WEIGHTS))
        lengths = size.sum(axis=0) + np.array(given.lengths or [0] * len(WEIGHTS))
        mean = np.maximum(lengths / max(given.count + len(self.doc), 1), 1e-9)
        weights = np.array(list(WEIGHTS.values())) / (1 - B + B * size / mean)
        flat = size.ravel()
        field = np.repeat(np.tile(np.arange(len(WEIGHTS)), len(self.doc)), flat)
        doc = np.repeat(np.repeat(np.array(self.doc, np.int64), len(WEIGHTS)), flat)
        spot = field * FIELD_GAP + _counting(flat)
        return word, doc, spot, np.repeat(weights.ravel(), flat), lengths.tolist()


def _counting(sizes: Array) -> Array:
    """0, 1, 2 … anew for each of these sizes, all after each other."""
    ends = np.cumsum(sizes)
    counted: Array = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - sizes, sizes)
    return counted


def _terms_of(words: Sequence[str]) -> tuple[list[str], Array, Array, Array]:
    """All terms in order, and per word where its terms start, their numbers and their weights."""
    found = [word_terms(word) for word in words]
    terms = sorted({term for each in found for term, _ in each})
    number = {term: place for place, term in enumerate(terms)}
    start = np.concatenate(([0], np.cumsum([len(each) for each in found]))).astype(np.int64)
    numbers = np.array([number[term] for each in found for term, _ in each], np.int64)
    shares = np.array([weight for each in found for _, weight in each], np.float32)
    return terms, start, numbers, shares
