"""From an upload to a plan, and from the plan that a person saw to the map. The caller commits."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from sqlalchemy import select

from socialmap.catalogue.actions import Change
from socialmap.catalogue.history import latest_change
from socialmap.catalogue.models import Initiative
from socialmap.catalogue.scopes import ids_within
from socialmap.config import current_settings
from socialmap.db import db
from socialmap.duplicates.actions import initiative_of, merge, tell_apart
from socialmap.errors import ConflictProblem, Problem
from socialmap.importing.actions import apply
from socialmap.importing.checking import Checked, ImportOptions, check_file
from socialmap.importing.models import ImportRun
from socialmap.importing.plan import Origin, Plan, Progress, no_progress
from socialmap.importing.uploads.disk import note_progress, path_of
from socialmap.importing.uploads.models import Choice, ImportSource, PlannedRow, Stage, Upload
from socialmap.importing.uploads.staging import PART, move, stage, staged_plan
from socialmap.paging import batches
from socialmap.people.audit import Verb, note
from socialmap.places.pdok import geocoder_for
from socialmap.wording import N_

EVERY = 100  # rows between two notes of progress


def wishes_of(upload: Upload) -> ImportOptions:
    """What was chosen for an upload."""
    settings = current_settings()
    return ImportOptions(
        source=upload.source,
        sheet=upload.sheet,
        columns=upload.columns,
        upload_limit=settings.upload_limit,
        geocoder=geocoder_for(settings),
        encoding=upload.encoding,
        licence=upload.licence,
        areas=None if upload.areas is None else frozenset(upload.areas),
    )


def progress_for(upload: Upload) -> Progress:
    """A progress that the page of an upload can show while a job runs."""
    key, done = upload.key, 0

    def progress(rows: int) -> None:
        nonlocal done
        before, done = done, done + rows
        if done // EVERY > before // EVERY:
            note_progress(key, done)

    note_progress(key, 0)
    return progress


def check_upload(upload: Upload, progress: Progress = no_progress) -> tuple[Checked, int]:
    """The plan of an upload, and the place in the change sequence that it was made at."""
    mark = latest_change().number
    return check_file(path_of(upload), wishes_of(upload), progress), mark


def keep_plan(upload: Upload, checked: Checked, mark: int) -> None:
    """Keep a plan that was just made, and how its columns map for the next file of its source."""
    stage(upload, checked, _outside(upload, (each.id for each in checked.plan.changed)))
    upload.mark = mark
    remember(upload)


def plan_upload(upload: Upload, progress: Progress = no_progress) -> None:
    """Make the plan of an upload; what makes that impossible is kept with it, to be shown."""
    try:
        keep_plan(upload, *check_upload(upload, progress))
    except Problem as problem:
        fail(upload, problem)


def fail(upload: Upload, problem: Problem, at: Stage = Stage.FAILED) -> None:
    """Keep with an upload what went wrong."""
    facts = {name: str(value) for name, value in problem.facts.items()}
    upload.problem = {"sentence": problem.sentence, "facts": facts}
    move(upload, at)


def remember(upload: Upload) -> None:
    """Remember for a source how its columns map."""
    found = select(ImportSource).where(ImportSource.name == upload.source)
    source = db.session.scalar(found) or ImportSource(name=upload.source, areas=upload.areas)
    if upload.areas is not None and source.areas != upload.areas:
        return  # a source of more than who brought this file answers for
    for name in ("columns", "sheet", "encoding", "licence"):
        setattr(source, name, getattr(upload, name))
    db.session.add(source)
    db.session.flush()


def _outside(upload: Upload, ids: Iterable[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Which initiatives lie only where the person may not write."""
    within = ids_within(upload.areas)
    if within is None:
        return frozenset()
    asked = list(ids)
    there: set[uuid.UUID] = set()
    for part in batches(asked, PART):
        there.update(db.session.scalars(within.where(Initiative.id.in_(part))))
    return frozenset(asked) - there


def is_current(upload: Upload) -> bool:
    """Whether nothing on the map changed since the plan was made."""
    return latest_change().number == upload.mark


def apply_upload(upload: Upload, actor: str, progress: Progress = no_progress) -> ImportRun | None:
    """Apply the plan that was shown; None when the map changed so that it is now another plan.

    Then the new plan is kept in its place, for a person to look at.
    """
    if upload.stage not in (Stage.PLANNED, Stage.APPLYING):
        raise ConflictProblem(N_("Dit bestand is al uitgevoerd, of nog niet bekeken."))
    if not is_current(upload):
        keep_plan(upload, *check_upload(upload))
        if upload.plan_moved:
            return None
    return apply_plan(upload, actor, progress)


def apply_plan(upload: Upload, actor: str, progress: Progress = no_progress) -> ImportRun | None:
    """Write the plan as it is kept, with what a person decided on duplicates."""
    plan, decided = staged_plan(upload)
    _refuse_when_changed(upload, plan)
    origin = Origin(upload.source, upload.file_name, upload.file_digest, upload.columns)
    run = apply(plan, origin, actor, progress)
    if run:
        for row in decided:
            _decide(row, upload.source, Change(actor=actor, import_run_id=run.id))
        upload.run_id = run.id
        note(actor, Verb.IMPORT, f"import:{run.id}", **run.counts)
    upload.problem, upload.plan_moved = {}, False
    move(upload, Stage.APPLIED)
    return run


def _decide(row: PlannedRow, source: str, change: Change) -> None:
    """Make one listing of a new one and its twin, or remember that they are two."""
    own = (Initiative.source == source, Initiative.source_id == row.source_id)
    added = db.session.scalars(select(Initiative).where(*own)).one()
    twin = initiative_of(row.twin_slug)
    if row.choice == Choice.MERGE:
        merge(twin, added, change)
    else:
        tell_apart(twin, added, change.actor)


def _refuse_when_changed(upload: Upload, plan: Plan) -> None:
    """Hold the listings that are going to change, and refuse when one is not as it was."""
    planned = select(PlannedRow.initiative_id, PlannedRow.version).where(
        PlannedRow.upload_id == upload.id, PlannedRow.initiative_id.is_not(None)
    )
    versions = dict(db.session.execute(planned).all())
    for part in batches((each.id for each in plan.changed), PART):
        held = select(Initiative.id, Initiative.version).where(Initiative.id.in_(part))
        found = dict(db.session.execute(held.with_for_update()).all())
        if any(found.get(each) != versions[each] for each in part):
            raise ConflictProblem(
                N_("Iemand anders heeft tegelijk iets gewijzigd. Bekijk het bestand opnieuw.")
            )


def choose(upload: Upload, choices: dict[int, str]) -> None:
    """Keep what a person decided on rows that are probably there already, by line."""
    for part in batches(choices, PART):
        for row in db.session.scalars(
            select(PlannedRow).where(PlannedRow.upload_id == upload.id, PlannedRow.line.in_(part))
        ):
            wanted = choices[row.line]
            if row.choice and wanted in possible(row):
                row.choice = wanted
    db.session.flush()


def possible(row: PlannedRow) -> tuple[Choice, ...]:
    """What can be decided on a row: one that looks like another line has nothing to merge with."""
    return tuple(Choice) if row.twin_slug else (Choice.SKIP, Choice.NEW)
