"""Organisations at the desk: the list, a page each, its form, what it proposes and its claims."""

from __future__ import annotations

import uuid

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from socialmap.catalogue.models import Organisation
from socialmap.catalogue.organisations import (
    former_names,
    listings_page,
    organisation_within,
    organisations_page,
    successor_of,
)
from socialmap.db import writes
from socialmap.errors import NotFoundProblem, Problem
from socialmap.guards import actor, may, my_reach, needs
from socialmap.organisations.actions import (
    OrganisationFacts,
    answer,
    change,
    facts_of,
    make,
    propose,
    proposed_facts,
    set_member,
)
from socialmap.organisations.claims import (
    agree,
    claim_by_number,
    claims_of,
    editors_of,
    refuse,
    take_back,
)
from socialmap.organisations.merging import mergers_into
from socialmap.organisations.models import ClaimStatus
from socialmap.people import audit
from socialmap.people.accounts import names_of
from socialmap.people.permissions import Permission
from socialmap.web.desk.editing.sheet import sent_version
from socialmap.web.desk.organisations.forms import (
    OrganisationForm,
    differences_of,
    opened_form,
    read_facts,
)
from socialmap.web.page.forms import one_line, read_typed
from socialmap.web.pictures.bringing import BUTTONS, bring_along, large_form, refused, with_logo
from socialmap.wording import N_

blueprint = Blueprint("organisations", __name__, url_prefix="/beheer/organisaties")
# What can be lacking, as the address has it.
FILTERS = {
    "": N_("alle"),
    "plekken": N_("zonder initiatieven"),
    "contact": N_("zonder contact"),
    "lid": N_("lid van het platform"),
    "voorstel": N_("met een voorstel"),
}
bring_along(blueprint, ("organisations.add", "organisations.save"), "logo_file", Permission.EDIT)
DECISIONS = {
    "akkoord": (ClaimStatus.PROVED, agree, N_("Opgeschreven: het is goed zo.")),
    "weiger": (ClaimStatus.ASKED, refuse, N_("De link in de mail werkt niet meer.")),
    "neem-terug": (
        ClaimStatus.PROVED,
        take_back,
        N_("Teruggenomen. Deze persoon kan bij deze organisatie niets meer wijzigen."),
    ),
}


@blueprint.get("")
@needs(Permission.EDIT)
def index() -> ResponseReturnValue:
    """Show the organisations within the person's reach, by name."""
    words = one_line(request.args.get("naam", "")[:100])
    lacking = request.args.get("toon", "")
    lacking = lacking if lacking in FILTERS else ""
    number = request.args.get("pagina", 1, type=int)
    return render_template(
        "organisations/index.html",
        page=organisations_page(my_reach(Permission.EDIT), words, lacking, number),
        words=words,
        lacking=lacking,
        choices=[(code, gettext(name)) for code, name in FILTERS.items()],
        asked={"naam": words, "toon": lacking},
    )


@blueprint.get("/nieuw")
@needs(Permission.ANSWER_PROPOSALS)
def new() -> ResponseReturnValue:
    """Show the form of a new organisation."""
    return _form(opened_form(None, OrganisationFacts(name="")))


@blueprint.post("/nieuw")
@needs(Permission.ANSWER_PROPOSALS)
@writes
def add() -> ResponseReturnValue:
    """Add an organisation, or show the form again with what is wrong."""
    typed = with_logo(request.form, g.brought)
    if typed.get("do") in BUTTONS:
        return _pressed(OrganisationForm(None, 0, typed, refused(g.brought)))
    facts, errors = read_facts(typed, g.brought)
    form = OrganisationForm(None, 0, typed, errors)
    if facts is None:
        return _form(form), 422
    try:
        organisation = make(facts, actor())
    except Problem as problem:
        return _again(form, problem)
    flash(gettext("‘%(name)s’ staat erbij.", name=organisation.name), "success")
    return redirect(url_for("organisations.show", organisation_id=organisation.id), 303)


@blueprint.get("/<uuid:organisation_id>")
@needs(Permission.EDIT)
def show(organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Show an organisation, or lead to the one that it was merged into."""
    reach = my_reach(Permission.EDIT)
    try:
        organisation = organisation_within(reach, organisation_id)
    except NotFoundProblem:
        if successor := successor_of(organisation_id):
            return redirect(url_for("organisations.show", organisation_id=successor))
        raise
    events = audit.about(f"organisation:{organisation.id}")
    coordinates = _coordinates(organisation)
    return render_template(
        "organisations/show.html",
        organisation=organisation,
        page=listings_page(organisation.id, reach, request.args.get("pagina", 1, type=int)),
        former=former_names(organisation.id),
        coordinates=coordinates,
        direct=coordinates or organisation.member,
        proposed=differences_of(organisation, proposed_facts(organisation)),
        claims=claims_of(organisation) if coordinates else (),
        editors=editors_of(organisation) if coordinates else (),
        mergers=mergers_into(organisation.id) if may(Permission.MERGE) else (),
        events=events,
        names=names_of(event.actor for event in events),
    )


@blueprint.get("/<uuid:organisation_id>/wijzig")
@needs(Permission.EDIT)
def edit(organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Show the form of an organisation, with what its own editors proposed before."""
    organisation = organisation_within(my_reach(Permission.EDIT), organisation_id)
    facts = facts_of if _changes_directly(organisation) else proposed_facts
    return _form(opened_form(organisation, facts(organisation)))


@blueprint.post("/<uuid:organisation_id>/wijzig")
@needs(Permission.EDIT)
@writes
def save(organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Change an organisation, or propose that when its editors may not do so themselves."""
    reach = my_reach(Permission.EDIT)
    organisation = organisation_within(reach, organisation_id, lock=True)
    typed, version = with_logo(request.form, g.brought), sent_version(request.form)
    if typed.get("do") in BUTTONS:
        return _pressed(OrganisationForm(organisation, version, typed, refused(g.brought)))
    facts, errors = read_facts(typed, g.brought, organisation)
    form = OrganisationForm(organisation, version, typed, errors)
    if facts is None:
        return _form(form), 422
    direct = _changes_directly(organisation)
    try:
        if direct:
            changed = change(organisation, facts, form.version, actor(), reach)
        else:
            changed = propose(organisation, facts, actor())
    except Problem as problem:
        return _again(form, problem)
    if not changed:
        flash(gettext("Er is niets veranderd."), "success")
    elif direct:
        flash(gettext("Bewaard."), "success")
    else:
        flash(gettext("Voorgesteld. Een coördinator kijkt ernaar."), "success")
    return redirect(url_for("organisations.show", organisation_id=organisation.id), 303)


@blueprint.post("/<uuid:organisation_id>")
@needs(Permission.ANSWER_PROPOSALS)
@writes
def trust(organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Make an organisation a member, or end its membership."""
    organisation = organisation_within(my_reach(Permission.ANSWER_PROPOSALS), organisation_id)
    set_member(organisation, request.form.get("member") == "1", actor())
    return redirect(url_for("organisations.show", organisation_id=organisation_id), 303)


@blueprint.post("/<uuid:organisation_id>/voorstel")
@needs(Permission.ANSWER_PROPOSALS)
@writes
def decide(organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Accept what the editors of an organisation propose, or not."""
    reach = my_reach(Permission.ANSWER_PROPOSALS)
    organisation = organisation_within(reach, organisation_id, lock=True)
    accept = request.form.get("do") == "accept"
    answer(organisation, actor(), reach, accept=accept)
    flash(gettext("Overgenomen.") if accept else gettext("Niet overgenomen."), "success")
    return redirect(url_for("organisations.show", organisation_id=organisation_id), 303)


@blueprint.post("/<uuid:organisation_id>/bijhouden/<int:number>")
@needs(Permission.ANSWER_PROPOSALS)
@writes
def decide_claim(organisation_id: uuid.UUID, number: int) -> ResponseReturnValue:
    """Agree to a claim, refuse it while its link is unused, or take it back afterwards."""
    reach = my_reach(Permission.ANSWER_PROPOSALS)
    organisation = organisation_within(reach, organisation_id, lock=True)
    decision = DECISIONS.get(request.form.get("do", ""))
    if decision is None:
        raise Problem(N_("Kies wat je wilt doen."))
    status, act, done = decision
    act(claim_by_number(organisation, number, status), actor())
    flash(gettext(done), "success")
    return redirect(url_for("organisations.show", organisation_id=organisation_id), 303)


def _coordinates(organisation: Organisation) -> bool:
    """Whether the person answers for an organisation as a coordinator, and not as its editor."""
    if not may(Permission.ANSWER_PROPOSALS):
        return False
    try:
        organisation_within(my_reach(Permission.ANSWER_PROPOSALS), organisation.id)
    except NotFoundProblem:
        return False
    return True


def _changes_directly(organisation: Organisation) -> bool:
    """Whether the person changes an organisation, and does not only propose that."""
    return organisation.member or _coordinates(organisation)


def _pressed(form: OrganisationForm) -> ResponseReturnValue:
    """The form after a button of its logo; nothing is saved yet."""
    return _form(form), 422 if form.errors else 200


def _form(form: OrganisationForm) -> str:
    organisation = form.organisation
    direct = organisation is None or _changes_directly(organisation)
    return render_template("organisations/edit.html", form=form, direct=direct, large=large_form())


def _again(form: OrganisationForm, problem: Problem) -> ResponseReturnValue:
    """The form with what was typed and a problem: at the name, or above it after a conflict."""
    conflict = problem.status == 409
    sentence = gettext(problem.sentence, **problem.facts)
    errors = {"form" if conflict else "name": [sentence]}
    organisation = form.organisation
    version = organisation.version if organisation and conflict else form.version
    typed = read_typed(form.typed, form.labels)
    again = OrganisationForm(organisation, version, typed, errors)
    return _form(again), 409 if conflict else 422
