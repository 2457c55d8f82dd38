"""What a person sent while signed out, to send again or to throw away."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from socialmap.catalogue import drafts
from socialmap.catalogue.drafts import SENT, Draft
from socialmap.db import writes
from socialmap.errors import NotFoundProblem
from socialmap.guards import needs, signed_in
from socialmap.people.permissions import Permission
from socialmap.web.desk.editing.unsaved import clock_of
from socialmap.web.desk.resending.keeping import AGAIN, sender
from socialmap.wording import N_

blueprint = Blueprint("resending", __name__, url_prefix="/beheer/verder")
blueprint.add_app_template_global(sender)


@dataclass(frozen=True)
class SentForm:
    """A form that waits: the subject of its draft, when it was sent, and its fields."""

    subject: str
    time: str
    fields: list[tuple[str, str]]

    @property
    def address(self) -> str:
        """The address that the form is sent to."""
        return self.subject.removeprefix(SENT)

    @property
    def typed(self) -> list[str]:
        """The texts among the fields: those of more than one word."""
        return [value for _, value in self.fields if " " in value.strip()]


@blueprint.get("")
@needs(Permission.SEE_DESK)
def index() -> ResponseReturnValue:
    """Show what waits for the person who is signed in."""
    waiting = [_form_of(draft) for draft in drafts.sent_forms_of(signed_in().id)]
    return render_template("resending/index.html", waiting=waiting, again=AGAIN)


@blueprint.post("/weg")
@needs(Permission.SEE_DESK)
@writes
def discard() -> ResponseReturnValue:
    """Throw away one form that waits."""
    subject = request.form.get(AGAIN, "")
    if not subject.startswith(SENT):
        raise NotFoundProblem(N_("Dit formulier is er niet meer."))
    drafts.discard(signed_in().id, subject)
    return redirect(url_for("resending.index"), 303)


def _form_of(draft: Draft) -> SentForm:
    fields = [(str(name), str(value)) for name, value in draft.form["fields"]]
    return SentForm(draft.subject, clock_of(draft), fields)
