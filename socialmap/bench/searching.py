"""Measures the search: indexing, answering and serving, and the same work by other programs."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import click
import orjson

from socialmap.bench import answering, snapshots
from socialmap.bench.catalogues import Report, environ, prepare
from socialmap.bench.client import client_name
from socialmap.bench.held import measure_held
from socialmap.bench.memory import measure_memory
from socialmap.bench.questions import Question
from socialmap.bench.ratios import ratios
from socialmap.bench.rivals import running as rivals

T = TypeVar("T")
PARTS = (
    *("build", "start", "answers", "fts5", "postgis"),
    *("servers", "held", "memory", "datasette", "pygeoapi", "edits"),
)
QUESTIONS = 200


@dataclass
class Run:
    """One run: what is measured, where, and the report so far."""

    folder: Path
    listings: int
    seed: int
    seconds: int
    postgres: str
    parts: frozenset[str]
    report: dict[str, Any] = field(default_factory=dict)

    @property
    def settings(self) -> dict[str, str]:
        """The settings of the app on the generated catalogue."""
        return environ(self.folder / f"{self.listings}-{self.seed}")

    def do(self, part: str, work: Callable[[], Any]) -> None:
        """Do the step if this part was chosen."""
        if part in self.parts:
            self.step(part, work)

    def step(self, name: str, work: Callable[[], Any]) -> None:
        """Do the work, and put its result (if not None) and its seconds in the report."""
        started = time.perf_counter()
        try:
            result = work()
        except Exception as error:
            # One failed step must not spoil the measurements before and after it.
            result = {"failed": f"{type(error).__name__}: {error}"}
        seconds = self.report.setdefault("seconds", {})
        seconds[name] = round(time.perf_counter() - started)
        click.echo(f"{name}: {seconds[name]} s", err=True)
        if result is not None:
            self.report[name] = result


def _parts(_context: click.Context, _option: click.Parameter, value: str) -> frozenset[str]:
    names = frozenset(value.split(",")) if value else frozenset(PARTS)
    if names - set(PARTS):
        raise click.BadParameter(f"parts are: {', '.join(PARTS)}")
    return names


@click.command("search")
@click.option("--listings", default=100_000, show_default=True, help="How many to generate.")
@click.option("--seed", default=1, show_default=True, help="The same seed, the same listings.")
@click.option(
    "--keep",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder in which databases and other programs stay, so that the next run is quick.",
)
@click.option("--only", "parts", default="", callback=_parts, help=f"Parts: {','.join(PARTS)}.")
@click.option("--seconds", default=3, show_default=True, help="Of each of three rounds, per page.")
@click.option(
    "--postgres",
    envvar="SOCIALMAP_BENCH_DATABASE_URL",
    default="postgresql://127.0.0.1",
    show_default=True,
    help="Server on which a database bench_… may be made and dropped.",
)
def search_benchmark(
    listings: int, seed: int, keep: Path | None, parts: frozenset[str], seconds: int, postgres: str
) -> None:
    """Measure the search among generated listings beside other programs: a report in JSON.

    A town gets listings by its number of postcodes, because its population is not known.
    """
    with tempfile.TemporaryDirectory() as scratch:
        folder = (keep or Path(scratch)).resolve()
        run = Run(folder, listings, seed, seconds, postgres, parts)
        measure(run)
    click.echo(orjson.dumps(run.report, option=orjson.OPT_INDENT_2))


def measure(run: Run) -> None:
    """Do all parts of a run, one after the other, so that they do not slow each other down."""
    run.report |= {
        "listings": run.listings,
        "cores": os.cpu_count(),
        "load_before": os.getloadavg(),
        "client": client_name(),
    }
    run.step("catalogue", lambda: in_new_process(prepare, run.settings, run.listings, run.seed))
    run.do("build", lambda: in_new_process(snapshots.measure_build, run.settings, run.listings))
    # If "build" was not chosen, this makes the snapshot that the other parts need.
    in_new_process(snapshots.measure_start, run.settings, "koffie")
    run.do("start", lambda: _start(run))
    questions = in_new_process(
        answering.make_questions,
        *(run.settings, run.listings, run.seed, min(QUESTIONS, run.listings)),
    )
    run.do("answers", lambda: in_new_process(answering.measure_answers, run.settings, questions))
    _beside(run, questions)
    run.do("held", lambda: measure_held(run.settings, run.folder, run.seconds))
    sentences = questions["sentence"]
    run.do("memory", lambda: measure_memory(run.settings, sentences, run.folder))
    run.do("edits", lambda: snapshots.measure_edits(run.settings))
    run.report |= {"load_after": os.getloadavg(), "ratios": ratios(run.report)}


def in_new_process(work: Callable[..., T], *arguments: object) -> T:
    """Return the result of a function, called in a new Python process."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def _start(run: Run) -> Report:
    started = time.perf_counter()
    answered, report = in_new_process(snapshots.measure_start, run.settings, "koffie")
    return {"seconds_process": round(answered - started, 2), **report}


def _beside(run: Run, questions: dict[str, list[Question]]) -> None:
    """Measure other programs on the same listings, in the process and served."""
    work = rivals.Work(Path(run.settings["SOCIALMAP_DATA"]), run.folder, questions)
    with ExitStack() as stack:
        if run.parts & {"fts5", "postgis", "datasette", "pygeoapi"}:
            run.step("rows", lambda: work.make_rows(run.listings, run.seed))
        run.do("fts5", work.fts5)
        if run.parts & {"postgis", "pygeoapi"}:
            name = f"bench_{run.listings}_{os.getpid()}"
            run.step("tables", lambda: work.connect(stack, run.postgres, name))
        run.do("postgis", work.postgis)
        run.do("servers", lambda: work.ours(stack, run.settings))
        run.do("datasette", lambda: work.datasette(stack))
        run.do("pygeoapi", lambda: work.pygeoapi(stack))
        run.step("served", lambda: work.measure(run.seconds))
        run.report["skipped"] = work.skipped
