"""Claim an organisation: choose where the mail goes, and prove with its link to be the reader."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from socialmap.catalogue.models import Organisation
from socialmap.catalogue.organisations import organisation_by_slug, public_page
from socialmap.config import current_settings
from socialmap.db import writes
from socialmap.errors import ConflictProblem, NotFoundProblem, Problem
from socialmap.guards import everybody
from socialmap.organisations.claims import HIDDEN, ask, known_addresses, open_claim, prove
from socialmap.people import attempts
from socialmap.people.signed_links import make_invitation
from socialmap.web.letters.claims import send_claim
from socialmap.web.page.forms import Errors
from socialmap.web.page.headers import keep_secret
from socialmap.web.page.robots import make_token, refuse_other_sites, token_trouble
from socialmap.web.public.organisations import is_described
from socialmap.wording import N_

blueprint = Blueprint("claiming", __name__, url_prefix="/organisatie")
# The pages whose address holds a token. A form on such a page tells no server where it comes from.
SECRET = ("claiming.read", "claiming.use")
TOO_OFTEN = N_("We stuurden net al mails. Kijk of er een is aangekomen, of probeer het later.")
LOG_IN = N_("Gelukt. Je houdt nu ‘%(name)s’ bij. Log in om te beginnen.")
UNSEEN = N_("een adres dat alleen wij kennen")


@blueprint.after_request
def keep_links_secret(response: Response) -> Response:
    """Keep the address of a page with a token from other sites, caches and search engines."""
    return keep_secret(response) if request.endpoint in SECRET else response


@blueprint.get("/<slug:slug>/bijhouden")
@everybody
def new(slug: str) -> ResponseReturnValue:
    """Explain how an organisation looks after its own listings, and ask where the mail goes."""
    return _page(_organisation(slug), "", {})


@blueprint.post("/<slug:slug>/bijhouden")
@everybody
@writes
def send(slug: str) -> ResponseReturnValue:
    """Mail a link to one of the addresses that the register has for the organisation."""
    refuse_other_sites(request)
    organisation = _organisation(slug)
    sent = redirect(url_for("claiming.sent", slug=organisation.slug), 303)
    # Only a robot fills in a field that nobody sees; it learns nothing from the answer.
    if request.form.get("website"):
        return sent
    code = request.form.get("address", "")
    if trouble := token_trouble("claim", organisation.slug, request.form.get("token", "")):
        return _page(organisation, code, {"form": [trouble]}), 422
    account, peer = f"claim:{organisation.id}", request.remote_addr or ""
    if attempts.too_many("mail", account, peer):
        return _page(organisation, code, {"form": [gettext(TOO_OFTEN)]}), 429
    if not _mails():
        return _page(organisation, code, {}), 422
    try:
        claim, token = ask(organisation, code)
    except ConflictProblem as problem:
        return _page(organisation, code, {"address": [gettext(problem.sentence)]}), 422
    attempts.note("mail", account, peer)
    send_claim(claim, token)
    return sent


@blueprint.get("/<slug:slug>/bijhouden/verstuurd")
@everybody
def sent(slug: str) -> ResponseReturnValue:
    """Say that a mail is on its way, and what to do with it."""
    return render_template("claiming/sent.html", organisation=_organisation(slug))


@blueprint.get("/link/<token>")
@everybody
def read(token: str) -> ResponseReturnValue:
    """Show the button that proves a claim; opening the link changes nothing and uses nothing up."""
    try:
        claim = open_claim(token)
    except NotFoundProblem:
        return render_template("claiming/_too_late.html"), 410
    return render_template("claiming/read.html", claim=claim, token=token)


@blueprint.post("/link/<token>")
@everybody
@writes
def use(token: str) -> ResponseReturnValue:
    """Make the reader of the mail an editor of the organisation, and show the way in.

    The token is all the proof there is.
    """
    try:
        claim = open_claim(token, lock=True)
    except NotFoundProblem:
        return render_template("claiming/_too_late.html"), 410
    try:
        person = prove(claim)
    except Problem as problem:
        errors: Errors = {"form": [gettext(problem.sentence, **problem.facts)]}
        page = render_template("claiming/read.html", claim=claim, token=token, errors=errors)
        return page, 422
    if person.confirmed_at is None:
        return redirect(url_for("account.come_in", token=make_invitation(person)), 303)
    flash(gettext(LOG_IN, name=claim.organisation.name), "success")
    return redirect(url_for("security.login"), 303)


def _organisation(slug: str) -> Organisation:
    """The organisation with this slug that has a page for residents; or NotFoundProblem."""
    organisation = organisation_by_slug(slug)
    if not is_described(organisation) and not public_page(organisation.id).total:
        raise NotFoundProblem(N_("Deze organisatie staat niet (meer) op de kaart."))
    return organisation


def _mails() -> bool:
    return current_settings().mail != "off"


def _page(organisation: Organisation, code: str, errors: Errors) -> str:
    known = known_addresses(organisation) if _mails() else []
    choices = [
        (each.code, gettext(UNSEEN) if each.code == HIDDEN else each.masked) for each in known
    ]
    return render_template(
        "claiming/new.html",
        organisation=organisation,
        choices=choices,
        chosen=code or (choices[0][0] if len(choices) == 1 else ""),
        errors=errors,
        token=make_token("claim", organisation.slug),
    )
