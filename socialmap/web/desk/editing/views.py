"""Edit a listing, new or not, with a preview, drafts, and a check on what others changed."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date

from flask import (
    Blueprint,
    flash,
    g,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError

from socialmap.catalogue import actions, drafts
from socialmap.catalogue.actions import Change
from socialmap.catalogue.drafts import NEW
from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.listing import broken_in
from socialmap.catalogue.models import Initiative, Status
from socialmap.catalogue.reasons import own_words
from socialmap.catalogue.rows import unsaved_initiative
from socialmap.db import writes, writes_anyhow
from socialmap.errors import Problem
from socialmap.guards import actor, listing_of_mine, needs, signed_in
from socialmap.people.permissions import Permission
from socialmap.review.actions import let_publishing_wait, publishing_must_wait
from socialmap.review.queries import waiting_about
from socialmap.times.clock import today
from socialmap.upkeep import actions as confirming
from socialmap.web.desk.editing.broken import with_broken
from socialmap.web.desk.editing.form import Form, form_of_copy
from socialmap.web.desk.editing.proposing import PROPOSED, ask_to_publish, must_ask
from socialmap.web.desk.editing.saving import WAITS, add_listing, page, save_listing
from socialmap.web.desk.editing.sheet import (
    NEW_LISTING,
    Sheet,
    came_from,
    first_form,
    own_path,
    pressed,
    sent_sheet,
)
from socialmap.web.desk.editing.signed_out import after_another_session, after_signing_out
from socialmap.web.desk.editing.typed_hours import unread_hours
from socialmap.web.desk.editing.unsaved import (
    COPY,
    address_of_form,
    clock_of,
    copied_in,
    unsaved_forms,
)
from socialmap.web.desk.editing.words import words
from socialmap.web.page.forms import Errors, sent_reason
from socialmap.web.pictures.bringing import FILE, bring_along
from socialmap.web.public.finding import page_words
from socialmap.wording import N_

blueprint = Blueprint("editing", __name__, url_prefix="/beheer/initiatieven")
blueprint.context_processor(words)
blueprint.context_processor(lambda: {"waiting_about": waiting_about})
SAVING = ("save", "publish")
WITH_PICTURE = ("editing.add", "editing.save", "editing.whole_page")


@blueprint.before_request
def lose_nothing() -> ResponseReturnValue | None:
    """Save the form of somebody who was signed out while writing, and answer with the way back."""
    return after_signing_out(request)


bring_along(blueprint, WITH_PICTURE, FILE, Permission.EDIT)


@blueprint.errorhandler(CSRFError)
def on_old_form(_error: CSRFError) -> ResponseReturnValue:
    """Save the form of somebody who signed in again while it was open, or whose session is over."""
    return after_another_session(request)


@blueprint.get("")
@needs(Permission.EDIT)
def index() -> ResponseReturnValue:
    """List what the person typed and did not save, with a way to begin a new listing."""
    return render_template("editing/index.html", unsaved=unsaved_forms())


@blueprint.get("/nieuw")
@needs(Permission.EDIT)
def new() -> ResponseReturnValue:
    """Show the form for a new listing or a copy of another, or go on with the person's draft."""
    copied = copied_in(f"{COPY}{request.args.get('kopie', '')}")
    sheet = Sheet(None, 0, Form(), copied=copied, back=own_path(request.args.get("terug", "")))
    original = latest_listing(listing_of_mine(copied, Permission.EDIT).id) if copied else None
    if draft := drafts.draft_of(signed_in().id, sheet.subject):
        return page(replace(sheet, form=Form(draft.form), draft=draft))
    if original:
        return page(replace(sheet, form=form_of_copy(original), focus="name"))
    return page(replace(sheet, form=first_form(NEW_LISTING, new=True)))


@blueprint.post("/nieuw")
@needs(Permission.EDIT)
@writes_anyhow  # A form that is refused is saved as a draft.
def add() -> ResponseReturnValue:
    """Add the listing, or show the form again."""
    sheet = sent_sheet(None, request.form, g.brought)
    do = request.form.get("do", "")
    return add_listing(sheet, request.form) if do in SAVING else _pressed(sheet, do)


@blueprint.get("/<uuid:initiative_id>")
@needs(Permission.EDIT)
def edit(initiative_id: uuid.UUID) -> ResponseReturnValue:
    """Show the form of a listing, or go on with the person's draft."""
    initiative = listing_of_mine(initiative_id, Permission.EDIT)
    draft = drafts.draft_of(signed_in().id, drafts.subject_of(initiative_id))
    back = came_from(request.args.get("terug"), request.referrer, request.host)
    if draft:
        return page(Sheet(initiative, draft.version, Form(draft.form), draft, back=back))
    listing = latest_listing(initiative_id)
    form = with_broken(first_form(listing, new=False), broken_in(listing))
    sheet = Sheet(initiative, initiative.version, form, judged=bool(broken_in(listing)), back=back)
    shown = make_response(page(sheet))
    shown.status_code = 200
    return shown


@blueprint.post("/<uuid:initiative_id>")
@needs(Permission.EDIT)
@writes_anyhow  # A form that is refused is saved as a draft.
def save(initiative_id: uuid.UUID) -> ResponseReturnValue:
    """Save the listing, ask what to do where others changed it too, or show the form again."""
    initiative = listing_of_mine(initiative_id, Permission.EDIT, lock=True)
    sheet = sent_sheet(initiative, request.form, g.brought)
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


@blueprint.post("/voorbeeld-pagina")
@needs(Permission.EDIT)
def whole_page() -> ResponseReturnValue:
    """Show the page that residents would see of a form; nothing is saved."""
    sheet = sent_sheet(_subject(request.form.get("subject", NEW)), request.form, g.brought)
    listing = sheet.as_saved
    named = replace(listing, name=listing.name or gettext("Nog zonder naam"))
    slug = sheet.initiative.slug if sheet.initiative else "voorbeeld"
    shown = page_words(unsaved_initiative(named, slug))
    return render_template("public/initiative.html", **shown, preview=True)


@blueprint.post("/gelezen")
@needs(Permission.EDIT)
def typed() -> ResponseReturnValue:
    """Answer what is read in a form that somebody is filling in; nothing is saved.

    `gelezen` has the parts of the page that say it, by their id, and `fouten` a sentence per field.
    """
    sheet = sent_sheet(_subject(request.form.get("subject", NEW)), request.form)
    read = {"hours_typed-read": render_template("editing/_typed.html", sheet=sheet)}
    for number in sheet.form.rows("place", 1):
        read[f"place-{number}-read"] = render_template(
            "editing/_place_read.html", sheet=sheet, number=number
        )
    errors = sheet.reading.errors | unread_hours(sheet.form)
    return jsonify(gelezen=read, fouten={name: " ".join(errors[name]) for name in errors})


@blueprint.post("/concept")
@needs(Permission.EDIT)
@writes
def keep() -> ResponseReturnValue:
    """Save a form that somebody is filling in as a draft."""
    sheet = sent_sheet(_subject(request.form.get("subject", NEW)), request.form)
    draft = drafts.save(signed_in().id, sheet.subject, sheet.version, dict(sheet.form.values))
    return jsonify(tekst=gettext("Je klad is bewaard om %(time)s.", time=clock_of(draft)))


@blueprint.post("/concept/weg")
@needs(Permission.EDIT)
@writes
def discard() -> ResponseReturnValue:
    """Throw the draft of a form away."""
    typed = request.form.get("subject", NEW)
    subject = Sheet(_subject(typed), 0, Form(), copied=copied_in(typed)).subject
    drafts.discard(signed_in().id, subject)
    flash(gettext("Je klad is weggegooid."), "success")
    return redirect(address_of_form(subject), 303)


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
    elif to == Status.PUBLISHED and must_ask(latest_listing(initiative_id)):
        ask_to_publish(initiative)
        flash(gettext(PROPOSED), "success")
        return redirect(url_for("editing.edit", initiative_id=initiative_id), 303)
    elif publishing_must_wait(initiative, to):
        let_publishing_wait(initiative, change)
        flash(gettext(WAITS), "success")
        return redirect(url_for("editing.edit", initiative_id=initiative_id), 303)
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
    if copied := copied_in(subject):
        listing_of_mine(copied, Permission.EDIT)
        return None
    try:
        return listing_of_mine(uuid.UUID(subject), Permission.EDIT)
    except ValueError:
        raise Problem(N_("Dit initiatief is er niet (meer).")) from None


def _pressed(sheet: Sheet, do: str) -> ResponseReturnValue:
    """The page after a button of the form itself, with the form saved as a draft."""
    form, focus = pressed(sheet, do)
    draft = drafts.save(signed_in().id, sheet.subject, sheet.version, dict(form.values))
    unread: Errors = {}
    if do == "hours":
        unread = unread_hours(form)
    elif do == "find":
        errors = sheet.outside | sheet.reading.places.errors
        unread = {name: text for name, text in errors.items() if name.startswith("place-")}
    focus = next(iter(unread), focus)
    return page(replace(sheet, form=form, draft=draft, focus=focus, unread=unread))
