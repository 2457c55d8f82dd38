"""Search the catalogue for duplicates, and read the pairs that were saved to decide on."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVarTuple

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import aliased, selectinload

from socialmap.catalogue.addresses import InitiativeAlias
from socialmap.catalogue.history import latest_change, latest_listing
from socialmap.catalogue.models import Initiative, Status
from socialmap.catalogue.scopes import Reach
from socialmap.catalogue.waiting import Rows, WaitingKind, rows
from socialmap.db import db
from socialmap.duplicates.models import FoundPair, NotDuplicate, PairSearch
from socialmap.duplicates.queries import ProbablePair, probable_duplicates
from socialmap.errors import NotFoundProblem
from socialmap.paging import Page, page_of_list
from socialmap.wording import N_

Ts = TypeVarTuple("Ts")
PER_PAGE = 25
ONE, OTHER = aliased(Initiative), aliased(Initiative)


@dataclass(frozen=True)
class Search:
    """The pairs found, the last change that the search covers, and among how many listings."""

    pairs: list[ProbablePair]
    change: int
    listings: int


def search_pairs() -> Search:
    """Search the whole catalogue for pairs that are probably the same, without writing them."""
    change = latest_change().number
    alive = select(func.count()).where(Initiative.status != Status.ARCHIVED)
    return Search(probable_duplicates(), change, db.session.scalar(alive) or 0)


def last_search() -> PairSearch | None:
    """The last search, or None when there was none."""
    return db.session.scalar(select(PairSearch).order_by(PairSearch.id.desc()).limit(1))


def is_up_to_date() -> bool:
    """Whether the last search covers every change of the catalogue."""
    last = last_search()
    return last is not None and last.change == latest_change().number


def waiting_pairs() -> Rows:
    """The pairs that nobody has decided on yet, for the queue of today."""
    return _undecided(
        rows(
            WaitingKind.DUPLICATE,
            key=FoundPair.id,
            title=ONE.name,
            since=FoundPair.at,
            initiative_id=FoundPair.one_id,
            detail=OTHER.name,
        )
    )


@dataclass(frozen=True)
class Pair:
    """A pair to decide on: its number, both listings, and how likely they are the same (0-1)."""

    id: int
    one: Initiative
    other: Initiative
    score: float


@dataclass(frozen=True)
class Group:
    """Listings that are all linked by pairs, and those pairs, the most likely first."""

    listings: tuple[Initiative, ...]
    pairs: tuple[Pair, ...]


def groups_page(reach: Reach, number: int) -> Page[Group]:
    """A page of the groups of listings that may be one, the most likely first.

    Of each pair at least one listing is within reach.
    """
    wanted = _undecided(select(FoundPair.id, FoundPair.one_id, FoundPair.other_id))
    ids = reach.ids()
    if ids is not None:
        wanted = wanted.where(FoundPair.one_id.in_(ids) | FoundPair.other_id.in_(ids))
    rows = db.session.execute(wanted.order_by(FoundPair.score.desc(), FoundPair.id)).all()
    page = page_of_list(linked([(row.one_id, row.other_id) for row in rows]), number, PER_PAGE)
    numbers = [[rows[place].id for place in places] for places in page.items]
    pairs = _pairs([number for group in numbers for number in group])
    groups = [_group([pairs[number] for number in group]) for group in numbers]
    return Page(groups, page.number, page.pages, page.total)


def linked(pairs: Sequence[tuple[Hashable, Hashable]]) -> list[list[int]]:
    """The numbers of the pairs that share a member, directly or by way of others, together."""
    groups: dict[Hashable, list[int]] = {}
    members: dict[int, set[Hashable]] = {}
    for number, pair in enumerate(pairs):
        joined, ours = [number], set(pair)
        for group in {id(groups[one]): groups[one] for one in pair if one in groups}.values():
            joined += group
            ours |= members.pop(id(group))
        members[id(joined)] = ours
        groups |= dict.fromkeys(ours, joined)
    return sorted(map(sorted, {id(group): group for group in groups.values()}.values()))


def _pairs(numbers: Sequence[int]) -> dict[int, Pair]:
    wanted = _undecided(select(FoundPair.id, ONE, OTHER, FoundPair.score))
    rows = wanted.where(FoundPair.id.in_(numbers)).options(
        selectinload(ONE.locations), selectinload(OTHER.locations)
    )
    return {row.id: Pair(*row) for row in db.session.execute(rows)}


def _group(pairs: Sequence[Pair]) -> Group:
    listings = dict.fromkeys(one for pair in pairs for one in (pair.one, pair.other))
    return Group(tuple(listings), tuple(pairs))


def pair_by_id(number: int, *, lock: bool = False) -> Pair:
    """The pair with this number; raise NotFoundProblem if somebody has decided on it already.

    With `lock`, nobody else can decide on it until the transaction ends.
    """
    if lock:
        locked = select(FoundPair.id).where(FoundPair.id == number)
        db.session.execute(locked.with_for_update())
    wanted = _undecided(select(FoundPair.id, ONE, OTHER, FoundPair.score))
    row = db.session.execute(wanted.where(FoundPair.id == number)).first()
    if row is None:
        raise NotFoundProblem(
            N_("Over dit paar is al beslist, of een van de twee is er niet meer.")
        )
    return Pair(*row)


@dataclass(frozen=True)
class Merge:
    """A past merge: the slug and name of the dropped listing, the one that remains, and when."""

    old_slug: str
    name: str
    survivor: Initiative
    at: datetime


def recent_merges(reach: Reach, most: int = 10) -> list[Merge]:
    """At most `most` merges into listings within reach, the latest first."""
    wanted = (
        select(InitiativeAlias, Initiative)
        .join(Initiative, Initiative.id == InitiativeAlias.initiative_id)
        .order_by(InitiativeAlias.at.desc())
        .limit(most)
    )
    ids = reach.ids()
    if ids is not None:
        wanted = wanted.where(Initiative.id.in_(ids))
    return [
        Merge(alias.old_slug, latest_listing(alias.old_id).name, survivor, alias.at)
        for alias, survivor in db.session.execute(wanted)
    ]


def merge_of(old_slug: str) -> Merge:
    """The merge that dropped the listing with this slug; raise NotFoundProblem if there is none."""
    wanted = (
        select(InitiativeAlias, Initiative)
        .join(Initiative, Initiative.id == InitiativeAlias.initiative_id)
        .where(InitiativeAlias.old_slug == old_slug)
    )
    row = db.session.execute(wanted).first()
    if row is None:
        raise NotFoundProblem(N_("%(slug)s is niet samengevoegd."), slug=old_slug)
    alias, survivor = row
    return Merge(alias.old_slug, latest_listing(alias.old_id).name, survivor, alias.at)


def _undecided(wanted: Select[*Ts]) -> Select[*Ts]:
    """Narrow a select to pairs of listings that are not archived and not judged different."""
    different = exists().where(
        NotDuplicate.one_id == FoundPair.one_id, NotDuplicate.other_id == FoundPair.other_id
    )
    return (
        wanted.select_from(FoundPair)
        .join(ONE, ONE.id == FoundPair.one_id)
        .join(OTHER, OTHER.id == FoundPair.other_id)
        .where(ONE.status != Status.ARCHIVED, OTHER.status != Status.ARCHIVED, ~different)
    )
