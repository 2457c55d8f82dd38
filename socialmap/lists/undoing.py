"""Undo one change of a listing, or go back to a version. The door commits."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from socialmap.catalogue import actions
from socialmap.catalogue.actions import Change
from socialmap.catalogue.differences import Difference, Merged, Side, differences, merge_three
from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.listing import Listing, from_document
from socialmap.catalogue.models import Initiative, Revision, Status
from socialmap.db import db
from socialmap.errors import ConflictProblem, NotFoundProblem
from socialmap.wording import N_

NOTHING = Listing(name="")
# The status after an action that adds a listing; other actions keep it, or are a status.
BEGUN = {"added": Status.PUBLISHED, "drafted": Status.DRAFT}


@dataclass(frozen=True)
class Step:
    """One change of a listing: its revision, and the listing before and after it.

    `was` is the status before a change of status, and None for any other change.
    """

    revision: Revision
    before: Listing
    after: Listing
    was: Status | None = None

    @property
    def differences(self) -> list[Difference]:
        """The parts of the listing that it changed."""
        return differences(self.before, self.after)


def steps_of(initiative_id: uuid.UUID) -> list[Step]:
    """All changes of a listing, the latest first."""
    revisions = db.session.scalars(
        select(Revision).where(Revision.initiative_id == initiative_id).order_by(Revision.version)
    ).all()
    return _steps(revisions)[::-1]


def _steps(revisions: Sequence[Revision]) -> list[Step]:
    steps: list[Step] = []
    before, status = NOTHING, None
    for revision in revisions:
        after = from_document(revision.document) if revision.document else NOTHING
        becomes = Status(revision.action) if revision.action in list(Status) else None
        # Unmerging restores a listing without its status: take the least public one.
        was = (status or Status.DRAFT) if becomes else None
        steps.append(Step(revision, before, after, was))
        before, status = after, becomes or BEGUN.get(revision.action, status)
    return steps


def step_of(initiative_id: uuid.UUID, version: int) -> Step:
    """The change that gave a listing this version, or NotFoundProblem."""
    for step in steps_of(initiative_id):
        if step.revision.version == version:
            return step
    raise NotFoundProblem(N_("Deze wijziging is er niet."))


def without(initiative: Initiative, step: Step, picks: Mapping[str, Side] | None = None) -> Merged:
    """Merge the listing without one change; parts that changed again since then clash."""
    return merge_three(step.after, step.before, latest_listing(initiative.id), picks)


def undo(
    initiative: Initiative, step: Step, change: Change, picks: Mapping[str, Side] | None = None
) -> Merged:
    """Undo one change; with clashes nothing is written, for a person must choose first.

    Raise ConflictProblem for a change that cannot be undone.
    """
    if step.revision.action in ("removed", *BEGUN):
        raise ConflictProblem(N_("Deze wijziging kan niet terug. Archiveer het initiatief."))
    if step.was is not None:
        if initiative.status != step.revision.action:
            raise ConflictProblem(N_("De status is daarna weer veranderd."))
        actions.set_status(initiative, step.was, change)
        return Merged(step.after)
    merged = without(initiative, step, picks)
    if not merged.clashes:
        _put(initiative, merged.listing, change)
    return merged


def put_back(initiative: Initiative, step: Step, change: Change) -> None:
    """Restore the listing as it was after a change; its status stays."""
    _put(initiative, step.after, change)


def _put(initiative: Initiative, listing: Listing, change: Change) -> None:
    if not differences(latest_listing(initiative.id), listing):
        raise ConflictProblem(N_("Er is niets terug te draaien: zo staat het er nu al."))
    actions.rewrite([(initiative.id, listing)], change)
