"""Check listings at the desk: one after another, or all of an organisation on one page."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from socialmap.catalogue.fields import FIELD_GROUPS
from socialmap.catalogue.freshness import group_standing, reached
from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.listing import Listing
from socialmap.catalogue.models import Initiative
from socialmap.catalogue.organisations import organisation_within
from socialmap.catalogue.visibility import GROUPED
from socialmap.db import writes
from socialmap.errors import Problem
from socialmap.guards import actor, check, my_reach, needs
from socialmap.people.permissions import Permission
from socialmap.times.clock import today
from socialmap.upkeep import checking as work
from socialmap.upkeep.calls import initiative_to_call
from socialmap.web.page.field_words import GROUP_NAMES, field_name, words_of
from socialmap.web.page.filters import capitalize_first, checked
from socialmap.wording import N_

blueprint = Blueprint("checking", __name__, url_prefix="/beheer/nakijken")
# The place in the edit form where the fields of each group begin.
ANCHORS: Mapping[str, str] = {
    "what": "summary",
    "times": "deel-tijden",
    "place": "deel-plek",
    "contact": "deel-meedoen",
    "threshold": "deel-meedoen",
}


@dataclass(frozen=True)
class Part:
    """A group of facts as a resident reads them, each a name and words; and when it was checked."""

    group: str
    name: str
    facts: list[tuple[str, str]]
    checked: str
    lately: bool
    change: str


@blueprint.get("")
@needs(Permission.EDIT)
def index() -> ResponseReturnValue:
    """List what is due within the person's reach, the longest overdue first."""
    number = request.args.get("pagina", 1, type=int)
    mine = my_reach(Permission.EDIT).ids()
    page = work.due_page(today(), mine, number)
    first = (page.number - 1) * work.PER_PAGE + 1
    late = {each.id for each in page.items if reached(each.overdue_on, today())}
    overdue = work.overdue_count(today(), mine)
    return render_template(
        "checking/index.html", page=page, first=first, late=late, overdue=overdue
    )


@blueprint.get("/<slug:slug>")
@needs(Permission.EDIT)
def show(slug: str) -> ResponseReturnValue:
    """Show the facts of one listing by group, each to confirm or to change."""
    initiative = check(Permission.EDIT, initiative_to_call(slug))
    here = url_for("checking.show", slug=slug)
    return render_template(
        "checking/show.html",
        initiative=initiative,
        parts=_parts(initiative, here),
        following=_following(_position(initiative)),
        left=work.due_count(today(), my_reach(Permission.EDIT).ids()),
    )


@blueprint.post("/<slug:slug>")
@needs(Permission.EDIT)
@writes
def confirm(slug: str) -> ResponseReturnValue:
    """Record that a group of facts, or all, is right, and go on to the next listing when all is."""
    initiative = check(Permission.EDIT, initiative_to_call(slug))
    organisation = request.form.get("organisation", "")
    before, name = _position(initiative), initiative.name
    if request.form.get("version", type=int) != initiative.version:
        flash(gettext("%(name)s is intussen veranderd. Kijk het nog eens na.", name=name))
        return _again(slug, organisation)
    group = request.form.get("part", "")
    if group and group not in FIELD_GROUPS:
        raise Problem(N_("Kies wat er klopt."))
    _confirm(initiative, group, by_phone=request.form.get("how") == "phone")
    if group:
        flash(gettext("Opgeschreven: %(part)s klopt.", part=gettext(GROUP_NAMES[group])), "success")
    else:
        flash(gettext("Opgeschreven: %(name)s klopt vandaag nog.", name=name), "success")
    if organisation or (group and initiative.due_on <= today()):
        return _again(slug, organisation)
    following = _following(before)
    if following is None:
        flash(gettext("Dat was de laatste van de lijst."), "success")
        return redirect(url_for("checking.index"), 303)
    return redirect(url_for("checking.show", slug=following), 303)


@blueprint.get("/organisatie/<uuid:organisation_id>")
@needs(Permission.EDIT)
def organisation(organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Show the facts of all listings of an organisation, to go through with it on the phone."""
    reach = my_reach(Permission.EDIT)
    found = organisation_within(reach, organisation_id)
    number = request.args.get("pagina", 1, type=int)
    page = work.listings_of(found.id, reach.ids(), number)
    here = url_for("checking.organisation", organisation_id=found.id, pagina=number)
    return render_template(
        "checking/organisation.html",
        organisation=found,
        page=page.map(lambda each: (each, _parts(each, here))),
    )


@blueprint.post("/organisatie/<uuid:organisation_id>")
@needs(Permission.EDIT)
@writes
def confirm_all(organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Record that all shown listings of an organisation are right, but those changed meanwhile."""
    organisation_within(my_reach(Permission.EDIT), organisation_id)
    changed = []
    for slug, version in zip(
        request.form.getlist("slug"), request.form.getlist("version"), strict=False
    ):
        initiative = check(Permission.EDIT, initiative_to_call(slug))
        if initiative.organisation_id != organisation_id or version != str(initiative.version):
            changed.append(initiative.name)
        else:
            _confirm(initiative, "", by_phone=request.form.get("how") == "phone")
    for name in changed:
        flash(gettext("%(name)s is intussen veranderd. Kijk het nog eens na.", name=name))
    if not changed:
        flash(gettext("Opgeschreven: alles hier klopt vandaag nog."), "success")
    return redirect(url_for("checking.organisation", organisation_id=organisation_id), 303)


def _confirm(initiative: Initiative, group: str, *, by_phone: bool) -> None:
    """Record that a group of facts ("": everything) is right, as seen, or heard by phone."""
    words = gettext(GROUP_NAMES[group]) if group else ""
    groups = (group,) if group else FIELD_GROUPS
    work.still_right(
        initiative, actor(), today(), groups=groups, words=str(words), by_phone=by_phone
    )


def _again(slug: str, organisation: str) -> ResponseReturnValue:
    """Back to the page where somebody was: that of the organisation, or of the listing."""
    try:
        number = uuid.UUID(organisation)
    except ValueError:
        return redirect(url_for("checking.show", slug=slug), 303)
    back = url_for("checking.organisation", organisation_id=number, _anchor=slug)
    return redirect(back, 303)


def _position(initiative: Initiative) -> tuple[Any, str]:
    """Where a listing stands in the order of the list."""
    return initiative.overdue_on, initiative.slug


def _following(after: tuple[Any, str]) -> str | None:
    """The slug of the listing that comes next in the list of the person."""
    return work.next_due(today(), my_reach(Permission.EDIT).ids(), after)


def _parts(initiative: Initiative, back: str) -> list[Part]:
    listing = latest_listing(initiative.id)
    return [_part(initiative, listing, group, back) for group in FIELD_GROUPS]


def _part(initiative: Initiative, listing: Listing, group: str, back: str) -> Part:
    confirmations: Any = initiative.confirmations
    fresh = group_standing(confirmations, initiative.kind, group)
    values = [(name, words_of(name, getattr(listing, name))) for name in GROUPED[group]]
    return Part(
        group,
        capitalize_first(gettext(GROUP_NAMES[group])),
        [(field_name(name), words) for name, words in values if words],
        checked(fresh.confirmed_on, fresh.overdue_on),
        fresh.due_on > today(),
        url_for("editing.edit", initiative_id=initiative.id, terug=back, _anchor=ANCHORS[group]),
    )
