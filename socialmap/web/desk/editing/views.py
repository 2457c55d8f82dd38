"""Edit a listing, new or not, with a preview, drafts, and a check on what others changed."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date

from flask import (
    Blueprint,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from socialmap.catalogue import actions, drafts
from socialmap.catalogue.actions import Change
from socialmap.catalogue.drafts import NEW
from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.listing import broken_in
from socialmap.catalogue.models import Initiative, Status
from socialmap.catalogue.queries import initiative_names
from socialmap.catalogue.reasons import own_words
from socialmap.db import writes
from socialmap.errors import Problem
from socialmap.guards import actor, listing_of_mine, needs, signed_in
from socialmap.people.permissions import Permission
from socialmap.times.clock import today
from socialmap.upkeep import actions as confirming
from socialmap.web.desk.editing.broken import with_broken
from socialmap.web.desk.editing.form import Form
from socialmap.web.desk.editing.saving import add_listing, page, save_listing
from socialmap.web.desk.editing.sheet import (
    NEW_LISTING,
    Sheet,
    clock_of,
    first_form,
    pressed,
    sent_form,
    sent_sheet,
    sent_version,
)
from socialmap.web.desk.editing.words import words
from socialmap.web.page.forms import sent_reason
from socialmap.wording import N_

blueprint = Blueprint("editing", __name__, url_prefix="/beheer/initiatieven")
blueprint.context_processor(words)
SAVING = ("save", "publish")


@blueprint.get("")
@needs(Permission.EDIT)
def index() -> ResponseReturnValue:
    """List the drafts of the person, with a way to begin a new listing."""
    mine = {
        draft: uuid.UUID(draft.subject) if draft.subject != NEW else None
        for draft in drafts.drafts_of(signed_in().id)
    }
    names = initiative_names([id_ for id_ in mine.values() if id_])
    rows = [
        (draft, id_, clock_of(draft)) for draft, id_ in mine.items() if id_ is None or id_ in names
    ]
    return render_template("editing/index.html", rows=rows, names=names)


@blueprint.get("/nieuw")
@needs(Permission.EDIT)
def new() -> ResponseReturnValue:
    """Show the form for a new listing, or go on with the person's draft."""
    draft = drafts.draft_of(signed_in().id, NEW)
    form = Form(draft.form) if draft else first_form(NEW_LISTING, new=True)
    return page(Sheet(None, 0, form, draft))


@blueprint.post("/nieuw")
@needs(Permission.EDIT)
@writes
def add() -> ResponseReturnValue:
    """Add the listing, or show the form again."""
    sheet = sent_sheet(None, request.form)
    do = request.form.get("do", "")
    return add_listing(sheet, request.form) if do in SAVING else _pressed(sheet, do)


@blueprint.get("/<uuid:initiative_id>")
@needs(Permission.EDIT)
def edit(initiative_id: uuid.UUID) -> ResponseReturnValue:
    """Show the form of a listing, or go on with the person's draft."""
    initiative = listing_of_mine(initiative_id, Permission.EDIT)
    draft = drafts.draft_of(signed_in().id, drafts.subject_of(initiative_id))
    if draft:
        return page(Sheet(initiative, draft.version, Form(draft.form), draft))
    listing = latest_listing(initiative_id)
    form = with_broken(first_form(listing, new=False), broken_in(listing))
    sheet = Sheet(initiative, initiative.version, form, judged=bool(broken_in(listing)))
    shown = make_response(page(sheet))
    shown.status_code = 200
    return shown


@blueprint.post("/<uuid:initiative_id>")
@needs(Permission.EDIT)
@writes
def save(initiative_id: uuid.UUID) -> ResponseReturnValue:
    """Save the listing, ask what to do where others changed it too, or show the form again."""
    initiative = listing_of_mine(initiative_id, Permission.EDIT, lock=True)
    sheet = sent_sheet(initiative, request.form)
    do = request.form.get("do", "")
    if do not in SAVING:
        return _pressed(sheet, do)
    return save_listing(sheet, initiative, request.form)


@blueprint.post("/voorbeeld")
@needs(Permission.EDIT)
def preview() -> ResponseReturnValue:
    """Show what a form would look like; nothing is saved."""
    sheet = sent_sheet(_subject(request.form.get("subject", NEW)), request.form)
    return render_template("editing/_preview.html", sheet=sheet)


@blueprint.post("/tijden")
@needs(Permission.EDIT)
def typed() -> ResponseReturnValue:
    """Show what is read in the days and times that somebody typed; nothing is saved."""
    sheet = sent_sheet(_subject(request.form.get("subject", NEW)), request.form)
    return render_template("editing/_typed.html", sheet=sheet)


@blueprint.post("/concept")
@needs(Permission.EDIT)
@writes
def keep() -> ResponseReturnValue:
    """Save a form that somebody is filling in as a draft."""
    initiative = _subject(request.form.get("subject", NEW))
    subject = drafts.subject_of(initiative.id if initiative else None)
    form, version = sent_form(request.form), sent_version(request.form)
    draft = drafts.save(signed_in().id, subject, version, dict(form.values))
    return jsonify(tekst=gettext("Je concept is bewaard om %(time)s.", time=clock_of(draft)))


@blueprint.post("/concept/weg")
@needs(Permission.EDIT)
@writes
def discard() -> ResponseReturnValue:
    """Throw the draft of a form away."""
    initiative = _subject(request.form.get("subject", NEW))
    drafts.discard(signed_in().id, drafts.subject_of(initiative.id if initiative else None))
    flash(gettext("Je concept is weggegooid."), "success")
    if initiative is None:
        return redirect(url_for("editing.new"), 303)
    return redirect(url_for("editing.edit", initiative_id=initiative.id), 303)


@blueprint.post("/<uuid:initiative_id>/status")
@needs(Permission.EDIT)
@writes
def status(initiative_id: uuid.UUID) -> ResponseReturnValue:
    """Give a listing another status; a pause may have a last day."""
    initiative = listing_of_mine(initiative_id, Permission.EDIT, lock=True)
    to = request.form.get("to", "")
    change = Change(actor=actor(), reason=own_words(sent_reason(request.form)))
    if to == Status.PAUSED:
        confirming.pause(initiative, _day(request.form.get("until", "")), change, today())
    elif to == Status.PUBLISHED and initiative.status == Status.PAUSED:
        confirming.resume(initiative, change)
    elif to in list(Status):
        actions.step(initiative, Status(to), change)
    else:
        raise Problem(N_("Kies een status."))
    flash(gettext("De status is veranderd."), "success")
    return redirect(url_for("editing.edit", initiative_id=initiative_id), 303)


def _day(typed: str) -> date | None:
    """The day that was typed; None for anything else."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def _subject(subject: str) -> Initiative | None:
    """The listing that a form is about, by how a draft names it; None for a new one."""
    if subject == NEW:
        return None
    try:
        return listing_of_mine(uuid.UUID(subject), Permission.EDIT)
    except ValueError:
        raise Problem(N_("Dit initiatief is er niet (meer).")) from None


def _pressed(sheet: Sheet, do: str) -> ResponseReturnValue:
    """The page after a button of the form itself, with the form saved as a draft."""
    form, focus = pressed(sheet, do)
    draft = drafts.save(signed_in().id, sheet.subject, sheet.version, dict(form.values))
    return page(replace(sheet, form=form, draft=draft, focus=focus))
