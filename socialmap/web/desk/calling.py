"""The phone list at the desk: which initiatives to call, what to ask, and what they answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from socialmap.catalogue.fields import FIELD_GROUPS
from socialmap.catalogue.freshness import Freshness, group_standing
from socialmap.catalogue.models import Initiative
from socialmap.catalogue.waiting import MOST
from socialmap.db import writes
from socialmap.guards import actor, check, my_reach, needs
from socialmap.people.permissions import Permission
from socialmap.proposals.actions import LONGEST_TEXT
from socialmap.times.clock import today
from socialmap.upkeep import actions as confirming
from socialmap.upkeep import calls as calling
from socialmap.upkeep.due import why_unreachable
from socialmap.upkeep.magic_links import recipients, revoke
from socialmap.upkeep.models import CallOutcome
from socialmap.upkeep.reminders import Why
from socialmap.web.letters.reminders import warn
from socialmap.web.page.filters import day
from socialmap.web.page.forms import Errors, one_line, too_long, translated
from socialmap.web.public.contributions import personal_errors
from socialmap.wording import N_

blueprint = Blueprint("calling", __name__, url_prefix="/beheer/bellen")
ANSWERS: dict[str, str] = {
    CallOutcome.RIGHT: N_("Alles klopt"),
    CallOutcome.CHANGED: N_("Er is iets veranderd"),
    CallOutcome.GONE: N_("Het is er niet meer"),
    CallOutcome.UNREACHED: N_("Niet bereikt"),
}
NOTICES: dict[CallOutcome, str] = {
    CallOutcome.RIGHT: N_("Opgeschreven: %(name)s klopt vandaag nog."),
    CallOutcome.CHANGED: N_("Opgeschreven. Bij Voorstellen zet je het op de kaart."),
    CallOutcome.GONE: N_("%(name)s staat niet meer op de kaart. Bij Voorstellen rond je het af."),
    CallOutcome.UNREACHED: N_("Opgeschreven: niet bereikt. Probeer het later nog eens."),
}
# Why mail does not reach an initiative.
UNREACHABLE: dict[Why, str] = {
    Why.NO_ADDRESS: N_("Er is geen mailadres."),
    Why.MADE_UP: N_("Het mailadres is verzonnen."),
    Why.DEAD: N_("Mail komt niet aan."),
    Why.OPTED_OUT: N_("Ze willen geen mail."),
}
# The question to ask about each group of fields.
QUESTIONS: dict[str, str] = {
    "what": N_("Is het nog hetzelfde, en voor dezelfde mensen?"),
    "times": N_("Kloppen de dagen en tijden? Ook in vakanties?"),
    "place": N_("Is het nog op dezelfde plek? Kom je er zonder drempels in?"),
    "contact": N_("Kloppen het telefoonnummer, het mailadres en de website?"),
    "threshold": N_("Kan iedereen zomaar binnenlopen? Wat kost het?"),
}


@blueprint.get("")
@needs(Permission.CALL)
def index() -> ResponseReturnValue:
    """Show the initiatives to call that the signed-in person answers for."""
    number = request.args.get("pagina", 1, type=int)
    page = calling.calls_page(today(), my_reach(Permission.CALL).ids(), number)
    first = (page.number - 1) * calling.PER_PAGE + 1
    return render_template("calling/index.html", page=page, first=first, why=why, most=MOST)


@blueprint.get("/<slug:slug>")
@needs(Permission.CALL)
def ask(slug: str) -> ResponseReturnValue:
    """Show the questions to ask about one listing, beside what the map says."""
    return _ask_page(check(Permission.CALL, calling.initiative_to_call(slug)), request.form, {})


@blueprint.post("/<slug:slug>")
@needs(Permission.CALL)
@writes
def note(slug: str) -> ResponseReturnValue:
    """Save the answer that the initiative gave, or that it could not be reached."""
    initiative = check(Permission.CALL, calling.initiative_to_call(slug))
    code = request.form.get("answer", "")
    text = one_line(request.form.get("text", ""))
    errors: Errors = {}
    if code not in ANSWERS:
        errors["answer"] = [gettext("Kies wat je hoorde.")]
    elif code == CallOutcome.CHANGED and not text:
        errors["text"] = [gettext("Schrijf op wat er veranderd is.")]
    errors |= too_long("text", text, LONGEST_TEXT)
    if personal := personal_errors(text):
        errors["text"] = personal
    if errors:
        return _ask_page(initiative, request.form, errors), 422
    answer = CallOutcome(code)
    calling.note_call(initiative, answer, actor(), today(), text)
    flash(gettext(NOTICES[answer], name=initiative.name))
    return redirect(url_for("calling.index"), 303)


@blueprint.post("/<slug:slug>/verbergen")
@needs(Permission.CALL)
@writes
def hide(slug: str) -> ResponseReturnValue:
    """Plan the day on which a listing leaves the map and mail a warning, or withdraw that plan."""
    initiative = check(Permission.CALL, calling.initiative_to_call(slug))
    if request.form.get("keep"):
        confirming.cancel_hiding(initiative)
        flash(gettext("%(name)s blijft op de kaart.", name=initiative.name))
        return redirect(url_for("calling.index"), 303)
    on = today() + calling.WARNED_FOR
    confirming.plan_hiding(initiative, on)
    if not warn(initiative, on):
        flash(
            gettext(
                "Een mail om te waarschuwen kan niet: mail bereikt %(name)s niet.",
                name=initiative.name,
            )
        )
    flash(gettext("%(name)s gaat op %(date)s van de kaart.", name=initiative.name, date=day(on)))
    return redirect(url_for("calling.index"), 303)


@blueprint.post("/<slug:slug>/links")
@needs(Permission.CALL)
@writes
def withdraw(slug: str) -> ResponseReturnValue:
    """Withdraw the links in mails about a listing, and about others of its organisation."""
    initiative = check(Permission.CALL, calling.initiative_to_call(slug))
    for recipient in recipients(initiative):
        revoke(recipient)
    flash(gettext("De links in de mails over %(name)s werken niet meer.", name=initiative.name))
    return redirect(url_for("calling.ask", slug=slug), 303)


def why(entry: calling.ToCall) -> str:
    """Why a listing is on the phone list, in a sentence."""
    if not entry.reachable:
        return str(gettext(UNREACHABLE[why_unreachable(entry.initiative)]))
    return str(gettext("Geen antwoord op %(number)s mails.", number=entry.reminders))


def _ask_page(initiative: Initiative, typed: Mapping[str, str], errors: Errors) -> str:
    return render_template(
        "calling/ask.html",
        initiative=initiative,
        entry=calling.called(initiative),
        questions=[
            (gettext(QUESTIONS[group]), gettext(_asked(initiative, group)))
            for group in FIELD_GROUPS
        ],
        answers=translated(ANSWERS),
        labels={"answer": gettext("Wat hoorde je?"), "text": gettext("Wat is er anders?")},
        errors=errors,
        typed=typed,
        hides_on=today() + calling.WARNED_FOR,
    )


def _asked(initiative: Initiative, group: str) -> str:
    """Whether a group was asked about too long ago, or never; empty when it was lately."""
    confirmations: Any = initiative.confirmations
    fresh = group_standing(confirmations, initiative.kind, group)
    if fresh.confirmed_on is None:
        return N_("(nog niet gevraagd)")
    return "" if fresh.at(today()) == Freshness.UP_TO_DATE else N_("(lang niet gevraagd)")
