"""Is it still right? With a magic link an initiative answers for its own listings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from socialmap.catalogue.actions import Change
from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.models import Initiative
from socialmap.catalogue.reasons import Code, because
from socialmap.db import writes
from socialmap.errors import ConflictProblem, NotFoundProblem
from socialmap.guards import everybody
from socialmap.mail import queue
from socialmap.proposals import actions as proposals
from socialmap.proposals.models import ProposalStatus, Proposer
from socialmap.times.clock import today
from socialmap.upkeep import actions as confirming
from socialmap.upkeep.magic_links import address_of, linked_ids, make_link, open_link
from socialmap.web.letters.rendering import letter, page_url
from socialmap.web.page.forms import Errors, one_line, read_typed, too_long, translated
from socialmap.web.page.headers import keep_secret
from socialmap.web.public.contributions import personal_errors, read_changes
from socialmap.wording import N_

blueprint = Blueprint("confirming", __name__, url_prefix="/nagaan")
blueprint.after_request(keep_secret)

FIELDS = ("hours", "address", "reach", "cost")
LABELS = {
    "hours": N_("Tijden"),
    "address": N_("Adres"),
    "reach": N_("Telefoon, mailadres of website"),
    "cost": N_("Kosten"),
    "text": N_("Wat is er verder anders?"),
    "until": N_("Tot wanneer?"),
    "what": N_("Wat is er aan de hand?"),
}
# Notices on the next page, by their code in its URL: there is no session to flash them in.
DONE = {
    "klopt": N_("Dank je wel. We schrijven op dat het vandaag nog klopt."),
    "veranderd": N_("Dank je wel. Het staat al goed op de kaart."),
    "doorgegeven": N_("Dank je wel. Een coördinator kijkt ernaar en zet het op de kaart."),
    "gelijk": N_("Dit stond er al zo. Er is niets veranderd."),
    "pauze": N_("Het staat nu even niet op de kaart."),
    "weg": N_("Het staat niet meer op de kaart. Dank je wel dat je het zegt."),
    "terug": N_("Het staat weer op de kaart."),
    "link": N_("We hebben een nieuwe link gestuurd naar het adres dat we van jullie hebben."),
}


@blueprint.before_request
def refuse_other_sites() -> None:
    """Answer 403 to a form that another site sent; no referrer means no Origin to check."""
    other = request.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"}
    if other and request.method == "POST":
        abort(403)


@blueprint.get("/<token>")
@everybody
def index(token: str) -> ResponseReturnValue:
    """Show the listings of the link, each with what can be reported about it."""
    opened = open_link(token)
    done = gettext(DONE[code]) if (code := request.args.get("klaar", "")) in DONE else ""
    page = render_template("confirming/index.html", opened=opened, token=token, done=done)
    return page, 410 if opened.expired else 200


@blueprint.post("/<token>/klopt")
@everybody
@writes
def confirm(token: str) -> ResponseReturnValue:
    """Record that one listing, or all of them, are still right."""
    opened = open_link(token)
    slug = request.form.get("slug", "")
    initiatives = [opened.initiative(slug)] if slug else list(opened.initiatives)
    for initiative in initiatives:
        right = Change(actor=actor_of(initiative), reason=because(Code.INITIATIVE_RIGHT))
        confirming.confirm([initiative.id], right, today(), how="link")
    return _back(token, "klopt" if initiatives else "")


@blueprint.get("/<token>/<slug:slug>/anders")
@everybody
def change(token: str, slug: str) -> ResponseReturnValue:
    """Ask what is different."""
    return _form_page("confirming/change.html", token, open_link(token).initiative(slug), {}, {})


@blueprint.post("/<token>/<slug:slug>/anders")
@everybody
@writes
def make_change(token: str, slug: str) -> ResponseReturnValue:
    """Propose what is different; from a member organisation it goes on the map at once."""
    initiative = open_link(token).initiative(slug)
    text = one_line(request.form.get("text", ""))
    changes, errors = read_changes(read_typed(request.form, FIELDS), latest_listing(initiative.id))
    errors |= too_long("text", text, proposals.LONGEST_TEXT)
    if personal := personal_errors(text):
        errors["text"] = personal
    if not (changes or text or errors):
        errors["hours"] = [gettext("Vul in wat er anders is.")]
    if errors:
        page = _form_page("confirming/change.html", token, initiative, request.form, errors)
        return page, 422
    proposal = proposals.propose_changes(
        initiative, changes, Proposer.INITIATIVE, text=text, actor=actor_of(initiative)
    )
    live = proposal.status == ProposalStatus.ACCEPTED
    return _back(token, ("veranderd" if proposal.accepted else "gelijk") if live else "doorgegeven")


@blueprint.get("/<token>/<slug:slug>/stoppen")
@everybody
def stop(token: str, slug: str) -> ResponseReturnValue:
    """Ask whether it stops for a time, or for good."""
    return _form_page("confirming/stop.html", token, open_link(token).initiative(slug), {}, {})


@blueprint.post("/<token>/<slug:slug>/stoppen")
@everybody
@writes
def make_stop(token: str, slug: str) -> ResponseReturnValue:
    """Take a listing off the map, until a day or for good."""
    initiative = open_link(token).initiative(slug)
    what = request.form.get("what", "")
    if what == "weg":
        gone = Change(actor=actor_of(initiative), reason=because(Code.INITIATIVE_GONE))
        confirming.report_gone(initiative, gone, today())
        return _back(token, "weg")
    errors: Errors = {}
    if what == "pauze":
        paused = Change(actor=actor_of(initiative), reason=because(Code.INITIATIVE_PAUSED))
        try:
            confirming.pause(initiative, _day(request.form.get("until", "")), paused, today())
        except (ConflictProblem, ValueError):
            errors = {"until": [gettext("Kies een dag die nog komt, of laat het leeg.")]}
    else:
        errors = {"what": [gettext("Kies wat er aan de hand is.")]}
    if errors:
        page = _form_page("confirming/stop.html", token, initiative, request.form, errors)
        return page, 422
    return _back(token, "pauze")


@blueprint.post("/<token>/<slug:slug>/terug")
@everybody
@writes
def resume(token: str, slug: str) -> ResponseReturnValue:
    """Put a paused listing back on the map, and record that it is right."""
    initiative = open_link(token).initiative(slug)
    back = Change(actor=actor_of(initiative), reason=because(Code.INITIATIVE_BACK))
    confirming.resume(initiative, back)
    confirming.confirm([initiative.id], back, today(), how="link")
    return _back(token, "terug")


@blueprint.post("/<token>/nieuw")
@everybody
@writes
def renew(token: str) -> ResponseReturnValue:
    """Mail a new link in place of an expired one, to the present address of its recipient."""
    opened = open_link(token)
    address = address_of(opened) if opened.expired else ""
    if not address:
        raise NotFoundProblem(N_("Deze link werkt niet (meer). Vraag om een nieuwe."))
    renewed = make_link(opened.link.recipient, linked_ids(opened))
    key = f"link:{opened.link.id}:{today().isoformat()}"
    message = letter("link", address=page_url("confirming.index", token=renewed))
    queue(address, *message, key=key, about=opened.link.recipient)
    return _back(token, "link")


def actor_of(initiative: Initiative) -> str:
    """The actor of changes made through a magic link."""
    return f"initiative:{initiative.slug}"


def _back(token: str, done: str) -> ResponseReturnValue:
    return redirect(url_for("confirming.index", token=token, klaar=done or None), 303)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _form_page(
    template: str, token: str, initiative: Initiative, typed: Mapping[str, str], errors: Errors
) -> str:
    return render_template(
        template,
        token=token,
        initiative=initiative,
        errors=errors,
        typed=typed,
        labels=translated(LABELS),
    )
