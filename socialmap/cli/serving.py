"""socialmap serve: serve the map, with the jobs beside it."""

from __future__ import annotations

import os

import click
import flask_migrate

from socialmap import create_app
from socialmap.cli.demo import add_demo, is_wanted
from socialmap.config import read_settings
from socialmap.db import db
from socialmap.search.index.snapshot import store
from socialmap.server.serving import open_sockets, serve


def prepare() -> None:
    """Migrate the tables, import the demo region if wanted, and make the index."""
    with create_app().app_context():
        flask_migrate.upgrade()
        if is_wanted():
            add_demo()
        store().current()
        # The workers are forks of this process, and must not inherit an open connection.
        db.engine.dispose()


@click.command("serve")
@click.option("--prepare", "preparing", is_flag=True, help="First `db upgrade`, `demo --if-empty`.")
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=2,
    show_default=True,
    help="Processes; in each one thread answers, and others take over if an answer takes long.",
)
def serve_command(workers: int, preparing: bool) -> None:
    """Serve the map, until Ctrl-C.

    The address is that of SOCIALMAP_HOST and SOCIALMAP_PORT.
    """
    settings = read_settings(os.environ)
    sockets = open_sockets(settings, workers)
    if preparing:
        prepare()
    if code := serve(create_app, settings, sockets):
        raise SystemExit(code)
