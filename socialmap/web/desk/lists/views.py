"""All listings as a list: find, sort, save a view, export, and change many at once."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from socialmap.catalogue.actions import Change
from socialmap.catalogue.models import Status
from socialmap.catalogue.reasons import own_words
from socialmap.db import writes
from socialmap.errors import ForbiddenProblem, Problem
from socialmap.guards import actor, may, my_reach, needs
from socialmap.lists import queries as list_queries
from socialmap.lists.actions import MOST, apply_edit, undo_bulk
from socialmap.lists.changes import check_edit
from socialmap.lists.query import ListQuery
from socialmap.people.accounts import names_of
from socialmap.people.audit import Verb, note
from socialmap.people.permissions import Permission
from socialmap.review.actions import let_many_wait, many_must_wait
from socialmap.times.clock import today
from socialmap.web.desk.editing.history_words import actor_words
from socialmap.web.desk.editing.unsaved import unsaved_forms
from socialmap.web.desk.editing.words import moment_words
from socialmap.web.desk.lists.changing import (
    address_of,
    ids_in,
    is_of_page,
    may_undo,
    preview_page,
    read_edit,
    read_query,
    read_selection,
)
from socialmap.web.desk.lists.exports import FORMATS, export_file
from socialmap.web.desk.lists.saved import views_of_mine
from socialmap.web.desk.lists.words import (
    COLUMN_NAMES,
    FILTERS,
    bulk_text,
    filter_choices,
    kinds_of_edit,
    list_words,
)
from socialmap.web.page.forms import sent_reason, translated
from socialmap.wording import N_

blueprint = Blueprint("bulk", __name__, url_prefix="/beheer/lijst")
blueprint.add_app_template_filter(actor_words)
blueprint.add_app_template_filter(moment_words)
for words in FILTERS:
    blueprint.add_app_template_filter(words)
ALL = 1_000_000  # listings: more than a map has


@blueprint.get("")
@needs(Permission.SEE_DESK)
def show() -> ResponseReturnValue:
    """Show a page of the listings that the query in the address finds."""
    return _list_page(ListQuery.from_args(request.args), {})


def _list_page(query: ListQuery, typed: Mapping[str, str], error: str = "") -> str:
    """The list, with what was chosen on it, and what is wrong with that."""
    reach = my_reach(Permission.SEE_DESK)
    choices = filter_choices(reach, imports=may(Permission.IMPORT))
    page = list_queries.list_page(query, reach, today())
    ids = [row.id for row in page.items]
    wants_drafts = query.status == Status.DRAFT
    changes = list_queries.last_changes(ids) if wants_drafts or "gewijzigd" in query.columns else {}
    return render_template(
        "bulk/show.html",
        changes=changes,
        names=names_of(by for by, _ in changes.values()),
        missing=list_queries.missing_of(ids) if "mist" in query.columns else {},
        unsaved=unsaved_forms() if may(Permission.EDIT) and query.status in ("", "draft") else [],
        query=query,
        columns=_columns(query),
        all_columns=translated(COLUMN_NAMES),
        page=page,
        choices=choices,
        words=list_words(query, choices),
        recent=list_queries.recent_bulk() if may(Permission.CHANGE_MANY) else [],
        edits=kinds_of_edit(),
        formats=FORMATS,
        today=today(),
        most=MOST,
        chosen=set(typed.getlist("kies")) if isinstance(typed, MultiDict) else set(),
        typed=typed,
        error=error,
        **views_of_mine(query),
    )


def _columns(query: ListQuery) -> list[str]:
    """The columns of a list; a list of drafts says who changed each, instead of when it is due."""
    columns = list(query.columns)
    if query.status == Status.DRAFT and "gewijzigd" not in columns:
        return ["gewijzigd" if name == "nakijken" else name for name in columns]
    return columns


@blueprint.get("/export/<kind>")
@needs(Permission.SEE_DESK)
def export(kind: str) -> ResponseReturnValue:
    """Send the listings of a query as a file to share: published ones, with what all may see."""
    query = replace(ListQuery.from_args(request.args), status=Status.PUBLISHED)
    return export_file(kind, _ids(query), ours=False)


@blueprint.post("/export/<kind>")
@needs(Permission.SEE_DESK)
@writes
def take(kind: str) -> ResponseReturnValue:
    """Send the listings of a query as a file for own use, and record it in the audit log."""
    ids = _ids(read_query(request.form))
    note(actor(), Verb.TAKE_LIST, kind, count=len(ids))
    return export_file(kind, ids, ours=True)


def _ids(query: ListQuery) -> list[uuid.UUID]:
    return list_queries.ids_of(query, my_reach(Permission.SEE_DESK), today(), ALL)


@blueprint.post("/bekijken")
@needs(Permission.CHANGE_MANY)
def preview() -> ResponseReturnValue:
    """Ask for the new value, and show what it changes; nothing is written."""
    try:
        selection = read_selection(request.form)
    except Problem as problem:
        wrong = gettext(problem.sentence, **problem.facts)
        return _list_page(read_query(request.form), request.form, wrong), 422
    if not selection.ids:
        wrong = gettext("Kies eerst een of meer initiatieven.")
        return _list_page(selection.query, request.form, wrong), 422
    return preview_page(selection, request.form)


@blueprint.post("/samen")
@needs(Permission.MERGE)
def merge() -> ResponseReturnValue:
    """Lead to the page that merges the two listings that were chosen."""
    ids = ids_in(request.form.getlist("pagina" if is_of_page(request.form) else "kies"))
    if len(ids) != 2:
        wrong = gettext(
            "Kies er precies twee om samen te voegen. Je koos er %(count)s.", count=len(ids)
        )
        return _list_page(read_query(request.form), request.form, wrong), 422
    return redirect(url_for("duplicates.compare", initiative_id=ids[0], other_id=ids[1]), 303)


@blueprint.post("/wijzigen")
@needs(Permission.CHANGE_MANY)
@writes
def apply() -> ResponseReturnValue:
    """Change what the preview showed; when a listing has changed since, show it again instead."""
    typed = request.form
    selection, edit = read_selection(typed), read_edit(typed)
    check_edit(edit)
    reason = sent_reason(typed, "reden")
    if not reason:
        return preview_page(selection, typed, gettext("Schrijf op waarom je dit wijzigt.")), 422
    if list_queries.versions_digest(selection.ids) != typed.get("stand"):
        sentence = gettext("Er is intussen iets gewijzigd. Bekijk het nog een keer.")
        return preview_page(selection, typed, sentence), 409
    made = Change(actor=actor(), reason=own_words(reason))
    if many_must_wait(edit):
        let_many_wait(selection.ids, edit, made)
        flash(gettext("Je wijziging wacht op een ander. Die kijkt er eerst naar."), "success")
        return redirect(address_of(selection.query), 303)
    bulk = apply_edit(selection.ids, edit, made, today())
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
        "bulk/change.html", bulk=bulk, by=by, text=bulk_text(bulk), mine=may_undo(bulk)
    )


@blueprint.post("/wijziging/<int:number>/terug")
@needs(Permission.CHANGE_MANY)
@writes
def undo(number: int) -> ResponseReturnValue:
    """Undo a change of many listings."""
    bulk = list_queries.get_bulk(number)
    if not may_undo(bulk):
        raise ForbiddenProblem(N_("Alleen wie dit wijzigde, of een beheerder, draait het terug."))
    undo_bulk(bulk, Change(actor=actor()))
    flash(gettext("De wijziging is teruggedraaid."))
    return redirect(url_for("bulk.change", number=number), 303)
