"""Write what people say of listings: still right, paused for a time, back, or gone."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple, cast

from sqlalchemy import Table, bindparam, func, select, update

from socialmap.catalogue import actions
from socialmap.catalogue.actions import Change
from socialmap.catalogue.fields import FIELD_GROUPS
from socialmap.catalogue.freshness import confirmed, reached, standing, with_latest
from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.listing import ListedConfirmation, Listing
from socialmap.catalogue.models import Confirmation, Initiative, Status
from socialmap.catalogue.reasons import Code, because, reason_of
from socialmap.catalogue.waiting import Kind, Rows, rows
from socialmap.db import db
from socialmap.errors import ConflictProblem
from socialmap.proposals import actions as proposals
from socialmap.proposals.models import Origin, Subject
from socialmap.upkeep.links import make_link
from socialmap.upkeep.models import Pause, Reminder
from socialmap.upkeep.reminders import Asking
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
    """Keep that somebody said that these groups of fields are right, of each of the listings."""
    pairs = [(i, confirmed(latest_listing(i), today, groups, by=by, how=how)) for i in ids]
    actions.replace(pairs, change)


def keep_confirmations(
    pairs: Sequence[tuple[uuid.UUID, Listing]],
) -> list[tuple[uuid.UUID, Listing]]:
    """The listings with what people said of them before, where they bring nothing later."""
    among = Confirmation.initiative_id.in_([initiative_id for initiative_id, _ in pairs])
    said: defaultdict[uuid.UUID, list[ListedConfirmation]] = defaultdict(list)
    for row in db.session.scalars(select(Confirmation).where(among)):
        known = ListedConfirmation(group=row.group, on=row.on, by=row.by, how=row.how)
        said[row.initiative_id].append(known)
    return [(each, with_latest(listing, said[each])) for each, listing in pairs]


def pause(initiative: Initiative, until: date | None, change: Change, today: date) -> None:
    """Take a listing off the map until a day, or until somebody says that it is back."""
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
    _forget_pause(initiative.id)


def gone(initiative: Initiative, change: Change, today: date, text: str = "") -> None:
    """Take off the map what says of itself that it is gone; a coordinator puts it away for good."""
    pause(initiative, None, change, today)
    proposals.make(initiative, Subject.GONE, text, origin=Origin.INITIATIVE)


def hide_on(initiative: Initiative, day: date) -> None:
    """Plan that a listing of which nobody hears leaves the map, unless somebody confirms it."""
    if initiative.status != Status.PUBLISHED:
        raise ConflictProblem(N_("Dit initiatief staat niet op de kaart."))
    why = because(Code.NOBODY_KNOWS).text
    db.session.merge(Pause(initiative_id=initiative.id, since=day, until=None, reason=why))
    db.session.flush()


def keep(initiative: Initiative) -> None:
    """Leave a listing on the map after all."""
    if initiative.status == Status.PUBLISHED:
        _forget_pause(initiative.id)


def hide_due(today: date) -> tuple[int, int]:
    """Hide what was planned for today, but not what was confirmed since: hidden, and kept."""
    planned = db.session.execute(
        select(Pause, Initiative)
        .join(Initiative, Initiative.id == Pause.initiative_id)
        .where(Initiative.status == Status.PUBLISHED, Pause.since <= today)
    ).all()
    hidden = 0
    for plan, initiative in planned:
        if not reached(initiative.overdue_on, today):
            db.session.delete(plan)
        else:
            change = Change(actor="job:freshness", reason=reason_of(plan.reason))
            actions.step(initiative, Status.PAUSED, change)
            hidden += 1
    db.session.flush()
    return hidden, len(planned) - hidden


def _forget_pause(initiative_id: uuid.UUID) -> None:
    known = db.session.get(Pause, initiative_id)
    if known is not None:
        db.session.delete(known)
        db.session.flush()


def ask(asking: Asking, today: date) -> str:
    """Note that the listings of a reminder were asked about; answer the token of their link."""
    token = make_link(asking.sent_to, [each.id for each in asking.listings])
    db.session.add_all(
        Reminder(initiative_id=each.id, due_on=each.due_on, on=today) for each in asking.listings
    )
    db.session.flush()
    return token


def waiting_pauses(today: date) -> Rows:
    """The listings whose pause is over, and that are not back yet."""
    return (
        rows(
            Kind.PAUSE,
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
    """The listings whose days do not follow from the policy (any more), with what they must be."""
    said: dict[uuid.UUID, list[_Said]] = {}
    for initiative_id, group, on in db.session.execute(
        select(Confirmation.initiative_id, Confirmation.group, func.max(Confirmation.on)).group_by(
            Confirmation.initiative_id, Confirmation.group
        )
    ):
        said.setdefault(initiative_id, []).append(_Said(group, on))
    days = (Initiative.due_on, Initiative.overdue_on)
    stale = []
    for row in db.session.execute(
        select(Initiative.id, Initiative.version, Initiative.kind, *days)
    ):
        fresh = standing(said.get(row.id, ()), row.kind)
        if (fresh.due_on, fresh.overdue_on) != (row.due_on, row.overdue_on):
            new = {"due_on": fresh.due_on, "overdue_on": fresh.overdue_on}
            stale.append({"its_id": row.id, "its_version": row.version} | new)
    return stale


def refresh_days(stale: Sequence[dict[str, Any]]) -> None:
    """Bring these listings in line with the policy, but for what somebody changed meanwhile."""
    table = cast(Table, Initiative.__table__)
    as_read = (table.c.id == bindparam("its_id"), table.c.version == bindparam("its_version"))
    if stale:
        db.session.execute(update(table).where(*as_read), stale)
        db.session.expire_all()


class _Said(NamedTuple):
    group: str
    on: date
