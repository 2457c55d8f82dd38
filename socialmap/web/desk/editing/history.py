"""The history of a listing: who changed what, when and why; undo a change, or restore a version."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from socialmap.catalogue.actions import Change
from socialmap.catalogue.differences import Difference, differences
from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.listing import Listing
from socialmap.catalogue.models import Initiative
from socialmap.catalogue.queries import initiative_to_edit
from socialmap.catalogue.reasons import Code, Reason, because, own_words
from socialmap.db import writes
from socialmap.errors import ConflictProblem
from socialmap.guards import actor, check, listing_of_mine, needs, proposes
from socialmap.lists.undoing import BEGUN, Step, put_back, step_of, steps_of, undo, without
from socialmap.paging import page_of_list
from socialmap.people.accounts import names_of
from socialmap.people.permissions import Permission
from socialmap.review.actions import let_edit_wait, must_wait
from socialmap.web.desk.editing.proposing import check_undoing
from socialmap.web.desk.editing.saving import WAITS, sent_picks
from socialmap.web.desk.editing.words import words
from socialmap.web.page.forms import sent_reason
from socialmap.wording import N_

blueprint = Blueprint("history", __name__, url_prefix="/beheer/geschiedenis")
blueprint.context_processor(words)
PER_PAGE = 25


@blueprint.get("/<uuid:initiative_id>")
@needs(Permission.EDIT)
def show(initiative_id: uuid.UUID) -> ResponseReturnValue:
    """Show all changes of a listing, the latest first."""
    initiative = listing_of_mine(initiative_id, Permission.EDIT)
    steps = steps_of(initiative_id)
    page = page_of_list(steps, request.args.get("pagina", 1, type=int), PER_PAGE)
    return render_template(
        "history/show.html",
        initiative=initiative,
        page=page,
        names=names_of(step.revision.actor for step in page.items),
    )


@blueprint.get("/<uuid:initiative_id>/<int:version>")
@needs(Permission.EDIT)
def change(initiative_id: uuid.UUID, version: int) -> ResponseReturnValue:
    """Show one change, and what taking it back or going back to it would do."""
    initiative = listing_of_mine(initiative_id, Permission.EDIT)
    return _page(initiative, step_of(initiative_id, version)), 200


@blueprint.post("/<uuid:initiative_id>/<int:version>/terugdraaien")
@needs(Permission.EDIT)
@writes
def take_back(initiative_id: uuid.UUID, version: int) -> ResponseReturnValue:
    """Take one change back; where something changed again since then, ask what it must be."""
    initiative = check_undoing(listing_of_mine(initiative_id, Permission.EDIT, lock=True))
    step = step_of(initiative_id, version)
    reason = _own_reason(request.form) or because(Code.CHANGE_UNDONE, number=version)
    picks = sent_picks(initiative, request.form, "mine", "theirs")
    change = Change(actor=actor(), reason=reason)
    if step.was is None and must_wait(initiative):
        merged = without(initiative, step, picks)
        if merged.clashes:
            return _page(initiative, step), 409
        return _wait(initiative, merged.listing, change)
    merged = undo(initiative, step, change, picks)
    if merged.clashes:
        return _page(initiative, step), 409
    check(Permission.EDIT, initiative_to_edit(initiative_id))
    flash(gettext("De wijziging is teruggedraaid."), "success")
    return redirect(url_for("history.show", initiative_id=initiative_id), 303)


@blueprint.post("/<uuid:initiative_id>/<int:version>/herstellen")
@needs(Permission.EDIT)
@writes
def restore(initiative_id: uuid.UUID, version: int) -> ResponseReturnValue:
    """Make a listing as it was after a change."""
    initiative = check_undoing(listing_of_mine(initiative_id, Permission.EDIT, lock=True))
    step = step_of(initiative_id, version)
    reason = _own_reason(request.form) or because(Code.VERSION_RESTORED, number=version)
    change = Change(actor=actor(), reason=reason)
    if must_wait(initiative):
        return _wait(initiative, step.after, change)
    put_back(initiative, step, change)
    check(Permission.EDIT, initiative_to_edit(initiative_id))
    flash(gettext("De oude versie is terug."), "success")
    return redirect(url_for("history.show", initiative_id=initiative_id), 303)


def _wait(initiative: Initiative, listing: Listing, change: Change) -> ResponseReturnValue:
    """Let an older text of a listing wait for a second person, and go back to its history."""
    now = latest_listing(initiative.id)
    if not differences(now, listing):
        raise ConflictProblem(N_("Er is niets terug te draaien: zo staat het er nu al."))
    let_edit_wait(initiative, now, listing, change)
    flash(gettext(WAITS), "success")
    return redirect(url_for("history.show", initiative_id=initiative.id), 303)


def _own_reason(typed: Mapping[str, str]) -> Reason | None:
    """The reason in the person's own words; None when there are none."""
    sentence = sent_reason(typed)
    return own_words(sentence) if sentence else None


def _page(initiative: Initiative, step: Step) -> str:
    current = latest_listing(initiative.id)
    only_proposes = proposes(initiative)
    undoable = step.revision.action not in ("removed", *BEGUN) and not only_proposes
    merged = without(initiative, step) if undoable and step.was is None else None
    effect: list[Difference] = []
    if merged is not None:
        effect = differences(current, merged.listing)
    return render_template(
        "history/change.html",
        initiative=initiative,
        step=step,
        names=names_of([step.revision.actor]),
        undoable=undoable and (step.was is None or initiative.status == step.revision.action),
        clashes=merged.clashes if merged else (),
        effect=effect,
        # What going back to this version would change; nothing when it is the one that is there.
        back=differences(current, step.after)
        if step.revision.action != "removed" and not only_proposes
        else [],
    )
