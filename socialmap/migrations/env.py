"""Runs the migrations in one transaction on the app's own database."""

from alembic import context
from flask import current_app

from socialmap.db import make_spatial


def run() -> None:
    """Prepare the spatial side, then migrate."""
    migrate = current_app.extensions["migrate"]
    # The second of two that start at once waits, and finds the tables made.
    engine = migrate.db.engine.execution_options(writing=True)
    with engine.begin() as connection:
        make_spatial(connection)
        context.configure(
            connection=connection,
            target_metadata=migrate.db.metadata,
            **migrate.configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
