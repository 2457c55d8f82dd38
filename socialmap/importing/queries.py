"""Read what an import must know: runs, and listings that are there already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import aliased

from socialmap.catalogue.listing import digest
from socialmap.catalogue.models import Initiative, InitiativeLocation, Revision, Status
from socialmap.db import db
from socialmap.errors import N_, NotFoundProblem
from socialmap.importing.duplicates import Spot, Twins
from socialmap.importing.models import ImportRun
from socialmap.importing.plan import Known, KnownListing
from socialmap.language.folding import fold
from socialmap.places.models import Location

# Rows that stand in memory at a time.
PART = 1000


def runs() -> Sequence[ImportRun]:
    """All import runs, the latest first."""
    return db.session.scalars(select(ImportRun).order_by(ImportRun.id.desc())).all()


def get_run(run_id: int) -> ImportRun:
    """The import run of this number."""
    run = db.session.get(ImportRun, run_id)
    if run is None:
        raise NotFoundProblem(N_("Import %(run)s is er niet."), run=run_id)
    return run


def known_listings(source: str) -> Known:
    """What the catalogue knows: by source id what this source brought, and who is where."""
    return Known(own=dict(_own(source)), twins=Twins(_spots()))


def _own(source: str) -> Iterator[tuple[str, KnownListing]]:
    # What an undone run brought was taken back: it is not what was imported last.
    run = aliased(ImportRun)
    rows = db.session.execute(
        select(Initiative.id, Initiative.source_id, Revision.document, run.id.label("run_id"))
        .join(Revision, Revision.initiative_id == Initiative.id)
        .outerjoin(run, (run.id == Revision.import_run_id) & run.undone_at.is_(None))
        .where(Initiative.source == source)
        .order_by(Initiative.id, Revision.version)
        .execution_options(yield_per=PART)
    )
    for _, revisions in groupby(rows, key=lambda row: row.id):
        yield _known(revisions)


def _known(revisions: Iterator[Row[Any]]) -> tuple[str, KnownListing]:
    """The source id of one initiative, and what its revisions tell, oldest first."""
    rows = list(revisions)
    brought = [row.document for row in rows if row.run_id is not None]
    last, now = digest((brought or [None])[-1] or {}), digest(rows[-1].document or {})
    return rows[-1].source_id, KnownListing(rows[-1].id, last, edited=last != now)


def _spots() -> Iterator[tuple[str, Spot, str]]:
    """Name, spot and slug of everything that is not archived."""
    rows = db.session.execute(
        select(
            Initiative.name,
            Initiative.slug,
            Location.postcode,
            Location.town,
            Location.precision,
            Location.lon,
            Location.lat,
        )
        .outerjoin(InitiativeLocation, InitiativeLocation.initiative_id == Initiative.id)
        .outerjoin(Location, Location.id == InitiativeLocation.location_id)
        .where(Initiative.status != Status.ARCHIVED)
        .execution_options(yield_per=PART)
    )
    for name, slug, postcode, town, precision, lon, lat in rows:
        exact = precision in ("given", "address")
        yield name, Spot(postcode or "", fold(town or ""), (lon, lat) if exact else None), slug
