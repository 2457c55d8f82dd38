"""Change many listings at once: choose them, see what changes, give a reason, and take it back."""

from __future__ import annotations

import uuid
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from socialmap.catalogue.actions import Change
from socialmap.catalogue.reasons import own_words
from socialmap.db import writes
from socialmap.errors import ForbiddenProblem, Problem
from socialmap.guards import actor, my_reach, needs
from socialmap.lists import queries as list_queries
from socialmap.lists.actions import MOST, apply_wish, movable, new_listings, undo_bulk
from socialmap.lists.changes import STATUS, By, Wish, check_wish
from socialmap.lists.models import BulkChange
from socialmap.lists.query import ListQuery
from socialmap.people.accounts import names_of
from socialmap.people.permissions import Permission
from socialmap.times.clock import today
from socialmap.web.desk.lists.views import address_of, asked
from socialmap.web.desk.lists.views import blueprint as blueprint
from socialmap.web.desk.lists.words import bulk_text, choices_of, kinds_of_wish, wish_text
from socialmap.web.page.field_words import differences
from socialmap.web.page.forms import one_line, sent_reason
from socialmap.wording import N_

SHOWN = 100  # listings of a preview


@dataclass(frozen=True)
class Selection:
    """Which listings were chosen: some, or all that a question finds."""

    ids: list[uuid.UUID]
    everything: bool
    query: ListQuery


@blueprint.post("/bekijken")
@needs(Permission.CHANGE_MANY)
def preview() -> ResponseReturnValue:
    """Ask into what it should change, and show what that does; nothing is written."""
    selection = _selection()
    if not selection.ids:
        flash(gettext("Kies eerst een of meer initiatieven."), "error")
        return redirect(address_of(selection.query), 303)
    return _preview(selection, "")


def _preview(selection: Selection, trouble: str) -> str:
    wish = _wish()
    rows = []
    if "waarde" in request.form:
        try:
            check_wish(wish)
            rows = _effects(selection, wish)
        except Problem as problem:
            trouble = gettext(problem.sentence, **problem.facts)
    return render_template(
        "bulk/preview.html",
        selection=selection,
        filter=urlencode(selection.query.to_args()),
        wish=wish,
        text=wish_text(wish) if rows else "",
        choices=choices_of(wish.what),
        names=dict(kinds_of_wish()),
        asked="waarde" in request.form,
        rows=rows[:SHOWN],
        count=len(rows),
        digest=list_queries.versions_digest(selection.ids),
        reason=request.form.get("reden", ""),
        trouble=trouble,
    )


def _wish() -> Wish:
    value = one_line(request.form.get("waarde", ""))
    return Wish(request.form.get("wijzig", ""), value)


def _effects(selection: Selection, wish: Wish) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """The name of each listing that changes, with what changes in words."""
    if wish.what == STATUS:
        status = gettext("Status")
        return [
            (each.name, [(status, choices_of(STATUS)[each.status], choices_of(STATUS)[wish.value])])
            for each in movable(selection.ids, wish.value)
        ]
    found = new_listings(selection.ids, wish, By(actor(), today()))
    return [(before.name, differences(before, after)) for _, before, after in found]


def _selection() -> Selection:
    """What was chosen, as far as it lies within reach."""
    query = asked()
    reach = my_reach(Permission.CHANGE_MANY)
    everything = request.form.get("alles") == "1"
    if everything:
        ids = list_queries.ids_of(query, reach, today(), MOST + 1)
        if len(ids) > MOST:
            raise Problem(N_("Dit zijn er meer dan %(most)s. Maak het filter kleiner."), most=MOST)
    else:
        typed = request.form.getlist("kies")[:MOST]
        ids = list_queries.within(list(dict.fromkeys(filter(None, map(_uuid, typed)))), reach)
    return Selection(ids, everything, query)


def _uuid(text: str) -> uuid.UUID | None:
    with suppress(ValueError):
        return uuid.UUID(text)
    return None


@blueprint.post("/wijzigen")
@needs(Permission.CHANGE_MANY)
@writes
def apply() -> ResponseReturnValue:
    """Change what was shown; when a listing changed since, show it again instead."""
    selection, wish = _selection(), _wish()
    check_wish(wish)
    reason = sent_reason(request.form, "reden")
    if not reason:
        return _preview(selection, gettext("Schrijf op waarom je dit wijzigt.")), 422
    if list_queries.versions_digest(selection.ids) != request.form.get("stand"):
        told = gettext("Er is intussen iets gewijzigd. Bekijk het nog een keer.")
        return _preview(selection, told), 409
    change = Change(actor=actor(), reason=own_words(reason))
    bulk = apply_wish(selection.ids, wish, change, today())
    if bulk is None:
        flash(gettext("Er was niets om te wijzigen."))
        return redirect(address_of(selection.query), 303)
    return redirect(url_for("bulk.change", number=bulk.id), 303)


@blueprint.get("/wijziging/<int:number>")
@needs(Permission.CHANGE_MANY)
def change(number: int) -> ResponseReturnValue:
    """Show a change of many listings."""
    bulk = list_queries.get_bulk(number)
    by = names_of([bulk.actor])[bulk.actor]
    return render_template(
        "bulk/change.html", bulk=bulk, by=by, text=bulk_text(bulk), mine=_may_undo(bulk)
    )


@blueprint.post("/wijziging/<int:number>/terug")
@needs(Permission.CHANGE_MANY)
@writes
def undo(number: int) -> ResponseReturnValue:
    """Take a change of many listings back."""
    bulk = list_queries.get_bulk(number)
    if not _may_undo(bulk):
        raise ForbiddenProblem(N_("Alleen wie dit wijzigde, of een beheerder, draait het terug."))
    undo_bulk(bulk, Change(actor=actor()))
    flash(gettext("De wijziging is teruggedraaid."))
    return redirect(url_for("bulk.change", number=number), 303)


def _may_undo(bulk: BulkChange) -> bool:
    return my_reach(Permission.CHANGE_MANY).areas is None or bulk.actor == actor()
