"""Read import runs, and the listings that the rows of an import are compared with."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from sqlalchemy import Result, Row, func, select
from sqlalchemy.orm import InstrumentedAttribute as Column
from sqlalchemy.orm import aliased

from socialmap.catalogue.addresses import InitiativeAlias, surviving_id
from socialmap.catalogue.history import changed_in, latest_listing
from socialmap.catalogue.listing import Listing, digest, from_document
from socialmap.catalogue.models import Initiative, Revision, Status
from socialmap.catalogue.organisations import all_former_names, with_current_name
from socialmap.catalogue.reasons import Code, because
from socialmap.catalogue.unfinished import Doing, RunState
from socialmap.config import current_settings
from socialmap.db import db
from socialmap.duplicates.queries import catalogue_traits, merged_of
from socialmap.errors import NotFoundProblem
from socialmap.images.queries import stored_digests
from socialmap.importing.models import LEFT, ImportRun
from socialmap.importing.plan import KnownListing, KnownListings
from socialmap.importing.returned import Current
from socialmap.matching.blocks import Blocks
from socialmap.paging import Page, batches, page_of, page_of_list
from socialmap.proposals.unlisted import kept_out
from socialmap.upkeep.examples import DEMO_SOURCE
from socialmap.wording import N_

DEMO_ACTOR = "socialmap demo"
PART = 1000  # rows in memory at a time
# What a file of somebody else never has: it stays as it is on the map.
IN_NO_FILE = ("picture", "picture_alt")
WHOLE = ImportRun.id.not_in(select(RunState.run_id).where(RunState.doing == Doing.APPLYING))
MOST_VERSIONS = 20  # of a listing, to find the one that a file was made of


def runs() -> Sequence[ImportRun]:
    """Return all import runs, latest first, but none that is being applied."""
    return db.session.scalars(select(ImportRun).where(WHOLE).order_by(ImportRun.id.desc())).all()


def get_run(run_id: int) -> ImportRun:
    """Return the import run with this number; raise NotFoundProblem if there is none."""
    run = db.session.scalar(select(ImportRun).where(ImportRun.id == run_id, WHOLE))
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
        pictures=stored_digests(),
    )


def current_of(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Current]:
    """Return the listings with these ids as they are now, also those that were merged."""
    root = current_settings().public_url.rstrip("/")
    same = (Revision.initiative_id == Initiative.id) & (Revision.version == Initiative.version)
    rows = db.session.execute(
        select(Initiative.id, Initiative.slug, Initiative.status, Revision.document)
        .join(Revision, same)
        .where(Initiative.id.in_(ids))
    )
    found = {
        row.id: Current(
            from_document(row.document or {"name": ""}),
            f"{root}/initiatief/{row.slug}",
            Status(row.status),
        )
        for row in rows
    }
    merged = select(InitiativeAlias.old_id).where(InitiativeAlias.old_id.in_(ids))
    for old_id in db.session.scalars(merged).all():
        survivor = db.session.get(Initiative, surviving_id(old_id))
        if survivor and old_id not in found:
            listing = latest_listing(old_id)
            found[old_id] = Current(listing, "", Status(survivor.status), survivor.slug)
    return found


def versions_of(initiative_id: uuid.UUID) -> list[Listing]:
    """Return a listing as it was at each of its latest changes, at most MOST_VERSIONS of them."""
    latest = (
        select(Revision.document)
        .where(Revision.initiative_id == initiative_id)
        .order_by(Revision.version.desc())
        .limit(MOST_VERSIONS)
    )
    return [from_document(document) for document in db.session.scalars(latest) if document]


def _brought(
    initiative_id: Column[uuid.UUID], listed: type[Initiative] | type[InitiativeAlias], source: str
) -> Iterator[tuple[str, KnownListing]]:
    """Yield the listings that a source brought, with their source ids: present or merged ones."""
    slug = Initiative.slug if listed is Initiative else InitiativeAlias.old_slug
    # Only runs of this source that were not undone count: other revisions are edits.
    run = aliased(ImportRun)
    rows: Result[Any] = db.session.execute(
        select(
            initiative_id.label("id"),
            listed.source_id.label("source_id"),
            slug.label("slug"),
            Revision.document,
            run.id.label("run_id"),
            Revision.reason,
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
    names = all_former_names()
    for _, revisions in groupby(rows, key=lambda row: row.id):
        yield _known(revisions, names)


def _undoing(run_id: int) -> str:
    """The reason of the revisions that undo a run."""
    return because(Code.IMPORT_UNDONE, number=run_id).text


def _known(revisions: Iterator[Row[Any]], names: Mapping[str, str]) -> tuple[str, KnownListing]:
    """Return the source id of one initiative, and what its revisions (oldest first) say of it."""
    rows = list(revisions)
    reasons = {row.reason for row in rows}
    brought = [
        row.document
        for row in rows
        if row.run_id is not None and row.document and _undoing(row.run_id) not in reasons
    ]
    # One that came with a file of ours was brought by no run of its source: it is as it is now.
    present = with_current_name(rows[-1].document or {}, names)
    before = with_current_name((brought or [present])[-1] or {}, names)
    last = digest(before, without=IN_NO_FILE)
    now = digest(present, without=IN_NO_FILE)
    confirmations = present.get("confirmations", ())
    confirmed_on = {one["group"]: one["on"] for one in confirmations}
    known = KnownListing(
        rows[-1].id,
        last,
        edited=not brought or last != now,
        confirmed_on=confirmed_on,
        hours=present.get("hours", ""),
        picture=present.get("picture", ""),
        picture_alt=present.get("picture_alt", ""),
        slug=rows[-1].slug,
    )
    return rows[-1].source_id, known


def altered_since(run: ImportRun) -> set[uuid.UUID]:
    """The initiatives of a run that were changed after it, by something else than undoing it."""
    versions = changed_in(run.id)
    before = undone_before(run)
    altered: set[uuid.UUID] = set()
    for ids in batches(versions.keys() - before, PART):
        latest = db.session.execute(
            select(Revision.initiative_id, func.max(Revision.version))
            .where(Revision.initiative_id.in_(ids))
            .group_by(Revision.initiative_id)
        )
        later = [key for key, version in latest if version > versions[key]]
        altered.update(altered_from(later, versions))
    return altered


def undone_before(run: ImportRun) -> set[uuid.UUID]:
    """The initiatives that an earlier, partial undoing of a run restored."""
    if LEFT not in run.counts:
        return set()
    restored = select(Revision.initiative_id).where(Revision.reason == _undoing(run.id))
    return set(db.session.scalars(restored))


def altered_from(
    ids: Sequence[uuid.UUID], versions: Mapping[uuid.UUID, int]
) -> Iterator[uuid.UUID]:
    """The initiatives that are not now as they were at a version; confirmations do not count."""
    rows = db.session.execute(
        select(Revision.initiative_id, Revision.version, Revision.action, Revision.document)
        .where(Revision.initiative_id.in_(ids))
        .order_by(Revision.initiative_id, Revision.version)
    )
    names = all_former_names()
    for initiative_id, revisions in groupby(rows, key=lambda row: row.initiative_id):
        status, written = "", ("", "")
        for row in revisions:
            status = status if row.action == "changed" else row.action
            document = with_current_name(row.document or {}, names)
            latest = (status.replace("added", Status.PUBLISHED), digest(document))
            if row.version == versions[initiative_id]:
                written = latest
        if latest != written:
            yield initiative_id


def added_by(actor: str) -> dict[uuid.UUID, int]:
    """The initiatives that imports of an actor added and that are still there.

    Each has the last version that an import of this actor gave it.
    """
    own = select(ImportRun.id).where(ImportRun.actor == actor)
    first = select(Revision.initiative_id).where(
        Revision.import_run_id.in_(own), Revision.action == "added"
    )
    rows = db.session.execute(
        select(Revision.initiative_id, func.max(Revision.version))
        .join(Initiative, Initiative.id == Revision.initiative_id)
        .where(Revision.import_run_id.in_(own), Initiative.id.in_(first))
        .group_by(Revision.initiative_id)
    )
    return dict(rows.all())


def left_page(run: ImportRun, number: int) -> Page[Any]:
    """A page of what undoing a run left as it is: id, name and slug of each that is still there."""
    if run.undone_at or not run.counts.get(LEFT):
        return page_of_list([], number)
    left = sorted(altered_since(run))
    found = select(Initiative.id, Initiative.name, Initiative.slug).where(Initiative.id.in_(left))
    return page_of(found.order_by(Initiative.name, Initiative.id), number)


@dataclass(frozen=True)
class Leaving:
    """The demo listings on the map by id: those to remove, and those that stay, with why.

    `edited` were changed by somebody since; into `merged` a listing of another source was merged,
    which would be lost with it.
    """

    removed: frozenset[uuid.UUID]
    edited: frozenset[uuid.UUID]
    merged: frozenset[uuid.UUID]

    @property
    def kept(self) -> frozenset[uuid.UUID]:
        """The listings that stay."""
        return self.edited | self.merged


def was_here() -> bool:
    """Whether the demo was ever put on the map."""
    run = select(ImportRun.id).where(ImportRun.actor == DEMO_ACTOR).limit(1)
    return db.session.scalar(run) is not None


def leaving_now(also_edited: bool) -> Leaving:
    """The demo listings that are on the map now, by what will happen to them."""
    versions = added_by(DEMO_ACTOR)
    merged: set[uuid.UUID] = set()
    edited: set[uuid.UUID] = set()
    for ids in batches(versions, PART):
        foreign = func.coalesce(InitiativeAlias.source, "") != DEMO_SOURCE
        into = select(InitiativeAlias.initiative_id).where(
            InitiativeAlias.initiative_id.in_(ids), foreign
        )
        merged.update(db.session.scalars(into))
        edited.update(altered_from(list(ids), versions))
    edited = set() if also_edited else edited - merged
    return Leaving(
        frozenset(versions.keys() - edited - merged), frozenset(edited), frozenset(merged)
    )


def slugs_of(ids: Iterable[uuid.UUID]) -> list[str]:
    """The slugs of initiatives, in alphabetical order."""
    slugs: list[str] = []
    for part in batches(list(ids), PART):
        slugs += db.session.scalars(select(Initiative.slug).where(Initiative.id.in_(part)))
    return sorted(slugs)
