"""socialmap db: create and migrate the tables of the database."""

from __future__ import annotations

import warnings

import click
import flask_migrate

from socialmap.db import is_new


@click.group("db")
def database_group() -> None:
    """Create, check or take back the tables of the database."""


@database_group.command("upgrade")
@click.argument("revision", default="head")
def upgrade_command(revision: str) -> None:
    """Bring the tables up to date.

    REVISION is the step to go up to; without it the newest.
    """
    flask_migrate.upgrade(revision=revision)
    click.echo("The tables are up to date.")


def make_tables_if_new() -> None:
    """Make the tables of an embedded database that has none yet; a server's are left alone."""
    if is_new():
        flask_migrate.upgrade()


@database_group.command("check")
def check_command() -> None:
    """Compare the tables with the models.

    Exit code 1 when they are not the same.
    """
    with warnings.catch_warnings():
        # An index on lower(name) cannot be read back from SQLite, and is not compared.
        warnings.filterwarnings("ignore", ".*ix_initiative_lower_name")
        flask_migrate.check()


@database_group.command("downgrade")
@click.argument("revision", default="-1")
@click.confirmation_option(prompt="This can remove tables with all that is in them. Go on?")
def downgrade_command(revision: str) -> None:
    """Take the tables back by one step.

    REVISION is the step to go down to; `base` is no tables at all.
    """
    flask_migrate.downgrade(revision=revision)
