"""socialmap jobs: run what is done by itself, once or until told to stop, and tell of it."""

from __future__ import annotations

import os
import signal
import sys
import threading

import click
from flask import current_app

from socialmap.config import read_settings
from socialmap.jobs import JOBS, last_runs, perform, worker


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
