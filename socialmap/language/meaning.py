"""Meaning: how near a question is to example phrases, in sixteen languages, by a library."""

from __future__ import annotations

import hashlib
import json
import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from socialmap.language.encoder import Encoder, Vectors, files_name, installed, write_files

log = logging.getLogger(__name__)
MOST_CACHED = 500  # questions, of 2 kB each


class NotReadyError(Exception):
    """Texts cannot be compared by meaning: the library or its files are not there."""


class Neighbour(NamedTuple):
    """An example near a question: its label, its similarity (1 is the same), and its phrase."""

    label: str
    similarity: float
    phrase: str


class _Home:
    """Where this process finds the files of the encoder, and the encoder once it is loaded."""

    folder: Path | None = None
    stamp: int | None = None
    encoder: Encoder | None = None


def use(folder: Path | None) -> None:
    """Let this process find and write the files in a folder; None switches meaning off."""
    _Home.folder, _Home.stamp, _Home.encoder = folder, None, None
    _embedded.cache_clear()


def available() -> bool:
    """Whether the library is installed and meaning is not switched off."""
    return _Home.folder is not None and installed()


def ready() -> bool:
    """Whether questions can be compared now: `prepare` has run once for this data folder."""
    return _encoder() is not None


def _encoder() -> Encoder | None:
    """The encoder, loaded at first use; None while its files are not there or damaged."""
    if not available() or _Home.folder is None:
        return None
    files = _Home.folder / files_name()
    try:
        stamp = files.stat().st_mtime_ns
    except OSError:
        stamp = None
    if stamp != _Home.stamp:
        _Home.encoder = _load(files) if stamp else None
        _Home.stamp = stamp
    return _Home.encoder


def _load(files: Path) -> Encoder | None:
    try:
        return Encoder(files)
    except (OSError, ValueError, KeyError) as damage:
        log.warning("the files of the encoder cannot be used: %s", damage)
        return None


def embed(texts: Sequence[str]) -> Vectors:
    """The meaning of each text as a row of 512 numbers of length 1; raise NotReadyError."""
    encoder = _encoder()
    if encoder is None:
        raise NotReadyError
    return encoder.embed(texts)


@lru_cache(maxsize=MOST_CACHED)
def _embedded(question: str) -> Vectors:
    vector: Vectors = embed([question])[0]
    return vector


class Examples:
    """Phrases with a label each, which questions are compared with.

    `read` gives (label, phrase) for each, and is called at first use. Making them adds them to
    those that `prepare` embeds.
    """

    def __init__(self, name: str, read: Callable[[], Sequence[tuple[str, str]]]):
        self.name, self._read = name, read
        self._file: Path | None = None
        self._vectors: Vectors | None = None
        # The last question, because it is mostly compared more than once.
        self._last: tuple[str, Vectors | None, Vectors] | None = None
        EXAMPLES[name] = self

    @cached_property
    def phrases(self) -> tuple[tuple[str, str], ...]:
        """The label and phrase of each example."""
        return tuple(self._read())

    def ranked(self, question: str) -> list[Neighbour]:
        """The nearest example of each label, the nearest first; [] while meaning is not ready."""
        similar = self.similar(question)
        if similar is None:
            return []
        nearest = [
            int(numbers[similar.take(numbers).argmax()]) for numbers in self._by_label.values()
        ]
        nearest.sort(key=lambda number: (-similar[number], number))
        return [
            Neighbour(label, float(similar[number]), phrase)
            for number in nearest
            for label, phrase in [self.phrases[number]]
        ]

    def similar(self, question: str) -> Vectors | None:
        """How similar each example is to a question, in order; None while meaning is not ready."""
        vectors = self._load()
        if vectors is None or not question.strip():
            return None
        last = self._last
        if last is None or last[0] != question or last[1] is not vectors:
            self._last = last = (question, vectors, vectors @ _embedded(question))
        return last[2]

    @cached_property
    def _by_label(self) -> dict[str, NDArray[np.int64]]:
        """The numbers of the examples with each label, in order."""
        numbers: dict[str, list[int]] = defaultdict(list)
        for number, (label, _) in enumerate(self.phrases):
            numbers[label].append(number)
        return {label: np.array(several) for label, several in numbers.items()}

    def prepare(self) -> None:
        """Embed the phrases, unless that was done before; raise OSError, NotReadyError."""
        if self._load() is not None or (file := self._path()) is None:
            return
        vectors = embed([phrase for _, phrase in self.phrases])
        unfinished = file.with_name(f"{file.stem}.unfinished.npy")
        np.save(unfinished, vectors)
        unfinished.replace(file)
        for other in file.parent.glob(f"{self.name}-*.npy"):
            if other != file:
                other.unlink(missing_ok=True)

    def _load(self) -> Vectors | None:
        file = self._path()
        if file != self._file or self._vectors is None:
            self._file, self._vectors = file, self._read_vectors(file) if file else None
        return self._vectors

    def _path(self) -> Path | None:
        """The file of these phrases and this version of the library."""
        if _encoder() is None or _Home.folder is None:
            return None
        return _Home.folder / f"{self.name}-{self._digest}-{files_name()}.npy"

    @cached_property
    def _digest(self) -> str:
        return hashlib.sha256(json.dumps(self.phrases).encode()).hexdigest()[:16]

    def _read_vectors(self, file: Path) -> Vectors | None:
        try:
            vectors: Vectors = np.load(file, mmap_mode="r").view(np.ndarray)
        except (OSError, ValueError):
            return None
        return vectors if len(vectors) == len(self.phrases) else None


EXAMPLES: dict[str, Examples] = {}


def prepare() -> bool:
    """Write the files of the encoder and embed all examples, unless that was done before.

    It takes seconds the first time, so no request does it. Returns whether meaning is ready; when
    the folder cannot be written, a warning says so.
    """
    if not available() or _Home.folder is None:
        return False
    try:
        if not ready():
            write_files(_Home.folder)
        for examples in EXAMPLES.values() if ready() else ():
            examples.prepare()
    except OSError as error:
        log.warning("questions are not compared by meaning: %s", error)
        return False
    return ready()
