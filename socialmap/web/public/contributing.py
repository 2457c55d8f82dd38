"""Propose an initiative for the map: open to everybody, and a form can be finished later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from socialmap.catalogue.listing import Listing
from socialmap.catalogue.models import Initiative, Status
from socialmap.catalogue.queries import initiatives
from socialmap.db import writes
from socialmap.duplicates.twins import twins_of
from socialmap.errors import NotFoundProblem
from socialmap.guards import everybody
from socialmap.mail import queue
from socialmap.proposals.actions import draft_of, propose_addition, save_draft
from socialmap.proposals.models import Proposal, Proposer
from socialmap.proposals.unlisted import stays_out
from socialmap.times.clock import today
from socialmap.web.letters.rendering import letter, page_url
from socialmap.web.page.forms import Errors, read_typed, translated
from socialmap.web.page.robots import Pace, make_token, refuse_other_sites, token_trouble
from socialmap.web.public.contributions import read_listing, read_mail
from socialmap.wording import N_

blueprint = Blueprint("contributing", __name__, url_prefix="/aanmelden")
pace = Pace()
FORM = "addition"
FIELDS = ("name", "description", "address", "hours", "cost", "reach", "own", "mail")
LABELS = {
    "name": N_("Hoe heet het?"),
    "description": N_("Wat is er te doen?"),
    "address": N_("Waar is het?"),
    "hours": N_("Wanneer kun je er terecht?"),
    "cost": N_("Wat kost het?"),
    "reach": N_("Hoe bereik je het?"),
    "mail": N_("Jouw mailadres"),
}
LONGEST_GIVEN = 200  # characters of a text that another page fills in
UNLISTED = N_(
    "Dit kunnen we niet zomaar op de kaart zetten. Ben je er zelf van? Neem dan contact met ons op."
)
GONE = N_("Dit formulier is er niet meer. Het is verstuurd, of het is ouder dan 30 dagen.")


@blueprint.get("")
@everybody
def new() -> ResponseReturnValue:
    """Show the form, with what somebody looked for in vain as `wat` and `waar` filled in."""
    looked_for = {"description": request.args.get("wat"), "address": request.args.get("waar")}
    return _page({name: text[:LONGEST_GIVEN] for name, text in looked_for.items() if text})


@blueprint.post("")
@everybody
@writes
def send() -> ResponseReturnValue:
    """Save a proposal, or show the form again with what to correct."""
    refuse_other_sites(request)
    return _take_in(request.form, request.remote_addr or "", "", None)


@blueprint.get("/verder/<token>")
@everybody
def go_on(token: str) -> ResponseReturnValue:
    """Show a draft as it was saved."""
    return _page(_draft(token).typed, token=token)


@blueprint.post("/verder/<token>")
@everybody
@writes
def send_draft(token: str) -> ResponseReturnValue:
    """Save a draft that somebody went on with, or send it."""
    refuse_other_sites(request)
    return _take_in(request.form, request.remote_addr or "", token, _draft(token))


@blueprint.get("/bedankt")
@everybody
def thanks() -> ResponseReturnValue:
    """Say thank you, and what happens now."""
    return render_template("contributing/thanks.html")


def _draft(token: str) -> Proposal:
    draft = draft_of(token)
    if draft is None:
        raise NotFoundProblem(GONE)
    return draft


def _take_in(
    form: Mapping[str, str], peer: str, token: str, draft: Proposal | None
) -> ResponseReturnValue:
    # Only a robot fills in a field that nobody sees; it learns nothing from the answer.
    if form.get("fax"):
        return redirect(url_for("contributing.thanks"), 303)
    typed = read_typed(form, FIELDS)
    if trouble := token_trouble(FORM, token, form.get("token", "")):
        return _page(typed, {"form": [trouble]}, token=token)
    if pace.is_too_fast(peer):
        abort(429)
    if form.get("todo") == "save":
        return _save(typed, token)
    listing, errors = read_listing(typed, today())
    mail = read_mail(typed, errors)
    if listing is None or errors:
        return _page(typed, errors, token=token)
    if stays_out(listing):
        return _page(typed, {"form": [gettext(UNLISTED)]}, token=token)
    twins = _twins(listing)
    if twins and not form.get("other"):
        return _page(typed, {}, token=token, twins=twins)
    origin = Proposer.INITIATIVE if typed["own"] else Proposer.VISITOR
    propose_addition(listing, email=mail, origin=origin, draft=draft)
    return redirect(url_for("contributing.thanks"), 303)


def _save(typed: dict[str, str], token: str) -> ResponseReturnValue:
    errors: Errors = {}
    address = read_mail(typed, errors)
    if errors:
        return _page(typed, errors, token=token)
    draft, draft_token = save_draft(typed | {"mail": address}, token)
    if address and not token:
        where = page_url("contributing.go_on", token=draft_token)
        message = letter("draft", title=typed["name"], address=where)
        queue(address, *message, key=f"draft:{draft.id}", about=f"proposal:{draft.id}")
    return redirect(url_for("contributing.go_on", token=draft_token, _anchor="bewaard"), 303)


def _twins(listing: Listing) -> list[Initiative]:
    """At most three published initiatives that are probably this listing, the likeliest first."""
    ids = [match.label.id for match in twins_of(listing)[:3]]
    rows = initiatives(ids)
    likely = [rows[initiative_id] for initiative_id in ids if initiative_id in rows]
    return [initiative for initiative in likely if initiative.status == Status.PUBLISHED]


def _page(
    typed: dict[str, str],
    errors: Errors | None = None,
    *,
    token: str = "",
    twins: list[Initiative] | None = None,
) -> Response:
    """The form with what was typed; no browser caches a page with a token in its URL."""
    context: dict[str, Any] = {
        "typed": typed,
        "errors": errors or {},
        "labels": translated(LABELS),
        "twins": twins or [],
        "draft": token,
        "form_token": make_token(FORM, token),
    }
    page = make_response(render_template("contributing/new.html", **context))
    page.status_code = 422 if errors or twins else 200
    if token:
        page.headers["Cache-Control"] = "no-store"
    return page
