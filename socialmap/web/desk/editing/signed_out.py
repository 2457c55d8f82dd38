"""A form that arrives after its person was signed out: what was typed is saved for them alone."""

from __future__ import annotations

from typing import Any

from flask import Request, flash, jsonify, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from socialmap.catalogue import drafts
from socialmap.db import writes_anyhow
from socialmap.errors import Problem
from socialmap.guards import current_person
from socialmap.people.models import Person
from socialmap.people.signed_links import owned_form
from socialmap.web.desk.editing.sheet import (
    address_of_form,
    clock_of,
    sent_form,
    sent_version,
    with_picture,
)
from socialmap.web.page.errors import error_answer
from socialmap.web.pictures.bringing import FILE, bring
from socialmap.wording import N_

OF_ANOTHER = N_("Op deze computer is nu iemand anders ingelogd. Wat je typte is bewaard.")
SIGNED_OUT = N_("Je bent uitgelogd. Wat je typte is bewaard.")
BACK = N_("Je was even uitgelogd. Wat je typte staat er nog. Bewaar het nu opnieuw.")
OLD_PAGE = N_("Deze pagina stond te lang open. Ga terug, ververs de pagina en probeer het opnieuw.")


def after_signing_out(request: Request) -> ResponseReturnValue | None:
    """Answer a form that comes from nobody, or from another person than it was shown to.

    None when somebody is signed in whose form it is, or when a form does not say whose it is.
    """
    if request.method != "POST":
        return None
    person, owned = current_person(), owned_form(request.form.get("owner", ""))
    if owned is None or (person is not None and owned[0].id == person.id):
        return None
    return _save(request, *owned)


def after_another_session(request: Request) -> ResponseReturnValue:
    """Answer a form that belongs to another session of the person than the one that sent it."""
    owned = owned_form(request.form.get("owner", ""))
    return _save(request, *owned) if owned else error_answer(400, gettext(OLD_PAGE))


def _save(request: Request, person: Person, subject: str) -> ResponseReturnValue:
    """Save what was typed for the person of a form, and say where it is to whoever is there."""
    try:
        form, version = sent_form(request.form), sent_version(request.form)
    except Problem:
        return _page(address_of_form(subject), saved=False)
    form = with_picture(form, bring(request.files.get(FILE)))
    in_form = request.endpoint != "editing.keep"
    return writes_anyhow(_answer)(person, subject, version, dict(form.values), in_form=in_form)


def _answer(
    person: Person, subject: str, version: int, values: dict[str, Any], *, in_form: bool
) -> ResponseReturnValue:
    draft = drafts.save(person.id, subject, version, values)
    address, here = address_of_form(subject), current_person()
    still = here is not None and here.id == person.id
    if not in_form and still:
        return jsonify(tekst=gettext("Je klad is bewaard om %(time)s.", time=clock_of(draft)))
    if not in_form:
        back = url_for("security.login", next=address)
        return jsonify(tekst=gettext(OF_ANOTHER if here else SIGNED_OUT), inloggen=back), 403
    if still:
        flash(gettext(BACK))
        return redirect(address, 303)
    return _page(address, saved=True)


def _page(address: str, *, saved: bool) -> ResponseReturnValue:
    """The page for somebody who is signed out, with the way back to a form."""
    page = render_template("editing/_signed_out.html", address=address or None, saved=saved)
    return make_response(page, 403)
