"""Measures how long people at the desk wait for each other while a large file is imported."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import flask_migrate
import orjson
from flask import Flask
from sqlalchemy import func, select

from socialmap import create_app
from socialmap.bench.importing import write_file
from socialmap.catalogue.actions import Change, Entry, add, rewrite
from socialmap.catalogue.history import latest_listing, revisions_of
from socialmap.catalogue.listing import Listing
from socialmap.catalogue.models import Initiative
from socialmap.db import db, transaction
from socialmap.importing.queries import runs

PEOPLE = 6
PAUSE = 0.5  # seconds in which a person thinks
SOURCE = "bench"
CHANGE = Change(actor=SOURCE)
IMPORT = [sys.executable, "-m", "socialmap", "import"]
ALONE = "import time; time.sleep(30)"


@click.command("writing")
@click.option("--rows", default=100_000, show_default=True, help="Rows of the file.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same file.")
def writing_benchmark(rows: int, seed: int) -> None:
    """Import and undo a generated file while six people save listings, on SpatiaLite."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "listings.csv"
        write_file(path, rows, random.Random(seed))  # noqa: S311 - not for secrets
        settings = {"SOCIALMAP_DATA": folder, "SOCIALMAP_TILES_URL": "", "SOCIALMAP_DEMO": "0"}
        app = create_app(settings | {"SOCIALMAP_UPLOAD_LIMIT": "500"})
        with app.app_context():
            flask_migrate.upgrade()
            with transaction():
                ids = add([Entry(Listing(name=f"Plek {n}")) for n in range(PEOPLE)], CHANGE)
        environ = os.environ | settings | {"SOCIALMAP_UPLOAD_LIMIT": "500"}
        result: dict[str, Any] = {"rows": rows, "people": PEOPLE}
        apply = [str(path), "--apply", "--source", SOURCE]
        # What they wait for on this machine, as busy as it is, without any import.
        result["alone"] = _meanwhile(app, environ, ids, [sys.executable, "-c", ALONE])
        result["apply"] = _meanwhile(app, environ, ids, [*IMPORT, *apply])
        with app.app_context():
            number = runs()[0].id
        result["undo"] = _meanwhile(app, environ, ids, [*IMPORT, "--undo", str(number)])
        click.echo(orjson.dumps(result, option=orjson.OPT_INDENT_2))


def _meanwhile(
    app: Flask, environ: dict[str, str], ids: list[uuid.UUID], command: list[str]
) -> dict[str, Any]:
    """What people wait for while a command runs, and what somebody who looks sees."""
    started = time.monotonic()
    working = subprocess.Popen(  # noqa: S603 - our own command
        command,
        env=environ,
        stdout=subprocess.DEVNULL,
    )

    def running() -> bool:
        return working.poll() is None

    with ThreadPoolExecutor(PEOPLE + 1) as pool:
        seen = pool.submit(_look, app, running)
        outcomes = list(pool.map(lambda key: _work(app, key, running), ids))
    waits = sorted(wait for mine, _ in outcomes for wait in mine)
    return {
        "seconds": round(time.monotonic() - started, 1),
        "exit_code": working.wait(),
        "saved": len(waits),
        "lost": sum(lost for _, lost in outcomes),
        "wait_median_ms": round(waits[len(waits) // 2] * 1000),
        "wait_p95_ms": round(waits[len(waits) * 95 // 100] * 1000),
        "wait_p99_ms": round(waits[len(waits) * 99 // 100] * 1000),
        "wait_longest_ms": round(waits[-1] * 1000),
        "listings_seen": seen.result(),
    }


def _work(app: Flask, key: uuid.UUID, running: Callable[[], bool]) -> tuple[list[float], int]:
    """Save one listing again and again; return the seconds of each, and how many got lost."""
    waits: list[float] = []
    with app.app_context():
        before = len(revisions_of(key))
        listing = latest_listing(key)
        while running():
            db.session.rollback()
            begun = time.monotonic()
            with transaction():
                listing = replace(listing, summary=f"Keer {len(waits) + 1}.")
                rewrite([(key, listing)], CHANGE)
            waits.append(time.monotonic() - begun)
            time.sleep(PAUSE)
        return waits, before + len(waits) - len(revisions_of(key))


def _look(app: Flask, running: Callable[[], bool]) -> list[int]:
    """The numbers of imported listings that somebody sees who looks all the time."""
    seen: list[int] = []
    brought = select(func.count(Initiative.id)).where(Initiative.source == SOURCE)
    with app.app_context():
        while running():
            number = db.session.scalar(brought) or 0
            if number not in seen:
                seen.append(number)
            db.session.rollback()
            time.sleep(0.1)
        number = db.session.scalar(brought) or 0
    return seen if number in seen else [*seen, number]
