"""Who changed what of a listing, when and why; take one change back, or go back to a version."""

from __future__ import annotations

import uuid

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from socialmap.catalogue.actions import Change
from socialmap.catalogue.differences import Difference, differences
from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.models import Initiative
from socialmap.catalogue.queries import initiative_to_edit
from socialmap.catalogue.reasons import Code, Reason, because, own_words
from socialmap.catalogue.undoing import BEGUN, Step, put_back, step_of, steps_of, undo, without
from socialmap.db import writes
from socialmap.guards import actor, check, needs
from socialmap.paging import page_of_list
from socialmap.people.accounts import names_of
from socialmap.people.permissions import Permission
from socialmap.web.desk.editing.saving import sent_picks, sent_reason
from socialmap.web.desk.editing.words import words
from socialmap.wording import N_

blueprint = Blueprint("history", __name__, url_prefix="/beheer/geschiedenis")
blueprint.context_processor(words)
PER_PAGE = 25
DONE = {
    "terug": N_("De wijziging is teruggedraaid."),
    "versie": N_("De oude versie is terug."),
}


@blueprint.get("/<uuid:initiative_id>")
@needs(Permission.EDIT)
def show(initiative_id: uuid.UUID) -> ResponseReturnValue:
    """Show all changes of a listing, the latest first."""
    initiative = _mine(initiative_id)
    steps = steps_of(initiative_id)
    page = page_of_list(steps, request.args.get("pagina", 1, type=int), PER_PAGE)
    done = DONE.get(request.args.get("gedaan", ""))
    return render_template(
        "history/show.html",
        initiative=initiative,
        page=page,
        names=names_of(step.revision.actor for step in page.items),
        done=gettext(done) if done else "",
    )


@blueprint.get("/<uuid:initiative_id>/<int:version>")
@needs(Permission.EDIT)
def change(initiative_id: uuid.UUID, version: int) -> ResponseReturnValue:
    """Show one change, and what taking it back or going back to it would do."""
    initiative = _mine(initiative_id)
    return _page(initiative, step_of(initiative_id, version)), 200


@blueprint.post("/<uuid:initiative_id>/<int:version>/terugdraaien")
@needs(Permission.EDIT)
@writes
def take_back(initiative_id: uuid.UUID, version: int) -> ResponseReturnValue:
    """Take one change back; where something changed again since then, ask what it must be."""
    initiative = _mine(initiative_id, lock=True)
    step = step_of(initiative_id, version)
    reason = _typed_reason() or because(Code.CHANGE_UNDONE, number=version)
    merged = undo(
        initiative,
        step,
        Change(actor=actor(), reason=reason),
        sent_picks(initiative, "mine", "theirs"),
    )
    if merged.clashes:
        return _page(initiative, step), 409
    check(Permission.EDIT, initiative_to_edit(initiative_id))
    return redirect(url_for("history.show", initiative_id=initiative_id, gedaan="terug"), 303)


@blueprint.post("/<uuid:initiative_id>/<int:version>/herstellen")
@needs(Permission.EDIT)
@writes
def restore(initiative_id: uuid.UUID, version: int) -> ResponseReturnValue:
    """Make a listing as it was after a change."""
    initiative = _mine(initiative_id, lock=True)
    step = step_of(initiative_id, version)
    reason = _typed_reason() or because(Code.VERSION_RESTORED, number=version)
    put_back(initiative, step, Change(actor=actor(), reason=reason))
    check(Permission.EDIT, initiative_to_edit(initiative_id))
    return redirect(url_for("history.show", initiative_id=initiative_id, gedaan="versie"), 303)


def _typed_reason() -> Reason | None:
    typed = sent_reason()
    return own_words(typed) if typed else None


def _page(initiative: Initiative, step: Step) -> str:
    now_there = latest_listing(initiative.id)
    undoable = step.revision.action not in ("removed", *BEGUN)
    merged = without(initiative, step) if undoable and step.was is None else None
    effect: list[Difference] = []
    if merged is not None:
        effect = differences(now_there, merged.listing)
    return render_template(
        "history/change.html",
        initiative=initiative,
        step=step,
        names=names_of([step.revision.actor]),
        undoable=undoable and (step.was is None or initiative.status == step.revision.action),
        clashes=merged.clashes if merged else (),
        effect=effect,
        # What going back to this version would change; nothing when it is the one that is there.
        back=differences(now_there, step.after) if step.revision.action != "removed" else [],
    )


def _mine(initiative_id: uuid.UUID, *, lock: bool = False) -> Initiative:
    """The listing, if it is within reach of who is signed in."""
    initiative = initiative_to_edit(initiative_id, lock=lock)
    check(Permission.EDIT, initiative)
    return initiative
