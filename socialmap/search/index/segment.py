"""A segment: listings as columns and postings, in arrays that are saved and memory-mapped."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import floor
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson

from socialmap.cache import Cache
from socialmap.language.spelling import Vocabulary
from socialmap.search.index.cards import MOST_CACHED, Card, unpack
from socialmap.times.hours_spans import Where

Array = npt.NDArray[Any]
Docs = npt.NDArray[np.int32]
Bits = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]
Index = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]
# A cell of the grid is about 2 km wide in the Netherlands, in degrees of longitude and latitude.
CELL_LON, CELL_LAT = 0.03, 0.02
COLUMNS = 1 << 14
# Raised whenever an array gets another name, shape or meaning.
FORMAT = 11


@dataclass(frozen=True)
class Statistics:
    """The numbers behind scores: listings, words per field, and listings that have each term."""

    count: int
    lengths: tuple[int, ...]
    frequency: dict[str, int]


def rarity(count: int, having: Any) -> Any:
    """BM25's inverse document frequency of terms that `having` of `count` listings have."""
    return np.log(1 + (count - having + 0.5) / (having + 0.5))


class Segment:
    """N listings, numbered 0 to N-1: near ones close together, those without an address last.

    Such a number is called a doc. These are the arrays, with their shape and meaning:

    ids (N, 16) bytes of the UUIDs; order (N) rank by name, to break ties.
    point_doc, point_lon, point_lat, point_cell (P) locations in the order of their grid cells.
    lon, lat (N) of the first location, or NaN.
    codes (N, C/8) bits of the facts and codes that hold, by number; bits (C, N/64) the same,
    transposed; fact_known (F, N/64) the listings of which each fact is known.
    form_weight (N, 3); hours (N) number of the opening hours; complete (N) of 7 fields;
    due, overdue (N) days since 1970; online (N).
    area_doc, area_name (A) pairs of a listing and the number of an area that it serves.
    occurrence_doc, _start, _end (O) dated activities, minutes since 1970 in UTC, in the order of
    their start.
    term_start (T+1), post_doc, post_score (Q) postings; spoken (Q) whether the page says the term,
    and not that it is not so (an alias of a kind is silent); term_spot (T+1), spots (Q) how many
    positions a posting has (none for the parts of compounds), spot (S) positions.
    card_start (N+1), card: bytes of the packed cards.
    """

    def __init__(self, arrays: dict[str, Array], words: dict[str, Any]):
        self.arrays = arrays
        self.words = words
        self.terms: list[str] = words["terms"]
        self._written: dict[str, list[str]] = words["written"]
        # The number of listings with an address; they have the lowest docs.
        self.located: int = words["located"]
        # Opening hours, each with the place that matters to them.
        self.hours = tuple((text, Where(*where)) for text, *where in words["hours"])
        self.areas: list[str] = words["areas"]
        # Per facet the number of the bit of each value.
        self.numbers: dict[str, dict[str, int]] = words["numbers"]
        self.count = len(arrays["order"])
        self.cache = Cache()

    def __getitem__(self, name: str) -> Array:
        return self.arrays[name]

    @cached_property
    def term_numbers(self) -> dict[str, int]:
        """The number of each term."""
        return {term: number for number, term in enumerate(self.terms)}

    @cached_property
    def remote(self) -> Docs:
        """The listings without an address."""
        return np.arange(self.located, self.count, dtype=np.int32)

    @cached_property
    def _online(self) -> Docs:
        """The online listings without an address: they serve every place."""
        return self.remote[self["online"][self.remote]]

    @cached_property
    def _served(self) -> tuple[Docs, Array]:
        """The other listings without an address, by the area served, and the start of each area."""
        doc, area = self["area_doc"], self["area_name"]
        rows = np.flatnonzero((doc >= self.located) & ~self["online"][doc])
        rows = rows[np.argsort(area[rows], kind="stable")]
        return doc[rows], np.searchsorted(area[rows], np.arange(len(self.areas) + 1))

    def serving(self, areas: npt.NDArray[np.int64]) -> Docs:
        """The listings without an address that serve one of these areas, or are online."""
        docs, starts = self._served
        bounds = zip(starts[areas].tolist(), starts[areas + 1].tolist(), strict=True)
        serving = np.concatenate([NO_DOCS, *(docs[start:end] for start, end in bounds)])
        return np.concatenate((self._online, np.unique(serving)))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The terms as a vocabulary for correcting misspelt words."""
        return Vocabulary(self.terms, self.words["sounds"])

    @cached_property
    def statistics(self) -> Statistics:
        """The numbers with which a smaller segment of changed listings is scored as well."""
        sizes = np.diff(self["term_start"]).tolist()
        frequency = dict(zip(self.terms, sizes, strict=True))
        return Statistics(self.count, tuple(self.words["lengths"]), frequency)

    def rarity(self, term: str) -> float:
        """How much a term says: more when fewer listings have it, most when none has it."""
        number = self.term_numbers.get(term)
        having = 0
        if number is not None:
            start, end = self["term_start"][number : number + 2].tolist()
            having = end - start
        return float(rarity(self.count, having))

    def postings(self, term: str) -> tuple[Docs, Scores]:
        """The docs of the listings that have a term, in order, and its score in each."""
        number = self.term_numbers.get(term)
        if number is None:
            return NO_DOCS, NO_SCORES
        start, end = self["term_start"][number : number + 2]
        return self["post_doc"][start:end], self["post_score"][start:end]

    def spoken(self, term: str) -> tuple[Docs, Scores]:
        """The postings of the listings whose page says a term, and not that it is not so."""
        docs, scores = self.postings(term)
        if not len(docs):
            return docs, scores
        start = self["term_start"][self.term_numbers[term]]
        spoken = self["spoken"][start : start + len(docs)]
        return docs[spoken], scores[spoken]

    def written(self, term: str) -> list[str]:
        """The written words of a term, the most frequent first."""
        return self._written.get(term, [term])

    def spots(self, term: str, docs: Docs) -> tuple[Docs, Array]:
        """The positions of a term in listings that all have it: the doc of each, and the position.

        Both are in order when `docs` is.
        """
        number = self.term_numbers[term]
        start, end = self["term_start"][number : number + 2]
        counts = self["spots"][start:end]
        place = np.searchsorted(self["post_doc"][start:end], docs)
        first = (self["term_spot"][number] + np.cumsum(counts, dtype=np.int64) - counts)[place]
        counts = counts[place].astype(np.int64)
        ends = np.cumsum(counts)
        numbers = np.arange(ends[-1] if len(ends) else 0)
        start_of = np.repeat(first - ends + counts, counts)
        return np.repeat(docs, counts), self["spot"][start_of + numbers]

    @cached_property
    def _words(self) -> list[tuple[str, str]]:
        """Every written word with its term, in alphabetical order."""
        return sorted((word, term) for term in self.terms for word in self.written(term))

    def beginning_with(self, prefix: str, most: int) -> list[str]:
        """At most `most` terms of words that begin with a prefix."""
        first = bisect_left(self._words, (prefix, ""))
        last = bisect_left(self._words, (prefix + "\U0010ffff", ""), lo=first)
        return list(dict.fromkeys(term for _, term in self._words[first:last]))[:most]

    @cached_property
    def card(self) -> Callable[[int], Card]:
        """Look up the card of a listing by its doc; cached, so mostly the same object."""
        return lru_cache(MOST_CACHED)(self._card)

    def _card(self, doc: int) -> Card:
        start, end = self["card_start"][doc : doc + 2].tolist()
        return unpack(self["card"].data[start:end], self["ids"][doc].tobytes().hex())

    def save(self, folder: Path) -> None:
        """Write every array as a .npy file to a new folder, and the words as JSON."""
        folder.mkdir(parents=True)
        for name, array in self.arrays.items():
            np.save(folder / f"{name}.npy", array, allow_pickle=False)
        (folder / "words.json").write_bytes(orjson.dumps(self.words | {"format": FORMAT}))

    @classmethod
    def load(cls, folder: Path) -> Segment:
        """Memory-map a saved segment; raise OSError, ValueError or KeyError if it is damaged."""
        words = orjson.loads((folder / "words.json").read_bytes())
        if words["format"] != FORMAT:
            raise ValueError(f"{folder}: was written by another version")
        arrays = {
            name: np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False))
            for name in words["arrays"]
        }
        segment = cls(arrays, words)
        if any(len(arrays[name]) != size for name, size in words["arrays"].items()):
            raise ValueError(f"{folder}: an array has another length than it was written with")
        return segment


NOTHING = Statistics(0, (), {})
NO_DOCS = np.empty(0, np.int32)
NO_SCORES = np.empty(0, np.float32)


def grid_cell(lon: float, lat: float) -> int:
    """The number of the grid cell of a point; rows from south to north."""
    return floor((lat + 90) / CELL_LAT) * COLUMNS + floor((lon + 180) / CELL_LON)


def grid_cells(lon: Array, lat: Array) -> npt.NDArray[np.int64]:
    """The number of the grid cell of each point."""
    column = np.floor((lon + 180) / CELL_LON).astype(np.int64)
    return np.floor((lat + 90) / CELL_LAT).astype(np.int64) * COLUMNS + column


def places_in(order: Array) -> npt.NDArray[np.int32]:
    """The position of each number in a permutation."""
    places = np.empty(len(order), np.int32)
    places[order] = np.arange(len(order))
    return places


def packed(flags: Flags) -> Bits:
    """Flags as bits: (…, N) becomes (…, N/64), with the first listing in the first bit."""
    size = flags.shape[-1]
    whole = np.zeros((*flags.shape[:-1], size + -size % 64), np.bool_)
    whole[..., :size] = flags
    return np.packbits(whole, axis=-1).view(np.uint64)


def flags_of(bits: Bits, docs: Docs) -> Flags:
    """The flags of some listings, out of packed bits."""
    octets = bits.view(np.uint8)
    if len(docs) > len(octets):
        return np.unpackbits(octets).view(np.bool_)[docs]
    shifted: Array = octets[docs >> 3] << (docs & 7).astype(np.uint8)
    return shifted >= 128
