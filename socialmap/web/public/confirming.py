"""Does it still hold? Who got a magic link tells it of the own listings, without an account."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from socialmap.catalogue.actions import Change
from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.models import Initiative
from socialmap.catalogue.reasons import Code, because
from socialmap.db import writes
from socialmap.errors import ConflictProblem, NotFoundProblem
from socialmap.guards import everybody
from socialmap.language.personal import personal_data
from socialmap.mail import queue
from socialmap.proposals import actions as proposals
from socialmap.proposals.models import Origin, ProposalStatus
from socialmap.times.clock import today
from socialmap.upkeep import actions as confirming
from socialmap.upkeep.magic_links import address_of, linked_ids, make_link, open_link
from socialmap.web.letters.rendering import letter, page_url
from socialmap.web.page.forms import Errors, one_line, translated
from socialmap.web.public.contributions import read_changes, read_typed
from socialmap.web.public.proposals import PERSONAL
from socialmap.wording import N_

blueprint = Blueprint("confirming", __name__, url_prefix="/nagaan")

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
# What was done, told on the page after it: in the address, for there is no cookie.
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


@blueprint.after_request
def keep_secret(response: Response) -> Response:
    """The address is the key: it goes to no other site, no cache and no search engine."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.before_request
def refuse_other_sites() -> None:
    """Refuse a form that another site sent; without a referrer, browsers tell no origin."""
    other = request.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"}
    if other and request.method == "POST":
        abort(403)


@blueprint.get("/<token>")
@everybody
def index(token: str) -> ResponseReturnValue:
    """Show the listings that the link is for, each with what can be said of it."""
    opened = open_link(token)
    done = gettext(DONE[code]) if (code := request.args.get("klaar", "")) in DONE else ""
    page = render_template("confirming/index.html", opened=opened, token=token, done=done)
    return page, 410 if opened.expired else 200


@blueprint.post("/<token>/klopt")
@everybody
@writes
def confirm(token: str) -> ResponseReturnValue:
    """Keep that one listing, or all of them, are still right."""
    opened = open_link(token)
    slug = request.form.get("slug", "")
    meant = [opened.initiative(slug)] if slug else list(opened.initiatives)
    for each in meant:
        change = Change(actor=actor_of(each), reason=because(Code.INITIATIVE_RIGHT))
        confirming.confirm([each.id], change, today(), how="link")
    return _back(token, "klopt" if meant else "")


@blueprint.get("/<token>/<slug:slug>/anders")
@everybody
def change(token: str, slug: str) -> ResponseReturnValue:
    """Ask what is different."""
    return _change_page(token, open_link(token).initiative(slug), {})


@blueprint.post("/<token>/<slug:slug>/anders")
@everybody
@writes
def make_change(token: str, slug: str) -> ResponseReturnValue:
    """Pass on what is different; of a trusted organisation it goes on the map at once."""
    initiative = open_link(token).initiative(slug)
    text = one_line(request.form.get("text", ""))[: proposals.LONGEST_TEXT]
    changes, errors = read_changes(read_typed(request.form, FIELDS), latest_listing(initiative.id))
    if found := [kind for kind in personal_data(text) if kind in {"bsn", "birth"}]:
        errors["text"] = [gettext(PERSONAL[kind]) for kind in found]
    if not (changes or text or errors):
        errors["hours"] = [gettext("Vul in wat er anders is.")]
    if errors:
        return _change_page(token, initiative, errors), 422
    proposal = proposals.propose_changes(
        initiative, changes, Origin.INITIATIVE, text=text, actor=actor_of(initiative)
    )
    live = proposal.status == ProposalStatus.ACCEPTED
    return _back(token, ("veranderd" if proposal.accepted else "gelijk") if live else "doorgegeven")


@blueprint.get("/<token>/<slug:slug>/stoppen")
@everybody
def stop(token: str, slug: str) -> ResponseReturnValue:
    """Ask whether it stops for a time, or for good."""
    return _stop_page(token, open_link(token).initiative(slug), {})


@blueprint.post("/<token>/<slug:slug>/stoppen")
@everybody
@writes
def make_stop(token: str, slug: str) -> ResponseReturnValue:
    """Take it off the map, until a day or for good."""
    initiative = open_link(token).initiative(slug)
    what = request.form.get("what", "")
    if what == "weg":
        told = Change(actor=actor_of(initiative), reason=because(Code.INITIATIVE_GONE))
        confirming.report_gone(initiative, told, today())
        return _back(token, "weg")
    if what != "pauze":
        errors = {"what": [gettext("Kies wat er aan de hand is.")]}
        return _stop_page(token, initiative, errors), 422
    told = Change(actor=actor_of(initiative), reason=because(Code.INITIATIVE_PAUSED))
    try:
        confirming.pause(initiative, _day(request.form.get("until", "")), told, today())
    except (ConflictProblem, ValueError):
        errors = {"until": [gettext("Kies een dag die nog komt, of laat het leeg.")]}
        return _stop_page(token, initiative, errors), 422
    return _back(token, "pauze")


@blueprint.post("/<token>/<slug:slug>/terug")
@everybody
@writes
def resume(token: str, slug: str) -> ResponseReturnValue:
    """Put it back on the map: it is there again, and right."""
    initiative = open_link(token).initiative(slug)
    told = Change(actor=actor_of(initiative), reason=because(Code.INITIATIVE_BACK))
    confirming.resume(initiative, told)
    confirming.confirm([initiative.id], told, today(), how="link")
    return _back(token, "terug")


@blueprint.post("/<token>/nieuw")
@everybody
@writes
def renew(token: str) -> ResponseReturnValue:
    """Mail a new link in the place of one that expired, to the address that is known now."""
    opened = open_link(token)
    address = address_of(opened) if opened.expired else ""
    if not address:
        raise NotFoundProblem(N_("Deze link werkt niet (meer). Vraag om een nieuwe."))
    fresh = make_link(opened.link.recipient, linked_ids(opened))
    key = f"link:{opened.link.id}:{today().isoformat()}"
    queue(address, *letter("link", address=page_url("confirming.index", token=fresh)), key=key)
    return _back(token, "link")


def actor_of(initiative: Initiative) -> str:
    """How history names who came by a link."""
    return f"initiative:{initiative.slug}"


def _back(token: str, done: str) -> ResponseReturnValue:
    return redirect(url_for("confirming.index", token=token, klaar=done or None), 303)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _change_page(token: str, initiative: Initiative, errors: Errors) -> str:
    return render_template(
        "confirming/change.html",
        token=token,
        initiative=initiative,
        errors=errors,
        typed=request.form,
        labels=translated(LABELS),
    )


def _stop_page(token: str, initiative: Initiative, errors: Errors) -> str:
    return render_template(
        "confirming/stop.html",
        token=token,
        initiative=initiative,
        errors=errors,
        typed=request.form,
        labels=translated(LABELS),
    )
