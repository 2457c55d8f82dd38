"""Merge an organisation into another, and undo that: what followed goes back. The door commits."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, select, update

from socialmap.catalogue.addresses import OrganisationAlias
from socialmap.catalogue.models import Initiative, Organisation
from socialmap.catalogue.reasons import Code, because
from socialmap.db import db
from socialmap.errors import ConflictProblem, NotFoundProblem
from socialmap.organisations.actions import listing_ids, move_listings, subject_of
from socialmap.organisations.models import OrganisationClaim, OrganisationMerge
from socialmap.paging import batches
from socialmap.people.audit import Verb, note
from socialmap.people.models import Grant, Person
from socialmap.rooms.models import Room
from socialmap.times.clock import now
from socialmap.upkeep.magic_links import recipient
from socialmap.upkeep.models import AskedMail, MagicLink, MailContact, OptOut
from socialmap.wording import N_

# What the organisation that stays may take over; whether it is a member is its own.
# The words about a logo go with it.
TAKEN = ("description", "logo", "website", "email", "phones")
COLUMNS = ("slug", "name", *TAKEN, "logo_alt", "member", "version", "proposed")
# Mail, links and refusals name their organisation in a text.
RECIPIENTS: dict[str, Any] = {"links": MagicLink, "asked": AskedMail, "opt_outs": OptOut}
# Rows that refer to their organisation by its id, and follow it.
OWNED: dict[str, Any] = {"rooms": Room, "aliases": OrganisationAlias, "claims": OrganisationClaim}
PART = 500


@dataclass
class Undone:
    """An organisation that is back, and what was left as it is because somebody changed it since.

    `left` are the names of listings, `others` the number of other things by kind.
    """

    organisation: Organisation
    left: list[str] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)


def merge(
    keep: Organisation, drop: Organisation, actor: str, picks: Collection[str] = ()
) -> OrganisationMerge:
    """Merge `drop` into `keep`: its listings, people, rooms, links and names follow.

    `keep` takes what it has not, and the fields in `picks`. Raise ConflictProblem if the two are
    the same, and NotFoundProblem if a pick is no field.
    """
    if keep.id == drop.id:
        raise ConflictProblem(N_("Dit is twee keer dezelfde organisatie."))
    if unknown := sorted(set(picks) - set(TAKEN)):
        raise NotFoundProblem(N_("Er is geen veld %(field)s."), field=", ".join(unknown))
    row = OrganisationMerge(
        kept_id=keep.id,
        dropped_id=drop.id,
        name=drop.name,
        dropped={name: getattr(drop, name) for name in COLUMNS},
        taken=_take(keep, drop, picks),
        actor=actor,
    )
    ids = listing_ids(drop.id)
    row.moved = {"listings": [str(each) for each in ids], **_follow(drop.id, keep.id)}
    keep.version += 1
    db.session.add(row)
    db.session.flush()
    reason = because(Code.ORGANISATION_MERGED, slug=drop.slug)
    move_listings(ids, keep.name, reason, actor)
    name, slug, old_id = drop.name, drop.slug, drop.id
    db.session.execute(delete(Organisation).where(Organisation.id == old_id))
    db.session.add(OrganisationAlias(name=name, slug=slug, old_id=old_id, organisation_id=keep.id))
    db.session.flush()
    note(
        actor, Verb.MERGE_ORGANISATIONS, subject_of(keep),
        name=keep.name, other=name, listings=len(ids),
    )  # fmt: skip
    db.session.expire_all()
    return row


def _take(keep: Organisation, drop: Organisation, picks: Collection[str]) -> dict[str, Any]:
    """Let `keep` take fields over; return per field its value before and after."""
    taken = {}
    for name in TAKEN:
        before, after = getattr(keep, name), getattr(drop, name)
        if after and before != after and (not before or name in picks):
            setattr(keep, name, after)
            taken[name] = {"before": before, "after": after}
    if "logo" in taken:
        taken["logo_alt"] = {"before": keep.logo_alt, "after": drop.logo_alt}
        keep.logo_alt = drop.logo_alt
    return taken


def _follow(old: uuid.UUID, new: uuid.UUID) -> dict[str, Any]:
    """Let all but the listings follow from one organisation to another; return what did."""
    moved: dict[str, Any] = {"grants": _move_grants(old, new), "mail": _move_contact(old, new)}
    for kind, model in OWNED.items():
        ids = db.session.scalars(select(model.id).where(model.organisation_id == old)).all()
        moved[kind] = [str(each) for each in ids]
        _point(model, ids, organisation_id=new)
    for kind, model in RECIPIENTS.items():
        theirs = model.recipient == recipient(old, "")
        ids = db.session.scalars(select(model.id).where(theirs)).all()
        moved[kind] = [str(each) for each in ids]
        _point(model, ids, recipient=recipient(new, ""))
    return moved


def _point(model: Any, ids: Iterable[Any], **values: Any) -> None:
    for part in batches(list(ids), PART):
        db.session.execute(update(model).where(model.id.in_(part)).values(**values))


def _move_grants(old: uuid.UUID, new: uuid.UUID) -> list[dict[str, Any]]:
    """Give the editors of one organisation the same role for another; return who they are.

    `had` is True for who was an editor of both.
    """
    both = set(db.session.scalars(select(Grant.person_id).where(Grant.organisation_id == new)))
    moved = []
    for grant in db.session.scalars(select(Grant).where(Grant.organisation_id == old)).all():
        had = grant.person_id in both
        moved.append(
            {"person": grant.person_id, "role": grant.role, "group": grant.by_group, "had": had}
        )
        if had:
            db.session.delete(grant)
        else:
            grant.organisation_id = new
    db.session.flush()
    return moved


def _move_contact(old: uuid.UUID, new: uuid.UUID) -> dict[str, Any]:
    """Let the choice where to mail follow, if the other made none; return what it was."""
    theirs, mine = db.session.get(MailContact, old), db.session.get(MailContact, new)
    if theirs is None:
        return {}
    moved = {"address": theirs.address, "language": theirs.language, "followed": mine is None}
    if mine is None:
        db.session.add(
            MailContact(organisation_id=new, address=theirs.address, language=theirs.language)
        )
    db.session.delete(theirs)
    db.session.flush()
    return moved


def mergers_into(kept_id: uuid.UUID) -> list[OrganisationMerge]:
    """The mergers into an organisation that were not undone, the latest first."""
    rows = select(OrganisationMerge).where(
        OrganisationMerge.kept_id == kept_id, OrganisationMerge.undone_at.is_(None)
    )
    return list(db.session.scalars(rows.order_by(OrganisationMerge.id.desc())))


def merger(number: int) -> OrganisationMerge:
    """The merger with this number that was not undone; raise NotFoundProblem without one."""
    row = db.session.get(OrganisationMerge, number)
    if row is None or row.undone_at is not None:
        raise NotFoundProblem(N_("Dit is al teruggedraaid."))
    return row


def undo(row: OrganisationMerge, actor: str) -> Undone:
    """Undo a merger: the organisation is there again, with what followed.

    What somebody changed since then is left as it is, and named in the answer. Raise
    ConflictProblem if the organisation that stayed is gone, or another has the name by now.
    """
    keep = db.session.get(Organisation, row.kept_id)
    if keep is None:
        raise ConflictProblem(
            N_("De organisatie waar dit bij hoort is zelf samengevoegd. Draai dat eerst terug.")
        )
    named = Organisation.name == row.name
    if other := db.session.scalar(select(Organisation).where(named)):
        raise ConflictProblem(
            N_("‘%(name)s’ is nu de naam van een andere organisatie. Geef die eerst een nieuwe."),
            name=other.name,
        )
    alias = OrganisationAlias.old_id == row.dropped_id
    db.session.execute(delete(OrganisationAlias).where(alias))
    columns = {name: value for name, value in row.dropped.items() if name in COLUMNS}
    # Whoever was forgotten in between is so here too.
    columns = {"slug": "", "name": row.name} | columns
    columns["version"] = int(columns.get("version") or 1) + 1
    restored = Organisation(id=row.dropped_id, **columns)
    db.session.add(restored)
    db.session.flush()
    undone = Undone(restored)
    _give_back(row, keep, undone)
    _listings_back(row, keep, undone, actor)
    row.undone_at = now()
    keep.version += 1
    db.session.flush()
    note(
        actor, Verb.UNMERGE_ORGANISATIONS, subject_of(restored),
        name=restored.name, other=keep.name, left=len(undone.left) + undone.others.total(),
    )  # fmt: skip
    return undone


def _listings_back(row: OrganisationMerge, keep: Organisation, undone: Undone, actor: str) -> None:
    moved = [uuid.UUID(each) for each in row.moved.get("listings", ())]
    back = []
    for part in batches(moved, PART):
        found = select(Initiative).where(Initiative.id.in_(part))
        here = {each.id: each for each in db.session.scalars(found)}
        back += [each for each, it in here.items() if it.organisation_id == keep.id]
        undone.left += sorted(it.name for it in here.values() if it.organisation_id != keep.id)
        undone.others["removed"] += len(set(part) - here.keys())
    reason = because(Code.ORGANISATION_UNMERGED, slug=undone.organisation.slug)
    move_listings(back, row.name, reason, actor)


def _give_back(row: OrganisationMerge, keep: Organisation, undone: Undone) -> None:
    """Let all but the listings go back, where it still is as the merger left it."""
    for name, values in (row.taken or {}).items():
        if getattr(keep, name) == values["after"]:
            setattr(keep, name, values["before"])
        else:
            undone.others["fields"] += 1
    for kind, model in OWNED.items():
        kept = model.organisation_id == keep.id
        _back(row, kind, model, kept, undone, organisation_id=row.dropped_id)
    for kind, model in RECIPIENTS.items():
        kept = model.recipient == recipient(keep.id, "")
        _back(row, kind, model, kept, undone, recipient=recipient(row.dropped_id, ""))
    _grants_back(row, keep.id, undone)
    _contact_back(row, keep.id)
    db.session.expire_all()


def _back(
    row: OrganisationMerge, kind: str, model: Any, kept: Any, undone: Undone, **values: Any
) -> None:
    read = uuid.UUID if kind in ("rooms", "asked") else int
    ids = [read(each) for each in row.moved.get(kind, ())]
    still: list[Any] = []
    for part in batches(ids, PART):
        still += db.session.scalars(select(model.id).where(model.id.in_(part), kept))
    _point(model, still, **values)
    if kind == "rooms":
        undone.others[kind] += len(ids) - len(still)


def _grants_back(row: OrganisationMerge, kept_id: uuid.UUID, undone: Undone) -> None:
    """Give the editors their role for the organisation that is back.

    A role that was taken away since stays away.
    """
    for moved in row.moved.get("grants", ()):
        mine = (Grant.person_id == moved["person"], Grant.organisation_id == kept_id)
        grant = db.session.scalar(select(Grant).where(*mine))
        if grant is None or db.session.get(Person, moved["person"]) is None:
            undone.others["people"] += 1
        elif not moved["had"]:
            grant.organisation_id = row.dropped_id
        else:
            db.session.add(
                Grant(
                    person_id=moved["person"], role=moved["role"], by_group=moved["group"],
                    organisation_id=row.dropped_id,
                )
            )  # fmt: skip
    db.session.flush()


def _contact_back(row: OrganisationMerge, kept_id: uuid.UUID) -> None:
    """Restore the choice where to mail; one that was changed since stays beside it."""
    moved = row.moved.get("mail") or {}
    if not moved:
        return
    mine = db.session.get(MailContact, kept_id)
    same = mine and (mine.address, mine.language) == (moved["address"], moved["language"])
    if mine and same and moved["followed"]:
        db.session.delete(mine)
    db.session.add(
        MailContact(
            organisation_id=row.dropped_id, address=moved["address"], language=moved["language"]
        )
    )
    db.session.flush()
