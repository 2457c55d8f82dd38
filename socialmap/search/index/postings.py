"""Build the postings of a segment: which listings have a term, where, and with what score."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from socialmap.catalogue.taxonomy import taxonomy
from socialmap.catalogue.visibility import shows
from socialmap.language.analysis import PART_WEIGHT, word_terms
from socialmap.language.spelling import sounds
from socialmap.language.tokens import DENIED, content_words, denied_term, spoken, words
from socialmap.search.index.segment import Array, Statistics, places_in, rarity
from socialmap.search.index.sources import Source

# The weight of a word by its field, and the parameters of BM25F (Robertson and Zaragoza, "The
# probabilistic relevance framework: BM25 and beyond", 2009).
WEIGHTS = {"name": 3.0, "kind": 2.0, "summary": 1.5, "description": 1.0, "other": 0.7}
K1, B = 1.2, 0.6
# The positions of a field start FIELD_GAP after those of the one before, so that a phrase cannot
# run from one field into the next.
FIELD_GAP, LONGEST_FIELD = 1_000, 900
# An occurrence as one number: term, listing, position in its text, whether it is a part of a
# compound, and whether it is silent: not to be seen on the page, or there to say that it is not so.
DOC_BITS, SPOT_BITS = 20, 15
PLACE_BITS = SPOT_BITS + 2
# What stands before a word in the list of words: silent words are other words than spoken ones.
ALIAS = "~"
BETWEEN_KINDS = " . "
# Positions stored per term and listing; more do not help to find a phrase.
MOST_SPOTS = 255
NO_WORD = -1
# Listings at a time, and blocks of terms, so that building needs less memory.
MANY, BLOCKS = 10_000, 20


def fields_of(source: Source) -> dict[str, str]:
    """The texts of a listing by the field of WEIGHTS that they count in."""
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
        "kind": BETWEEN_KINDS.join((kind.nl, *kind.aliases)) if kind else "",
        "summary": listing.summary if public else "",
        "description": listing.description if public else "",
        "other": " . ".join((terms.name("setting", source.setting), listing.organisation, *names)),
    }


def terms_of(word: str) -> tuple[tuple[str, float], ...]:
    """The terms of a word in the list with their weights; a denied one is a term of its own too."""
    terms = word_terms(word.lstrip(ALIAS + DENIED))
    return (*terms, (denied_term(terms[0][0]), PART_WEIGHT)) if word[0] == DENIED else terms


class _Numbers(dict[str, int]):
    """The number of each word: a new content word gets the next one, any other word NO_WORD."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def __missing__(self, word: str) -> int:
        number = len(self.words) if content_words(word.lstrip(ALIAS + DENIED)) else NO_WORD
        if number != NO_WORD:
            self.words.append(word)
        self[word] = number
        return number


class PostingsBuilder:
    """Collects the words of listings as numbers, one listing after the other."""

    def __init__(self) -> None:
        self.numbers = _Numbers()
        self.word, self.size = array("i"), array("i")
        self.kinds: dict[str, list[int]] = {}

    def add(self, source: Source) -> None:
        """Add the words of one listing."""
        for field, text in fields_of(source).items():
            # Many listings have the same kind, so its words are numbered once.
            numbers = self.kinds.get(text) if field == "kind" else self._numbers(text)
            if numbers is None:
                numbers = self.kinds[text] = self._numbers_of_kind(text)
            self.word.extend(numbers)
            self.size.append(len(numbers))

    def _numbers(self, text: str) -> list[int]:
        return self._known(f"{DENIED}{word}" if no else word for word, no in spoken(text))

    def _numbers_of_kind(self, text: str) -> list[int]:
        """The words of a kind: people read its name, and find it by its aliases as well."""
        name, *aliases = text.split(BETWEEN_KINDS)
        spelt = (f"{ALIAS}{word}" for alias in aliases for word in words(alias))
        return [*self._numbers(name), *self._known(spelt)][:LONGEST_FIELD]

    def _known(self, texts: Iterable[str]) -> list[int]:
        numbers = self.numbers
        return [number for text in texts if (number := numbers[text]) != NO_WORD][:LONGEST_FIELD]

    def arrays(self, order: Array, others: Statistics) -> tuple[dict[str, Array], dict[str, Any]]:
        """The arrays of a segment by name, and its values for words.json.

        The listings (N) are numbered in this order. Scores are those of BM25F, over the listings
        collected here and those of `others` together.
        """
        table = _TermTable.of(self.numbers.words)
        weights, lengths = self._weights(others)
        weights = weights[order]
        elsewhere = np.array([others.frequency.get(term, 0) for term in table.terms], np.int64)
        key = self._occurrences(table, places_in(order))
        # One block of terms at a time, because the intermediate arrays take ten times the memory.
        borders = np.linspace(0, len(table.terms), BLOCKS + 1)[1:-1].astype(np.int64)
        blocks = np.split(key, np.searchsorted(key, borders << (DOC_BITS + PLACE_BITS)))
        count = others.count + len(order)
        scored = [_scored(block, weights, elsewhere, count) for block in blocks]
        arrays = {name: np.concatenate([part[name] for part in scored]) for name in scored[0]}
        size = np.bincount(arrays.pop("term"), minlength=len(table.terms))
        arrays["term_start"] = np.concatenate(([0], np.cumsum(size)))
        spots = np.concatenate(([0], np.cumsum(arrays["spots"], dtype=np.int64)))
        arrays["term_spot"] = spots[arrays["term_start"]]
        # What listings deny is no word that somebody can misspell.
        heard = ["" if term[0] == DENIED else term for term in table.terms]
        values = {"terms": table.terms, "sounds": sounds(heard), "lengths": lengths}
        return arrays, values | {"written": self._written(table)}

    def _occurrences(self, table: _TermTable, doc: Array) -> npt.NDArray[np.int64]:
        """One number per term, listing and position, in order; its last bits are flags."""
        word, size = (np.frombuffer(numbers, np.int32) for numbers in (self.word, self.size))
        fields = size.reshape(-1, len(WEIGHTS))
        ends = np.concatenate(([0], np.cumsum(fields.sum(axis=1))))
        keys = [
            _keys(table, word[ends[first] : ends[last]], doc[first:last], fields[first:last])
            for first in range(0, len(doc), MANY)
            for last in [min(first + MANY, len(doc))]
        ]
        key = np.concatenate(keys) if keys else np.empty(0, np.int64)
        key.sort()
        return key

    def _weights(self, others: Statistics) -> tuple[npt.NDArray[np.float64], list[int]]:
        """The weight of a word per listing and field, and the total number of words per field."""
        size = np.array(self.size, np.int64).reshape(-1, len(WEIGHTS))
        lengths = size.sum(axis=0) + np.array(others.lengths or [0] * len(WEIGHTS))
        mean = np.maximum(lengths / max(others.count + len(size), 1), 1e-9)
        return np.array(list(WEIGHTS.values())) / (1 - B + B * size / mean), lengths.tolist()

    def _written(self, table: _TermTable) -> dict[str, list[str]]:
        """Per term its written words, the most frequent first.

        A term whose only word is the term itself is left out.
        """
        counts = np.bincount(np.frombuffer(self.word, np.int32), minlength=len(table.whole))
        by_count = sorted(zip((-counts).tolist(), self.numbers.words, table.whole, strict=True))
        written: dict[str, list[str]] = {term: [] for term in table.terms}
        for _, word, term in by_count:
            written[term].append(word.lstrip(ALIAS + DENIED))
        unique = {term: list(dict.fromkeys(words)) for term, words in written.items()}
        return {term: words for term, words in unique.items() if words != [term]}


@dataclass(frozen=True)
class _TermTable:
    """The terms of a list of words, in alphabetical order, and which terms each word has.

    Per word, `whole` is the term of the word itself. The terms of word i are from `start[i]` up to
    `start[i + 1]` in `number` (numbers of terms) and `flags` (2 for a part of a compound, plus 1
    for a silent word).
    """

    terms: list[str]
    whole: list[str]
    start: Array
    number: Array
    flags: Array

    @classmethod
    def of(cls, words: Sequence[str]) -> _TermTable:
        """The terms of these words."""
        per_word = [terms_of(word) for word in words]
        terms = sorted({term for weighted in per_word for term, _ in weighted})
        number = {term: place for place, term in enumerate(terms)}
        sizes = [len(weighted) for weighted in per_word]
        return cls(
            terms,
            [weighted[0][0] for weighted in per_word],
            np.concatenate(([0], np.cumsum(sizes))).astype(np.int64),
            np.array([number[term] for weighted in per_word for term, _ in weighted], np.int64),
            np.array(
                [
                    2 * (place > 0) + (word[0] in (ALIAS, DENIED))
                    for word, size in zip(words, sizes, strict=True)
                    for place in range(size)
                ],
                np.int64,
            ),
        )


def _keys(table: _TermTable, word: Array, doc: Array, fields: Array) -> npt.NDArray[np.int64]:
    """The occurrences in some listings as numbers, in no order."""
    size = fields.ravel()
    spot = np.tile(np.arange(len(WEIGHTS)) * FIELD_GAP, len(doc)).repeat(size) + _counting(size)
    place = doc.astype(np.int64).repeat(fields.sum(axis=1)) << PLACE_BITS
    place |= spot << 2
    # Every word becomes its terms: the word itself and the parts of a compound.
    many = np.diff(table.start)[word]
    which = table.start[word].repeat(many) + _counting(many)
    key = table.number[which] << (DOC_BITS + PLACE_BITS)
    key |= place.repeat(many)
    key |= table.flags[which]
    return np.asarray(key, np.int64)


def _scored(key: Array, weights: Array, elsewhere: Array, count: int) -> dict[str, Array]:
    """The postings of some terms, each with its term, from their occurrences in order.

    `weights` (N, fields) is the weight of a word; `elsewhere` (terms) the number of listings in
    another segment that have each term; `count` the number of listings in all.
    """
    first = np.flatnonzero(np.diff(key >> PLACE_BITS, prepend=-1))
    sizes = np.diff(first, append=len(key))
    pair = key[first] >> PLACE_BITS
    term, doc = pair >> DOC_BITS, pair & ((1 << DOC_BITS) - 1)
    part, spot = key & 2 != 0, (key >> 2) & ((1 << SPOT_BITS) - 1)
    weight = weights[doc.repeat(sizes), spot // FIELD_GAP]
    weight[part] *= PART_WEIGHT
    total = np.add.reduceat(weight, first) if len(first) else weight
    having = elsewhere + np.bincount(term, minlength=len(elsewhere))
    rare = rarity(count, having)
    # A part of a compound has no position of its own.
    whole = np.bincount(np.arange(len(first)).repeat(sizes)[~part], minlength=len(first))
    spoken = np.add.reduceat(1 - (key & 1), first) if len(first) else key
    return {
        "term": term,
        "post_doc": doc.astype(np.int32),
        "post_score": (rare[term] * total * (K1 + 1) / (total + K1)).astype(np.float32),
        "spoken": spoken > 0,
        "spots": np.minimum(whole, MOST_SPOTS).astype(np.uint8),
        "spot": spot[~part][_counting(whole) < MOST_SPOTS].astype(np.uint16),
    }


def _counting(sizes: Array) -> Array:
    """For each size the numbers from 0 up to it, one size after the other."""
    ends = np.cumsum(sizes)
    numbers: Array = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - sizes, sizes)
    return numbers
