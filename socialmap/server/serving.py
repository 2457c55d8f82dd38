"""Gunicorn with the app, and the process that runs the jobs beside it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

from socialmap.config import SettingError, Settings
from socialmap.server.listening import Listener

MEMORY = Path("/dev/shm")  # noqa: S108 - gunicorn's heartbeat must not wait for a disk
RESTART_INTERVAL = 10  # seconds


class JobsProcess:
    """A worker of the jobs in a process of its own, started again when it dies."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0

    def keep(self) -> None:
        """Start it if it is not running, but at most once in RESTART_INTERVAL."""
        running = self._process is not None and self._process.poll() is None
        if not running and time.monotonic() - self._started > RESTART_INTERVAL:
            self._started = time.monotonic()
            command = [sys.executable, "-m", "socialmap", "jobs", "run", "--with-parent"]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE)  # noqa: S603 - our own command

    def stop(self) -> None:
        """Ask it to stop, and kill it if it has not done so in 15 seconds."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self._process.kill()


class Keeper(Arbiter):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn's arbiter of workers, which keeps the process of the jobs running as well."""

    jobs: JobsProcess

    def manage_workers(self) -> None:
        """Start the workers that are not running, and the process of the jobs."""
        super().manage_workers()
        self.jobs.keep()


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn with the app, configured by options instead of by its own command line."""

    def __init__(
        self, make_app: Callable[[], Flask], options: dict[str, Any], with_jobs: bool = False
    ):
        self.make_app = make_app
        self.options = options
        self.with_jobs = with_jobs
        super().__init__()

    def run(self) -> None:
        """Serve until stopped by a signal, with the jobs beside it if `with_jobs`."""
        if not self.with_jobs:
            super().run()
            return
        keeper, own = Keeper(self), os.getpid()
        keeper.jobs = JobsProcess()
        try:
            keeper.run()
        finally:
            # The workers are forks of this process, and end here as well.
            if os.getpid() == own:
                keeper.jobs.stop()

    def load_config(self) -> None:
        """Set gunicorn's options."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Create the app in each worker, so that workers share no connections."""
        return self.make_app()


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def address(settings: Settings) -> str:
    """Return the URL of the map for a browser on this machine."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
    return f"http://{_bracketed(everywhere.get(settings.host, settings.host))}:{settings.port}"


def refuse_taken_port(settings: Settings) -> None:
    """Raise SettingError if the port is taken; gunicorn itself would keep trying for seconds."""
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
    """Return gunicorn's options; without an access log, because what people search is private."""

    def announce(worker: Worker) -> None:
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
        "post_worker_init": announce,
    }
