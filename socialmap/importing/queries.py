"""Read import runs, and the listings that the rows of an import are compared with."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from sqlalchemy import Result, Row, select
from sqlalchemy.orm import InstrumentedAttribute as Column
from sqlalchemy.orm import aliased

from socialmap.catalogue.addresses import InitiativeAlias
from socialmap.catalogue.listing import digest
from socialmap.catalogue.models import Initiative, Revision
from socialmap.db import db
from socialmap.duplicates.queries import catalogue_traits, merged_of
from socialmap.errors import NotFoundProblem
from socialmap.importing.models import ImportRun
from socialmap.importing.plan import KnownListing, KnownListings
from socialmap.matching.blocks import Blocks
from socialmap.proposals.unlisted import kept_out
from socialmap.wording import N_

PART = 1000  # rows in memory at a time


def runs() -> Sequence[ImportRun]:
    """Return all import runs, latest first."""
    return db.session.scalars(select(ImportRun).order_by(ImportRun.id.desc())).all()


def get_run(run_id: int) -> ImportRun:
    """Return the import run with this number; raise NotFoundProblem if there is none."""
    run = db.session.get(ImportRun, run_id)
    if run is None:
        raise NotFoundProblem(N_("Import %(run)s is er niet."), run=run_id)
    return run


def known_listings(source: str) -> KnownListings:
    """Return the listings that a file of this source is compared with."""
    own = dict(_brought(Initiative.id, Initiative, source))
    merged = merged_of(source)
    for source_id, known in _brought(InitiativeAlias.old_id, InitiativeAlias, source):
        if known.id in merged:
            own[source_id] = replace(known, edited=False, merged_into=merged[known.id])
    return KnownListings(
        own=own,
        twins=Blocks((traits, entry.slug) for traits, entry in catalogue_traits()),
        kept_out=kept_out(),
    )


def _brought(
    initiative_id: Column[uuid.UUID], listed: type[Initiative] | type[InitiativeAlias], source: str
) -> Iterator[tuple[str, KnownListing]]:
    """Yield the listings that a source brought, with their source ids: present or merged ones."""
    # Only runs of this source that were not undone count: other revisions are edits.
    run = aliased(ImportRun)
    rows: Result[Any] = db.session.execute(
        select(
            initiative_id.label("id"),
            listed.source_id.label("source_id"),
            Revision.document,
            run.id.label("run_id"),
        )
        .join(Revision, Revision.initiative_id == initiative_id)
        .outerjoin(
            run,
            (run.id == Revision.import_run_id) & (run.source == source) & run.undone_at.is_(None),
        )
        .where(listed.source == source)
        .order_by(initiative_id, Revision.version)
        .execution_options(yield_per=PART)
    )
    for _, revisions in groupby(rows, key=lambda row: row.id):
        yield _known(revisions)


def _known(revisions: Iterator[Row[Any]]) -> tuple[str, KnownListing]:
    """Return the source id of one initiative, and what its revisions (oldest first) say of it."""
    rows = list(revisions)
    brought = [row.document for row in rows if row.run_id is not None and row.document]
    last, now = digest((brought or [None])[-1] or {}), digest(rows[-1].document or {})
    confirmations = (rows[-1].document or {}).get("confirmations", ())
    confirmed_on = {one["group"]: one["on"] for one in confirmations}
    known = KnownListing(rows[-1].id, last, edited=last != now, confirmed_on=confirmed_on)
    return rows[-1].source_id, known
