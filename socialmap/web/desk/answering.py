"""Answer what residents and initiatives propose: take over, in part or not at all, and reply."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from socialmap.catalogue.classifying import suggested
from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.listing import Listing, from_document
from socialmap.catalogue.models import NEXT, Status
from socialmap.catalogue.taxonomy import taxonomy
from socialmap.db import writes
from socialmap.duplicates.twins import twins_of
from socialmap.errors import ForbiddenProblem, Problem
from socialmap.guards import actor, check, my_reach, needs, signed_in
from socialmap.people.accounts import names_of
from socialmap.people.permissions import Permission, allows, scope_at
from socialmap.proposals import answers
from socialmap.proposals.answers import Answer
from socialmap.proposals.models import Proposal, ProposalStatus, Subject
from socialmap.proposals.parts import differences
from socialmap.proposals.queries import proposal_by_id, proposals_page
from socialmap.times.clock import today
from socialmap.web.desk.replies import (
    mail_reply,
    name_of,
    replies_to,
    reply_trouble,
    sent_reply,
)
from socialmap.web.page.field_words import field_name, words_of, words_of_all
from socialmap.web.public.contributions import read_typed
from socialmap.wording import N_

blueprint = Blueprint("answering", __name__, url_prefix="/beheer/voorstellen")
for helper in (field_name, words_of, words_of_all):
    blueprint.add_app_template_global(helper)
SUBJECT_NAMES = {
    Subject.CHANGED: N_("Er is iets veranderd"),
    Subject.GONE: N_("Dit is er niet meer"),
    Subject.OTHER: N_("Er is iets anders"),
    Subject.UNLIST: N_("Wil niet op de kaart staan"),
    Subject.NEW: N_("Nieuw initiatief"),
}
OUTCOMES = {
    ProposalStatus.NEW: N_("wacht op antwoord"),
    ProposalStatus.ACCEPTED: N_("overgenomen"),
    ProposalStatus.PARTLY: N_("voor een deel overgenomen"),
    ProposalStatus.REFUSED: N_("niet overgenomen"),
}
MEANWHILE = N_("Iemand heeft dit initiatief net gewijzigd. Kijk nog een keer wat je overneemt.")
CHOOSE = N_("Kies wat je doet.")
WHY = N_("Vul de reden in.")
# What a listing that is proposed tells of itself on the page, when somebody told it.
SHOWN = (
    "name", "summary", "description", "locations", "hours", "hours_text", "cost_amount",
    "cost_text", "free_of_charge", "phone", "email", "website",
)  # fmt: skip


@blueprint.context_processor
def words() -> dict[str, Any]:
    """The words of every page on proposals."""
    return {
        "subject_names": {code: gettext(text) for code, text in SUBJECT_NAMES.items()},
        "outcomes": {code: gettext(text) for code, text in OUTCOMES.items()},
        "name_of": name_of,
    }


@blueprint.get("")
@needs(Permission.ANSWER_PROPOSALS)
def index() -> ResponseReturnValue:
    """Show the proposals that wait, or those that were answered."""
    answered = request.args.get("toon") == "beantwoord"
    number = request.args.get("pagina", 1, type=int)
    reach = my_reach(Permission.ANSWER_PROPOSALS)
    done = request.args.get("gedaan", type=int)
    return render_template(
        "answering/index.html",
        page=proposals_page(reach, number, answered=answered),
        answered=answered,
        done=_mine(done) if done else None,
    )


@blueprint.get("/<int:number>")
@needs(Permission.ANSWER_PROPOSALS)
def proposal(number: int) -> ResponseReturnValue:
    """Show one proposal beside what is there now."""
    return _page(_mine(number))


@blueprint.post("/<int:number>")
@needs(Permission.ANSWER_PROPOSALS)
@writes
def answer(number: int) -> ResponseReturnValue:
    """Take a proposal over, in part or not at all; the proposer hears of it by mail."""
    found = _mine(number, lock=True)
    told = read_typed(request.form, ("reason", "asked_by"))
    reply = Answer(
        actor=actor(),
        reason=told["reason"][:300],
        text=sent_reply(found),
        asked_on=today() if request.form.get("confirmed") else None,
    )
    refusing = request.form.get("do") == "refuse"
    if trouble := reply_trouble(found, refusing=refusing):
        return _page(found, {"canned": [trouble]}), 422
    try:
        errors = (_refuse if refusing else STEPS[Subject(found.subject)])(found, reply)
    except Problem as problem:
        errors = {"form": [gettext(problem.sentence, **problem.facts)]}
    if errors:
        return _page(found, errors), 422
    mail_reply(found, reply.text)
    if request.form.get("do") == "draft" and found.initiative_id:
        return redirect(url_for("editing.edit", initiative_id=found.initiative_id), 303)
    return redirect(url_for("answering.index", gedaan=number), 303)


Errors = dict[str, list[str]]


def _refuse(found: Proposal, reply: Answer) -> Errors:
    answers.refuse(found, reply)
    return {}


def _changed(found: Proposal, reply: Answer) -> Errors:
    if found.changes:
        version = found.initiative.version if found.initiative else 0
        if request.form.get("version", version, type=int) != version:
            return {"form": [gettext(MEANWHILE)]}
        answers.answer_changes(found, request.form.getlist("take"), reply)
        return {}
    right = request.form.get("right")
    if right not in {"1", "0"}:
        return {"right": [gettext(CHOOSE)]}
    answers.answer_report(found, reply, right=right == "1")
    return {}


def _gone(found: Proposal, reply: Answer) -> Errors:
    to = request.form.get("to", "")
    if to not in {"stay", *_steps(found)}:
        return {"to": [gettext(CHOOSE)]}
    answers.answer_gone(found, None if to == "stay" else Status(to), reply)
    return {}


def _unlist(found: Proposal, reply: Answer) -> Errors:
    if not reply.reason:
        return {"reason": [gettext(WHY)]}
    asked_by = read_typed(request.form, ("asked_by",))["asked_by"][:150]
    answers.answer_unlist(found, asked_by, reply)
    return {}


def _added(found: Proposal, reply: Answer) -> Errors:
    kind = request.form.get("kind", "")
    if kind and not taxonomy().get("kind", kind):
        return {"kind": [gettext(CHOOSE)]}
    listing = from_document(found.changes | {"kind": kind})
    draft = request.form.get("do") == "draft"
    answers.answer_addition(found, listing, Status.DRAFT if draft else Status.PUBLISHED, reply)
    return {}


STEPS = {
    Subject.CHANGED: _changed,
    Subject.OTHER: _changed,
    Subject.GONE: _gone,
    Subject.UNLIST: _unlist,
    Subject.NEW: _added,
}


def _mine(number: int, *, lock: bool = False) -> Proposal:
    """The proposal, if who is signed in answers for where it is."""
    found = proposal_by_id(number, lock=lock)
    if found.initiative:
        check(Permission.ANSWER_PROPOSALS, found.initiative)
        return found
    listing = from_document(found.changes | {"name": name_of(found)})
    scope = scope_at(each.municipality for each in listing.locations)
    if not allows(signed_in().held, Permission.ANSWER_PROPOSALS, scope):
        raise ForbiddenProblem(N_("Dit voorstel hoort niet bij jouw gebied."))
    return found


def _steps(found: Proposal) -> list[str]:
    """Where a listing can go that somebody says is gone."""
    status = Status(found.initiative.status) if found.initiative else Status.ARCHIVED
    return [to for to in (Status.ARCHIVED, Status.PAUSED) if to in NEXT[status]]


def _page(found: Proposal, errors: Errors | None = None) -> str:
    new = from_document(found.changes | {"name": name_of(found)}) if not found.initiative else None
    listing = latest_listing(found.initiative.id) if found.initiative else Listing(name="")
    return render_template(
        "answering/proposal.html",
        proposal=found,
        errors=errors or {},
        differences=differences(listing, found.changes) if found.initiative else [],
        new=new,
        shown=SHOWN,
        kinds=_kinds() if new else [],
        kind=request.form.get("kind", suggested(new).kind) if new else "",
        twins=twins_of(new)[:5] if new and found.status == ProposalStatus.NEW else [],
        steps=_steps(found),
        replies=replies_to(found),
        answered_by=names_of([found.answered_by])[found.answered_by],
    )


def _kinds() -> list[tuple[str, str]]:
    named = sorted((term.nl, term.code) for term in taxonomy().terms("kind"))
    return [("", gettext("weten we niet")), *((code, name) for name, code in named)]
