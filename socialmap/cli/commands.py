"""The command `socialmap`: one group, in which every command runs inside the app."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click
from flask import has_app_context

from socialmap import __version__, create_app
from socialmap.cli.areas import areas_group
from socialmap.cli.classifying import classify_command
from socialmap.cli.database import database_group, make_tables_if_new
from socialmap.cli.demo import demo_command
from socialmap.cli.doctor import doctor_command
from socialmap.cli.duplicates import duplicates_command
from socialmap.cli.evaluating import evaluate_group, evaluate_isolation
from socialmap.cli.importing import import_command
from socialmap.cli.jobs import jobs_group
from socialmap.cli.people import forget_command, user_group
from socialmap.cli.pictures import pictures_group
from socialmap.cli.school_holidays import school_holidays_command
from socialmap.cli.searching import index_command, missed_command, search_command
from socialmap.cli.serving import serve_command
from socialmap.cli.settings import settings_command
from socialmap.cli.showing import show_command
from socialmap.cli.upkeep import links_command, reminders_command
from socialmap.config import SettingError
from socialmap.db import OUTAGES
from socialmap.errors import Problem

REMEDIES = {
    "no such table": "Make its tables: `socialmap db upgrade`.",
    'relation "': "Make its tables: `socialmap db upgrade`.",
    "locked": "Something else writes to it: try again when that is done.",
}


class Group(click.Group):
    """A group that prints a foreseen problem as one sentence, with exit code 1, no traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the chosen command."""
        try:
            return super().invoke(ctx)
        except (SettingError, Problem) as problem:
            raise click.ClickException(str(problem)) from problem
        except OUTAGES as outage:
            raise click.ClickException(_outage(str(outage.orig).splitlines()[0])) from outage


def _outage(message: str) -> str:
    """Return the message of the database with a remedy."""
    remedies = (remedy for sign, remedy in REMEDIES.items() if sign in message)
    usual = "`socialmap doctor` shows the remedy."
    return f"The database cannot be used: {message}. {next(remedies, usual)}"


def _inside_app(run: Callable[..., Any], with_tables: bool) -> Callable[..., Any]:
    @wraps(run)
    def inside(*args: Any, **kwargs: Any) -> Any:
        if has_app_context():
            return run(*args, **kwargs)
        with create_app().app_context():
            if with_tables:
                make_tables_if_new()
            return run(*args, **kwargs)

    return inside


def inside_app(command: click.Command, with_tables: bool = True) -> click.Command:
    """Make the command, or each command of a group, create an app to run in if there is none.

    `with_tables`: it first makes the tables of an embedded database that is new.
    """
    if isinstance(command, click.Group):
        for member in command.commands.values():
            inside_app(member, with_tables)
        if not command.invoke_without_command:
            return command
    if command.callback:
        command.callback = _inside_app(command.callback, with_tables)
    return command


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="socialmap")
def main() -> None:
    """Keep the social map of a region: its database, listings, areas and settings.

    Settings come from the environment: `socialmap settings` shows them all.
    """


for needs_app in (
    areas_group,
    classify_command,
    demo_command,
    duplicates_command,
    forget_command,
    pictures_group,
    import_command,
    index_command,
    links_command,
    jobs_group,
    missed_command,
    reminders_command,
    search_command,
    show_command,
    user_group,
):
    main.add_command(inside_app(needs_app))
for needs_no_tables in (database_group, school_holidays_command):
    main.add_command(inside_app(needs_no_tables, with_tables=False))

# These run without an app: the first two explain why it does not start, serve creates one in each
# worker, and `evaluate search` creates one with a temporary database.
inside_app(evaluate_isolation)
for without_app in (doctor_command, settings_command, serve_command, evaluate_group):
    main.add_command(without_app)
