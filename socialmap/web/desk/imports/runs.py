"""The page of an import run: what it wrote, what became of that, and what its file lacks."""

from __future__ import annotations

from flask import render_template

from socialmap.importing.models import ImportRun
from socialmap.importing.queries import left_page
from socialmap.importing.uploads.queries import changes_page, merged_count, merged_since
from socialmap.importing.uploads.vanished import upload_of_run, vanished_count
from socialmap.web.desk.imports.plan import actor_names
from socialmap.web.desk.imports.reach import is_mine, may_undo
from socialmap.web.page.forms import translated
from socialmap.wording import N_

ACTIONS = {"added": N_("nieuw"), "changed": N_("gewijzigd")}


def run_page(run: ImportRun, number: int, left_number: int) -> str:
    """The page of a run, with pages of what it wrote and of what undoing it left."""
    page = changes_page(run, number)
    upload = upload_of_run(run.id)
    if upload and not is_mine(upload):
        upload = None
    return render_template(
        "imports/run.html",
        run=run,
        page=page,
        merged=merged_since([row.initiative_id for row in page.items if not row.slug]),
        merged_number=merged_count(run),
        upload=upload,
        gone=vanished_count(upload) if upload else 0,
        undecided=vanished_count(upload, undecided=True) if upload else 0,
        left=left_page(run, left_number),
        actions=translated(ACTIONS),
        by=actor_names([run.actor])[run.actor],
        mine=may_undo(run),
    )
