"""What is chosen for the platform at the desk, beside the settings of the server."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from socialmap.db import writes
from socialmap.errors import ForbiddenProblem
from socialmap.guards import actor, my_reach, needs
from socialmap.people.accounts import names_of
from socialmap.people.permissions import Permission
from socialmap.proposals.second_look import choice, choose
from socialmap.wording import N_

blueprint = Blueprint("setting_up", __name__, url_prefix="/beheer/instellingen")


def for_whole_platform() -> bool:
    """Whether the person chooses for the whole platform, not only for a municipality."""
    return my_reach(Permission.SET_UP).areas is None


@blueprint.get("")
@needs(Permission.SET_UP)
def index() -> ResponseReturnValue:
    """Show what can be chosen, and how it is now."""
    chosen = choice()
    return render_template(
        "setting_up/index.html",
        chosen=chosen,
        names=names_of([chosen.actor] if chosen.actor else []),
        mine=for_whole_platform(),
    )


@blueprint.post("/vier-ogen")
@needs(Permission.SET_UP)
@writes
def second_look() -> ResponseReturnValue:
    """Turn on or off that a second person looks before something is published."""
    if not for_whole_platform():
        raise ForbiddenProblem(N_("Dit geldt voor de hele kaart. Vraag het aan de beheerder."))
    on = request.form.get("do") == "aan"
    choose(actor(), on=on)
    flash(gettext("Vier ogen staat aan.") if on else gettext("Vier ogen staat uit."), "success")
    return redirect(url_for("setting_up.index"), 303)
