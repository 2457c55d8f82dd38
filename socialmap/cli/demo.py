"""socialmap demo: put the demo region on the map, or take it away again."""

from __future__ import annotations

import click
import orjson

from socialmap.catalogue.queries import is_empty
from socialmap.config import current_settings, resource
from socialmap.db import db, transaction
from socialmap.errors import ConflictProblem
from socialmap.importing.actions import apply, demo_postcodes, remove_demo
from socialmap.importing.checking import ImportOptions, check_file
from socialmap.importing.queries import DEMO_ACTOR, Leaving, leaving_now, slugs_of, was_here
from socialmap.language import meaning
from socialmap.places.boundaries import load_cells
from socialmap.upkeep.examples import DEMO_SOURCE
from socialmap.wording import N_


@click.group("demo", invoke_without_command=True)
@click.option(
    "--if-empty",
    is_flag=True,
    help="Only when there is no listing yet and SOCIALMAP_DEMO is not 0.",
)
@click.pass_context
def demo_command(context: click.Context, if_empty: bool) -> None:
    """Put the demo region on the map.

    These are fictional initiatives in the province of Utrecht, and estimated postcode areas.
    Doing it again changes nothing; `socialmap demo remove` takes them away. It also makes the files
    with which questions are compared by meaning, if the library for it is installed.
    """
    if context.invoked_subcommand is None and (not if_empty or is_wanted()):
        add_demo()
        meaning.prepare()


@demo_command.command("remove")
@click.option("--all", "also_edited", is_flag=True, help="Also what somebody edited since.")
@click.option("--yes", is_flag=True, help="Do not ask whether you are sure.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def remove_command(also_edited: bool, yes: bool, as_json: bool) -> None:
    """Take the demo region off the map, and nothing else.

    Demo listings that somebody edited stay, unless --all. A demo listing into which one of your
    own was merged always stays.
    """
    leaving = leaving_now(also_edited)
    if not as_json:
        click.echo(_sentence(leaving))
    if leaving.removed and not yes:
        sure = f"Remove {len(leaving.removed)} demo listings? This cannot be undone."
        click.confirm(sure, abort=True, err=True)
    with transaction():
        if leaving_now(also_edited) != leaving:
            raise ConflictProblem(
                N_("Er is intussen iets gewijzigd. Geef de opdracht nog een keer.")
            )
        slugs = slugs_of(leaving.kept)
        areas = remove_demo(leaving)
    if as_json:
        answer = {"removed": len(leaving.removed), "kept": slugs, "areas": areas}
        click.echo(orjson.dumps(answer))
        return
    click.echo(f"Removed {len(leaving.removed)} demo listings and {areas} estimated areas.")
    for slug in slugs:
        click.echo(f"Kept: {slug}")


def is_wanted() -> bool:
    """Whether the map is empty, the demo was never on it, and starting empty was not chosen."""
    return current_settings().demo and is_empty() and not was_here()


def add_demo() -> None:
    """Import the demo region like any other file, with estimated areas of its postcodes."""
    checked = check_file(
        resource("data", "demo", "initiatives.csv"), ImportOptions(source=DEMO_SOURCE)
    )
    apply(checked.plan, checked.origin, DEMO_ACTOR)
    load_cells(demo_postcodes())
    db.session.commit()
    counts = checked.plan.counts
    click.echo(f"The demo region: {counts['new']} new initiatives, {counts['same']} the same.")


def _sentence(leaving: Leaving) -> str:
    """What will happen, before it does."""
    sentence = f"{len(leaving.removed)} demo listings will be removed."
    if leaving.edited:
        sentence += f" {len(leaving.edited)} were edited since and stay (--all removes them too)."
    if leaving.merged:
        sentence += f" {len(leaving.merged)} stay, because a listing of your own is part of them."
    return sentence
