"""Generations: one folder each, written whole, put in service at once, built by one process."""

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
# Beside the one in service: processes that look now and then may still be opening it.
KEPT = 1
ABANDONED_SECONDS = 3_600


class Generations:
    """The generations in a folder; a small file names the one in service."""

    def __init__(self, folder: Path):
        self.folder = folder

    def current(self) -> str:
        """The name of the generation in service; empty when there is none."""
        try:
            return (self.folder / CURRENT).read_text()
        except OSError:
            return ""

    def load(self, name: str) -> Segment:
        """Map a generation; an OSError, ValueError or KeyError when it is damaged."""
        return Segment.load(self.folder / name)

    @contextmanager
    def building(self) -> Iterator[None]:
        """Build alone; the lock goes with the process, however that ends."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def save(self, segment: Segment, number: int) -> str:
        """Write a generation, put it in service and answer its name."""
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
        """Remove generations that nobody will open any more, and what a killed build left."""

        def age(path: Path) -> float:
            try:
                return time.time() - path.stat().st_mtime
            except OSError:
                return 0.0

        others = sorted(
            (p for p in self.folder.iterdir() if p.name != name and p.is_dir()), key=age
        )
        abandoned = [p for p in others if p.suffix == UNFINISHED and age(p) > ABANDONED_SECONDS]
        finished = [path for path in others if path.suffix != UNFINISHED]
        for path in (*abandoned, *finished[KEPT:]):
            shutil.rmtree(path, ignore_errors=True)
