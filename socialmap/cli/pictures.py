"""socialmap pictures: erase one for good."""

from __future__ import annotations

import click

from socialmap.db import transaction
from socialmap.images.actions import erase
from socialmap.images.queries import DIGEST

ACTOR = "cli"


@click.group("pictures")
def pictures_group() -> None:
    """Look after the photos and logos on the map."""


@pictures_group.command("erase")
@click.argument("address")
@click.option("--yes", is_flag=True, help="Do not ask whether you are sure.")
def erase_command(address: str, yes: bool) -> None:
    """Erase the picture at ADDRESS, also from history.

    That is for somebody who no longer wants to be shown. Copy the address of the picture from the
    page that shows it.
    """
    digest = DIGEST.search(address)
    if digest is None:
        raise click.BadParameter("This is no address of a picture.", param_hint="ADDRESS")
    if not yes:
        click.confirm("Erase this picture? This cannot be undone.", abort=True)
    with transaction():
        listings = erase(digest[0], ACTOR)
    click.echo(f"The picture is erased. Listings that showed it: {listings}.")
