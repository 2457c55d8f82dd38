"""The choice of a platform that a second person looks before something is published."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from socialmap.db import PERSONAL, Model, Moment, db
from socialmap.errors import ConflictProblem
from socialmap.people.accounts import people_who_may
from socialmap.people.audit import Verb, note
from socialmap.people.permissions import Permission
from socialmap.times.clock import now
from socialmap.wording import N_

# The choice is for the whole platform, so there is one row.
NUMBER = 1
FEWEST = 2  # people who may approve, below which nothing would ever be published


class SecondLook(Model):
    """Whether a second person looks at what one person writes; off without a row."""

    __tablename__ = "second_look"

    id: Mapped[int] = mapped_column(primary_key=True, default=NUMBER)
    on: Mapped[bool] = mapped_column(default=False)
    actor: Mapped[str] = mapped_column(default="", info=PERSONAL)
    changed_at: Mapped[datetime] = mapped_column(Moment, default=now, onupdate=now)


def choice() -> SecondLook:
    """What was chosen; not stored while nobody chose."""
    return db.session.get(SecondLook, NUMBER) or SecondLook(id=NUMBER, on=False, actor="")


def is_on() -> bool:
    """Whether a second person looks before something is published."""
    return choice().on


def choose(actor: str, *, on: bool) -> None:
    """Turn it on or off; raise ConflictProblem if too few people could approve anything."""
    if on and people_who_may(Permission.ANSWER_PROPOSALS) < FEWEST:
        raise ConflictProblem(
            N_("Er is maar één coördinator of beheerder. Nodig eerst een tweede uit.")
        )
    chosen = choice()
    if chosen.on == on and chosen.actor:
        return
    chosen.on, chosen.actor, chosen.changed_at = on, actor, now()
    db.session.add(chosen)
    verb = Verb.TURN_ON_SECOND_LOOK if on else Verb.TURN_OFF_SECOND_LOOK
    note(actor, verb, "second_look")
    db.session.flush()
