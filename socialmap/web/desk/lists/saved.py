"""Saved views of the list: of oneself, and those that colleagues share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from socialmap.db import writes
from socialmap.errors import ForbiddenProblem, Problem
from socialmap.guards import actor, may, my_reach, needs
from socialmap.lists import queries as list_queries
from socialmap.lists.actions import change_view, delete_view, save_view
from socialmap.lists.models import SavedView
from socialmap.lists.query import ListQuery
from socialmap.people.accounts import names_of
from socialmap.people.permissions import Permission
from socialmap.web.desk.lists.changing import address_of, read_query
from socialmap.web.page.forms import sent_text
from socialmap.wording import N_

blueprint = Blueprint("saved_lists", __name__, url_prefix="/beheer/lijst/bewaard")
LONGEST_NAME = 60


def views_of_mine(query: ListQuery) -> dict[str, Any]:
    """What the list shows of saved views: one's own, those of colleagues, and which one this is."""
    own = list_queries.views_of(actor())
    shared = list_queries.team_views(actor(), my_reach(Permission.SEE_DESK))
    here = urlencode(query.on_page(1).to_args())
    return {
        "views": own,
        "shared_views": shared,
        "makers": names_of(view.actor for view in shared),
        "here": next((view for view in (*own, *shared) if view.query == here), None),
        "may_remove": _may_remove,
    }


@blueprint.post("")
@needs(Permission.SEE_DESK)
@writes
def keep() -> ResponseReturnValue:
    """Save a view of the list under a name."""
    query = read_query(request.form).on_page(1)
    name = _name(request.form)
    if name:
        shared = "deel" in request.form
        reach = my_reach(Permission.SEE_DESK)
        save_view(actor(), name, urlencode(query.to_args()), shared=shared, reach=reach)
        flash(gettext("Deze lijst is bewaard als ‘%(name)s’.", name=name))
    else:
        flash(gettext("Geef de lijst een naam."), "error")
    return redirect(address_of(query), 303)


@blueprint.get("/<int:number>")
@needs(Permission.SEE_DESK)
def edit(number: int) -> ResponseReturnValue:
    """Show the form of a saved view of one's own."""
    view = _mine(number)
    return _form(view, view.name, view.shared)


@blueprint.post("/<int:number>")
@needs(Permission.SEE_DESK)
@writes
def change(number: int) -> ResponseReturnValue:
    """Rename a saved view of one's own, and share it or not."""
    view, shared = _mine(number), "deel" in request.form
    try:
        change_view(view, _name(request.form), my_reach(Permission.SEE_DESK), shared=shared)
    except Problem as problem:
        wrong = {"naam": [gettext(problem.sentence, **problem.facts)]}
        return _form(view, request.form.get("naam", ""), shared, wrong), 422
    flash(gettext("De lijst ‘%(name)s’ is gewijzigd.", name=view.name))
    return redirect(f"{url_for('bulk.show')}?{view.query}", 303)


@blueprint.post("/<int:number>/weg")
@needs(Permission.SEE_DESK)
@writes
def forget(number: int) -> ResponseReturnValue:
    """Delete a saved view: one's own, or as a coordinator a shared one of the own area."""
    view = list_queries.get_view(number)
    if not _may_remove(view):
        raise ForbiddenProblem(
            N_("Alleen wie deze lijst maakte, of een coördinator, haalt hem weg.")
        )
    flash(gettext("De lijst ‘%(name)s’ is weg.", name=view.name))
    delete_view(view, actor())
    return redirect(url_for("bulk.show"), 303)


def _mine(number: int) -> SavedView:
    """A saved view of the person's own; raise ForbiddenProblem if somebody else made it."""
    view = list_queries.get_view(number)
    if view.actor != actor():
        raise ForbiddenProblem(N_("Alleen wie deze lijst maakte, wijzigt hem."))
    return view


def _may_remove(view: SavedView) -> bool:
    """Whether the person made a view, or answers for all that its maker does and it is shared."""
    if view.actor == actor():
        return True
    answers = may(Permission.CHANGE_MANY) and view.lies_within(my_reach(Permission.CHANGE_MANY))
    return view.shared and answers


def _name(typed: Mapping[str, str]) -> str:
    return sent_text(typed, "naam", LONGEST_NAME)


def _form(
    view: SavedView, name: str, shared: bool, errors: dict[str, list[str]] | None = None
) -> str:
    return render_template(
        "saved_lists/edit.html",
        view=view,
        name=name,
        shared=shared,
        errors=errors or {},
        labels={"naam": gettext("Naam")},
    )
