"""socialmap demo: put the demo region on the map, or take it away again."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import click
import orjson
from sqlalchemy import Select, delete, func, select

from socialmap.catalogue.actions import Change, remove
from socialmap.catalogue.addresses import InitiativeAlias
from socialmap.catalogue.models import Initiative
from socialmap.catalogue.queries import is_empty
from socialmap.config import current_settings, resource
from socialmap.db import db, transaction
from socialmap.errors import ConflictProblem
from socialmap.importing.actions import apply, remove_organisations
from socialmap.importing.checking import ImportOptions, check_file
from socialmap.importing.models import ImportRun
from socialmap.importing.queries import added_by, altered_from
from socialmap.paging import batches
from socialmap.people.audit import Verb, note
from socialmap.places.boundaries import load_cells
from socialmap.places.gazetteer import postcodes
from socialmap.places.models import Area, Location
from socialmap.times.clock import now
from socialmap.upkeep.examples import DEMO_SOURCE
from socialmap.wording import N_

ACTOR = "socialmap demo"
PROVINCE = "Utrecht"
PART = 500  # ids in one statement


@dataclass(frozen=True)
class Leaving:
    """The demo listings on the map by id: those to remove, and those that stay, with why.

    `edited` were changed by somebody since; into `merged` a listing of another source was merged,
    which would be lost with it.
    """

    removed: frozenset[uuid.UUID]
    edited: frozenset[uuid.UUID]
    merged: frozenset[uuid.UUID]

    @property
    def kept(self) -> frozenset[uuid.UUID]:
        """The listings that stay."""
        return self.edited | self.merged


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
    Doing it again changes nothing; `socialmap demo remove` takes them away.
    """
    if context.invoked_subcommand is None and (not if_empty or is_wanted()):
        add_demo()


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
        slugs = _slugs(leaving.kept)
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
    before = select(ImportRun.id).where(ImportRun.actor == ACTOR).limit(1)
    return current_settings().demo and is_empty() and db.session.scalar(before) is None


def add_demo() -> None:
    """Import the demo region like any other file, with estimated areas of its postcodes."""
    checked = check_file(
        resource("data", "demo", "initiatives.csv"), ImportOptions(source=DEMO_SOURCE)
    )
    apply(checked.plan, checked.origin, ACTOR)
    load_cells(_cells())
    db.session.commit()
    counts = checked.plan.counts
    click.echo(f"The demo region: {counts['new']} new initiatives, {counts['same']} the same.")


def leaving_now(also_edited: bool) -> Leaving:
    """The demo listings that are on the map now, by what will happen to them."""
    versions = added_by(ACTOR)
    merged: set[uuid.UUID] = set()
    edited: set[uuid.UUID] = set()
    for ids in batches(versions, PART):
        foreign = func.coalesce(InitiativeAlias.source, "") != DEMO_SOURCE
        into = select(InitiativeAlias.initiative_id).where(
            InitiativeAlias.initiative_id.in_(ids), foreign
        )
        merged.update(db.session.scalars(into))
        edited.update(altered_from(list(ids), versions))
    edited = set() if also_edited else edited - merged
    return Leaving(
        frozenset(versions.keys() - edited - merged), frozenset(edited), frozenset(merged)
    )


def remove_demo(leaving: Leaving) -> int:
    """Remove the demo listings, their organisations, and areas without a listing.

    The number of areas is returned; the caller commits.
    """
    if not leaving.removed:
        return 0
    remove(sorted(leaving.removed), Change(actor=ACTOR))
    for ids in batches(leaving.removed, PART):
        db.session.execute(delete(InitiativeAlias).where(InitiativeAlias.initiative_id.in_(ids)))
    for run in db.session.scalars(select(ImportRun).where(ImportRun.actor == ACTOR)):
        remove_organisations(run.organisations or [])
        run.undone_at = run.undone_at or (None if leaving.kept else now())
    areas = list(db.session.scalars(_areas()))
    for codes in batches(areas, PART):
        db.session.execute(delete(Area).where(Area.id.in_(codes)))
    note(ACTOR, Verb.REMOVE_DEMO, removed=len(leaving.removed), kept=len(leaving.kept))
    db.session.flush()
    return len(areas)


def _cells() -> list[str]:
    """The postcodes of four digits of which the demo estimates the areas."""
    return [code for code, place in postcodes().items() if place.province == PROVINCE]


def _areas() -> Select[*tuple[Any, ...]]:
    """Select the ids of the areas that the demo estimated, but those in which a location lies."""
    used = select(func.substr(Location.postcode, 1, 4))
    return select(Area.id).where(
        Area.level == "postcode", Area.approximate, Area.code.in_(_cells()), Area.code.not_in(used)
    )


def _slugs(ids: Iterable[uuid.UUID]) -> list[str]:
    """The slugs of initiatives, in alphabetical order."""
    slugs: list[str] = []
    for part in batches(list(ids), PART):
        slugs += db.session.scalars(select(Initiative.slug).where(Initiative.id.in_(part)))
    return sorted(slugs)


def _sentence(leaving: Leaving) -> str:
    """What will happen, before it does."""
    sentence = f"{len(leaving.removed)} demo listings will be removed."
    if leaving.edited:
        sentence += f" {len(leaving.edited)} were edited since and stay (--all removes them too)."
    if leaving.merged:
        sentence += f" {len(leaving.merged)} stay, because a listing of your own is part of them."
    return sentence
