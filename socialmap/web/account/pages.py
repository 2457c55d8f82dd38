"""The pages of one's own account, and the page behind the link of an invitation."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from socialmap.catalogue.organisations import organisations
from socialmap.db import writes
from socialmap.errors import Problem
from socialmap.guards import everybody, needs, signed_in
from socialmap.mail.actions import plain_address
from socialmap.people import actions, attempts, passwords, sign_ins, signed_links
from socialmap.people.models import Person
from socialmap.people.permissions import Permission
from socialmap.web.account.forms import peer
from socialmap.web.account.sessions import current_sign_in, enter
from socialmap.web.desk.menu import desk_menu
from socialmap.web.letters.account import send_new_address, send_notice
from socialmap.web.page.forms import Errors, sent_text, too_long
from socialmap.wording import N_

blueprint = Blueprint("account", __name__)

CHECK_MAIL = N_("We stuurden een mail naar %(address)s. Klik daarin op de link.")
NEW_ADDRESS = N_("Je hebt een nieuw mailadres. Log er nu mee in.")
OLD_LINK = N_("Deze link werkt niet meer.")
PERMISSION = Permission.OWN_ACCOUNT


@blueprint.get("/account")
@needs(PERMISSION)
def show() -> ResponseReturnValue:
    """Show the account, with its sessions and what can be changed."""
    person = signed_in()
    return render_template(
        "account/show.html",
        person=person,
        sessions=sign_ins.sessions_of(person),
        this=current_sign_in(),
        codes=len(person.mf_recovery_codes or ()),
        organisations=organisations(),
    )


@blueprint.get("/account/begin")
@needs(PERMISSION)
def begin() -> ResponseReturnValue:
    """Redirect to the first page of the desk that the person may open."""
    first = next(iter(desk_menu()), None)
    return redirect(url_for(first[0] if first else "account.show"))


@blueprint.get("/account/tweede-stap")
@needs(PERMISSION)
def second_factor() -> ResponseReturnValue:
    """Let a person choose a second factor: codes of an app, or a passkey."""
    return render_template("account/second_factor.html", person=signed_in())


@blueprint.post("/account/naam")
@needs(PERMISSION)
@writes
def rename() -> ResponseReturnValue:
    """Change the name."""
    actions.rename(signed_in(), sent_text(request.form, "name", actions.LONGEST_NAME))
    flash(gettext("Je naam is veranderd."))
    return redirect(url_for("account.show"), 303)


@blueprint.post("/account/overal-uitloggen")
@needs(PERMISSION)
@writes
def sign_out_everywhere() -> ResponseReturnValue:
    """End all sessions, this one too."""
    person = signed_in()
    actions.sign_out_everywhere(person, person.actor)
    session.clear()
    flash(gettext("Je bent overal uitgelogd."))
    return redirect(url_for("security.login"), 303)


@blueprint.post("/account/mailadres")
@needs(PERMISSION)
@writes
def ask_address() -> ResponseReturnValue:
    """Mail a link to the new address, to see whether it belongs to the person."""
    person = signed_in()
    address = plain_address(request.form.get("email", ""))
    if not attempts.too_many("mail", person.email, peer()):
        attempts.note("mail", person.email, peer())
        send_new_address(person, address)
    flash(gettext(CHECK_MAIL, address=address))
    return redirect(url_for("account.show"), 303)


@blueprint.get("/account/mailadres/<token>")
@everybody
def confirm_address(token: str) -> ResponseReturnValue:
    """Ask to confirm a new address: a mail program that opens links changes nothing."""
    claim = signed_links.new_address(token)
    if claim is None:
        raise Problem(OLD_LINK)
    _, address = claim
    return _private(render_template("account/confirm_address.html", token=token, address=address))


@blueprint.post("/account/mailadres/<token>")
@everybody
@writes
def move(token: str) -> ResponseReturnValue:
    """Move the account to the new address."""
    claim = signed_links.new_address(token, using=True)
    if claim is None:
        raise Problem(OLD_LINK)
    person, address = claim
    send_notice(person, gettext("Je account heeft een ander mailadres."))
    actions.move(person, address)
    session.clear()
    flash(gettext(NEW_ADDRESS))
    return redirect(url_for("security.login"), 303)


@blueprint.get("/uitnodiging/<token>")
@everybody
def come_in(token: str) -> ResponseReturnValue:
    """Let an invited person choose: a password, or a passkey."""
    return _invitation(token)


@blueprint.post("/uitnodiging/<token>")
@everybody
@writes
def accept(token: str) -> ResponseReturnValue:
    """Sign an invited person in, with a new password or on the way to a passkey."""
    person = signed_links.invited(token, using=True)
    if person is None:
        return _invitation(token)
    by_passkey = request.form.get("means") == "passkey"
    name, password = request.form.get("name", ""), request.form.get("password", "")
    errors = _mistakes(person, name, None if by_passkey else password)
    if errors:
        return _invitation(token, name, errors)
    actions.accept(person, name, None if by_passkey else password)
    enter(person, "invitation", strong=False)
    page = "security.wan_register" if by_passkey else "account.begin"
    return redirect(url_for(page), 303)


def _mistakes(person: Person, name: str, password: str | None) -> Errors:
    """The errors in the name and the password of an invited person; None for no password."""
    errors = too_long("name", name.strip(), actions.LONGEST_NAME)
    if not name.strip():
        errors["name"] = [gettext("Vul je naam in.")]
    if password is not None and (
        sentence := passwords.trouble(password, (person.name, person.email, name))
    ):
        errors["password"] = [gettext(sentence)]
    return errors


def _invitation(
    token: str, name: str | None = None, errors: Errors | None = None
) -> ResponseReturnValue:
    """The page of an invitation; 410 when its link works no more, 422 when there are errors."""
    person = signed_links.invited(token)
    if person is None:
        return _private(render_template("account/_too_late.html"), 410)
    page = render_template(
        "account/come_in.html",
        token=token,
        person=person,
        name=person.name if name is None else name,
        errors=errors or {},
    )
    return _private(page, 422 if errors else 200)


def _private(page: str, status: int = 200) -> ResponseReturnValue:
    """The answer with a page whose address is secret: no referrer, and stored nowhere."""
    return page, status, {"Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}
