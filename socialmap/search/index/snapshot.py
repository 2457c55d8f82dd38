"""The snapshot of the published catalogue: a generation, and a segment of later changes."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from weakref import WeakKeyDictionary

import numpy as np
from sqlalchemy import Engine, event

from socialmap.catalogue.history import Mark, changed_since, latest_change, still_there
from socialmap.db import OUTAGES, db
from socialmap.language.own_words import NONE, OwnWords
from socialmap.search.index.building import build
from socialmap.search.index.generations import Generations
from socialmap.search.index.segment import Flags, Segment
from socialmap.search.index.sources import published_sources
from socialmap.search.thesaurus.queries import latest_change as latest_word_change
from socialmap.search.thesaurus.queries import own_words
from socialmap.times.clock import today

log = logging.getLogger(__name__)
# Changed listings that are indexed while a search waits; more wait for a new generation.
MOST_CHANGED = 2_000
# From this number of changes, or this share of all listings, a new generation is built.
MERGE_FROM, MERGE_PART = 100, 0.01
# A generation has the dates of activities for two months, so it is renewed after some days.
RENEWED_AFTER = timedelta(days=3)


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A generation `main`, made at `mark`, and the listings that changed since, up to `seen`.

    `fresh` holds the listings that changed; `dead` (N flags) marks their old versions in main.
    `name` is that of the generation in service when it was taken; empty without one.
    `own` are the own words of the platform by which questions are read.
    A snapshot is equal to itself alone, so that it can be the key of a cache.
    """

    main: Segment
    mark: Mark
    seen: Mark
    fresh: Segment | None = None
    dead: Flags | None = None
    name: str = ""
    own: OwnWords = NONE

    @cached_property
    def views(self) -> list[tuple[Segment, Flags | None]]:
        """The segments to search, each with flags of the listings to leave out."""
        views: list[tuple[Segment, Flags | None]] = [(self.main, self.dead)]
        return [*views, (self.fresh, None)] if self.fresh else views


class Store:
    """The snapshot that this process searches, kept up to date with the catalogue."""

    def __init__(self, folder: Path, environ: Mapping[str, str] | None = None):
        self.generations = Generations(folder)
        # The environment of a build in the background; with None, builds run in this process.
        self.environ = environ
        # Seconds between two looks at the database; a commit in this process makes it look at once.
        self.look_every = 0.25
        self.looked = float("-inf")
        self.snapshot: Snapshot | None = None
        self.lock = threading.RLock()
        self.builder: subprocess.Popen[bytes] | None = None

    def stale(self) -> None:
        """Look at the database again before the next search, because something was written."""
        self.looked = float("-inf")

    def current(self) -> Snapshot:
        """The snapshot as the catalogue is now; built when there is none or it is damaged."""
        snapshot = self.snapshot
        if snapshot and time.monotonic() - self.looked < self.look_every:
            return snapshot
        # While another thread catches up, the old snapshot is searched.
        if not self.lock.acquire(timeout=self.look_every if snapshot else -1) and snapshot:
            return snapshot
        try:
            return self._look()
        except OUTAGES:
            if self.snapshot is None:
                raise
            db.session.rollback()
            log.warning("the database cannot be asked; searches are answered from the snapshot")
            self.looked = time.monotonic()
            return self.snapshot
        finally:
            self.lock.release()

    def make(self) -> Snapshot:
        """Build a generation and put it in service, unless another process has just done so."""
        with self.generations.building():
            mark = latest_change()
            before = self.generations.current()
            latest = self._load(before)
            if latest and latest.mark == mark and not _runs_out(latest):
                return latest
            segment = build(published_sources(), today())
            segment.words["mark"] = [mark.number, mark.at]
            try:
                name = self.generations.save(segment, mark.number)
            except OSError as error:
                log.warning("the snapshot cannot be saved and is kept in memory: %s", error)
                return Snapshot(segment, mark, mark, name=before)
        return self._load(name) or Snapshot(segment, mark, mark, name=name)

    def _look(self) -> Snapshot:
        looked = time.monotonic()
        name = self.generations.current()
        if self.snapshot is None or name != self.snapshot.name:
            self.snapshot = self._load(name) or self.make()
        self.snapshot = _with_own_words(self._caught_up(self.snapshot))
        self.looked = looked
        return self.snapshot

    def _load(self, name: str) -> Snapshot | None:
        if not name:
            return None
        try:
            segment = self.generations.load(name)
            mark = Mark(*segment.words["mark"])
        except (OSError, EOFError, ValueError, KeyError, TypeError) as damage:
            log.warning("snapshot %s cannot be used and is made anew: %s", name, damage)
            return None
        if not still_there(mark):
            log.warning("snapshot %s is of another catalogue and is made anew", name)
            return None
        return Snapshot(segment, mark, mark, name=name)

    def _caught_up(self, snapshot: Snapshot) -> Snapshot:
        """The snapshot with the listings that changed since; start a build when they are many."""
        mark = latest_change()
        if _runs_out(snapshot) and not self._merge():
            return self.make()
        if mark == snapshot.seen:
            return snapshot
        if not still_there(snapshot.mark):
            return self.make()
        changed = changed_since(snapshot.mark, MOST_CHANGED + 1)
        if len(changed) > MOST_CHANGED:
            return snapshot if self._merge() else self.make()
        if len(changed) > max(MERGE_FROM, MERGE_PART * snapshot.main.count):
            self._merge()
        today = date.fromisoformat(snapshot.main.words["today"])
        fresh = build(published_sources(changed), today, snapshot.main.statistics)
        return replace(snapshot, seen=mark, fresh=fresh, dead=_dead(snapshot.main, changed))

    def _merge(self) -> bool:
        """Build a generation in another process; False when builds run in this process."""
        if self.environ is None:
            return False
        if self.builder is None or self.builder.poll() is not None:
            command = [sys.executable, "-m", "socialmap", "index"]
            self.builder = subprocess.Popen(  # noqa: S603 - our own command
                command,
                env=dict(self.environ),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )
        return True


def _with_own_words(snapshot: Snapshot) -> Snapshot:
    """The snapshot with the own words as they are now; a new one when a word changed."""
    if snapshot.own.number == latest_word_change():
        return snapshot
    return replace(snapshot, own=own_words())


def _dead(segment: Segment, changed: list[uuid.UUID]) -> Flags:
    """Flags (N) of the listings of a segment that changed."""
    ids = np.ascontiguousarray(segment["ids"]).view("V16").ravel()
    return np.isin(ids, np.frombuffer(b"".join(changed_id.bytes for changed_id in changed), "V16"))


def _runs_out(snapshot: Snapshot) -> bool:
    """Whether the dates of activities in a generation end soon, or begin after today.

    They begin after today when the clock of the machine was set back.
    """
    made = date.fromisoformat(snapshot.main.words["today"])
    return not timedelta() <= today() - made < RENEWED_AFTER


_stores: WeakKeyDictionary[Engine, Store] = WeakKeyDictionary()


def register_store(folder: Path, environ: Mapping[str, str] | None = None) -> None:
    """Store the snapshots of the app's own database in a folder; see Store for `environ`."""
    _stores[db.engine] = Store(folder, environ)


def store() -> Store:
    """The store of the app's own database."""
    return _stores[db.engine.engine]


def snapshot() -> Snapshot:
    """The snapshot of the app's own catalogue as it is now."""
    return store().current()


@event.listens_for(db.session, "after_commit")
def _look_again(_session: object) -> None:
    for registered in _stores.values():
        registered.stale()
