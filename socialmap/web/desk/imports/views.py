"""Put a list on the map: bring a file, say what its columns hold, look at the plan, apply it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from socialmap.config import current_settings
from socialmap.db import writes
from socialmap.errors import FileProblem, NotFoundProblem
from socialmap.guards import actor, may, needs, signed_in
from socialmap.importing.uploads.actions import begin_fetch
from socialmap.importing.uploads.applying import apply_upload, choose, plan_upload
from socialmap.importing.uploads.disk import MEGABYTE, keep_file, progress_of
from socialmap.importing.uploads.jobs import is_short, is_small
from socialmap.importing.uploads.models import Choice, Stage, Upload
from socialmap.importing.uploads.peeking import rows_to_mend
from socialmap.importing.uploads.queries import get_upload, runs_page, unfinished
from socialmap.importing.uploads.sources import drop
from socialmap.importing.uploads.staging import move
from socialmap.jobs import enqueue
from socialmap.people.permissions import Permission, areas_of
from socialmap.standards.cells import safe
from socialmap.times.clock import now
from socialmap.web.desk.imports.columns import MapProblem, columns_page, read_mapping
from socialmap.web.desk.imports.plan import actor_names, level_name, plan_page, stage_name
from socialmap.web.page import downloads
from socialmap.web.page.forms import Errors
from socialmap.wording import N_

blueprint = Blueprint("imports", __name__, url_prefix="/beheer/import")
blueprint.add_app_template_filter(stage_name, "import_stage")
blueprint.add_app_template_filter(level_name, "import_level")
REST = 3  # seconds between two looks at a job
FORM = 100_000  # bytes that a form may take beside its file
WORKING = (Stage.FETCHING, Stage.PLANNING, Stage.APPLYING)


@blueprint.app_template_filter()
def minutes_ago(moment: datetime) -> int:
    """How many whole minutes ago something was."""
    return int((now() - moment).total_seconds() // 60)


@blueprint.url_value_preprocessor
def _let_files_in(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let in a file as large as is imported, of nobody but who may import."""
    if endpoint == "imports.upload" and may(Permission.IMPORT):
        request.max_content_length = current_settings().upload_limit * MEGABYTE + FORM


@blueprint.get("")
@needs(Permission.IMPORT)
def index() -> ResponseReturnValue:
    """Show what was brought, what came of it, and a form for more."""
    return _index({})


def _index(errors: Errors) -> str:
    page = runs_page(request.args.get("pagina", 1, int))
    return render_template(
        "imports/index.html",
        errors=errors,
        address=request.form.get("address", ""),
        limit=current_settings().upload_limit,
        uploads=[each for each in unfinished() if _reaches(each)],
        page=page,
        names=actor_names(each.actor for each in page.items),
    )


@blueprint.post("")
@needs(Permission.IMPORT)
@writes
def upload() -> ResponseReturnValue:
    """Take a file in, or an address to fetch one from."""
    areas = areas_of(signed_in().held, Permission.IMPORT)
    own = None if areas is None else sorted(areas)
    file, address = request.files.get("file"), request.form.get("address", "").strip()
    if file and file.filename:
        try:
            stream = file.stream
            found = keep_file(iter(lambda: stream.read(MEGABYTE), b""), file.filename, actor())
        except FileProblem as problem:
            return _index({"file": [gettext(problem.sentence, **problem.facts)]}), 422
        found.areas = own
        return redirect(url_for("imports.columns", number=found.id), 303)
    if not address.startswith("https://"):
        asked = N_("Het adres begint met https://.") if address else N_("Kies een bestand.")
        return _index({"address" if address else "file": [gettext(asked)]}), 422
    found = begin_fetch(address, actor(), own)
    enqueue("import-fetch", upload=found.id)
    return redirect(url_for("imports.plan", number=found.id), 303)


@blueprint.get("/<int:number>/kolommen")
@needs(Permission.IMPORT)
def columns(number: int) -> ResponseReturnValue:
    """Show the columns of a file, with what we think that they hold."""
    found = _mine(number)
    if found.stage in WORKING:
        return redirect(url_for("imports.plan", number=number))
    return columns_page(found, {})


@blueprint.post("/<int:number>/kolommen")
@needs(Permission.IMPORT)
@writes
def map_columns(number: int) -> ResponseReturnValue:
    """Keep what the columns hold, and make a plan with it."""
    found = _mine(number)
    try:
        read_mapping(found)
    except MapProblem as problem:
        return columns_page(found, problem.errors), 422
    move(found, Stage.PLANNING)
    if is_small(found):
        plan_upload(found)
    else:
        enqueue("import-plan", upload=found.id)
    return redirect(url_for("imports.plan", number=number), 303)


@blueprint.get("/<int:number>")
@needs(Permission.IMPORT)
def plan(number: int) -> ResponseReturnValue:
    """Show what applying a file would do, or how far it is."""
    found = _mine(number)
    if found.stage == Stage.UPLOADED:
        return redirect(url_for("imports.columns", number=number))
    if found.stage == Stage.APPLIED and found.run_id:
        return redirect(url_for("imports.run", number=found.run_id))
    if found.stage in WORKING:
        text = render_template("imports/plan.html", upload=found, done=progress_of(found.key))
        return text, 200, {"Refresh": str(REST), "Cache-Control": "no-store"}
    return plan_page(found)


@blueprint.post("/<int:number>/keuzes")
@needs(Permission.IMPORT)
@writes
def decide(number: int) -> ResponseReturnValue:
    """Keep what to do with rows that are probably there already."""
    found = _mine(number)
    chosen = {
        int(name.removeprefix("rij-")): value
        for name, value in request.form.items()
        if name.removeprefix("rij-").isdecimal() and value in set(Choice)
    }
    choose(found, chosen)
    flash(gettext("Je keuzes zijn bewaard."))
    page = request.form.get("pagina", "1")
    return redirect(url_for("imports.plan", number=number, toon="dubbel", pagina=page), 303)


@blueprint.post("/<int:number>/uitvoeren")
@needs(Permission.IMPORT)
@writes
def apply(number: int) -> ResponseReturnValue:
    """Apply the plan that was shown."""
    found = _mine(number)
    if found.plan_digest != request.form.get("plan"):
        flash(gettext("Dit plan is intussen opnieuw gemaakt. Bekijk het nog een keer."), "error")
    elif found.stage != Stage.PLANNED:
        pass  # a second click on the same button
    elif is_small(found) and is_short(found.counts):
        if apply_upload(found, actor()) is None and found.plan_moved:
            flash(gettext("De kaart is veranderd. Daarom is er nu een ander plan."), "error")
    else:
        move(found, Stage.APPLYING)
        enqueue("import-apply", upload=found.id, actor=actor())
    return redirect(url_for("imports.plan", number=number), 303)


@blueprint.post("/<int:number>/opnieuw")
@needs(Permission.IMPORT)
@writes
def again(number: int) -> ResponseReturnValue:
    """Ask for a job once more that did not come."""
    found = _mine(number)
    if found.stage in WORKING:
        job = {Stage.FETCHING: "fetch", Stage.PLANNING: "plan", Stage.APPLYING: "apply"}
        facts = {"actor": actor()} if found.stage == Stage.APPLYING else {}
        enqueue(f"import-{job[Stage(found.stage)]}", upload=found.id, **facts)
    return redirect(url_for("imports.plan", number=number), 303)


@blueprint.post("/<int:number>/weg")
@needs(Permission.IMPORT)
@writes
def throw_away(number: int) -> ResponseReturnValue:
    """Let a file go without applying it."""
    found = _mine(number)
    drop(found)
    flash(gettext("%(file)s is weggegooid.", file=found.file_name or found.address))
    return redirect(url_for("imports.index"), 303)


@blueprint.get("/<int:number>/fouten/<ending>")
@needs(Permission.IMPORT)
def mend(number: int, ending: str) -> ResponseReturnValue:
    """Give the rows that did not come in, as a file to mend."""
    if ending not in ("csv", "xlsx"):
        raise NotFoundProblem(N_("Kies CSV of XLSX."))
    found = _mine(number)
    headers, rows = rows_to_mend(found)
    cells = (map(safe, row) for row in rows)
    return downloads.table(map(safe, headers), cells, f"fouten-{number}", ending)


def _mine(number: int) -> Upload:
    """The upload, for who may write all that the one who brought it may."""
    found = get_upload(number)
    if not _reaches(found):
        raise NotFoundProblem(N_("Dit bestand is er niet (meer)."))
    return found


def _reaches(found: Upload) -> bool:
    areas = areas_of(signed_in().held, Permission.IMPORT)
    return areas is None or (found.areas is not None and set(found.areas) <= areas)
