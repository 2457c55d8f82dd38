"""Merge two listings, undo a merge, or record that two listings are different."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from contextlib import suppress
from dataclasses import fields, replace
from typing import Any

from sqlalchemy import delete, select, update

from socialmap.catalogue import actions
from socialmap.catalogue.actions import Change
from socialmap.catalogue.addresses import InitiativeAlias
from socialmap.catalogue.history import last_version, latest_listing, listings_before
from socialmap.catalogue.listing import TOGETHER, Listing
from socialmap.catalogue.models import Initiative, Status
from socialmap.catalogue.reasons import Code, because
from socialmap.catalogue.rows import initiative_columns
from socialmap.catalogue.visibility import Visibility
from socialmap.db import db
from socialmap.duplicates.models import FoundPair, NotDuplicate, PairSearch
from socialmap.duplicates.queries import ordered
from socialmap.duplicates.search import Search
from socialmap.errors import ConflictProblem, NotFoundProblem
from socialmap.proposals.models import Proposal
from socialmap.times.clock import now
from socialmap.wording import N_

FIELDS = frozenset(each.name for each in fields(Listing))


def initiative_of(name: str) -> Initiative:
    """The initiative of any status with this id or slug; raise NotFoundProblem if none has it."""
    wanted = Initiative.slug == name
    with suppress(ValueError):
        wanted = Initiative.id == uuid.UUID(name)
    initiative = db.session.scalar(select(Initiative).where(wanted))
    if initiative is None:
        raise NotFoundProblem(N_("Er is geen initiatief %(name)s."), name=name)
    return initiative


def merged_listing(keep: Listing, drop: Listing, picks: Collection[str] = ()) -> Listing:
    """The listing that results from a merge.

    It has the fields of `keep`, those that `keep` lacks from `drop`, and those in `picks` also
    from `drop`. Raise NotFoundProblem if a pick is no field.
    """
    unknown = sorted(set(picks) - FIELDS)
    if unknown:
        raise NotFoundProblem(N_("Er is geen veld %(field)s."), field=", ".join(unknown))
    grouped = {name for group in TOGETHER for name in group}
    groups = (*TOGETHER, *((name,) for name in FIELDS - grouped - {"visibility"}))
    taken: dict[str, Any] = {}
    for group in groups:
        if not any(_has_value(getattr(keep, name)) for name in group):
            taken |= {name: getattr(drop, name) for name in group}
    taken |= {name: getattr(drop, name) for name in picks}
    if "visibility" not in picks:
        taken["visibility"] = _strictest(keep, drop)
    return replace(keep, **taken)


def _has_value(value: Any) -> bool:
    return value is not None and value not in ("", (), {})


def _strictest(keep: Listing, drop: Listing) -> dict[str, str]:
    # A group that is hidden in either listing stays hidden.
    groups = sorted({*keep.visibility, *drop.visibility})
    return {
        group: max(
            (listing.visibility.get(group, Visibility.PUBLIC) for listing in (keep, drop)),
            key=[visibility.value for visibility in Visibility].index,
        )
        for group in groups
    }


def merge(keep: Initiative, drop: Initiative, change: Change, picks: Collection[str] = ()) -> None:
    """Merge `drop` into `keep`: its id and slug lead to `keep` from then on.

    Raise ConflictProblem if they are the same, or if only `drop` is on the map.
    """
    if keep.id == drop.id:
        raise ConflictProblem(N_("Dit is twee keer hetzelfde initiatief."))
    if drop.status == Status.PUBLISHED and keep.status != Status.PUBLISHED:
        raise ConflictProblem(
            N_("%(keep)s staat niet op de kaart en %(drop)s wel. Houd %(drop)s."),
            keep=keep.slug,
            drop=drop.slug,
        )
    alias = InitiativeAlias(
        old_id=drop.id,
        old_slug=drop.slug,
        initiative_id=keep.id,
        source=drop.source,
        source_id=drop.source_id,
        status=drop.status,
        kept_version=keep.version + 1,
    )
    listing = merged_listing(latest_listing(keep.id), latest_listing(drop.id), picks)
    proposals = update(Proposal).where(Proposal.initiative_id == drop.id)
    db.session.execute(proposals.values(initiative_id=keep.id))
    words = change.reason.text
    into = because(Code.MERGED_INTO, words, slug=keep.slug)
    of = because(Code.MERGED_WITH, words, slug=drop.slug)
    actions.remove([drop.id], replace(change, reason=into))
    actions.rewrite([(keep.id, listing)], replace(change, reason=of))
    db.session.add(alias)
    db.session.flush()


def unmerge(old_slug: str, change: Change) -> Initiative:
    """Undo a merge and return the listing that was dropped; its proposals stay with the other.

    Raise NotFoundProblem if the slug was not merged, and ConflictProblem if the listing that was
    kept has changed since.
    """
    alias = db.session.scalar(select(InitiativeAlias).where(InitiativeAlias.old_slug == old_slug))
    if alias is None:
        raise NotFoundProblem(N_("%(slug)s is niet samengevoegd."), slug=old_slug)
    survivor = db.session.get(Initiative, alias.initiative_id)
    if survivor is None or survivor.version != alias.kept_version:
        raise ConflictProblem(
            N_("%(slug)s kan niet meer los: wat overbleef is daarna gewijzigd."), slug=old_slug
        )
    change = replace(change, reason=because(Code.UNMERGED, slug=old_slug))
    before = listings_before({survivor.id: alias.kept_version})[survivor.id]
    listing = latest_listing(alias.old_id)
    restored = Initiative(
        id=alias.old_id,
        slug=alias.old_slug,
        status=alias.status,
        source=alias.source,
        source_id=alias.source_id,
        version=last_version(alias.old_id),
        **initiative_columns(listing),
    )
    db.session.add(restored)
    db.session.delete(alias)
    db.session.flush()
    pairs = [(restored.id, listing)]
    if before is not None:
        pairs.append((survivor.id, before))
    actions.rewrite(pairs, change)
    return restored


def tell_apart(one: Initiative, other: Initiative, actor: str) -> None:
    """Record that two listings that look alike are different, unless that was recorded before."""
    if one.id == other.id:
        raise ConflictProblem(N_("Dit is twee keer hetzelfde initiatief."))
    pair = ordered(one.id, other.id)
    if db.session.get(NotDuplicate, pair) is None:
        db.session.add(NotDuplicate(one_id=pair[0], other_id=pair[1], actor=actor))
        db.session.flush()


def save_pairs(search: Search) -> int:
    """Save the pairs of a search; return how many are new. Pairs found before keep their date."""
    saved = {(pair.one_id, pair.other_id): pair for pair in db.session.scalars(select(FoundPair))}
    ids = set(db.session.scalars(select(Initiative.id)))
    scores = {
        ordered(pair.one.id, pair.other.id): pair.likeness.score
        for pair in search.pairs
        # One may have been deleted since the search.
        if {pair.one.id, pair.other.id} <= ids
    }
    for key, row in saved.items():
        if key in scores:
            row.score = scores[key]
        else:
            db.session.delete(row)
    new = sorted(scores.keys() - saved.keys())
    db.session.add_all(FoundPair(one_id=a, other_id=b, score=scores[a, b]) for a, b in new)
    db.session.execute(delete(PairSearch))
    db.session.add(PairSearch(change=search.change, listings=search.listings, at=now()))
    db.session.flush()
    return len(new)
