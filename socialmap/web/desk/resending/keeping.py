"""Save a form of the desk that comes from nobody, or from another person than it was shown to."""

from __future__ import annotations

from collections.abc import Sequence

from flask import (
    Blueprint,
    Request,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError

from socialmap.catalogue import drafts
from socialmap.catalogue.drafts import SENT
from socialmap.db import writes_anyhow
from socialmap.guards import current_person
from socialmap.people.models import Person
from socialmap.people.signed_links import make_owned_form, owned_form
from socialmap.web.page.errors import old_form_answer
from socialmap.web.pictures.bringing import BUTTONS, Brought, bring
from socialmap.wording import N_

# The hidden fields that say who filled a form in, and that it is sent for the second time.
SENDER, AGAIN = "sender", "again"
# How the name of the file of a picture ends; the rest is the field of its digest.
PICTURE_FILE = "_file"
NO_FILE = N_("Een bestand kunnen we niet bewaren. Kies het straks opnieuw.")
NO_PICTURE = N_("De foto of het logo is niet bewaard. %(why)s")
OURS = frozenset({SENDER, AGAIN, "csrf_token"})


def watch(pages: Blueprint) -> None:
    """Let no form of these pages be lost when its person was signed out."""
    pages.before_request(_lose_nothing)
    pages.register_error_handler(CSRFError, _on_old_form)


def sender() -> str:
    """The token in a form of the desk that says whose it is; "" outside the desk."""
    person = current_person() if request.path.startswith("/beheer") else None
    if person is None:
        return ""
    if "sender" not in g:
        g.sender = make_owned_form(person, SENT)
    return str(g.sender)


def _lose_nothing() -> ResponseReturnValue | None:
    """Save a form of somebody else than who is signed in; None for the own form of who is.

    If that form waited to be sent again, it waits no longer.
    """
    if request.method != "POST":
        return None
    here, owner = current_person(), _owner_of(request)
    if owner is not None and not is_here(owner):
        return _save(request, owner)
    if here is not None and request.form.get(AGAIN, "").startswith(SENT):
        writes_anyhow(_forget)(here.id, request.form[AGAIN])
    return None


def _on_old_form(_error: CSRFError) -> ResponseReturnValue:
    """Save a form that belongs to another session of its person than the one that sent it."""
    owner = _owner_of(request)
    return _save(request, owner) if owner else old_form_answer()


def is_here(owner: Person) -> bool:
    """Whether the person to whom a form was shown is the one who is signed in now."""
    here = current_person()
    return here is not None and here.id == owner.id


def _owner_of(request: Request) -> Person | None:
    """The person to whom the form was shown, however long ago they were signed out."""
    owned = owned_form(request.form.get(SENDER, ""))
    return owned[0] if owned and owned[1] == SENT else None


def _forget(person_id: int, subject: str) -> str:
    drafts.discard(person_id, subject)
    return ""


def _save(request: Request, owner: Person) -> ResponseReturnValue:
    """Save a form for its person, with its picture, and say to whoever is there how to go on.

    A form with another file is not saved: a browser cannot be given a file back.
    """
    files = {name: file for name, file in request.files.items() if file.filename}
    if not all(name.endswith(PICTURE_FILE) for name in files):
        return signed_out_page("", saved=False, troubles=[gettext(NO_FILE)])
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in OURS]
    troubles = []
    for name, file in files.items():
        brought = bring(file)
        fields = _with_picture(fields, name.removesuffix(PICTURE_FILE), brought)
        troubles += [gettext(NO_PICTURE, why=brought.error)] if brought.error else []
    subject = f"{SENT}{request.full_path.rstrip('?')}"
    return writes_anyhow(_answer)(owner, subject, fields, troubles)


def _with_picture(
    fields: list[tuple[str, str]], name: str, brought: Brought
) -> list[tuple[str, str]]:
    """The fields with a picture; without one its form only opens again, and saves nothing."""
    taken, put = (name, brought.digest) if brought.digest else ("do", BUTTONS[0])
    return [*(field for field in fields if field[0] != taken), (taken, put)]


def _answer(
    owner: Person, subject: str, fields: list[tuple[str, str]], troubles: list[str]
) -> ResponseReturnValue:
    drafts.save(owner.id, subject, 0, {"fields": fields})
    waiting = url_for("resending.index")
    if is_here(owner):
        for trouble in troubles:
            flash(trouble, "error")
        return redirect(waiting, 303)
    return signed_out_page(waiting, saved=True, troubles=troubles)


def signed_out_page(
    address: str, *, saved: bool, troubles: Sequence[str] = ()
) -> ResponseReturnValue:
    """The page for somebody who is signed out, with the way back to a form; "" without one.

    `troubles` say what was not saved.
    """
    page = render_template(
        "editing/_signed_out.html", address=address or None, saved=saved, troubles=troubles
    )
    return make_response(page, 403)
