"""Generations of the index: a folder each, built by one process at a time, put in service whole."""

from __future__ import annotations

import fcntl
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from socialmap.search.index.segment import Segment

CURRENT = "current"
UNFINISHED = ".unfinished"
# Generations to keep beside the one in service: another process may still be opening it.
MOST_OLD = 1
ABANDONED_AFTER = 3_600  # seconds without a change of an unfinished folder


class Generations:
    """The generations in a folder; the file `current` names the one in service."""

    def __init__(self, folder: Path):
        self.folder = folder

    def current(self) -> str:
        """The name of the generation in service; empty when there is none."""
        try:
            return (self.folder / CURRENT).read_text()
        except OSError:
            return ""

    def load(self, name: str) -> Segment:
        """Memory-map a generation; raise OSError, ValueError or KeyError if it is damaged."""
        return Segment.load(self.folder / name)

    @contextmanager
    def building(self) -> Iterator[None]:
        """Hold the lock for building; the system frees it however the process ends."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def save(self, segment: Segment, number: int) -> str:
        """Write a generation, put it in service, and return its name."""
        name = f"{number}-{uuid.uuid4().hex[:8]}"
        unfinished = self.folder / f"{name}{UNFINISHED}"
        try:
            segment.save(unfinished)
            unfinished.rename(self.folder / name)
            pointer = self.folder / f"{CURRENT}.{name}"
            pointer.write_text(name)
            pointer.replace(self.folder / CURRENT)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
        self._clean(name)
        return name

    def _clean(self, name: str) -> None:
        """Delete generations that nobody will open any more, and remains of a killed build."""

        def age(path: Path) -> float:
            try:
                return time.time() - path.stat().st_mtime
            except OSError:
                return 0.0

        others = sorted(
            (p for p in self.folder.iterdir() if p.name != name and p.is_dir()), key=age
        )
        abandoned = [p for p in others if p.suffix == UNFINISHED and age(p) > ABANDONED_AFTER]
        finished = [path for path in others if path.suffix != UNFINISHED]
        for path in (*abandoned, *finished[MOST_OLD:]):
            shutil.rmtree(path, ignore_errors=True)
