"""What a file no longer has, at the desk: a list to archive from, to keep, or to ask about."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from werkzeug.datastructures import MultiDict

from socialmap.db import writes
from socialmap.guards import actor, may, needs
from socialmap.importing.uploads.models import Decision, Stage, Upload
from socialmap.importing.uploads.queries import merged_since
from socialmap.importing.uploads.vanished import (
    Vanished,
    archive,
    keep,
    mark_asked,
    rows_of,
    vanished_count,
    vanished_page,
)
from socialmap.people.permissions import Permission
from socialmap.web.desk.imports.plan import actor_names
from socialmap.web.desk.imports.reach import upload_of_mine
from socialmap.web.letters.asking import ask_whether_there
from socialmap.web.page.forms import translated
from socialmap.wording import N_

blueprint = Blueprint("vanished", __name__, url_prefix="/beheer/import")
DECISIONS = {
    Decision.KEPT: N_("blijft op de kaart"),
    Decision.ARCHIVED: N_("gearchiveerd"),
    Decision.ASKED: N_("gevraagd per mail"),
}
# How the form chooses: what is ticked, or all that nobody decided on.
EVERYTHING = "alles"


@blueprint.get("/<int:number>/niet-meer")
@needs(Permission.IMPORT)
def show(number: int) -> ResponseReturnValue:
    """Show what the file no longer has, and what was decided."""
    return _page(upload_of_mine(number), {}, request.args.get("pagina", 1, type=int))


@blueprint.post("/<int:number>/niet-meer")
@needs(Permission.IMPORT)
@writes
def decide(number: int) -> ResponseReturnValue:
    """Archive, keep or ask about what was chosen: one row, those with a tick, or all undecided."""
    upload = upload_of_mine(number)
    decision, _, one = request.form.get("besluit", "").partition(":")
    page = request.form.get("pagina", 1, type=int)
    numbers = _numbers(request.form, one)
    if decision not in set(Decision) or (numbers is not None and not numbers):
        wrong = gettext("Zet eerst een vinkje bij een of meer plekken.")
        return _page(upload, request.form, page, wrong), 422
    rows = [row for row in rows_of(upload, numbers) if _is_mine(row)]
    flash(_done(Decision(decision), rows, upload))
    return redirect(url_for("vanished.show", number=number, pagina=page), 303)


def _numbers(typed: MultiDict[str, str], one: str) -> list[int] | None:
    """The rows that were chosen; None for all that nobody decided on."""
    if not one and typed.get("keuze") == EVERYTHING:
        return None
    texts = [one] if one else typed.getlist("kies")
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 10]


def _is_mine(row: Vanished) -> bool:
    return row.initiative is not None and may(Permission.IMPORT, row.initiative)


def _done(decision: Decision, rows: list[Vanished], upload: Upload) -> str:
    """Do what was decided, and say in a sentence what came of it."""
    if decision == Decision.ARCHIVED:
        count = archive(rows, actor())
        done = ngettext(
            "%(num)s plek is gearchiveerd.", "%(num)s plekken zijn gearchiveerd.", count
        )
        return str(done)
    if decision == Decision.KEPT:
        count = keep(rows, actor())
        done = ngettext(
            "%(num)s plek blijft op de kaart. We onthouden dat voor een volgend bestand.",
            "%(num)s plekken blijven op de kaart. We onthouden dat voor een volgend bestand.",
            count,
        )
        return str(done)
    asked = ask_whether_there([row.initiative for row in rows if row.initiative], upload.source)
    count = mark_asked(rows, asked, actor())
    done = ngettext(
        "Over %(num)s plek gaat een mail weg.", "Over %(num)s plekken gaat een mail weg.", count
    )
    if count == len(rows):
        return str(done)
    left = gettext(
        "%(count)s kunnen we niet mailen, of er ging vandaag al een mail over weg. Bel die liever.",
        count=len(rows) - count,
    )
    return f"{done} {left}"


def _page(upload: Upload, typed: Mapping[str, str], number: int, error: str = "") -> str:
    page = vanished_page(upload, number)
    away = [row.row.initiative_id for row in page.items if row.initiative is None]
    return render_template(
        "vanished/show.html",
        upload=upload,
        page=page,
        undecided=vanished_count(upload, undecided=True),
        merged=merged_since(away),
        decisions=translated(DECISIONS),
        names=actor_names({row.row.actor for row in page.items if row.row.actor}),
        chosen=set(typed.getlist("kies")) if isinstance(typed, MultiDict) else set(),
        typed=typed,
        error=error,
        is_applied=upload.stage == Stage.APPLIED,
    )
