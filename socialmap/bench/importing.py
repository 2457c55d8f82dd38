"""Measures the import of a generated file into an empty database."""

from __future__ import annotations

import csv
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import click
import flask_migrate
import orjson

from socialmap import create_app
from socialmap.catalogue.taxonomy import taxonomy
from socialmap.db import db
from socialmap.importing.actions import apply
from socialmap.importing.checking import ImportOptions, check_file
from socialmap.places.gazetteer import postcodes

HEADER = """
id naam omschrijving soort straat postcode plaats lat lon telefoon e-mail website openingstijden
kosten organisatie inloop doelgroep nagekeken
""".split()  # noqa: SIM905
WORDS = """
buren koffie samen wandelen eten praten tuin kaarten zingen lezen hulp computer jongeren ouderen
elke week gratis welkom huiskamer wijk dorp taal oefenen fiets repareren naaien rust muziek spelen
bewegen kinderen ouders middag ochtend avond gesprek buurthuis
""".split()  # noqa: SIM905
HOURS = (
    "ma 10:00-12:00",
    "wo en vr 13.30-16.00",
    "Mo-Fr 09:00-17:00",
    "op afspraak",
    "1e donderdag van de maand 14:00 - 16:00",
    "elke dinsdag van 10 tot 12 uur",
)
COSTS = ("gratis", "€ 2,50 per keer", "5 euro incl. koffie", "vrijwillige bijdrage", "")
AUDIENCES = ("ouderen", "jongeren", "iedereen", "mantelzorgers | ouderen", "")


@click.command("import")
@click.option("--rows", default=100_000, show_default=True, help="Rows of the file.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same file.")
def import_benchmark(rows: int, seed: int) -> None:
    """Import a generated CSV file into an empty SpatiaLite database."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "listings.csv"
        write_file(path, rows, random.Random(seed))  # noqa: S311 - not for secrets
        app = create_app({"SOCIALMAP_DATA": folder, "SOCIALMAP_TILES_URL": ""})
        with app.app_context():
            flask_migrate.upgrade()
            started, cpu = time.perf_counter(), time.process_time()
            checked = check_file(path, ImportOptions(upload_limit=500))
            planned = time.perf_counter()
            apply(checked.plan, checked.origin, "bench")
            db.session.commit()
            applied, cpu = time.perf_counter(), time.process_time() - cpu
            db.engine.dispose()
        result = {
            "rows": rows,
            "counts": checked.plan.counts,
            "remarks": len(checked.plan.remarks),
            "file_mb": round(path.stat().st_size / 1e6, 1),
            "seconds_plan": round(planned - started, 1),
            "seconds_apply": round(applied - planned, 1),
            "rows_per_second": round(rows / (applied - started)),
            # On a busy machine, this is what the speed would be without the other work.
            "rows_per_cpu_second": round(rows / cpu),
            "peak_rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        }
        click.echo(orjson.dumps(result, option=orjson.OPT_INDENT_2))


def write_file(path: Path, rows: int, chance: random.Random) -> None:
    """Write a CSV file of listings that do not exist."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADER)
        writer.writerows(_rows(rows, chance))


def _rows(rows: int, chance: random.Random) -> Iterator[list[str]]:
    kinds = [term.nl for term in taxonomy().terms("kind")]
    places = list(postcodes().items())
    for number in range(rows):
        postcode, place = chance.choice(places)
        kind = chance.choice(kinds)
        yield [
            f"b{number}",
            f"{kind.capitalize()} {chance.choice(WORDS)} {chance.choice(WORDS)} {number}",
            f"{_sentence(chance, 18)} {_sentence(chance, 14)}",
            kind,
            f"Kerkstraat {number % 300}",
            f"{postcode} {chance.choice('ABCDEFG')}{chance.choice('ABCDEFG')}",
            place.town,
            f"{place.lat + chance.uniform(-0.01, 0.01):.6f}".replace(".", ","),
            f"{place.lon + chance.uniform(-0.01, 0.01):.6f}".replace(".", ","),
            f"06-{10_000_000 + number:08}",
            f"contact{number}@example.org",
            f"https://www.example.org/{number}",
            chance.choice(HOURS),
            chance.choice(COSTS),
            f"Stichting {chance.choice(WORDS)} {number % 900}",
            chance.choice(("ja", "nee", "")),
            chance.choice(AUDIENCES),
            f"{chance.randint(1, 28):02}-{chance.randint(1, 10):02}-2026",
        ]


def _sentence(chance: random.Random, words: int) -> str:
    return f"{' '.join(chance.choices(WORDS, k=words)).capitalize()}."
