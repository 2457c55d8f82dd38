"""What an import did, how to take it back, and the sources that are read again and again."""

from __future__ import annotations

import re
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from socialmap.db import writes
from socialmap.errors import ForbiddenProblem
from socialmap.guards import actor, needs, signed_in
from socialmap.importing.actions import undo as take_back
from socialmap.importing.models import ImportRun
from socialmap.importing.queries import get_run
from socialmap.importing.uploads import queries as upload_queries
from socialmap.importing.uploads.actions import forget_source, save_source
from socialmap.importing.uploads.jobs import is_short
from socialmap.importing.uploads.models import ImportSource
from socialmap.importing.uploads.queries import changes_page
from socialmap.importing.uploads.sources import RHYTHMS
from socialmap.jobs import enqueue
from socialmap.people.permissions import Permission, areas_of
from socialmap.web.desk.imports.plan import actor_names
from socialmap.web.desk.imports.views import blueprint as blueprint
from socialmap.web.page.forms import (
    Errors,
    FormSchema,
    Typed,
    load,
    one_of,
    text,
    translated,
    whole,
    within,
    wrong,
)
from socialmap.wording import N_

ACTIONS = {
    "added": N_("nieuw"),
    "changed": N_("gewijzigd"),
    "removed": N_("weg"),
}
EVERY = {0: N_("nooit vanzelf"), 1: N_("elke dag"), 7: N_("elke week")}
ADDRESS = re.compile(r"(https://\S{3,500})?")
LABELS = {
    "address": N_("Adres van het bestand"),
    "every": N_("Hoe vaak lezen we de bron opnieuw?"),
    "most_wrong": N_("Hoeveel procent van de regels mag fout zijn?"),
    "licence": N_("Licentie"),
}


def _address(typed: str) -> str:
    """Where a source is read; empty for a source that is uploaded by hand."""
    if not ADDRESS.fullmatch(typed):
        raise wrong(N_("Het adres begint met https://."))
    return typed


def _every(typed: str) -> int:
    """How many days there are between two readings; 0 when it is never read of itself."""
    return int(one_of(tuple(map(str, RHYTHMS)), N_("Kies hoe vaak."))(typed or "0"))


def _percentage(typed: str) -> object:
    """A whole number from 0 to 100; 5 for nothing."""
    number = within(whole, 0, 100)(typed)
    return 5 if number is None else number


class SourceSchema(FormSchema):
    """The form of a source."""

    address = Typed(_address)
    every = Typed(_every)
    most_wrong = Typed(_percentage)
    licence = Typed(text(100))


@blueprint.get("/runs/<int:number>")
@needs(Permission.IMPORT)
def run(number: int) -> ResponseReturnValue:
    """Show what an import did."""
    found = get_run(number)
    page = changes_page(found, request.args.get("pagina", 1, int) or 1)
    return render_template(
        "imports/run.html",
        run=found,
        page=page,
        actions=translated(ACTIONS),
        by=actor_names([found.actor])[found.actor],
        mine=_may_undo(found),
    )


@blueprint.post("/runs/<int:number>/terug")
@needs(Permission.IMPORT)
@writes
def undo(number: int) -> ResponseReturnValue:
    """Take a whole import back."""
    found = get_run(number)
    if not _may_undo(found):
        raise ForbiddenProblem(
            N_("Alleen wie deze import deed, of een beheerder, draait hem terug.")
        )
    if is_short(found.counts):
        take_back(found, actor())
        flash(gettext("De import is teruggedraaid."))
    else:
        enqueue("import-undo", run=found.id, actor=actor())
        flash(gettext("We draaien de import terug. Dat duurt even: kijk hier straks nog eens."))
    return redirect(url_for("imports.run", number=number), 303)


def _may_undo(found: ImportRun) -> bool:
    """Who may write everywhere, or wrote it, may take it back."""
    everywhere = areas_of(signed_in().held, Permission.IMPORT) is None
    return everywhere or found.actor == actor()


@blueprint.get("/bronnen")
@needs(Permission.IMPORT)
def sources() -> ResponseReturnValue:
    """Show where files came from, and which are read again."""
    every = {days: gettext(text) for days, text in EVERY.items()}
    return render_template(
        "imports/sources.html", sources=upload_queries.sources(), every=every, trouble=_trouble
    )


def _trouble(source: ImportSource) -> str:
    problem = source.problem or {}
    return gettext(problem["sentence"], **problem["facts"]) if problem else ""


@blueprint.get("/bronnen/<int:number>")
@needs(Permission.IMPORT)
def source(number: int) -> ResponseReturnValue:
    """Show a source, to change where and how often it is read."""
    found = _source(number)
    names = ("address", "every", "most_wrong", "licence")
    return _source_page(found, {name: getattr(found, name) for name in names}, {})


@blueprint.post("/bronnen/<int:number>")
@needs(Permission.IMPORT)
@writes
def change_source(number: int) -> ResponseReturnValue:
    """Keep where and how often a source is read, or show what must be another."""
    found, typed = _source(number), request.form.to_dict()
    facts, errors = load(SourceSchema(), typed)
    if errors:
        return _source_page(found, typed, errors), 422
    if facts["every"] and not facts["address"]:
        return _source_page(found, typed, {"address": [gettext("Vul het adres in.")]}), 422
    save_source(found, facts)
    flash(gettext("De bron is bewaard."))
    return redirect(url_for("imports.sources"), 303)


@blueprint.post("/bronnen/<int:number>/lezen")
@needs(Permission.IMPORT)
@writes
def read_source(number: int) -> ResponseReturnValue:
    """Read a source now."""
    found = _source(number)
    enqueue("import-source", source=found.id)
    flash(
        gettext(
            "We lezen %(name)s nu. Vraagt dat iets van je, dan staat het bij Import.",
            name=found.name,
        )
    )
    return redirect(url_for("imports.sources"), 303)


@blueprint.post("/bronnen/<int:number>/weg")
@needs(Permission.IMPORT)
@writes
def forget(number: int) -> ResponseReturnValue:
    """Let a source go; what it brought stays."""
    found = _source(number)
    forget_source(found)
    flash(gettext("De bron %(name)s is weg. De initiatieven blijven staan.", name=found.name))
    return redirect(url_for("imports.sources"), 303)


def _source(number: int) -> ImportSource:
    """The source, for who may write all that it may."""
    found = upload_queries.get_source(number)
    areas = areas_of(signed_in().held, Permission.IMPORT)
    if areas is not None and (found.areas is None or not set(found.areas) <= areas):
        raise ForbiddenProblem(N_("Deze bron hoort niet bij jouw gebied."))
    return found


def _source_page(found: ImportSource, typed: dict[str, Any], errors: Errors) -> str:
    return render_template(
        "imports/source.html",
        source=found,
        typed=typed,
        errors=errors,
        labels=translated(LABELS),
        every=[(days, gettext(text)) for days, text in EVERY.items()],
    )
