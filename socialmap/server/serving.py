"""Gunicorn with the app: how it serves, where, and the process of the jobs beside it."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

from socialmap.config import SettingError, Settings
from socialmap.server.beside import Beside
from socialmap.server.listening import Listener

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

    def __init__(
        self, make_app: Callable[[], Flask], options: dict[str, Any], with_jobs: bool = False
    ):
        self.make_app = make_app
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
        return self.make_app()


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
