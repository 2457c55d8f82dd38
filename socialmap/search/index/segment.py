"""A segment: listings as columns and postings, in arrays that are saved and mapped from disk."""

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

Array = npt.NDArray[Any]
Docs = npt.NDArray[np.int32]
Bits = npt.NDArray[np.uint64]
# A cell of the grid is about 2 km wide in the Netherlands, in degrees of longitude and latitude.
CELL_LON, CELL_LAT = 0.03, 0.02
COLUMNS = 1 << 14
# Raised whenever an array gets another shape or meaning.
FORMAT = 6


@dataclass(frozen=True)
class Statistics:
    """What scores are computed with: listings, words per field, and how many have each term."""

    count: int
    lengths: tuple[int, ...]
    frequency: dict[str, int]


class Segment:
    """N listings (docs 0..N-1), those near to each other together, those without an address last.

    Every array is named below, with its shape and meaning.

    ids (N, 16) bytes of the UUIDs; order (N) place by name, to break ties.
    point_doc, point_lon, point_lat, point_cell (P) locations in the order of their grid cells.
    lon, lat (N) of the first location, or NaN.
    codes (N, C/8) bits of the facts and codes that hold, by number; bits (C, N/64) the same,
    turned; told (F, N/64) of which listings each fact is told.
    form_weight (N, 3); hours (N) number of the opening hours; complete (N) of 7 fields;
    due, overdue (N) days since 1970; online (N).
    area_doc, area_name (A) names of areas served, by number.
    occurrence_doc, _start, _end (O) dated activities, minutes since 1970 in UTC.
    term_start (T+1), post_doc, post_score (Q) postings; term_spot (T+1), spots (Q) how many
    positions a posting has (none for the parts of compounds), spot (S) positions.
    card_start (N+1), card bytes of the packed cards.
    """

    def __init__(self, arrays: dict[str, Array], words: dict[str, Any]):
        self.arrays = arrays
        self.words = words
        self.terms: list[str] = words["terms"]
        self._written: dict[str, list[str]] = words["written"]
        # How many have an address.
        self.located: int = words["located"]
        self.hours: list[str] = words["hours"]
        self.areas: list[str] = words["areas"]
        # Per group of filters the number of the bit of each value.
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
        """The listings that nobody goes to: they have no address."""
        return np.arange(self.located, self.count, dtype=np.int32)

    @cached_property
    def _online(self) -> Docs:
        """The listings without an address that are online: they serve every place."""
        return self.remote[self["online"][self.remote]]

    @cached_property
    def _served(self) -> tuple[Docs, Array]:
        """The other listings without an address by the area served, and where each area starts."""
        doc, area = self["area_doc"], self["area_name"]
        other = np.flatnonzero((doc >= self.located) & ~self["online"][doc])
        other = other[np.argsort(area[other], kind="stable")]
        return doc[other], np.searchsorted(area[other], np.arange(len(self.areas) + 1))

    def serving(self, areas: npt.NDArray[np.int64]) -> Docs:
        """The listings without an address that serve one of these areas, or are online."""
        docs, starts = self._served
        bounds = zip(starts[areas].tolist(), starts[areas + 1].tolist(), strict=True)
        some = np.concatenate([NO_DOCS, *(docs[start:end] for start, end in bounds)])
        return np.concatenate((self._online, np.unique(some)))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The terms, prepared for what is misspelt."""
        return Vocabulary(self.terms, self.words["sounds"])

    @cached_property
    def statistics(self) -> Statistics:
        """What a later, smaller segment is scored with."""
        sizes = np.diff(self["term_start"]).tolist()
        frequency = dict(zip(self.terms, sizes, strict=True))
        return Statistics(self.count, tuple(self.words["lengths"]), frequency)

    def postings(self, term: str) -> tuple[Docs, npt.NDArray[np.float32]]:
        """The listings that have a term, in order, and its score in each."""
        number = self.term_numbers.get(term)
        if number is None:
            return NO_DOCS, NO_SCORES
        start, end = self["term_start"][number : number + 2]
        return self["post_doc"][start:end], self["post_score"][start:end]

    def written(self, term: str) -> list[str]:
        """The words that are written for a term, the most usual first."""
        return self._written.get(term, [term])

    def spots(self, term: str, docs: Docs) -> tuple[Docs, Array]:
        """Where listings have a term that each of them has: the listing of each spot, and where.

        Both are in order when the listings are.
        """
        number = self.term_numbers[term]
        start, end = self["term_start"][number : number + 2]
        many = self["spots"][start:end]
        place = np.searchsorted(self["post_doc"][start:end], docs)
        first = (self["term_spot"][number] + np.cumsum(many, dtype=np.int64) - many)[place]
        many = many[place].astype(np.int64)
        ends = np.cumsum(many)
        counted = np.arange(ends[-1] if len(ends) else 0)
        return np.repeat(docs, many), self["spot"][np.repeat(first - ends + many, many) + counted]

    @cached_property
    def _words(self) -> list[tuple[str, str]]:
        """Every word that is written, with its term, in the order of the alphabet."""
        return sorted((word, term) for term in self.terms for word in self.written(term))

    def beginning_with(self, prefix: str, most: int) -> list[str]:
        """The terms of words that begin so, at most so many."""
        first = bisect_left(self._words, (prefix, ""))
        last = bisect_left(self._words, (prefix + "\U0010ffff", ""), lo=first)
        return list(dict.fromkeys(term for _, term in self._words[first:last]))[:most]

    @cached_property
    def card(self) -> Callable[[int], Card]:
        """The card of a listing: the same one as long as it is kept."""
        return lru_cache(MOST_CACHED)(self._card)

    def _card(self, doc: int) -> Card:
        start, end = self["card_start"][doc : doc + 2].tolist()
        return unpack(self["card"].data[start:end], self["ids"][doc].tobytes().hex())

    def save(self, folder: Path) -> None:
        """Write every array as a .npy file, and the words beside them."""
        folder.mkdir(parents=True)
        for name, array in self.arrays.items():
            np.save(folder / f"{name}.npy", array, allow_pickle=False)
        (folder / "words.json").write_bytes(orjson.dumps(self.words | {"format": FORMAT}))

    @classmethod
    def load(cls, folder: Path) -> Segment:
        """Map a saved segment; an OSError or ValueError when it is damaged."""
        words = orjson.loads((folder / "words.json").read_bytes())
        if words["format"] != FORMAT:
            raise ValueError(f"{folder}: was written by another version")
        arrays = {
            name: np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False))
            for name in words["arrays"]
        }
        segment = cls(arrays, words)
        if any(len(arrays[n]) != size for n, size in words["arrays"].items()):
            raise ValueError(f"{folder}: an array has another length than it was written with")
        return segment


NOTHING = Statistics(0, (), {})
NO_DOCS = np.empty(0, np.int32)
NO_SCORES = np.empty(0, np.float32)


def cell(lon: float, lat: float) -> int:
    """The number of the grid cell of a point; rows from south to north."""
    return floor((lat + 90) / CELL_LAT) * COLUMNS + floor((lon + 180) / CELL_LON)


def cells(lon: Array, lat: Array) -> npt.NDArray[np.int64]:
    """The number of the grid cell of each point."""
    column = np.floor((lon + 180) / CELL_LON).astype(np.int64)
    return np.floor((lat + 90) / CELL_LAT).astype(np.int64) * COLUMNS + column


def places_in(order: Array) -> npt.NDArray[np.int32]:
    """The place of each number in an order of all of them."""
    places = np.empty(len(order), np.int32)
    places[order] = np.arange(len(order))
    return places


def packed(flags: npt.NDArray[np.bool_]) -> Bits:
    """Flags as bits: (…, N) becomes (…, N/64), the first listing in the first bit."""
    size = flags.shape[-1]
    whole = np.zeros((*flags.shape[:-1], size + -size % 64), np.bool_)
    whole[..., :size] = flags
    return np.packbits(whole, axis=-1).view(np.uint64)


def flags_of(bits: Bits, docs: Docs) -> npt.NDArray[np.bool_]:
    """Of some listings the flags that were packed."""
    octets = bits.view(np.uint8)
    if len(docs) > len(octets):
        return np.unpackbits(octets).view(np.bool_)[docs]
    shifted: Array = octets[docs >> 3] << (docs & 7).astype(np.uint8)
    return shifted >= 128
