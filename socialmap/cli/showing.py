"""socialmap show: one listing as its page has it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Any

import click
import orjson
from flask import current_app
from flask_babel import gettext as _

from socialmap.catalogue.addresses import new_slug
from socialmap.catalogue.fields import LISTING
from socialmap.catalogue.freshness import standing
from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.listing import to_document
from socialmap.catalogue.models import Initiative
from socialmap.catalogue.queries import dates_of, initiative_by_slug
from socialmap.errors import NotFoundProblem
from socialmap.places.hours_place import hours_place
from socialmap.standards.exported import Exported, shared
from socialmap.times.clock import now, today
from socialmap.times.hours import opening, week_hours

AHEAD = timedelta(days=60)
MOST_DATES = 5
# Fields that only the desk works with.
UNSHOWN = frozenset({"visibility"})
FORMAT = orjson.OPT_INDENT_2 | orjson.OPT_OMIT_MICROSECONDS


@click.command("show")
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def show_command(slug: str, as_json: bool) -> None:
    """Show one listing as its page has it.

    SLUG is the last part of the address of its page, an earlier one too.
    """
    initiative = _found(slug)
    if as_json:
        click.echo(orjson.dumps(as_document(initiative), option=FORMAT))
        return
    listing = _shared(initiative).listing
    words_of = current_app.jinja_env.filters["words_of"]
    for field in LISTING:
        words = words_of(field.name, getattr(listing, field.name))
        if words and field.name not in UNSHOWN:
            click.echo(f"{_(field.words or field.name)}: {words}")
    click.echo(_("Pagina: %(page)s", page=f"/initiatief/{initiative.slug}"))


def _found(slug: str) -> Initiative:
    """The listing on the map with this slug, or that had it before."""
    try:
        return initiative_by_slug(slug)
    except NotFoundProblem:
        if moved := new_slug(slug):
            return initiative_by_slug(moved)
        raise


def _shared(initiative: Initiative) -> Exported:
    """A listing with what everybody may see of it."""
    whole = Exported(
        id=initiative.id,
        listing=latest_listing(initiative.id),
        page=f"/initiatief/{initiative.slug}",
        status=initiative.status,
        changed_at=initiative.changed_at,
    )
    return shared(whole)


def as_document(initiative: Initiative) -> dict[str, Any]:
    """The public fields of a listing, and its times from today on (Amsterdam), as JSON values."""
    whole = _shared(initiative)
    document = to_document(whole.listing)
    fresh = standing(initiative.confirmations, initiative.kind)
    head = {
        "id": whole.id,
        "slug": initiative.slug,
        "page": whole.page,
        "changed_at": whole.changed_at,
        "checked_on": fresh.confirmed_on,
        "freshness": fresh.at(today()),
    }
    return head | document | (_times(initiative) if initiative.shows("times") else {})


def _times(initiative: Initiative) -> dict[str, Any]:
    where, first = hours_place(initiative.locations), today()
    dates = dates_of(initiative, first, first + AHEAD)[:MOST_DATES]
    return {
        "opening": opening(initiative.hours, now(), where)._asdict(),
        "week": [
            asdict(day) | {"spans": [span._asdict() for span in day.spans]}
            for day in week_hours(initiative.hours, first, where)
        ],
        "dates": [
            {"name": date.activity.name, "starts": date.starts, "ends": date.ends} for date in dates
        ],
    }
