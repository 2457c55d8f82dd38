"""Merging at the desk: choose the other organisation, compare the two, merge, and undo that."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from werkzeug.datastructures import MultiDict

from socialmap.catalogue.models import Organisation
from socialmap.catalogue.organisations import (
    lies_wholly_within,
    organisation_within,
    organisations_page,
)
from socialmap.db import writes
from socialmap.errors import ForbiddenProblem, NotFoundProblem, Problem
from socialmap.guards import actor, my_reach, needs
from socialmap.organisations.actions import SHARED, facts_of, listing_ids
from socialmap.organisations.claims import editors_of
from socialmap.organisations.merging import TAKEN, Undone, merge, merger
from socialmap.organisations.merging import undo as undo_merger
from socialmap.people.permissions import Permission
from socialmap.web.desk.organisations.forms import LABELS, form_words, shown_words
from socialmap.web.page.filters import in_words
from socialmap.web.page.forms import one_line
from socialmap.wording import N_

blueprint = Blueprint("organisation_mergers", __name__, url_prefix="/beheer/organisaties")
MEANWHILE = N_("Iemand heeft een van de twee net gewijzigd. Kijk nog een keer wat je overneemt.")
MOST_NAMED = 5
OTHERS = {
    "fields": N_("de gegevens van ‘%(name)s’"),
    "people": N_("wie geen redacteur meer is"),
    "rooms": N_("ruimtes"),
    "removed": N_("wat van de kaart is gehaald"),
}


@blueprint.get("/<uuid:organisation_id>/samenvoegen")
@needs(Permission.MERGE)
def choose(organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Search for the organisation to merge this one with."""
    organisation = _mine(organisation_id)
    words = one_line(request.args.get("naam", "")[:100])
    page = organisations_page(my_reach(Permission.MERGE), words, "", 1) if words else None
    others = [each for each in page.items if each.organisation is not organisation] if page else []
    return render_template(
        "organisation_mergers/choose.html", organisation=organisation, words=words, others=others
    )


@blueprint.get("/<uuid:organisation_id>/samenvoegen/<uuid:other_id>")
@needs(Permission.MERGE)
def compare(organisation_id: uuid.UUID, other_id: uuid.UUID) -> ResponseReturnValue:
    """Show two organisations beside each other; the first is the one that stays."""
    keep, drop = _two(organisation_id, other_id)
    return _page(keep, drop, request.form)


@blueprint.post("/<uuid:organisation_id>/samenvoegen/<uuid:other_id>")
@needs(Permission.MERGE)
@writes
def make_one(organisation_id: uuid.UUID, other_id: uuid.UUID) -> ResponseReturnValue:
    """Merge the second organisation into the first."""
    keep, drop = _two(organisation_id, other_id, lock=True)
    if request.form.get("versions") != _versions(keep, drop):
        return _page(keep, drop, request.form, gettext(MEANWHILE)), 409
    try:
        merge(keep, drop, actor(), request.form.getlist("take"))
    except Problem as problem:
        sentence = gettext(problem.sentence, **problem.facts)
        return _page(keep, drop, request.form, sentence), 422
    flash(gettext("Samengevoegd. De oude naam en het oude adres leiden nu hierheen."), "success")
    return redirect(url_for("organisations.show", organisation_id=keep.id), 303)


@blueprint.post("/uit-elkaar/<int:number>")
@needs(Permission.MERGE)
@writes
def undo(number: int) -> ResponseReturnValue:
    """Undo a merger, and say what was left because somebody changed it since."""
    row = merger(number)
    _mine(row.kept_id, lock=True)
    undone = undo_merger(row, actor())
    flash(_done(undone, row.name), "success")
    return redirect(url_for("organisations.show", organisation_id=undone.organisation.id), 303)


def _done(undone: Undone, name: str) -> str:
    """What undoing did, and what it left."""
    done = str(gettext("‘%(name)s’ is weer een eigen organisatie.", name=name))
    left = [f"‘{each}’" for each in undone.left[:MOST_NAMED]]
    if more := len(undone.left) - len(left):
        left.append(ngettext("nog %(num)d plek", "nog %(num)d plekken", more))
    left += [gettext(OTHERS[kind], name=name) for kind, number in undone.others.items() if number]
    if not left:
        return f"{done} {gettext('Alles is zoals het was.')}"
    later = gettext("Dit is daarna gewijzigd, en lieten we zo: %(what)s.", what=in_words(left))
    return f"{done} {later}"


def _mine(organisation_id: uuid.UUID, *, lock: bool = False) -> Organisation:
    """An organisation of which all listings lie within reach; else ForbiddenProblem."""
    reach = my_reach(Permission.MERGE)
    organisation = organisation_within(reach, organisation_id, lock=lock)
    if not lies_wholly_within(reach, organisation_id):
        raise ForbiddenProblem(SHARED)
    return organisation


def _two(
    keep_id: uuid.UUID, drop_id: uuid.UUID, *, lock: bool = False
) -> tuple[Organisation, Organisation]:
    """Two organisations, locked in one order, so that two people do not wait for each other."""
    if keep_id == drop_id:
        raise NotFoundProblem(N_("Dit is twee keer dezelfde organisatie."))
    found = {each: _mine(each, lock=lock) for each in sorted((keep_id, drop_id))}
    return found[keep_id], found[drop_id]


def _versions(keep: Organisation, drop: Organisation) -> str:
    """The versions on the page, so that nobody merges what has changed since."""
    return f"{keep.version}-{drop.version}"


def _page(
    keep: Organisation, drop: Organisation, typed: MultiDict[str, str], error: str = ""
) -> str:
    mine, theirs = form_words(facts_of(keep)), form_words(facts_of(drop))
    return render_template(
        "organisation_mergers/compare.html",
        keep=keep,
        drop=drop,
        versions=_versions(keep, drop),
        numbers={each.id: len(listing_ids(each.id)) for each in (keep, drop)},
        people={each.id: len(editors_of(each)) for each in (keep, drop)},
        lines=_lines(mine, theirs),
        taken=typed.getlist("take"),
        error=error,
    )


def _lines(mine: Mapping[str, str], theirs: Mapping[str, str]) -> list[tuple[str, str, str, str]]:
    """The fields in which two organisations differ: code, name, and both values."""
    return [
        (
            name,
            gettext(LABELS[name]),
            shown_words(name, mine[name]),
            shown_words(name, theirs[name]),
        )
        for name in TAKEN
        if mine[name] != theirs[name]
    ]
