"""Four eyes at the desk: what waits for a second person, approved or sent back with a reason."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from socialmap.catalogue import drafts
from socialmap.catalogue.differences import differences
from socialmap.catalogue.history import latest_listing
from socialmap.db import writes
from socialmap.errors import ForbiddenProblem
from socialmap.guards import actor, check, may, my_reach, needs
from socialmap.importing.uploads.models import Stage, Upload
from socialmap.lists.queries import versions_digest, within
from socialmap.lists.undoing import NOTHING
from socialmap.people.accounts import names_of
from socialmap.people.permissions import Permission
from socialmap.proposals.second_look import is_on
from socialmap.review.actions import approve, read_edit, send_back, written
from socialmap.review.actions import withdraw as take_in
from socialmap.review.models import Sort, State, WaitingChange
from socialmap.review.queries import effect, get, many_waiting, sent_back_to, waiting
from socialmap.times.clock import today
from socialmap.web.desk.editing.sheet import first_form
from socialmap.web.desk.editing.words import words
from socialmap.web.desk.imports.plan import actor_names
from socialmap.web.desk.imports.reach import my_unfinished, needs_another
from socialmap.web.desk.lists.changing import effects_of
from socialmap.web.desk.lists.words import edit_text
from socialmap.web.page.forms import Errors, sent_reason
from socialmap.wording import N_

blueprint = Blueprint("review", __name__, url_prefix="/beheer/vier-ogen")
blueprint.context_processor(words)
SHOWN = 100  # listings of a change of many
SORTS = {
    Sort.EDIT: N_("Gewijzigd"),
    Sort.PUBLISH: N_("Nieuw op de kaart"),
    Sort.MANY: N_("Meer tegelijk gewijzigd"),
}


@blueprint.get("")
@needs(Permission.EDIT)
def index() -> ResponseReturnValue:
    """List what waits for a second person, and what was sent back to this one."""
    many = [change.id for change in many_waiting() if _is_mine(change)]
    number = request.args.get("pagina", 1, type=int)
    page = waiting(my_reach(Permission.EDIT), actor(), many, number)
    back = sent_back_to(actor())
    uploads = _plans()
    return render_template(
        "review/index.html",
        page=page,
        back=back,
        uploads=uploads,
        on=is_on(),
        title_of=title_of,
        sorts=SORTS,
        me=actor(),
        names=names_of(
            who for change in (*page.items, *back) for who in (change.actor, change.answered_by)
        ),
        upload_names=actor_names(upload.actor for upload in uploads),
        needs_another=needs_another,
    )


@blueprint.get("/<int:number>")
@needs(Permission.EDIT)
def show(number: int) -> ResponseReturnValue:
    """Show one change: what it makes different, and who wrote it."""
    return _page(_of_mine(number))


@blueprint.post("/<int:number>")
@needs(Permission.EDIT)
@writes
def answer(number: int) -> ResponseReturnValue:
    """Approve a change that another person wrote, or send it back with a reason."""
    change = _of_mine(number)
    if not _may_answer(change):
        raise ForbiddenProblem(N_("Jouw rol mag dit niet. Vraag het aan een coördinator."))
    reason = sent_reason(request.form)
    if request.form.get("do") == "terug":
        if not reason:
            return _page(change, {"reason": [gettext("Schrijf op wat er anders moet.")]}), 422
        _give_back(change)
        send_back(change, actor(), reason)
        flash(gettext("Het is teruggestuurd."), "success")
        return redirect(url_for("review.index"), 303)
    if request.form.get("seen") != seen_of(change):
        flash(gettext("Er is intussen iets gewijzigd. Bekijk het nog een keer."), "error")
        return _page(change, reason=reason), 409
    approve(change, actor(), today())
    flash(gettext("Het staat op de kaart."), "success")
    return redirect(url_for("review.index"), 303)


@blueprint.post("/<int:number>/intrekken")
@needs(Permission.EDIT)
@writes
def withdraw(number: int) -> ResponseReturnValue:
    """Withdraw a change of one's own."""
    take_in(get(number), actor())
    flash(gettext("Je wijziging is ingetrokken."), "success")
    return redirect(url_for("review.index"), 303)


def _of_mine(number: int) -> WaitingChange:
    """The change; raise ForbiddenProblem if it is not the person's own and outside their reach."""
    change = get(number)
    if change.actor != actor():
        if change.initiative:
            check(Permission.EDIT, change.initiative)
        elif not _covers(change):
            raise ForbiddenProblem(N_("Dit hoort niet bij jouw organisatie of gebied."))
    return change


def _covers(change: WaitingChange) -> bool:
    """Whether the person may change all listings of a change of many."""
    reach = my_reach(Permission.CHANGE_MANY)
    return len(within(change.listings, reach)) == len(change.listings)


def _is_mine(change: WaitingChange) -> bool:
    return change.actor == actor() or _covers(change)


def _may_answer(change: WaitingChange) -> bool:
    """Whether the person may approve this or send it back: not their own, and of their area."""
    if change.actor == actor() or change.state != State.WAITING:
        return False
    if change.sort == Sort.MANY:
        return may(Permission.ANSWER_PROPOSALS) and _covers(change)
    return may(Permission.ANSWER_PROPOSALS, change.initiative)


def _give_back(change: WaitingChange) -> None:
    """Let the author go on with what they wrote: it becomes their unsaved form of the listing."""
    kind, _, person = change.actor.partition(":")
    if change.sort != Sort.EDIT or kind != "person" or not person.isdecimal():
        return
    subject = drafts.subject_of(change.initiative_id)
    if drafts.draft_of(int(person), subject) is None:
        form = first_form(written(change), new=False)
        drafts.save(int(person), subject, change.version, dict(form.values))


def title_of(change: WaitingChange) -> str:
    """What a change is about: the name of a listing, or what is changed of many."""
    if change.sort == Sort.MANY:
        return edit_text(read_edit(change))
    return change.initiative.name if change.initiative else str(gettext("een initiatief"))


def seen_of(change: WaitingChange) -> str:
    """What somebody looked at: another text as soon as a listing of it changed."""
    if change.sort == Sort.MANY:
        return versions_digest(change.listings)
    return str(change.initiative.version if change.initiative else 0)


def _plans() -> list[Upload]:
    """The plans of imports that wait for somebody to apply them."""
    if not is_on() or not may(Permission.IMPORT):
        return []
    return [upload for upload in my_unfinished() if upload.stage == Stage.PLANNED]


def _page(change: WaitingChange, errors: Errors | None = None, reason: str = "") -> str:
    merged = effect(change) if change.sort == Sort.EDIT and change.after else None
    changed = (
        differences(latest_listing(change.initiative_id), merged.listing)
        if (merged and change.initiative_id)
        else []
    )
    if change.sort == Sort.PUBLISH and change.initiative_id:
        changed = differences(NOTHING, latest_listing(change.initiative_id))
    many = []
    if change.sort == Sort.MANY:
        many = effects_of(change.listings, read_edit(change), change.actor)
    return render_template(
        "review/show.html",
        change=change,
        title=title_of(change),
        sorts=SORTS,
        clashes=merged.clashes if merged else (),
        changed=changed,
        many=many[:SHOWN],
        count=len(many),
        mine=change.actor == actor(),
        answers=_may_answer(change),
        seen=seen_of(change),
        names=names_of((change.actor, change.answered_by)),
        errors=errors or {},
        reason=reason,
    )
