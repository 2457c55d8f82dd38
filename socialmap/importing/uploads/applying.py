"""Make the plan of an upload, and apply the plan that a person saw. The caller commits."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, select

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
from socialmap.importing.explained import explained_words
from socialmap.importing.models import ImportRun
from socialmap.importing.plan import Origin, Plan, Progress, no_progress
from socialmap.importing.slices.applying import versions_of
from socialmap.importing.uploads.disk import note_progress, path_of
from socialmap.importing.uploads.models import Choice, ImportSource, PlannedRow, Stage, Upload
from socialmap.importing.uploads.staging import (
    PART,
    Staged,
    set_stage,
    stage,
    staged,
    staged_plan,
)
from socialmap.importing.uploads.vanished import save_vanished
from socialmap.paging import batches
from socialmap.people.audit import Verb, note
from socialmap.places.pdok import geocoder_for
from socialmap.wording import N_

EVERY = 100  # rows between two reports of progress


def options_of(upload: Upload) -> ImportOptions:
    """Return what was chosen for an upload, as options of an import."""
    settings = current_settings()
    return ImportOptions(
        source=upload.source,
        sheet=upload.sheet,
        columns=upload.columns,
        upload_limit=settings.upload_limit,
        geocoder=geocoder_for(settings),
        encoding=upload.encoding,
        hidden=upload.hidden,
        licence=upload.licence,
        areas=None if upload.areas is None else frozenset(upload.areas),
        words=explained_words(upload.areas),
    )


def progress_for(upload: Upload) -> Progress:
    """Return a progress callback that the page of an upload can show while a job runs."""
    key, done = upload.key, 0

    def progress(rows: int) -> None:
        nonlocal done
        previous, done = done, done + rows
        if done // EVERY > previous // EVERY:
            note_progress(key, done)

    note_progress(key, 0)
    return progress


def check_upload(upload: Upload, progress: Progress = no_progress) -> tuple[Checked, int]:
    """Return the plan of an upload, and the number of the latest change when it was made."""
    mark = latest_change().number
    return check_file(path_of(upload), options_of(upload), progress), mark


def save_plan(upload: Upload, checked: Checked, mark: int) -> None:
    """Save a new plan, and its mapping for the next file of the same source."""
    stage(upload, staged_for(upload, checked))
    save_vanished(upload, gone_of(upload, checked))
    upload.mark = mark
    save_source_mapping(upload)


def staged_for(upload: Upload, checked: Checked) -> Staged:
    """Return the plan of an upload as it is saved, within the areas of the person."""
    plan = checked.plan
    ids = {row.id for row in plan.changed} | {row.returned.id for row in plan.disputed}
    return staged(upload, checked, _outside(upload, ids))


def gone_of(upload: Upload, checked: Checked) -> list[uuid.UUID]:
    """Return what the file of an upload no longer has, within the areas of the person."""
    gone = checked.plan.gone
    outside = _outside(upload, gone)
    return [key for key in gone if key not in outside]


def plan_upload(upload: Upload, progress: Progress = no_progress) -> None:
    """Make and save the plan of an upload; if that fails, save the problem with it."""
    try:
        save_plan(upload, *check_upload(upload, progress))
    except Problem as problem:
        fail(upload, problem)


def fail(upload: Upload, problem: Problem, at: Stage = Stage.FAILED) -> None:
    """Save a problem with an upload, and set its stage."""
    facts = {name: str(value) for name, value in problem.facts.items()}
    upload.problem = {"sentence": problem.sentence, "facts": facts}
    set_stage(upload, at)


def save_source_mapping(upload: Upload) -> None:
    """Save with the source of an upload how its columns map."""
    query = select(ImportSource).where(ImportSource.name == upload.source)
    source = db.session.scalar(query) or ImportSource(name=upload.source, areas=upload.areas)
    if upload.areas is not None and source.areas != upload.areas:
        return  # the source covers areas outside those of the uploader
    for name in ("columns", "sheet", "encoding", "hidden", "licence"):
        setattr(source, name, getattr(upload, name))
    db.session.add(source)
    db.session.flush()


def _outside(upload: Upload, ids: Iterable[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Return the initiatives that lie outside the areas of the upload."""
    within = ids_within(upload.areas)
    if within is None:
        return frozenset()
    wanted = list(ids)
    inside: set[uuid.UUID] = set()
    for part in batches(wanted, PART):
        mine = (Initiative.id.in_(part), Initiative.id.in_(within))
        inside.update(db.session.scalars(select(Initiative.id).where(*mine)))
    return frozenset(wanted) - inside


def is_current(upload: Upload) -> bool:
    """Return whether the catalogue is unchanged since the plan was made."""
    return latest_change().number == upload.mark


def apply_upload(upload: Upload, actor: str, progress: Progress = no_progress) -> ImportRun | None:
    """Apply the plan that a person saw; None if the catalogue changed so that the plan differs now.

    In that case the new plan is saved instead, for a person to look at. Raise ConflictProblem if
    the upload has no plan, or was applied already.
    """
    if upload.stage not in (Stage.PLANNED, Stage.APPLYING):
        raise ConflictProblem(N_("Dit bestand is al uitgevoerd, of nog niet bekeken."))
    if not is_current(upload):
        save_plan(upload, *check_upload(upload))
        if upload.plan_moved:
            return None
    return apply_plan(upload, actor, progress)


def apply_plan(upload: Upload, actor: str, progress: Progress = no_progress) -> ImportRun | None:
    """Write the saved plan, with the choices that a person made about duplicates."""
    plan, decided = staged_plan(upload)
    check_unchanged(upload, plan, lock=True)
    run = apply(plan, origin_of(upload), actor, progress)
    finish(upload, run, decided, actor)
    return run


def origin_of(upload: Upload) -> Origin:
    """Return where the plan of an upload comes from."""
    return Origin(upload.source, upload.file_name, upload.file_digest, upload.columns)


def finish(
    upload: Upload, run: ImportRun | None, decided: Iterable[PlannedRow], actor: str
) -> None:
    """Merge or tell apart what a person decided on, and save that an upload was applied."""
    if run:
        for row in decided:
            decide(row, upload.source, Change(actor=actor, import_run_id=run.id))
        upload.run_id = run.id
        note(actor, Verb.IMPORT, f"import:{run.id}", **run.counts)
    upload.problem, upload.plan_moved = {}, False
    set_stage(upload, Stage.APPLIED)


def decide(row: PlannedRow, source: str, change: Change) -> None:
    """Merge a new listing with its twin, or record that they are different."""
    own: ColumnElement[bool] = and_(
        Initiative.source == source, Initiative.source_id == row.source_id
    )
    if row.returned:
        own = Initiative.id == uuid.UUID(row.returned["id"])
    added = db.session.scalars(select(Initiative).where(own)).one()
    twin = initiative_of(row.twin_slug)
    if row.choice == Choice.MERGE:
        merge(twin, added, change)
    else:
        tell_apart(twin, added, change.actor)


def check_unchanged(upload: Upload, plan: Plan, *, lock: bool) -> dict[uuid.UUID, int]:
    """Return the versions of the listings that the plan changes, and lock them if that is asked.

    Raise ConflictProblem if one changed since the plan was made.
    """
    planned = select(PlannedRow.initiative_id, PlannedRow.version).where(
        PlannedRow.upload_id == upload.id, PlannedRow.initiative_id.is_not(None)
    )
    versions: dict[uuid.UUID, int] = {key: at for key, at in db.session.execute(planned) if key}
    current = versions_of([row.id for row in plan.changed], lock=lock)
    if any(current.get(row.id) != versions[row.id] for row in plan.changed):
        raise ConflictProblem(
            N_("Iemand anders heeft tegelijk iets gewijzigd. Bekijk het bestand opnieuw.")
        )
    return versions


def choose(upload: Upload, choices: dict[int, str]) -> None:
    """Save the choices that a person made, by line, for rows that are probably listed already."""
    for part in batches(choices, PART):
        for row in db.session.scalars(
            select(PlannedRow).where(PlannedRow.upload_id == upload.id, PlannedRow.line.in_(part))
        ):
            choice = choices[row.line]
            if row.choice and choice in possible_choices(row):
                row.choice = choice
    db.session.flush()


def possible_choices(row: PlannedRow) -> tuple[Choice, ...]:
    """Return the possible choices for a row; a twin in the file itself cannot be merged with."""
    return tuple(Choice) if row.twin_slug else (Choice.SKIP, Choice.NEW)
