"""Organisations at the desk: members may change their own listings without review."""

from __future__ import annotations

import uuid

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from socialmap.catalogue.actions import set_member
from socialmap.catalogue.organisations import (
    organisation_within,
    organisations_page,
)
from socialmap.db import writes
from socialmap.guards import actor, my_reach, needs
from socialmap.people.permissions import Permission
from socialmap.web.page.forms import one_line

blueprint = Blueprint("organisations", __name__, url_prefix="/beheer/organisaties")


@blueprint.get("")
@needs(Permission.ANSWER_PROPOSALS)
def index() -> ResponseReturnValue:
    """Show the organisations with initiatives within the person's reach, by name."""
    words = one_line(request.args.get("naam", "")[:100])
    number = request.args.get("pagina", 1, type=int)
    page = organisations_page(my_reach(Permission.ANSWER_PROPOSALS), words, number)
    return render_template("organisations/index.html", page=page, words=words)


@blueprint.post("/<uuid:organisation_id>")
@needs(Permission.ANSWER_PROPOSALS)
@writes
def trust(organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Make an organisation a member, or end its membership."""
    organisation = organisation_within(my_reach(Permission.ANSWER_PROPOSALS), organisation_id)
    set_member(organisation, request.form.get("member") == "1", actor())
    words = one_line(request.form.get("naam", "")[:100]) or None
    return redirect(url_for("organisations.index", naam=words), 303)
