"""What organisations want of mail, at the desk: where, in which language, or none at all."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from socialmap.catalogue.models import Organisation
from socialmap.catalogue.organisations import organisation_within
from socialmap.db import writes
from socialmap.errors import Problem
from socialmap.guards import actor, my_reach, needs
from socialmap.people.permissions import Permission
from socialmap.upkeep.choices import change_contact, contact_of
from socialmap.upkeep.opting_out import ONE_CLICK, mail_again, opt_outs
from socialmap.web.letters.rendering import WRITTEN_IN, language_for
from socialmap.web.page.forms import Errors, one_line, sent_text, too_long
from socialmap.web.page.labels import language_name
from socialmap.wording import LANGUAGES, N_

blueprint = Blueprint("mail_wishes", __name__, url_prefix="/beheer/herinneringen")
LONGEST_WISH, LONGEST_ADDRESS = 200, 254  # characters
HOW = {ONE_CLICK: N_("met één klik in het mailprogramma")}


@blueprint.get("/geen-mail")
@needs(Permission.CHOOSE_REMINDERS)
def refusals() -> ResponseReturnValue:
    """Show who wants no mail, since when and why."""
    return _refusals_page({}, 0, "")


@blueprint.post("/geen-mail/<int:number>")
@needs(Permission.CHOOSE_REMINDERS)
@writes
def again(number: int) -> ResponseReturnValue:
    """Mail somebody again, who asked for it."""
    wish = sent_text(request.form, "wish", LONGEST_WISH)
    reach = my_reach(Permission.CHOOSE_REMINDERS)
    try:
        mail_again(reach, number, wish, actor())
    except Problem as problem:
        if problem.status != Problem.status:
            raise
        wrong = {f"wish-{number}": [gettext(problem.sentence, **problem.facts)]}
        return _refusals_page(wrong, number, wish), 422
    flash(gettext("Opgeschreven. Ze krijgen weer mail."))
    return redirect(url_for("mail_wishes.refusals"), 303)


@blueprint.get("/organisatie/<uuid:organisation_id>")
@needs(Permission.CHOOSE_REMINDERS)
def contact(organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Ask where an organisation wants its mail, and in which language."""
    asked = contact_of(_organisation(organisation_id).id)
    typed = {"address": asked.address, "language": asked.language}
    return _contact_page(organisation_id, typed, {})


@blueprint.post("/organisatie/<uuid:organisation_id>")
@needs(Permission.CHOOSE_REMINDERS)
@writes
def change(organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Save where an organisation wants its mail, and in which language."""
    organisation = _organisation(organisation_id)
    address = one_line(request.form.get("address", ""))
    language = request.form.get("language", WRITTEN_IN)
    if long := too_long("address", address, LONGEST_ADDRESS):
        return _contact_page(organisation_id, request.form, long), 422
    try:
        change_contact(organisation.id, address, language, actor())
    except Problem as problem:
        name = "address" if language in LANGUAGES else "language"
        wrong: Errors = {name: [gettext(problem.sentence, **problem.facts)]}
        return _contact_page(organisation_id, request.form, wrong), 422
    flash(gettext("Bewaard voor %(name)s.", name=organisation.name))
    return redirect(url_for("mail_wishes.contact", organisation_id=organisation_id), 303)


def _organisation(organisation_id: uuid.UUID) -> Organisation:
    return organisation_within(my_reach(Permission.CHOOSE_REMINDERS), organisation_id)


def _refusals_page(errors: Errors, number: int, typed: str) -> str:
    label = gettext("Vroegen ze zelf om mail? Schrijf op wie, en hoe.")
    return render_template(
        "mail_wishes/refusals.html",
        rows=opt_outs(my_reach(Permission.CHOOSE_REMINDERS)),
        how=lambda row: gettext(HOW[row.how]) if row.how in HOW else "",
        errors=errors,
        typed={number: typed},
        label=label,
        labels={f"wish-{number}": label},
    )


def _contact_page(organisation_id: uuid.UUID, typed: Mapping[str, str], errors: Errors) -> str:
    language = typed.get("language", WRITTEN_IN)
    return render_template(
        "mail_wishes/contact.html",
        organisation=_organisation(organisation_id),
        typed=typed,
        errors=errors,
        labels={"address": gettext("Mailadres"), "language": gettext("Taal van de mail")},
        languages=[(code, language_name(code)) for code in LANGUAGES],
        language_words=language_name(language) if language in LANGUAGES else "",
        falls_back=language in LANGUAGES and language_for(language) != language,
    )
