"""Measures the snapshot: making it, starting with it, and how soon it shows an edit."""

from __future__ import annotations

import multiprocessing
import resource
import shutil
import time
from collections.abc import Mapping
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

from sqlalchemy import select

from socialmap import create_app
from socialmap.bench.catalogues import SOURCE, Report
from socialmap.bench.timing import spread
from socialmap.catalogue.actions import Change, rewrite
from socialmap.catalogue.history import revisions_of
from socialmap.catalogue.listing import from_document
from socialmap.catalogue.models import Initiative
from socialmap.db import db, start_writing
from socialmap.search.finder import find
from socialmap.search.index.snapshot import store
from socialmap.search.query import SearchQuery

EDITS, EDITS_SEEN_ELSEWHERE = 20, 5
PATIENCE = 10  # seconds
Settings = Mapping[str, str]


def measure_build(settings: Settings, count: int) -> Report:
    """Measure making a snapshot from the database, in a process that does nothing else."""
    folder = Path(settings["SOCIALMAP_DATA"]) / "snapshots"
    # A snapshot of an earlier run would be used.
    shutil.rmtree(folder, ignore_errors=True)
    with create_app(settings).app_context():
        before = _peak_megabytes()
        started, cpu = time.perf_counter(), time.process_time()
        made = store().make()
        seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
        db.engine.dispose()
    megabytes = sum(path.stat().st_size for path in folder.rglob("*.*")) / 1e6
    return {
        "listings": made.main.count,
        "listings_per_second": round(count / seconds),
        "listings_per_cpu_second": round(count / cpu),
        "peak_rss_mb": _peak_megabytes(),
        "peak_rss_before_mb": before,
        "mapped_mb": round(megabytes, 1),
        "mapped_mb_per_100000": round(megabytes / count * 100_000, 1),
    }


def _peak_megabytes() -> int:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def measure_start(settings: Settings, words: str) -> tuple[float, Report]:
    """Answer a first question in a new process.

    Return the moment of the answer (time.perf_counter), and the report.
    """
    imported = time.perf_counter()
    with create_app(settings).app_context():
        ready = time.perf_counter()
        find(SearchQuery(words=words))
        answered = time.perf_counter()
        db.engine.dispose()
    return answered, {
        "seconds_app": round(ready - imported, 2),
        "seconds_first_answer": round(answered - ready, 2),
    }


def measure_edits(settings: Settings) -> Report:
    """Measure the milliseconds from a commit until a search in this and another process sees it."""
    with create_app(settings).app_context():
        find(SearchQuery(words="koffie"))
        here = []
        for number in range(EDITS):
            mark = _edit(number, "hier")
            started = time.perf_counter()
            db.session.commit()
            here.append((_seen(mark) - started) * 1000)
        elsewhere = _seen_elsewhere(settings)
        db.engine.dispose()
    return {
        "same_process_ms": spread(here, 1),
        "other_process_ms": spread(elsewhere, 1),
        "edits": EDITS,
    }


def _edit(number: int, where: str) -> str:
    """Give a listing a word that no other has, without committing; return the word."""
    mark = f"zzq{where}{number}x{time.time_ns() % 10**9}"
    rows = select(Initiative).where(Initiative.source == SOURCE)
    initiative = db.session.scalars(rows.where(Initiative.source_id == str(number))).one()
    listing = from_document(revisions_of(initiative.id)[0].document or {})
    db.session.rollback()
    start_writing()
    rewrite([(initiative.id, replace(listing, name=f"Koffie {mark}"))], Change(actor=SOURCE))
    return mark


def _seen(mark: str) -> float:
    """Return the moment (time.perf_counter) at which a search finds the word.

    Each search is in a transaction of its own, as in a request.
    """
    end = time.perf_counter() + PATIENCE
    while time.perf_counter() < end:
        results = find(SearchQuery(words=mark))
        hits = [hit for hit in (*results.hits, *results.serving) if mark in hit.card.name]
        db.session.rollback()
        if hits:
            return time.perf_counter()
        time.sleep(0.002)
    raise TimeoutError(f"no question found {mark} within {PATIENCE} seconds")


def _seen_elsewhere(settings: Settings) -> list[float]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    watcher = context.Process(target=_watch, args=(dict(settings), theirs), daemon=True)
    watcher.start()
    waited = []
    try:
        for number in range(EDITS_SEEN_ELSEWHERE):
            if not ours.poll(6 * PATIENCE):
                raise TimeoutError("the watching process does not answer")
            ours.recv()
            mark = _edit(number, "daar")
            ours.send(mark)
            db.session.commit()
            committed = time.perf_counter()
            seen: float = ours.recv() if ours.poll(2 * PATIENCE) else float("inf")
            waited.append((seen - committed) * 1000)
    finally:
        watcher.terminate()
        watcher.join()
    return waited


def _watch(settings: Settings, pipe: Connection) -> None:
    """Receive words, and send the moment at which a search finds each."""
    with create_app(settings).app_context():
        find(SearchQuery(words="koffie"))
        while True:
            pipe.send("ready")
            mark: str = pipe.recv()
            pipe.send(_seen(mark))
