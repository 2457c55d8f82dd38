"""Measures the import of a file in which some rows are on the map already, in other words."""

from __future__ import annotations

import csv
import tempfile
import time
from pathlib import Path
from random import Random

import click
import flask_migrate
import orjson

from socialmap import create_app
from socialmap.bench.variants import listing, varied
from socialmap.catalogue.actions import Change, Entry, add
from socialmap.catalogue.listing import Listing
from socialmap.db import db
from socialmap.duplicates.queries import probable_duplicates
from socialmap.importing.actions import apply
from socialmap.importing.alike import TWIN_FLAWS
from socialmap.importing.checking import ImportOptions, check_file

HEADER = "id naam organisatie straat postcode plaats lat lon telefoon e-mail website".split()  # noqa: SIM905 - a list reads best as words


@click.command("duplicates")
@click.option("--rows", default=10_000, show_default=True, help="Rows of the file, and listings.")
@click.option("--again", default=500, show_default=True, help="Rows that are on the map already.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same file.")
def duplicates_benchmark(rows: int, again: int, seed: int) -> None:
    """Import a file into a map with as many listings, on SpatiaLite, and list the duplicates."""
    chance = Random(seed)  # noqa: S311 - not for secrets
    present = [listing(chance) for _ in range(rows)]
    written = [varied(one, chance)[0] for one in chance.sample(present, again)]
    written += [listing(chance) for _ in range(rows - again)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "listings.csv"
        _write_file(path, written)
        app = create_app({"SOCIALMAP_DATA": folder, "SOCIALMAP_TILES_URL": ""})
        with app.app_context():
            flask_migrate.upgrade()
            add([Entry(one) for one in present], Change(actor="bench"))
            db.session.commit()
            click.echo(orjson.dumps(_measure(path, again), option=orjson.OPT_INDENT_2))
            db.engine.dispose()


def _measure(path: Path, again: int) -> dict[str, object]:
    """Plan and apply the file, and list the duplicates; times are in seconds.

    The first `again` rows of the file are on the map already.
    """
    started = time.perf_counter()
    checked = check_file(path, ImportOptions())
    planned = time.perf_counter()
    apply(checked.plan, checked.origin, "bench")
    db.session.commit()
    applied = time.perf_counter()
    pairs = probable_duplicates()
    sentences = {sentence for sentence, _ in TWIN_FLAWS.values()}
    warned = {remark.line for remark in checked.plan.remarks if remark.sentence in sentences}
    expected = set(range(2, again + 2))
    return {
        "counts": checked.plan.counts,
        "seconds_plan": round(planned - started, 1),
        "seconds_apply": round(applied - planned, 1),
        "warned_of": len(warned & expected),
        "warned_of_in_vain": len(warned - expected),
        "left_out_in_vain": len(set(checked.plan.duplicate) - expected),
        "seconds_pairs": round(time.perf_counter() - applied, 1),
        "pairs": len(pairs),
    }


def _write_file(path: Path, listings: list[Listing]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADER)
        for number, row in enumerate(listings):
            place = row.locations[0]
            exact = place.precision == "address"
            point = (f"{place.lat}", f"{place.lon}") if exact else ("", "")
            texts = row.name, row.organisation, place.street, place.postcode, place.town
            writer.writerow([f"b{number}", *texts, *point, row.phone, row.email, row.website])
