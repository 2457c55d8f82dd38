"""Write a listing: a new one or one that is there, with a preview, drafts and a check on others."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from socialmap.catalogue import actions, drafts
from socialmap.catalogue.actions import Change
from socialmap.catalogue.drafts import NEW
from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.models import Initiative, Status
from socialmap.catalogue.queries import initiative_names, initiative_to_edit
from socialmap.catalogue.reasons import own_words
from socialmap.db import writes
from socialmap.errors import Problem
from socialmap.guards import actor, check, needs, signed_in
from socialmap.people.permissions import Permission
from socialmap.times.clock import today
from socialmap.upkeep import actions as confirming
from socialmap.web.desk.editing.form import Form
from socialmap.web.desk.editing.saving import add_listing, page, save_listing, sent_reason
from socialmap.web.desk.editing.sheet import (
    NEW_LISTING,
    Sheet,
    clock_of,
    first_form,
    pressed,
    sent_form,
    sent_version,
)
from socialmap.web.desk.editing.words import words
from socialmap.wording import N_

blueprint = Blueprint("editing", __name__, url_prefix="/beheer/initiatieven")
blueprint.context_processor(words)
SAVING = ("save", "publish")


@blueprint.get("")
@needs(Permission.EDIT)
def index() -> ResponseReturnValue:
    """Show what the person was writing, and begin a new listing."""
    mine = drafts.drafts_of(signed_in().id)
    ids = [uuid.UUID(each.subject) for each in mine if each.subject != NEW]
    names = initiative_names(ids)
    rows = [
        (each, uuid.UUID(each.subject) if each.subject != NEW else None, clock_of(each))
        for each in mine
        if each.subject == NEW or uuid.UUID(each.subject) in names
    ]
    return render_template("editing/index.html", rows=rows, names=names)


@blueprint.get("/nieuw")
@needs(Permission.EDIT)
def new() -> ResponseReturnValue:
    """Show the form for a new listing, or go on where the person was."""
    draft = drafts.draft_of(signed_in().id, NEW)
    form = Form(draft.form) if draft else first_form(NEW_LISTING, new=True)
    return page(Sheet(None, 0, form, draft))


@blueprint.post("/nieuw")
@needs(Permission.EDIT)
@writes
def add() -> ResponseReturnValue:
    """Add the listing, or show the form again."""
    sheet = Sheet(None, 0, sent_form(), reason=sent_reason())
    if request.form.get("do", "") not in SAVING:
        return _pressed(sheet)
    return add_listing(sheet)


@blueprint.get("/<uuid:initiative_id>")
@needs(Permission.EDIT)
def edit(initiative_id: uuid.UUID) -> ResponseReturnValue:
    """Show the form of a listing, or go on where the person was."""
    initiative = _mine(initiative_id)
    draft = drafts.draft_of(signed_in().id, drafts.subject_of(initiative_id))
    if draft:
        return page(Sheet(initiative, draft.version, Form(draft.form), draft))
    form = first_form(latest_listing(initiative_id), new=False)
    return page(Sheet(initiative, initiative.version, form))


@blueprint.post("/<uuid:initiative_id>")
@needs(Permission.EDIT)
@writes
def save(initiative_id: uuid.UUID) -> ResponseReturnValue:
    """Save the listing, ask what to do where others changed it too, or show the form again."""
    initiative = _mine(initiative_id, lock=True)
    sheet = Sheet(initiative, sent_version(), sent_form(), reason=sent_reason())
    if request.form.get("do", "") not in SAVING:
        return _pressed(sheet)
    return save_listing(sheet, initiative)


@blueprint.post("/voorbeeld")
@needs(Permission.EDIT)
def preview() -> ResponseReturnValue:
    """Show what a form would look like; nothing is kept."""
    initiative = _subject()
    sheet = Sheet(initiative, sent_version(), sent_form())
    return render_template("editing/_preview.html", sheet=sheet)


@blueprint.post("/concept")
@needs(Permission.EDIT)
@writes
def keep() -> ResponseReturnValue:
    """Keep a form that somebody is filling in."""
    initiative = _subject()
    subject = drafts.subject_of(initiative.id if initiative else None)
    draft = drafts.keep(signed_in().id, subject, sent_version(), dict(sent_form().values))
    return jsonify(tekst=gettext("Je concept is bewaard om %(time)s.", time=clock_of(draft)))


@blueprint.post("/concept/weg")
@needs(Permission.EDIT)
@writes
def discard() -> ResponseReturnValue:
    """Throw away what somebody was filling in."""
    initiative = _subject()
    drafts.discard(signed_in().id, drafts.subject_of(initiative.id if initiative else None))
    if initiative is None:
        return redirect(url_for("editing.new", gedaan="weg"), 303)
    return redirect(url_for("editing.edit", initiative_id=initiative.id, gedaan="weg"), 303)


@blueprint.post("/<uuid:initiative_id>/status")
@needs(Permission.EDIT)
@writes
def status(initiative_id: uuid.UUID) -> ResponseReturnValue:
    """Move a listing on: on the map, paused (until a day, if one is given), or away."""
    initiative = _mine(initiative_id, lock=True)
    to = request.form.get("to", "")
    change = Change(actor=actor(), reason=own_words(sent_reason()))
    if to == Status.PAUSED:
        confirming.pause(initiative, _until(), change, today())
    elif to == Status.PUBLISHED and initiative.status == Status.PAUSED:
        confirming.resume(initiative, change)
    elif to in list(Status):
        actions.step(initiative, Status(to), change)
    else:
        raise Problem(N_("Kies een status."))
    back = url_for("editing.edit", initiative_id=initiative_id, gedaan="status")
    return redirect(back, 303)


def _until() -> date | None:
    """The day until which a listing is paused; None when nobody knows."""
    try:
        return date.fromisoformat(request.form.get("until", ""))
    except ValueError:
        return None


def _mine(initiative_id: uuid.UUID, *, lock: bool = False) -> Initiative:
    """The listing, if it is within reach of who is signed in."""
    initiative = initiative_to_edit(initiative_id, lock=lock)
    check(Permission.EDIT, initiative)
    return initiative


def _subject() -> Initiative | None:
    """The listing that a form is about; None is a new one."""
    subject = request.form.get("subject", NEW)
    if subject == NEW:
        return None
    try:
        return _mine(uuid.UUID(subject))
    except ValueError:
        raise Problem(N_("Dit initiatief is er niet (meer).")) from None


def _pressed(sheet: Sheet) -> ResponseReturnValue:
    """The page after a button of the form itself; what was typed is kept as a draft."""
    do = request.form.get("do", "")
    form, focus = pressed(sheet.form, do, sheet.reading)
    draft = drafts.keep(signed_in().id, sheet.subject, sheet.version, dict(form.values))
    return page(replace(sheet, form=form, draft=draft, focus=focus))
