"""socialmap jobs: list the jobs, run one, or run them all as they come."""

from __future__ import annotations

import os
import signal
import sys
import threading

import click
from flask import current_app

from socialmap.config import read_settings
from socialmap.jobs import JOBS, last_runs, perform, worker
from socialmap.language import meaning


@click.group("jobs")
def jobs_group() -> None:
    """Run the jobs: mail, reminders and the like."""


@jobs_group.command("list")
def list_command() -> None:
    """Show all jobs, with their last run.

    Times are in UTC; the second column is a cron line.
    """
    runs = last_runs()
    for job in JOBS.values():
        run = runs.get(job.name)
        last = f"{run.started_at:%Y-%m-%d %H:%M} {run.outcome} {run.report}" if run else "never ran"
        click.echo(f"{job.name:<16} {job.every or 'when asked':<14} {last}")


@jobs_group.command("once")
@click.argument("name")
def once_command(name: str) -> None:
    """Run the job NAME now, and wait for it."""
    if name not in JOBS:
        raise click.ClickException(f"There is no job {name!r}: {', '.join(sorted(JOBS))}.")
    if not perform(name, {}):
        raise click.ClickException(f"Another run of {name} is busy.")
    click.echo(last_runs()[name].report or "Nothing to do.")


@jobs_group.command("run")
@click.option("--with-parent", is_flag=True, help="Stop when the process that started it ends.")
@click.option("--threads", default=2, show_default=True, help="Jobs at the same time.")
def run_command(with_parent: bool, threads: int) -> None:
    """Run the jobs as they come, until Ctrl-C.

    `socialmap serve` does so as well, unless SOCIALMAP_JOBS says otherwise.
    """
    if with_parent:
        threading.Thread(target=_stop_with_parent, daemon=True).start()
    # Takes seconds the first time after an installation, which no request may wait for.
    meaning.prepare()
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # behind the proxy
    worker(read_settings(os.environ), app.app_context, threads).run()


def _stop_with_parent() -> None:
    """Stop when standard input closes, which it does however the parent process ends."""
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)
