"""socialmap demo: put the demo region on the map."""

from __future__ import annotations

import click

from socialmap.catalogue.queries import is_empty
from socialmap.config import current_settings, resource
from socialmap.db import db
from socialmap.importing.actions import apply
from socialmap.importing.checking import ImportOptions, check_file
from socialmap.places.boundaries import load_cells
from socialmap.places.gazetteer import postcodes
from socialmap.upkeep.examples import DEMO_SOURCE

PROVINCE = "Utrecht"


@click.command("demo")
@click.option(
    "--if-empty",
    is_flag=True,
    help="Only when there is no listing yet and SOCIALMAP_DEMO is not 0.",
)
def demo_command(if_empty: bool) -> None:
    """Put the demo region on the map.

    These are fictional initiatives in the province of Utrecht, and estimated postcode areas.
    Doing it again changes nothing; `socialmap import --undo RUN` takes it back.
    """
    if not if_empty or is_wanted():
        add_demo()


def is_wanted() -> bool:
    """Whether the map is empty and the operator did not choose to start empty."""
    return current_settings().demo and is_empty()


def add_demo() -> None:
    """Import the demo region like any other file, with estimated areas of its postcodes."""
    checked = check_file(
        resource("data", "demo", "initiatives.csv"), ImportOptions(source=DEMO_SOURCE)
    )
    apply(checked.plan, checked.origin, "socialmap demo")
    load_cells(code for code, place in postcodes().items() if place.province == PROVINCE)
    db.session.commit()
    counts = checked.plan.counts
    click.echo(f"The demo region: {counts['new']} new initiatives, {counts['same']} the same.")
