"""socialmap jobs: run what is done by itself, once or until told to stop, and tell of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

import click
from flask import current_app

from socialmap.config import read_settings
from socialmap.jobs import JOBS, last_runs, perform, worker

# A worker that dies is started again, but not faster than this, in seconds.
REST = 10


@click.group("jobs")
def jobs_group() -> None:
    """Run the jobs: mail, reminders and the like."""


@jobs_group.command("list")
def list_command() -> None:
    """Show all jobs, with their last run.

    Times are in UTC; the second column is a cron line.
    """
    runs = last_runs()
    for each in JOBS.values():
        run = runs.get(each.name)
        told = f"{run.started_at:%Y-%m-%d %H:%M} {run.outcome} {run.told}" if run else "never ran"
        click.echo(f"{each.name:<16} {each.every or 'when asked':<14} {told}")


@jobs_group.command("once")
@click.argument("name")
def once_command(name: str) -> None:
    """Run the job NAME now, and wait for it."""
    if name not in JOBS:
        raise click.ClickException(f"There is no job {name!r}: {', '.join(sorted(JOBS))}.")
    if not perform(name, {}):
        raise click.ClickException(f"Another run of {name} is busy.")
    click.echo(last_runs()[name].told or "Nothing to do.")


@jobs_group.command("run")
@click.option("--with-parent", is_flag=True, help="Stop when whoever started it is gone.")
@click.option("--threads", default=2, show_default=True, help="Jobs at the same time.")
def run_command(with_parent: bool, threads: int) -> None:
    """Run the jobs as they come, until Ctrl-C.

    `socialmap serve` does so as well, unless SOCIALMAP_JOBS says otherwise.
    """
    if with_parent:
        threading.Thread(target=_stop_with_parent, daemon=True).start()
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # behind the proxy
    worker(read_settings(os.environ), app.app_context, threads).run()


def _stop_with_parent() -> None:
    """Wait until the other end of the pipe is shut, however its process ended."""
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)


class Beside:
    """A worker in a process of its own beside the server, started again when it dies."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0

    def keep(self) -> None:
        """Start it when it does not run."""
        running = self._process is not None and self._process.poll() is None
        if not running and time.monotonic() - self._started > REST:
            self._started = time.monotonic()
            command = [sys.executable, "-m", "socialmap", "jobs", "run", "--with-parent"]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE)  # noqa: S603 - our own command

    def stop(self) -> None:
        """Tell it to stop, and wait a moment."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self._process.kill()
