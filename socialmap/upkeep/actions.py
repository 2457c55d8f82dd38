"""Write what people report about listings: still right, paused for a time, back, or gone."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, cast

from sqlalchemy import Table, bindparam, delete, func, select, update

from socialmap.catalogue import actions
from socialmap.catalogue.actions import Change
from socialmap.catalogue.fields import FIELD_GROUPS
from socialmap.catalogue.freshness import confirmed, reached, standing, with_latest
from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.listing import ListedConfirmation, Listing
from socialmap.catalogue.models import Confirmation, Initiative, Status
from socialmap.catalogue.reasons import Code, because, reason_of
from socialmap.catalogue.waiting import Rows, WaitingKind, rows
from socialmap.db import db
from socialmap.errors import ConflictProblem
from socialmap.proposals import actions as proposals
from socialmap.proposals.models import Proposer, Subject
from socialmap.upkeep.magic_links import make_link
from socialmap.upkeep.models import BrokenListing, Pause, Reminder
from socialmap.upkeep.reminders import ReminderMail
from socialmap.wording import N_


def confirm(
    ids: Sequence[uuid.UUID],
    change: Change,
    today: date,
    *,
    by: str = "",
    how: str = "",
    groups: Sequence[str] = FIELD_GROUPS,
) -> None:
    """Record that groups of fields are right in each of the listings; `how` tells the means."""
    pairs = [(i, confirmed(latest_listing(i), today, groups, by=by, how=how)) for i in ids]
    actions.rewrite(pairs, change)


def with_earlier_confirmations(
    pairs: Sequence[tuple[uuid.UUID, Listing]],
) -> list[tuple[uuid.UUID, Listing]]:
    """The listings with their confirmations in the catalogue, except where their own are later."""
    among = Confirmation.initiative_id.in_([initiative_id for initiative_id, _ in pairs])
    earlier: defaultdict[uuid.UUID, list[ListedConfirmation]] = defaultdict(list)
    for row in db.session.scalars(select(Confirmation).where(among)):
        confirmation = ListedConfirmation(group=row.group, on=row.on, by=row.by, how=row.how)
        earlier[row.initiative_id].append(confirmation)
    return [
        (initiative_id, with_latest(listing, earlier[initiative_id]))
        for initiative_id, listing in pairs
    ]


def pause(initiative: Initiative, until: date | None, change: Change, today: date) -> None:
    """Take a listing off the map until a day, or (None) until somebody reports that it is back.

    Raise ConflictProblem if the day is not in the future.
    """
    if until is not None and until <= today:
        raise ConflictProblem(N_("Kies een dag die nog komt."))
    if initiative.status != Status.PAUSED:
        actions.step(initiative, Status.PAUSED, change)
    db.session.merge(
        Pause(initiative_id=initiative.id, since=today, until=until, reason=change.reason.text)
    )
    db.session.flush()


def resume(initiative: Initiative, change: Change) -> None:
    """Put a listing back on the map."""
    if initiative.status != Status.PUBLISHED:
        actions.step(initiative, Status.PUBLISHED, change)
    _delete_pause(initiative.id)


def report_gone(initiative: Initiative, change: Change, today: date, text: str = "") -> None:
    """Pause an initiative that reports its own end, and propose to a coordinator to archive it."""
    pause(initiative, None, change, today)
    proposals.make(initiative, Subject.GONE, text, origin=Proposer.INITIATIVE)


def plan_hiding(initiative: Initiative, day: date) -> None:
    """Plan that a silent listing leaves the map on a day, unless somebody confirms it before.

    Raise ConflictProblem if it is not on the map.
    """
    if initiative.status != Status.PUBLISHED:
        raise ConflictProblem(N_("Dit initiatief staat niet op de kaart."))
    reason = because(Code.NOBODY_KNOWS).text
    db.session.merge(Pause(initiative_id=initiative.id, since=day, until=None, reason=reason))
    db.session.flush()


def cancel_hiding(initiative: Initiative) -> None:
    """Leave a listing on the map after all, if it was planned to be hidden."""
    if initiative.status == Status.PUBLISHED:
        _delete_pause(initiative.id)


def hide_due(today: date) -> tuple[int, int]:
    """Hide the listings planned for today or earlier, except those that were confirmed since.

    Return how many were hidden, and how many stay on the map.
    """
    planned = db.session.execute(
        select(Pause, Initiative)
        .join(Initiative, Initiative.id == Pause.initiative_id)
        .where(Initiative.status == Status.PUBLISHED, Pause.since <= today)
    ).all()
    hidden = 0
    for plan, initiative in planned:
        # What nobody ever confirmed is not overdue, and is still what nobody can vouch for.
        if initiative.confirmed_on and not reached(initiative.overdue_on, today):
            db.session.delete(plan)
        else:
            change = Change(actor="job:freshness", reason=reason_of(plan.reason))
            actions.step(initiative, Status.PAUSED, change)
            hidden += 1
    db.session.flush()
    return hidden, len(planned) - hidden


def _delete_pause(initiative_id: uuid.UUID) -> None:
    row = db.session.get(Pause, initiative_id)
    if row is not None:
        db.session.delete(row)
        db.session.flush()


def ask(mail: ReminderMail) -> str:
    """Record that a mail asks about its listings today; return the token of the link to them."""
    token = make_link(mail.recipient, [listing.id for listing in mail.listings])
    db.session.add_all(
        Reminder(initiative_id=listing.id, due_on=listing.due_on, on=mail.on)
        for listing in mail.listings
    )
    db.session.flush()
    return token


def save_broken(fields: Mapping[uuid.UUID, tuple[str, ...]]) -> int:
    """Save which listings need mending, instead of what was found before; return their number."""
    versions = dict(
        db.session.execute(
            select(Initiative.id, Initiative.version).where(Initiative.id.in_(fields))
        ).all()
    )
    db.session.execute(delete(BrokenListing))
    db.session.add_all(
        BrokenListing(initiative_id=key, version=version, fields=",".join(fields[key]))
        for key, version in versions.items()
    )
    db.session.flush()
    return len(versions)


def waiting_pauses(today: date) -> Rows:
    """The listings whose pause is over but that are not back on the map, for the queue of today."""
    return (
        rows(
            WaitingKind.PAUSE,
            key=Initiative.slug,
            title=Initiative.name,
            since=Initiative.changed_at,
            initiative_id=Initiative.id,
            until=Pause.until,
        )
        .join(Pause, Pause.initiative_id == Initiative.id)
        .where(Initiative.status == Status.PAUSED, Pause.until <= today)
    )


def stale_days() -> list[dict[str, Any]]:
    """Updates for the listings whose due and overdue days differ from what the policy gives.

    Each holds the id and version of the listing as it was read, and its new days.
    """
    confirmations: defaultdict[uuid.UUID, list[_LastConfirmation]] = defaultdict(list)
    for initiative_id, group, on in db.session.execute(
        select(Confirmation.initiative_id, Confirmation.group, func.max(Confirmation.on)).group_by(
            Confirmation.initiative_id, Confirmation.group
        )
    ):
        confirmations[initiative_id].append(_LastConfirmation(group, on))
    days = (Initiative.due_on, Initiative.overdue_on)
    stale = []
    for row in db.session.execute(
        select(Initiative.id, Initiative.version, Initiative.kind, *days)
    ):
        policy = standing(confirmations.get(row.id, ()), row.kind)
        if (policy.due_on, policy.overdue_on) != (row.due_on, row.overdue_on):
            new_days = {"due_on": policy.due_on, "overdue_on": policy.overdue_on}
            stale.append({"its_id": row.id, "its_version": row.version} | new_days)
    return stale


def refresh_days(stale: Sequence[dict[str, Any]]) -> None:
    """Write the new days of stale listings, except of those that were changed meanwhile."""
    table = cast(Table, Initiative.__table__)
    unchanged = (table.c.id == bindparam("its_id"), table.c.version == bindparam("its_version"))
    if stale:
        db.session.execute(update(table).where(*unchanged), stale)
        db.session.expire_all()


class _LastConfirmation(NamedTuple):
    group: str
    on: date
