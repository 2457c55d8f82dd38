"""All listings as a list: find, sort, keep a view of it, and take it away as a file."""

from __future__ import annotations

import uuid
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from socialmap.catalogue.models import Status
from socialmap.db import writes
from socialmap.guards import actor, may, my_reach, needs
from socialmap.lists import queries as list_queries
from socialmap.lists.actions import MOST, forget_view, keep_view
from socialmap.lists.query import ListQuery
from socialmap.people.audit import Verb, note
from socialmap.people.permissions import Permission
from socialmap.times.clock import today
from socialmap.web.desk.lists.exports import FORMATS, export_file
from socialmap.web.desk.lists.words import FILTERS, filter_choices, kinds_of_wish, list_words
from socialmap.web.page.forms import one_line

blueprint = Blueprint("bulk", __name__, url_prefix="/beheer/lijst")
for each in FILTERS:
    blueprint.add_app_template_filter(each)
ALL = 1_000_000
LONGEST_NAME = 60


@blueprint.get("")
@needs(Permission.SEE_DESK)
def show() -> ResponseReturnValue:
    """Show what is asked for, page by page."""
    query, choices = ListQuery.from_args(request.args), filter_choices()
    page = list_queries.list_page(query, my_reach(Permission.SEE_DESK), today())
    return render_template(
        "bulk/show.html",
        query=query,
        page=page,
        choices=choices,
        words=list_words(query, choices),
        views=list_queries.views_of(actor()),
        recent=list_queries.recent_bulk() if may(Permission.CHANGE_MANY) else [],
        wishes=kinds_of_wish(),
        formats=FORMATS,
        today=today(),
        most=MOST,
    )


def address_of(query: ListQuery) -> str:
    """Where the list answers a question."""
    return f"{url_for('bulk.show')}?{urlencode(query.to_args())}"


@blueprint.get("/export/<kind>")
@needs(Permission.SEE_DESK)
def export(kind: str) -> ResponseReturnValue:
    """Give what is asked for as a file to share: what is on the map, and everybody may see."""
    query = replace(ListQuery.from_args(request.args), status=Status.PUBLISHED)
    return export_file(kind, _found(query), ours=False)


@blueprint.post("/export/<kind>")
@needs(Permission.SEE_DESK)
@writes
def take(kind: str) -> ResponseReturnValue:
    """Give what is asked for as a file for our own use; the log remembers who took it."""
    ids = _found(asked())
    note(actor(), Verb.TAKE_LIST, kind, count=len(ids))
    return export_file(kind, ids, ours=True)


def _found(query: ListQuery) -> list[uuid.UUID]:
    return list_queries.ids_of(query, my_reach(Permission.SEE_DESK), today(), ALL)


def asked() -> ListQuery:
    """The question that a form carries along."""
    return ListQuery.from_args(dict(parse_qsl(request.form.get("filter", ""))))


@blueprint.post("/bewaren")
@needs(Permission.SEE_DESK)
@writes
def keep() -> ResponseReturnValue:
    """Keep a view of the list under a name."""
    query = asked().on_page(1)
    name = one_line(request.form.get("naam", ""))[:LONGEST_NAME]
    if name:
        keep_view(actor(), name, urlencode(query.to_args()))
        flash(gettext("Deze lijst is bewaard als ‘%(name)s’.", name=name))
    else:
        flash(gettext("Geef de lijst een naam."), "error")
    return redirect(address_of(query), 303)


@blueprint.post("/vergeten/<int:number>")
@needs(Permission.SEE_DESK)
@writes
def forget(number: int) -> ResponseReturnValue:
    """Let a view of the list go."""
    forget_view(actor(), number)
    return redirect(url_for("bulk.show"), 303)
