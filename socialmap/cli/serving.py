"""The command that serves the map with gunicorn."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any

import click
import flask_migrate
from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

from socialmap import create_app
from socialmap.cli.demo import add_demo, is_wanted
from socialmap.cli.jobs import Beside
from socialmap.cli.listening import Listener
from socialmap.config import SettingError, Settings, read_settings
from socialmap.db import db
from socialmap.search.index.snapshot import store

MEMORY = Path("/dev/shm")  # noqa: S108 - gunicorn's heartbeat must not wait for a disk


class Keeper(Arbiter):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn's own keeper of workers, that keeps the worker of the jobs as well."""

    beside: Beside

    def manage_workers(self) -> None:
        """Start what does not run."""
        super().manage_workers()
        self.beside.keep()


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn with the app, told by options instead of by its own command line."""

    def __init__(self, options: dict[str, Any], with_jobs: bool = False):
        self.options = options
        self.with_jobs = with_jobs
        super().__init__()

    def run(self) -> None:
        """Serve until told to stop, with the jobs beside it when wanted."""
        if not self.with_jobs:
            super().run()
            return
        keeper, own = Keeper(self), os.getpid()
        keeper.beside = Beside()
        try:
            keeper.run()
        finally:
            # The workers are forks of this process, and leave by the same way.
            if os.getpid() == own:
                keeper.beside.stop()

    def load_config(self) -> None:
        """Hand over the options."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Make the app, in each worker anew: no worker shares a connection with another."""
        return create_app()


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def address(settings: Settings) -> str:
    """Where a browser on this machine finds the map."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
    return f"http://{_bracketed(everywhere.get(settings.host, settings.host))}:{settings.port}"


def refuse_taken_port(settings: Settings) -> None:
    """Say in one sentence that the server cannot listen there, before gunicorn tries for long."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((settings.host, settings.port))
        except (OSError, OverflowError) as error:
            raise SettingError(
                f"Cannot listen on {settings.host} port {settings.port}: {error}. Stop what runs"
                " there, or set SOCIALMAP_PORT (or SOCIALMAP_HOST) to another."
            ) from error


def options(settings: Settings, workers: int) -> dict[str, Any]:
    """How gunicorn serves. No access log: what people search for is nobody else's business."""

    def tell(worker: Worker) -> None:
        if worker.age == 1:
            click.echo(f"socialmap serves {address(settings)} (Ctrl-C stops it)")

    return {
        "bind": f"{_bracketed(settings.host)}:{settings.port}",
        "worker_class": Listener,
        "workers": workers,
        "threads": 8,
        "worker_tmp_dir": str(MEMORY) if MEMORY.is_dir() else None,
        "control_socket_disable": True,
        "loglevel": "warning",
        "post_worker_init": tell,
    }


def prepare() -> None:
    """Bring the tables up to date, put the demo region on the map when wanted, and index it."""
    with create_app().app_context():
        flask_migrate.upgrade()
        if is_wanted():
            add_demo()
        store().current()
        # The workers are forks of this process: none may inherit an open connection.
        db.engine.dispose()


@click.command("serve")
@click.option("--prepare", "preparing", is_flag=True, help="First `db upgrade`, `demo --if-empty`.")
@click.option(
    "--workers",
    default=2,
    show_default=True,
    help="Processes; in each one thread answers, and others help when it waits.",
)
def serve_command(workers: int, preparing: bool) -> None:
    """Serve the map, until Ctrl-C.

    The address is that of SOCIALMAP_HOST and SOCIALMAP_PORT.
    """
    settings = read_settings(os.environ)
    refuse_taken_port(settings)
    if preparing:
        prepare()
    Server(options(settings, workers), settings.jobs == "serve").run()
