"""Answer proposals of residents and initiatives: in whole, in part or not at all, and reply."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

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
from socialmap.proposals.parts import proposed_changes
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
from socialmap.web.page.forms import Errors, TooLongProblem, sent_reason, sent_text, translated
from socialmap.wording import N_

blueprint = Blueprint("answering", __name__, url_prefix="/beheer/voorstellen")
for helper in (field_name, words_of, words_of_all):
    blueprint.add_app_template_global(helper)
SUBJECT_NAMES: dict[str, str] = {
    Subject.CHANGED: N_("Er is iets veranderd"),
    Subject.GONE: N_("Dit is er niet meer"),
    Subject.OTHER: N_("Er is iets anders"),
    Subject.UNLIST: N_("Wil niet op de kaart staan"),
    Subject.NEW: N_("Nieuw initiatief"),
}
OUTCOMES: dict[str, str] = {
    ProposalStatus.NEW: N_("wacht op antwoord"),
    ProposalStatus.ACCEPTED: N_("overgenomen"),
    ProposalStatus.PARTLY: N_("voor een deel overgenomen"),
    ProposalStatus.REFUSED: N_("niet overgenomen"),
}
MEANWHILE = N_("Iemand heeft dit initiatief net gewijzigd. Kijk nog een keer wat je overneemt.")
CHOOSE = N_("Kies wat je doet.")
WHY = N_("Vul de reden in.")
LONGEST_REASON, LONGEST_NAME = 300, 150  # characters
# The fields of a proposed new listing that the page shows when they are filled in.
SHOWN = (
    "name", "summary", "description", "locations", "hours", "hours_text", "cost_amount",
    "cost_text", "free_of_charge", "phones", "email", "website",
)  # fmt: skip


@blueprint.context_processor
def words() -> dict[str, Any]:
    """What every template about proposals can use."""
    return {
        "subject_names": translated(SUBJECT_NAMES),
        "outcomes": translated(OUTCOMES),
        "name_of": name_of,
    }


@blueprint.get("")
@needs(Permission.ANSWER_PROPOSALS)
def index() -> ResponseReturnValue:
    """Show the open proposals, or the answered ones."""
    answered = request.args.get("toon") == "beantwoord"
    number = request.args.get("pagina", 1, type=int)
    page = proposals_page(my_reach(Permission.ANSWER_PROPOSALS), number, answered=answered)
    return render_template("answering/index.html", page=page, answered=answered)


@blueprint.get("/<int:number>")
@needs(Permission.ANSWER_PROPOSALS)
def proposal(number: int) -> ResponseReturnValue:
    """Show one proposal beside the listing as it is now."""
    return _page(_proposal_of_mine(number), request.form)


@blueprint.post("/<int:number>")
@needs(Permission.ANSWER_PROPOSALS)
@writes
def answer(number: int) -> ResponseReturnValue:
    """Take a proposal over, in part or not at all, and mail the proposer the reply."""
    proposal, typed = _proposal_of_mine(number, lock=True), request.form
    try:
        reply = Answer(
            actor=actor(),
            reason=sent_reason(typed, longest=LONGEST_REASON),
            text=sent_reply(proposal, typed),
            asked_on=today() if typed.get("confirmed") else None,
        )
        errors = _answer(proposal, reply, typed)
    except TooLongProblem as problem:
        errors = {problem.name: [gettext(problem.sentence, **problem.facts)]}
    if errors:
        return _page(proposal, typed, errors), 422
    mail_reply(proposal, reply.text)
    outcome = gettext(OUTCOMES[proposal.status])
    flash(
        gettext(
            "Klaar: het voorstel over %(name)s is %(outcome)s.",
            name=name_of(proposal),
            outcome=outcome,
        ),
        "success",
    )
    if typed.get("do") == "draft" and proposal.initiative_id:
        return redirect(url_for("editing.edit", initiative_id=proposal.initiative_id), 303)
    return redirect(url_for("answering.index"), 303)


def _answer(proposal: Proposal, reply: Answer, typed: MultiDict[str, str]) -> Errors:
    """Answer as the form says; return what is wrong with the form, per field."""
    refusing = typed.get("do") == "refuse"
    if trouble := reply_trouble(proposal, typed, refusing=refusing):
        return {"canned": [trouble]}
    try:
        if refusing:
            answers.refuse(proposal, reply)
            return {}
        return STEPS[Subject(proposal.subject)](proposal, reply, typed)
    except TooLongProblem:
        raise
    except Problem as problem:
        return {"form": [gettext(problem.sentence, **problem.facts)]}


def _changed(proposal: Proposal, reply: Answer, typed: MultiDict[str, str]) -> Errors:
    if proposal.changes:
        version = proposal.initiative.version if proposal.initiative else 0
        if typed.get("version", version, type=int) != version:
            return {"form": [gettext(MEANWHILE)]}
        answers.answer_changes(proposal, typed.getlist("take"), reply)
        return {}
    right = typed.get("right")
    if right not in {"1", "0"}:
        return {"right": [gettext(CHOOSE)]}
    answers.answer_report(proposal, reply, right=right == "1")
    return {}


def _gone(proposal: Proposal, reply: Answer, typed: MultiDict[str, str]) -> Errors:
    to = typed.get("to", "")
    if to not in {"stay", *_steps(proposal)}:
        return {"to": [gettext(CHOOSE)]}
    answers.answer_gone(proposal, None if to == "stay" else Status(to), reply)
    return {}


def _unlist(proposal: Proposal, reply: Answer, typed: MultiDict[str, str]) -> Errors:
    if not reply.reason:
        return {"reason": [gettext(WHY)]}
    asked_by = sent_text(typed, "asked_by", LONGEST_NAME)
    answers.answer_unlist(proposal, asked_by, reply)
    return {}


def _added(proposal: Proposal, reply: Answer, typed: MultiDict[str, str]) -> Errors:
    kind = typed.get("kind", "")
    if kind and not taxonomy().get("kind", kind):
        return {"kind": [gettext(CHOOSE)]}
    listing = from_document(proposal.changes | {"kind": kind})
    status = Status.DRAFT if typed.get("do") == "draft" else Status.PUBLISHED
    answers.answer_addition(proposal, listing, status, reply)
    return {}


STEPS = {
    Subject.CHANGED: _changed,
    Subject.OTHER: _changed,
    Subject.GONE: _gone,
    Subject.UNLIST: _unlist,
    Subject.NEW: _added,
}


def _proposal_of_mine(number: int, *, lock: bool = False) -> Proposal:
    """The proposal; raise ForbiddenProblem if the person does not answer for where it is."""
    proposal = proposal_by_id(number, lock=lock)
    if proposal.initiative:
        check(Permission.ANSWER_PROPOSALS, proposal.initiative)
        return proposal
    scope = scope_at(location.municipality for location in _proposed(proposal).locations)
    if not allows(signed_in().held, Permission.ANSWER_PROPOSALS, scope):
        raise ForbiddenProblem(N_("Dit voorstel hoort niet bij jouw gebied."))
    return proposal


def _proposed(proposal: Proposal) -> Listing:
    """The listing that a proposal would add."""
    return from_document(proposal.changes | {"name": name_of(proposal)})


def _steps(proposal: Proposal) -> list[str]:
    """The statuses that a listing can get of which somebody reports that it is gone."""
    status = Status(proposal.initiative.status) if proposal.initiative else Status.ARCHIVED
    return [to for to in (Status.ARCHIVED, Status.PAUSED) if to in NEXT[status]]


def _page(proposal: Proposal, typed: Mapping[str, str], errors: Errors | None = None) -> str:
    new = None if proposal.initiative else _proposed(proposal)
    changed = (
        proposed_changes(latest_listing(proposal.initiative.id), proposal.changes)
        if proposal.initiative
        else []
    )
    return render_template(
        "answering/proposal.html",
        proposal=proposal,
        typed=typed,
        errors=errors or {},
        differences=changed,
        new=new,
        shown=SHOWN,
        kinds=_kinds() if new else [],
        kind=typed.get("kind", suggested(new).kind) if new else "",
        twins=twins_of(new)[:5] if new and proposal.status == ProposalStatus.NEW else [],
        steps=_steps(proposal),
        replies=replies_to(proposal),
        answered_by=names_of([proposal.answered_by])[proposal.answered_by],
    )


def _kinds() -> list[tuple[str, str]]:
    """The kinds to choose from, by name, after the choice of none."""
    kinds = sorted((term.nl, term.code) for term in taxonomy().terms("kind"))
    return [("", gettext("weten we niet")), *((code, name) for name, code in kinds)]
