"""Import a list: bring a file, map its columns, look at the plan, apply it, and take it back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from socialmap.config import current_settings
from socialmap.db import writes
from socialmap.errors import FileProblem, ForbiddenProblem, NotFoundProblem
from socialmap.guards import actor, may, needs
from socialmap.importing.actions import undo as take_back
from socialmap.importing.queries import get_run
from socialmap.importing.uploads.actions import begin_fetch, delete_source, save_source
from socialmap.importing.uploads.applying import apply_upload, choose
from socialmap.importing.uploads.disk import MEGABYTE, progress_of, save_file
from socialmap.importing.uploads.disputes import pick
from socialmap.importing.uploads.jobs import begin_plan, is_small
from socialmap.importing.uploads.models import Choice, Stage
from socialmap.importing.uploads.peeking import rows_to_correct
from socialmap.importing.uploads.queries import runs_page
from socialmap.importing.uploads.slicing import is_short
from socialmap.importing.uploads.sources import drop
from socialmap.importing.uploads.staging import set_stage
from socialmap.jobs import enqueue
from socialmap.people.permissions import Permission
from socialmap.standards.cells import safe
from socialmap.times.clock import now
from socialmap.web.desk.imports.columns import MapProblem, columns_page, read_mapping
from socialmap.web.desk.imports.plan import (
    actor_names,
    level_name,
    line_text,
    plan_page,
    read_picks,
    stage_name,
)
from socialmap.web.desk.imports.reach import (
    may_undo,
    my_areas,
    my_unfinished,
    needs_another,
    source_of_mine,
    upload_of_mine,
)
from socialmap.web.desk.imports.runs import run_page
from socialmap.web.desk.imports.sources import (
    filled_in,
    read_source,
    source_page,
    sources_page,
)
from socialmap.web.desk.imports.words import explained_table
from socialmap.web.page import downloads
from socialmap.web.page.forms import Errors
from socialmap.wording import N_

blueprint = Blueprint("imports", __name__, url_prefix="/beheer/import")
blueprint.add_app_template_filter(stage_name, "import_stage")
blueprint.add_app_template_filter(level_name, "import_level")
blueprint.add_app_template_filter(line_text, "import_line")
REST = 3  # seconds between two looks at a job
FORM = 100_000  # bytes of a form besides its file
WORKING = (Stage.FETCHING, Stage.PLANNING, Stage.APPLYING)


@blueprint.app_template_filter()
def minutes_ago(moment: datetime) -> int:
    """The number of whole minutes since a moment."""
    return int((now() - moment).total_seconds() // 60)


@blueprint.url_value_preprocessor
def _let_files_in(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Accept a body as large as an import, only from people who may import."""
    if endpoint == "imports.upload" and may(Permission.IMPORT):
        request.max_content_length = current_settings().upload_limit * MEGABYTE + FORM


@blueprint.get("")
@needs(Permission.IMPORT)
def index() -> ResponseReturnValue:
    """Show the unfinished uploads, the import runs, and the form to bring a file."""
    numbers = (request.args.get(name, 1, type=int) for name in ("pagina", "woorden"))
    return _index({}, {}, *numbers)


def _index(typed: Mapping[str, str], errors: Errors, number: int = 1, words_number: int = 1) -> str:
    page = runs_page(number)
    return render_template(
        "imports/index.html",
        errors=errors,
        address=typed.get("address", ""),
        limit=current_settings().upload_limit,
        uploads=my_unfinished(),
        page=page,
        names=actor_names(run.actor for run in page.items),
        words=explained_table(words_number),
    )


@blueprint.post("")
@needs(Permission.IMPORT)
@writes
def upload() -> ResponseReturnValue:
    """Take in a file, or an address to fetch one from."""
    file, address = request.files.get("file"), request.form.get("address", "").strip()
    if file and file.filename:
        try:
            stream = file.stream
            upload = save_file(iter(lambda: stream.read(MEGABYTE), b""), file.filename, actor())
        except FileProblem as problem:
            errors = {"file": [gettext(problem.sentence, **problem.facts)]}
            return _index(request.form, errors), 422
        upload.areas = my_areas()
        return redirect(url_for("imports.columns", number=upload.id), 303)
    if not address.startswith("https://"):
        sentence = N_("Het adres begint met https://.") if address else N_("Kies een bestand.")
        errors = {"address" if address else "file": [gettext(sentence)]}
        return _index(request.form, errors), 422
    upload = begin_fetch(address, actor(), my_areas())
    enqueue("import-fetch", upload=upload.id)
    return redirect(url_for("imports.plan", number=upload.id), 303)


@blueprint.get("/<int:number>/kolommen")
@needs(Permission.IMPORT)
def columns(number: int) -> ResponseReturnValue:
    """Show the columns of a file, each with the field that it probably holds."""
    upload = upload_of_mine(number)
    if upload.stage in WORKING:
        return redirect(url_for("imports.plan", number=number))
    return columns_page(upload, request.values, {})


@blueprint.post("/<int:number>/kolommen")
@needs(Permission.IMPORT)
@writes
def map_columns(number: int) -> ResponseReturnValue:
    """Save the fields of the columns, and make a plan with them."""
    upload = upload_of_mine(number)
    try:
        read_mapping(upload, request.form)
    except MapProblem as problem:
        return columns_page(upload, request.form, problem.errors), 422
    begin_plan(upload)
    return redirect(url_for("imports.plan", number=number), 303)


@blueprint.get("/<int:number>")
@needs(Permission.IMPORT)
def plan(number: int) -> ResponseReturnValue:
    """Show what applying a file would do, or how far the job is."""
    upload = upload_of_mine(number)
    if upload.stage == Stage.UPLOADED:
        return redirect(url_for("imports.columns", number=number))
    if upload.stage == Stage.APPLIED and upload.run_id:
        return redirect(url_for("imports.run", number=upload.run_id))
    if upload.stage in WORKING:
        text = render_template("imports/plan.html", upload=upload, done=progress_of(upload.key))
        return text, 200, {"Refresh": str(REST), "Cache-Control": "no-store"}
    return plan_page(upload, request.args.get("toon", ""), request.args.get("pagina", 1, type=int))


@blueprint.post("/<int:number>/keuzes")
@needs(Permission.IMPORT)
@writes
def decide(number: int) -> ResponseReturnValue:
    """Save the choices for rows that resemble others, or that the desk changed since."""
    upload = upload_of_mine(number)
    choices = {
        int(name.removeprefix("rij-")): value
        for name, value in request.form.items()
        if name.removeprefix("rij-").isdecimal() and value in set(Choice)
    }
    choose(upload, choices)
    pick(upload, picks := read_picks(request.form))
    upload.shaped_by = actor()
    flash(gettext("Je keuzes zijn bewaard."))
    page, part = request.form.get("pagina", "1"), "intussen" if picks else "dubbel"
    return redirect(url_for("imports.plan", number=number, toon=part, pagina=page), 303)


@blueprint.post("/<int:number>/uitvoeren")
@needs(Permission.IMPORT)
@writes
def apply(number: int) -> ResponseReturnValue:
    """Apply the plan that was shown."""
    upload = upload_of_mine(number)
    if upload.plan_digest != request.form.get("plan"):
        flash(gettext("Dit plan is intussen opnieuw gemaakt. Bekijk het nog een keer."), "error")
    elif upload.stage != Stage.PLANNED:
        pass  # a second click on the same button
    elif needs_another(upload):
        pass  # the page of the plan says so instead of the button
    elif is_small(upload) and is_short(upload.counts):
        if apply_upload(upload, actor()) is None and upload.plan_moved:
            flash(gettext("De kaart is veranderd. Daarom is er nu een ander plan."), "error")
    else:
        set_stage(upload, Stage.APPLYING)
        enqueue("import-apply", upload=upload.id, actor=actor())
    return redirect(url_for("imports.plan", number=number), 303)


@blueprint.post("/<int:number>/opnieuw")
@needs(Permission.IMPORT)
@writes
def again(number: int) -> ResponseReturnValue:
    """Queue the job again that did not run."""
    upload = upload_of_mine(number)
    if upload.stage in WORKING:
        job = {Stage.FETCHING: "fetch", Stage.PLANNING: "plan", Stage.APPLYING: "apply"}
        facts = {"actor": actor()} if upload.stage == Stage.APPLYING else {}
        enqueue(f"import-{job[Stage(upload.stage)]}", upload=upload.id, **facts)
    return redirect(url_for("imports.plan", number=number), 303)


@blueprint.post("/<int:number>/weg")
@needs(Permission.IMPORT)
@writes
def throw_away(number: int) -> ResponseReturnValue:
    """Delete an upload without applying it."""
    upload = upload_of_mine(number)
    drop(upload)
    flash(gettext("%(file)s is weggegooid.", file=upload.file_name or upload.address))
    return redirect(url_for("imports.index"), 303)


@blueprint.get("/<int:number>/fouten/<ending>")
@needs(Permission.IMPORT)
def mend(number: int, ending: str) -> ResponseReturnValue:
    """Send the rows that cannot be imported as a file to correct."""
    if ending not in ("csv", "xlsx"):
        raise NotFoundProblem(N_("Kies CSV of XLSX."))
    upload = upload_of_mine(number)
    headers, rows = rows_to_correct(upload)
    cells = (map(safe, row) for row in rows)
    return downloads.table(map(safe, headers), cells, f"fouten-{number}", ending)


@blueprint.get("/runs/<int:number>")
@needs(Permission.IMPORT)
def run(number: int) -> ResponseReturnValue:
    """Show what an import did."""
    numbers = (request.args.get(name, 1, type=int) for name in ("pagina", "rest"))
    return run_page(get_run(number), *numbers)


@blueprint.post("/runs/<int:number>/terug")
@needs(Permission.IMPORT)
@writes
def undo(number: int) -> ResponseReturnValue:
    """Undo an import, as far as its listings did not change since."""
    run = get_run(number)
    if not may_undo(run):
        raise ForbiddenProblem(
            N_("Alleen wie deze import deed, of een beheerder, draait hem terug.")
        )
    if run.undone_at:
        pass  # a second click on the same button
    elif is_short(run.counts):
        undone = take_back(run, actor())
        if undone.left:
            flash(
                ngettext(
                    "Eén initiatief is na de import gewijzigd. Dat blijft zoals het is.",
                    "%(num)s initiatieven zijn na de import gewijzigd. Die blijven zoals ze zijn.",
                    len(undone.left),
                ),
                "error",
            )
        else:
            flash(gettext("De import is teruggedraaid."))
    else:
        enqueue("import-undo", run=run.id, actor=actor())
        flash(gettext("We draaien de import terug. Dat duurt even: kijk hier straks nog eens."))
    return redirect(url_for("imports.run", number=number), 303)


@blueprint.get("/bronnen")
@needs(Permission.IMPORT)
def sources() -> ResponseReturnValue:
    """Show the sources of files, and which are read again."""
    return sources_page()


@blueprint.get("/bronnen/<int:number>")
@needs(Permission.IMPORT)
def source(number: int) -> ResponseReturnValue:
    """Show the form of a source: where and how often it is read."""
    source = source_of_mine(number)
    return source_page(source, filled_in(source), {})


@blueprint.post("/bronnen/<int:number>")
@needs(Permission.IMPORT)
@writes
def change_source(number: int) -> ResponseReturnValue:
    """Save where and how often a source is read, or show the form again with the errors."""
    source = source_of_mine(number)
    values, errors = read_source(request.form)
    if errors:
        return source_page(source, request.form, errors), 422
    save_source(source, values)
    flash(gettext("De bron is bewaard."))
    return redirect(url_for("imports.sources"), 303)


@blueprint.post("/bronnen/<int:number>/lezen", endpoint="read_source")
@needs(Permission.IMPORT)
@writes
def read_now(number: int) -> ResponseReturnValue:
    """Queue the job that reads a source."""
    source = source_of_mine(number)
    enqueue("import-source", source=source.id)
    flash(
        gettext(
            "We lezen %(name)s nu. Vraagt dat iets van je, dan staat het bij Import.",
            name=source.name,
        )
    )
    return redirect(url_for("imports.sources"), 303)


@blueprint.post("/bronnen/<int:number>/weg")
@needs(Permission.IMPORT)
@writes
def forget(number: int) -> ResponseReturnValue:
    """Delete a source; the listings that it brought stay."""
    source = source_of_mine(number)
    delete_source(source)
    flash(gettext("De bron %(name)s is weg. De initiatieven blijven staan.", name=source.name))
    return redirect(url_for("imports.sources"), 303)
