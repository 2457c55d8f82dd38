"""pygeoapi on the same points: the features in a box, from PostGIS and from SpatiaLite."""

from __future__ import annotations

import subprocess
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import make_url

from socialmap.bench.questions import Question
from socialmap.bench.rivals.fts5 import rows
from socialmap.bench.rivals.venvs import SYSTEM_PYTHON, install
from socialmap.bench.servers import WORKERS, NotStartedError, Server, Target, start
from socialmap.engine import load_spatialite, sqlite_driver

PACKAGES = ("pygeoapi==0.21.*", "gunicorn", "psycopg2-binary", "geoalchemy2")
PAGES = (20, 100)
TABLE = "place"
ITEMS = f"/collections/{TABLE}/items?f=json&"


def make_spatialite(path: Path, source: Path) -> None:
    """Make a SpatiaLite file with the listings as a table, unless it exists."""
    if path.exists():
        return
    unfinished = path.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    connection = sqlite_driver().connect(str(unfinished))
    load_spatialite(connection)
    connection.execute("SELECT InitSpatialMetaData(1, 'WGS84')")
    connection.execute(
        f"CREATE TABLE {TABLE} (id INTEGER PRIMARY KEY, name TEXT, summary TEXT,"
        " description TEXT, setting TEXT)"
    )
    connection.execute(f"SELECT AddGeometryColumn('{TABLE}', 'geom', 4326, 'POINT', 'XY')")
    connection.executemany(
        f"INSERT INTO {TABLE} VALUES (?, ?, ?, ?, ?, MakePoint(?, ?, 4326))",  # noqa: S608
        (row[:5] + row[6:] for row in rows(source) if row[6] is not None),
    )
    connection.execute(f"SELECT CreateSpatialIndex('{TABLE}', 'geom')")
    connection.commit()
    connection.close()
    unfinished.rename(path)


def sqlite_provider(path: Path) -> dict[str, Any]:
    """Return pygeoapi's configuration of the SpatiaLite file."""
    return {"name": "SQLiteGPKG", "data": str(path), "id_field": "id", "table": TABLE}


def postgis_provider(address: str) -> dict[str, Any]:
    """Return pygeoapi's configuration of the table in PostGIS."""
    url = make_url(address)
    data = {
        "host": url.host,
        "port": url.port or 5432,
        "dbname": url.database,
        "user": url.username,
        "password": url.password,
        "search_path": ["public"],
    }
    return {
        "name": "PostgreSQL",
        "data": data,
        "id_field": "id",
        "table": TABLE,
        "geom_field": "geom",
    }


def targets(
    stack: ExitStack,
    folder: Path,
    name: str,
    provider: dict[str, Any],
    questions: dict[str, list[Question]],
) -> list[Target]:
    """Start pygeoapi under gunicorn; return targets for 20 and for 100 features in a box."""
    commands = install(folder / "venv-pygeoapi", PACKAGES, SYSTEM_PYTHON)
    server = _start(stack, commands, folder, name, provider)
    boxes = [
        ",".join(f"{degree:.5f}" for degree in question.box or ())
        for question in questions["box_small"]
    ]
    return [
        Target(f"{name}_{page}", server, [f"{ITEMS}bbox={box}&limit={page}" for box in boxes])
        for page in PAGES
    ]


def _start(
    stack: ExitStack, commands: Path, folder: Path, name: str, provider: dict[str, Any]
) -> Server:
    config, openapi = folder / f"{name}.yml", folder / f"{name}-openapi.yml"
    config.write_bytes(orjson.dumps(_config(provider)))
    environ = {"PYGEOAPI_CONFIG": str(config), "PYGEOAPI_OPENAPI": str(openapi)}
    generated = subprocess.run(  # noqa: S603
        [commands / "pygeoapi", "openapi", "generate", config, "--output-file", openapi],
        env=environ,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if generated.returncode:
        raise NotStartedError(f"pygeoapi: {generated.stderr.strip().splitlines()[-1:]}")
    command = [
        *(str(commands / "gunicorn"), "pygeoapi.flask_app:APP", "--bind", "127.0.0.1:{port}"),
        *("--workers", str(WORKERS), "--worker-class", "gthread", "--threads", "8"),
        "--no-control-socket",
    ]
    return start(stack, command, f"{ITEMS}limit=1", folder, environ)


def _config(provider: dict[str, Any]) -> dict[str, Any]:
    """Return the smallest configuration that pygeoapi accepts; it is YAML, which JSON is too."""
    url = "http://127.0.0.1"
    named = {"name": "bench", "title": "bench", "description": "bench", "url": url}
    keywords = {"keywords": ["bench"], "keywords_type": "theme"}
    return {
        "server": {
            "bind": {"host": "127.0.0.1", "port": 5000},
            "url": url,
            "mimetype": "application/json; charset=UTF-8",
            "encoding": "utf-8",
            "language": "en-US",
            "gzip": False,
            "pretty_print": False,
            "limits": {"default_items": 20, "max_items": 1000},
            "map": {"url": url, "attribution": "none"},
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": {**named, **keywords, "terms_of_service": url},
            "license": named,
            "provider": named,
            "contact": {**named, "email": "bench@example.org"},
        },
        "resources": {
            TABLE: {
                "type": "collection",
                "title": TABLE,
                "description": TABLE,
                "keywords": [TABLE],
                "links": [],
                "extents": {"spatial": {"bbox": [3, 50, 8, 54]}},
                "providers": [{"type": "feature", **provider}],
            }
        },
    }
