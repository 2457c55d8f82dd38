"""Which uploads, runs and sources of the import a person may see and change."""

from __future__ import annotations

from collections.abc import Collection

from socialmap.errors import ForbiddenProblem, NotFoundProblem
from socialmap.guards import actor, my_reach
from socialmap.importing.models import ImportRun
from socialmap.importing.uploads.models import ImportSource, Upload
from socialmap.importing.uploads.queries import get_source, get_upload, unfinished
from socialmap.people.permissions import Permission
from socialmap.proposals.second_look import is_on
from socialmap.wording import N_


def my_areas() -> list[str] | None:
    """The municipalities for which the person imports, in order; None for everywhere."""
    areas = my_reach(Permission.IMPORT).areas
    return None if areas is None else sorted(areas)


def _covers(areas: Collection[str] | None) -> bool:
    """Whether the person may import for all of these municipalities; None is everywhere."""
    mine = my_reach(Permission.IMPORT).areas
    return mine is None or (areas is not None and set(areas) <= mine)


def upload_of_mine(number: int) -> Upload:
    """The upload; raise NotFoundProblem if the person's municipalities do not cover it."""
    upload = get_upload(number)
    if not _covers(upload.areas):
        raise NotFoundProblem(N_("Dit bestand is er niet (meer)."))
    return upload


def needs_another(upload: Upload) -> bool:
    """Whether another person must apply a plan, for this one decided what is in it."""
    return is_on() and (upload.shaped_by or upload.actor) == actor()


def is_mine(upload: Upload) -> bool:
    """Whether the person's municipalities cover an upload."""
    return _covers(upload.areas)


def my_unfinished() -> list[Upload]:
    """The uploads within reach that are not applied yet."""
    return [upload for upload in unfinished() if _covers(upload.areas)]


def source_of_mine(number: int) -> ImportSource:
    """The source; raise ForbiddenProblem if the person's municipalities do not cover it."""
    source = get_source(number)
    if not _covers(source.areas):
        raise ForbiddenProblem(N_("Deze bron hoort niet bij jouw gebied."))
    return source


def may_undo(run: ImportRun) -> bool:
    """Whether the person did this import, or may import everywhere."""
    return my_areas() is None or run.actor == actor()
