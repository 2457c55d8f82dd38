"""Runs that write many listings in slices: nobody sees any of them until the run is whole.

`HIDDEN` is the one rule, added to every query while there is such a run: listings and organisations
with `hidden_by` a run that is not finished do not exist for it.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from math import inf

from sqlalchemy import BigInteger, Index, delete, event, func, select, update
from sqlalchemy.orm import (
    Mapped,
    ORMExecuteState,
    mapped_column,
    with_loader_criteria,
)
from sqlalchemy.orm.interfaces import ORMOption

from socialmap.catalogue.models import Initiative, Organisation
from socialmap.db import Model, db

# Seconds for which a transaction trusts that no run began: on PostgreSQL one can begin meanwhile.
LOOK_EVERY = 1.0
UNFINISHED, SEEING = "unfinished runs", "sees hidden"


class Doing(StrEnum):
    """What a run is busy with."""

    NOTHING = ""
    APPLYING = "applying"
    PREPARING = "preparing"  # to undo it: nothing is hidden yet
    UNDOING = "undoing"


class RunState(Model):
    """How far an import run is; `number` is the change with which all of it was there, or gone."""

    __tablename__ = "run_state"
    __table_args__ = (Index("ix_run_state_doing", "doing"), Index("ix_run_state_number", "number"))

    run_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    doing: Mapped[str] = mapped_column(default=Doing.NOTHING)
    number: Mapped[int] = mapped_column(BigInteger, default=0)


BUSY = (Doing.APPLYING, Doing.PREPARING, Doing.UNDOING)
ANY = select(RunState.run_id).where(RunState.doing.in_(BUSY)).limit(1)


def unfinished(doing: Doing) -> list[int]:
    """The runs that are being applied, or those that are being undone."""
    if not is_any_unfinished():
        return []
    return list(db.session.scalars(select(RunState.run_id).where(RunState.doing == doing)))


def whole_since(number: int) -> list[int]:
    """The runs of which all was there, or gone, with a change after this one."""
    return list(db.session.scalars(select(RunState.run_id).where(RunState.number > number)))


def last_whole() -> int:
    """The last change with which a whole run was there, or gone; 0 without any."""
    return db.session.scalar(select(func.max(RunState.number))) or 0


@contextmanager
def seeing_hidden() -> Iterator[None]:
    """For the block, queries of this session see what a run hides: only for who writes the run."""
    info = db.session.info
    before = info.get(SEEING, False)
    info[SEEING] = True
    try:
        yield
    finally:
        info[SEEING] = before


# In each statement itself, so that a run that ends meanwhile is there or not, but never half.
HIDING = select(RunState.run_id).where(RunState.doing.in_((Doing.APPLYING, Doing.UNDOING)))
APPLYING = select(RunState.run_id).where(RunState.doing == Doing.APPLYING)
# Functions, for only those are asked about each alias of a table, also one within a join.
HIDDEN: tuple[ORMOption, ...] = (
    with_loader_criteria(
        Initiative,
        lambda each: each.hidden_by.is_(None) | each.hidden_by.not_in(HIDING),
        include_aliases=True,
    ),
    with_loader_criteria(
        Organisation,
        lambda each: each.hidden_by.is_(None) | each.hidden_by.not_in(APPLYING),
        include_aliases=True,
    ),
)


@event.listens_for(db.session, "do_orm_execute")
def _hide(state: ORMExecuteState) -> None:
    """Add the rule to a query while there is a run that is not finished."""
    if state.is_select and not db.session.info.get(SEEING) and is_any_unfinished():
        state.statement = state.statement.options(*HIDDEN)


def is_any_unfinished() -> bool:
    """Whether there is a run that is not finished: asked once in each transaction."""
    info, transaction = db.session.info, db.session().get_transaction()
    known, until, found = info.get(UNFINISHED, (None, 0.0, False))
    if known is transaction and transaction is not None and time.monotonic() < until:
        return bool(found)
    # Not by the session, for which this would be a query like any other.
    connection = db.session.connection()
    found = connection.execute(ANY).first() is not None
    # On SQLite a transaction never sees what others commit after its begin.
    valid = inf if connection.dialect.name == "sqlite" else LOOK_EVERY
    info[UNFINISHED] = (db.session().get_transaction(), time.monotonic() + valid, found)
    return found


def set_doing(run_id: int, doing: Doing, number: int | None = None) -> None:
    """Write what a run is busy with from now on, and with which change it is whole, if it is."""
    state = db.session.get(RunState, run_id) or RunState(run_id=run_id, number=0)
    state.doing = doing
    if number is not None:
        state.number = number
    db.session.add(state)
    db.session.flush()
    db.session.info.pop(UNFINISHED, None)


def forget_run(run_id: int) -> None:
    """Delete the state of a run that never was there for anybody."""
    db.session.execute(delete(RunState).where(RunState.run_id == run_id))
    db.session.info.pop(UNFINISHED, None)


def show(ids: Sequence[uuid.UUID]) -> None:
    """See to it that no run hides these organisations any longer: somebody uses them."""
    hidden = Organisation.id.in_(ids) & Organisation.hidden_by.is_not(None)
    db.session.execute(update(Organisation).where(hidden).values(hidden_by=None))


def hide(ids: Sequence[uuid.UUID], run_id: int | None) -> None:
    """Have a run hide these listings once it is being undone; None: not any more."""
    wanted = Initiative.id.in_(ids)
    db.session.execute(update(Initiative).where(wanted).values(hidden_by=run_id))
