"""The engine of the database, SpatiaLite or PostGIS: its driver, options and connections."""

from __future__ import annotations

import importlib
import json
from functools import cache, partial
from types import ModuleType
from typing import Any

import orjson
from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection

from socialmap.errors import DatabaseProblem
from socialmap.wording import N_
from socialmap.writers import in_line

# The first of these that can load extensions is used. It must be imported before anything loads
# mod_spatialite: that pulls in the system's SQLite, and a driver imported later would bind to it.
SQLITE_DRIVERS = ("sqlite3", "pysqlite3", "sqlean")
SPATIALITE = ("mod_spatialite", "mod_spatialite.so", "mod_spatialite.dylib")


@cache
def sqlite_driver() -> ModuleType:
    """Return the first SQLite driver that can load extensions, or raise DatabaseProblem."""
    for name in SQLITE_DRIVERS:
        try:
            driver = importlib.import_module(name)
        except ImportError:
            continue
        driver = getattr(driver, "dbapi2", driver)
        if hasattr(driver.Connection, "enable_load_extension"):
            return driver
    raise DatabaseProblem(
        N_("Deze Python kan SpatiaLite niet laden. Draai: pip install pysqlite3.")
    )


def load_spatialite(connection: Any) -> None:
    """Load SpatiaLite into a SQLite connection, and then forbid loading other extensions.

    Raise DatabaseProblem if SpatiaLite is not installed.
    """
    connection.enable_load_extension(True)
    try:
        for name in SPATIALITE:
            try:
                connection.load_extension(name)
            except sqlite_driver().OperationalError:
                continue
            return
    finally:
        connection.enable_load_extension(False)
    raise DatabaseProblem(
        N_("SpatiaLite ontbreekt. Draai: sudo apt-get install libsqlite3-mod-spatialite.")
    )


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver begins no transaction before a read or a savepoint: _begin_sqlite does it instead.
    connection.isolation_level = None
    # Bytes that are no text, written past the app, are read with signs for what is wrong.
    connection.text_factory = partial(str, encoding="utf-8", errors="replace")
    load_spatialite(connection)
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "busy_timeout=5000",
        "cache_size=-32768",
    ):
        connection.execute(f"PRAGMA {pragma}")


def engine_options(url: str) -> dict[str, Any]:
    """Return the options with which to create the engine of the database at `url`."""
    # orjson is faster, and building the index reads the JSON documents of the whole catalogue.
    shared = {"json_serializer": _as_json, "json_deserializer": _from_json}
    if url.startswith("sqlite"):
        return shared | {"module": sqlite_driver(), "connect_args": {"timeout": 5}}
    pool = {"pool_pre_ping": True, "pool_size": 5, "connect_args": {"connect_timeout": 5}}
    return shared | pool


def _as_json(value: Any) -> str:
    return orjson.dumps(value).decode()


def _from_json(stored: str | bytes) -> Any:
    """Return a JSON value; None for a text that is no JSON, as SQLite takes it."""
    try:
        return orjson.loads(stored)
    except ValueError:
        pass
    try:
        # Python's own reader takes halves of characters, which some programs write.
        return json.loads(stored)
    except (ValueError, RecursionError):
        return None


def _begin_sqlite(connection: Connection) -> None:
    """Begin a transaction; one that will write waits for its turn now, not after its first read."""
    if connection.get_execution_options().get("writing"):
        with in_line(connection.engine.url.database):
            connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.exec_driver_sql("BEGIN")


def listen(engine: Engine) -> None:
    """Give every new SQLite connection of the engine SpatiaLite and real transactions."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
