"""A form that arrives after its person was signed out: what was typed is saved for them alone."""

from __future__ import annotations

from typing import Any

from flask import Request, flash, jsonify, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from socialmap.catalogue import drafts
from socialmap.db import writes_anyhow
from socialmap.errors import Problem
from socialmap.guards import current_person
from socialmap.people.models import Person
from socialmap.people.signed_links import owned_form
from socialmap.web.desk.editing.sheet import (
    sent_form,
    sent_version,
    with_picture,
)
from socialmap.web.desk.editing.unsaved import address_of_form, clock_of
from socialmap.web.desk.resending.keeping import is_here, signed_out_page
from socialmap.web.page.errors import old_form_answer
from socialmap.web.pictures.bringing import FILE, bring
from socialmap.wording import N_

OF_ANOTHER = N_("Op deze computer is nu iemand anders ingelogd. Wat je typte is bewaard.")
SIGNED_OUT = N_("Je bent uitgelogd. Wat je typte is bewaard.")
BACK = N_("Je was even uitgelogd. Wat je typte staat er nog. Bewaar het nu opnieuw.")


def after_signing_out(request: Request) -> ResponseReturnValue | None:
    """Answer a form that comes from nobody, or from another person than it was shown to.

    None when somebody is signed in whose form it is, or when a form does not say whose it is.
    """
    if request.method != "POST":
        return None
    owned = owned_form(request.form.get("owner", ""))
    return None if owned is None or is_here(owned[0]) else _save(request, *owned)


def after_another_session(request: Request) -> ResponseReturnValue:
    """Answer a form that belongs to another session of the person than the one that sent it."""
    owned = owned_form(request.form.get("owner", ""))
    return _save(request, *owned) if owned else old_form_answer()


def _save(request: Request, person: Person, subject: str) -> ResponseReturnValue:
    """Save what was typed for the person of a form, and say where it is to whoever is there."""
    try:
        form, version = sent_form(request.form), sent_version(request.form)
    except Problem:
        return signed_out_page(address_of_form(subject), saved=False)
    form = with_picture(form, bring(request.files.get(FILE)))
    in_form = request.endpoint != "editing.keep"
    return writes_anyhow(_answer)(person, subject, version, dict(form.values), in_form=in_form)


def _answer(
    person: Person, subject: str, version: int, values: dict[str, Any], *, in_form: bool
) -> ResponseReturnValue:
    draft = drafts.save(person.id, subject, version, values)
    address, still = address_of_form(subject), is_here(person)
    if not in_form and still:
        return jsonify(tekst=gettext("Je klad is bewaard om %(time)s.", time=clock_of(draft)))
    if not in_form:
        back = url_for("security.login", next=address)
        return jsonify(
            tekst=gettext(OF_ANOTHER if current_person() else SIGNED_OUT), inloggen=back
        ), 403
    if still:
        flash(gettext(BACK))
        return redirect(address, 303)
    return signed_out_page(address, saved=True)
