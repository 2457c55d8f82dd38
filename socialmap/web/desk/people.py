"""Accounts at the desk: invite people, give and take roles, disable, and review the need."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from socialmap.catalogue.organisations import municipalities, organisations
from socialmap.config import current_settings
from socialmap.db import writes
from socialmap.errors import ConflictProblem, Problem
from socialmap.guards import actor, needs, signed_in
from socialmap.people import actions, audit, queries
from socialmap.people.models import Person
from socialmap.people.permissions import Held, Permission, Role, areas_of
from socialmap.places.municipalities import municipality_names
from socialmap.web.desk.role_words import MEANINGS, ROLE_NAMES
from socialmap.web.letters.account import invitation_link, send_invitation, send_notice
from socialmap.web.page.forms import Errors, too_long, translated
from socialmap.wording import N_

blueprint = Blueprint("people", __name__, url_prefix="/beheer/mensen")

LABELS = {
    "email": N_("Mailadres"),
    "name": N_("Naam"),
    "role": N_("Rol"),
    "area": N_("Gemeente"),
    "organisation": N_("Organisatie"),
}
MAILED = N_("De uitnodiging voor %(name)s is onderweg.")
NOT_MAILED = N_("De kaart stuurt geen mail. Geef deze link zelf door: %(where)s")
# How the form calls the whole map: nobody chooses that by leaving something out.
EVERYWHERE = "overal"
EVENTS = 20  # of the log, on the page of one person


@blueprint.get("")
@needs(Permission.MANAGE_PEOPLE)
def index() -> ResponseReturnValue:
    """Show the accounts, or with `nakijken=1` only those that are due for review."""
    everybody = queries.people()
    due = {person.id for person in everybody if queries.review_due(person)}
    only_due = request.args.get("nakijken") == "1"
    return render_template(
        "people/index.html",
        people=[person for person in everybody if person.id in due] if only_due else everybody,
        due=due,
        only_due=only_due,
        organisations=organisations(),
    )


@blueprint.get("/uitnodigen")
@needs(Permission.MANAGE_PEOPLE)
def invite() -> ResponseReturnValue:
    """Show the form of an invitation."""
    return _invite_page(request.form, {})


@blueprint.post("/uitnodigen")
@needs(Permission.MANAGE_PEOPLE)
@writes
def send() -> ResponseReturnValue:
    """Create the account and mail the invitation."""
    typed = request.form
    held, errors = read_role(typed)
    errors |= too_long("name", typed.get("name", "").strip(), actions.LONGEST_NAME)
    try:
        person = actions.invite(
            typed.get("email", ""),
            typed.get("name", ""),
            held or Held(Role.PROFESSIONAL),
            actor(),
        )
    except Problem as problem:
        errors["email"] = [gettext(problem.sentence, **problem.facts)]
    if errors:
        return _invite_page(typed, errors), 422
    _mail_invitation(person)
    return redirect(url_for("people.show", number=person.id), 303)


@blueprint.get("/<int:number>")
@needs(Permission.MANAGE_PEOPLE)
def show(number: int) -> ResponseReturnValue:
    """Show one account: its roles, its latest events, and what can be done with it."""
    return _show_page(number, request.form, {})


@blueprint.post("/<int:number>/rol")
@needs(Permission.MANAGE_PEOPLE)
@writes
def give(number: int) -> ResponseReturnValue:
    """Give a person a role."""
    person = queries.person_by_number(number)
    held, errors = read_role(request.form)
    if held is None:
        return _show_page(number, request.form, errors), 422
    actions.give_role(person, held, actor())
    return redirect(url_for("people.show", number=number), 303)


@blueprint.post("/<int:number>/rol/<int:grant>/weg")
@needs(Permission.MANAGE_PEOPLE)
@writes
def take(number: int, grant: int) -> ResponseReturnValue:
    """Take a role from a person."""
    actions.take_role(queries.person_by_number(number), grant, actor())
    return redirect(url_for("people.show", number=number), 303)


@blueprint.post("/<int:number>/nog-nodig")
@needs(Permission.MANAGE_PEOPLE)
@writes
def review(number: int) -> ResponseReturnValue:
    """Record that the account is still needed."""
    actions.review(queries.person_by_number(number), actor())
    to_list = request.form.get("back") == "list"
    page = url_for("people.index", nakijken=1) if to_list else url_for("people.show", number=number)
    return redirect(page, 303)


@blueprint.post("/<int:number>/dicht")
@needs(Permission.MANAGE_PEOPLE)
@writes
def disable(number: int) -> ResponseReturnValue:
    """Disable the account, and sign the person out everywhere."""
    actions.disable(_somebody_else(number), actor())
    return redirect(url_for("people.show", number=number), 303)


@blueprint.post("/<int:number>/open")
@needs(Permission.MANAGE_PEOPLE)
@writes
def enable(number: int) -> ResponseReturnValue:
    """Enable an account that was disabled."""
    actions.enable(queries.person_by_number(number), actor())
    return redirect(url_for("people.show", number=number), 303)


@blueprint.post("/<int:number>/tweede-stap-wissen")
@needs(Permission.MANAGE_PEOPLE)
@writes
def reset_second_factor(number: int) -> ResponseReturnValue:
    """Erase the second factor of a person, who then sets up a new one."""
    person = _somebody_else(number)
    actions.reset_second_factor(person, actor())
    send_notice(person, gettext("De beheerder wiste je codes en passkeys. Stel ze opnieuw in."))
    flash(gettext("%(name)s stelt de tweede stap opnieuw in.", name=_name(person)))
    return redirect(url_for("people.show", number=number), 303)


@blueprint.post("/<int:number>/opnieuw-uitnodigen")
@needs(Permission.MANAGE_PEOPLE)
@writes
def invite_again(number: int) -> ResponseReturnValue:
    """Mail a new invitation; the old one stops working."""
    person = queries.person_by_number(number)
    actions.invite_again(person, actor())
    _mail_invitation(person)
    return redirect(url_for("people.show", number=number), 303)


def read_role(typed: Mapping[str, str]) -> tuple[Held | None, Errors]:
    """The role in the form; None with what is wrong with it, per field."""
    errors: Errors = {}
    code = typed.get("role", "")
    role = Role(code) if code in set(Role) else None
    area = typed.get("area", "") if role == Role.COORDINATOR else ""
    organisation = typed.get("organisation", "") if role == Role.EDITOR else ""
    if role is None:
        errors["role"] = [gettext("Kies een rol.")]
    if role == Role.COORDINATOR and not area:
        errors["area"] = [gettext("Kies een gemeente, of kies dat het overal is.")]
    elif area and area != EVERYWHERE and area not in _areas():
        errors["area"] = [gettext("Kies een gemeente uit de lijst.")]
    ids = {str(organisation_id): organisation_id for organisation_id in organisations()}
    if role == Role.EDITOR and organisation not in ids:
        errors["organisation"] = [gettext("Kies de organisatie van deze redacteur.")]
    if role is None or errors:
        return None, errors
    return Held(role, "" if area == EVERYWHERE else area, ids.get(organisation)), {}


def _somebody_else(number: int) -> Person:
    person = queries.person_by_number(number)
    if person is signed_in():
        raise ConflictProblem(N_("Dit is je eigen account. Vraag het een andere beheerder."))
    return person


def _mail_invitation(person: Person) -> None:
    if current_settings().mail == "off":
        flash(gettext(NOT_MAILED, where=invitation_link(person)))
        return
    send_invitation(person, signed_in().name)
    flash(gettext(MAILED, name=_name(person)))


def _name(person: Person) -> str:
    return person.name or person.email


def _areas() -> list[str]:
    """The municipalities that a role can be for, also those without listings, sorted."""
    return sorted({*municipalities(), *municipality_names()})


def _choices(typed: Mapping[str, str]) -> dict[str, object]:
    """What the form of a role needs."""
    names = organisations()
    return {
        "roles": [
            (role.value, f"{gettext(name)}: {gettext(MEANINGS[role])}")
            for role, name in ROLE_NAMES.items()
        ],
        "areas": [
            ("", gettext("kies een gemeente")),
            (EVERYWHERE, gettext("overal")),
            *((name, name) for name in _areas()),
        ],
        "choices": [("", gettext("kies een organisatie")), *names.items()],
        "organisations": names,
        "labels": translated(LABELS),
        "typed": typed or {"area": _own_area()},
    }


def _own_area() -> str:
    """The municipality of the person who gives a role, if there is one: the area to begin with."""
    areas = areas_of(signed_in().held, Permission.SEE_DESK)
    return next(iter(areas)) if areas is not None and len(areas) == 1 else ""


def _invite_page(typed: Mapping[str, str], errors: Errors) -> str:
    return render_template("people/invite.html", errors=errors, **_choices(typed))


def _show_page(number: int, typed: Mapping[str, str], errors: Errors) -> str:
    person = queries.person_by_number(number)
    return render_template(
        "people/show.html",
        person=person,
        due=queries.review_due(person),
        events=audit.search(audit.AuditFilter(subject=person.actor), 1, EVENTS).items,
        errors=errors,
        **_choices(typed),
    )
