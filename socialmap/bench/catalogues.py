"""Makes a generated catalogue in a database of its own, unless an earlier run has left it."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import flask_migrate
import orjson

from socialmap import create_app
from socialmap.bench import generator
from socialmap.bench.generator import listings
from socialmap.catalogue.actions import Change, Entry, add
from socialmap.config import resource
from socialmap.db import db, start_writing
from socialmap.paging import batches
from socialmap.times.clock import now

SOURCE = "bench"
# Listings in one transaction.
BATCH = 5_000
Report = dict[str, object]


def environ(folder: Path, database_url: str = "") -> dict[str, str]:
    """Return the settings of an app on the catalogue in a folder: without tiles, demo or jobs."""
    return {
        "SOCIALMAP_DATA": str(folder),
        "SOCIALMAP_DATABASE_URL": database_url,
        "SOCIALMAP_SECRET_KEY": "only for measurements",
        "SOCIALMAP_TILES_URL": "",
        "SOCIALMAP_DEMO": "0",
        "SOCIALMAP_JOBS": "apart",
    }


def day_of(folder: Path) -> date:
    """Return the day around which the listings of a catalogue were generated."""
    return date.fromisoformat(orjson.loads((folder / "ready").read_bytes())["day"])


def prepare(settings: Mapping[str, str], count: int, seed: int) -> Report:
    """Fill the database with `count` listings, unless this same code has done so before."""
    folder = Path(settings["SOCIALMAP_DATA"])
    ready, made_by = folder / "ready", _made_by()
    if ready.exists() and orjson.loads(ready.read_bytes())["made_by"] == made_by:
        return {"kept": True}
    shutil.rmtree(folder, ignore_errors=True)
    day = now().date()
    app = create_app(settings)
    started, cpu = time.perf_counter(), time.process_time()
    with app.app_context():
        flask_migrate.upgrade()
        entries = (
            Entry(listing, SOURCE, str(number))
            for number, listing in enumerate(listings(count, seed, day))
        )
        for batch in batches(entries, BATCH):
            start_writing()
            add(batch, Change(actor=SOURCE))
            db.session.commit()
        db.engine.dispose()
    ready.write_bytes(orjson.dumps({"day": day.isoformat(), "made_by": made_by}))
    return {
        "kept": False,
        "listings_per_second": round(count / (time.perf_counter() - started)),
        "listings_per_cpu_second": round(count / (time.process_time() - cpu)),
    }


def _made_by() -> str:
    """Return a hash of the generator and the migrations: the same one means the same catalogue."""
    steps = sorted(resource("migrations", "versions").glob("*.py"))
    made_of = b"".join(path.read_bytes() for path in (Path(generator.__file__), *steps))
    return hashlib.sha256(made_of).hexdigest()[:16]
