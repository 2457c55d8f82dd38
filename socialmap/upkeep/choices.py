"""What coordinators choose for reminders: on or off per municipality, how many, and the text."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import exists, func, select, update

from socialmap.catalogue.models import Initiative, Status
from socialmap.db import db
from socialmap.errors import ConflictProblem, Problem
from socialmap.mail.actions import cancel_waiting, plain_address
from socialmap.mail.models import Message
from socialmap.people.audit import Verb, note
from socialmap.upkeep.due import situation
from socialmap.upkeep.examples import is_example
from socialmap.upkeep.models import AskedMail, MailContact, ReminderChoice
from socialmap.upkeep.own_text import check_text
from socialmap.upkeep.reminders import (
    ReminderMail,
    Situation,
    ahead,
    mailed_in,
    without_bound,
)
from socialmap.wording import LANGUAGES, N_

PER_WEEK = 25  # mails of a municipality, until somebody chooses otherwise
MOST_PER_WEEK = 500
# The keys of the mails of the daily job begin so.
KIND = "reminder:"


@dataclass(frozen=True)
class Forecast:
    """What turning reminders on in a municipality would do, when nobody answers.

    `first_week` is the number of mails in seven days from today on, `waiting` how many would go
    today without a bound.
    """

    first_week: int
    waiting: int
    per_week: int

    @property
    def weeks(self) -> int:
        """How many weeks it takes until everybody who is due now has had a mail."""
        return -(-self.waiting // self.per_week)


def choices() -> dict[str, ReminderChoice]:
    """The choice of each municipality for which one was ever made."""
    return {each.area: each for each in db.session.scalars(select(ReminderChoice))}


def choice_of(area: str) -> ReminderChoice:
    """What was chosen for a municipality; not stored while nobody chose."""
    found = db.session.get(ReminderChoice, area)
    return found or ReminderChoice(area=area, on=False, per_week=PER_WEEK, text="")


def forecast(now: Situation, area: str, per_week: int, today: date) -> Forecast:
    """What happens in a municipality when its reminders are on, with this bound."""
    chosen = replace(now, bounds={**now.bounds, area: per_week})
    first_week = mailed_in(ahead(chosen, today), area)
    return Forecast(first_week, without_bound(chosen, area, today), per_week)


def check_bound(per_week: int) -> None:
    """Raise Problem if a number of mails a week is out of reach."""
    if not 1 <= per_week <= MOST_PER_WEEK:
        raise Problem(N_("Kies een getal van 1 tot en met %(most)s."), most=MOST_PER_WEEK)


def turn_on(area: str, per_week: int, said: int, actor: str, today: date) -> Forecast:
    """Turn the reminders of a municipality on, or change their bound.

    Raise ConflictProblem if not as many mails would follow as the person was told.
    """
    check_bound(per_week)
    expected = forecast(situation(today, [area]), area, per_week, today)
    if expected.first_week != said:
        raise ConflictProblem(
            N_("Er is intussen iets veranderd. Kijk hieronder hoeveel mails het nu zijn."),
        )
    choice = _stored(area)
    choice.on, choice.per_week = True, per_week
    note(
        actor, Verb.TURN_ON_REMINDERS, _subject(area), per_week=per_week,
        first_week=expected.first_week,
    )  # fmt: skip
    db.session.flush()
    return expected


def turn_off(area: str, actor: str) -> int:
    """Turn reminders off, or leave them off; return how many waiting mails were cancelled."""
    choice = _stored(area)
    choice.on = False
    db.session.flush()
    note(actor, Verb.TURN_OFF_REMINDERS, _subject(area))
    still_on = {each for each, other in choices().items() if other.on}
    keys = [
        mail.key
        for mail in db.session.scalars(select(AskedMail).order_by(AskedMail.on.desc()).limit(2000))
        if area in mail.areas and not still_on.intersection(mail.areas)
    ]
    return cancel_waiting(KIND, Message.key.in_(keys)) if keys else 0


def save_text(area: str, text: str, actor: str) -> None:
    """Save the own text of a municipality; raise Problem if it has a name that we do not know."""
    check_text(text)
    _stored(area).text = text
    note(actor, Verb.CHANGE_REMINDER_TEXT, _subject(area))
    db.session.flush()


def _stored(area: str) -> ReminderChoice:
    choice = choice_of(area)
    db.session.add(choice)
    return choice


def _subject(area: str) -> str:
    return f"area:{area}"


def is_on_anywhere() -> bool:
    """Whether reminders are on in some municipality."""
    return (
        db.session.scalar(select(ReminderChoice.area).where(ReminderChoice.on).limit(1)) is not None
    )


def nobody_chose(areas: Collection[str] | None) -> bool:
    """Whether reminders are off since nobody chose, in some of these municipalities (None: all).

    False while there is nothing to remind of but examples. Cheap: Today asks it at every visit.
    """
    chosen = select(func.count(ReminderChoice.area))
    if areas is not None:
        chosen = chosen.where(ReminderChoice.area.in_(areas))
    if (db.session.scalar(chosen) or 0) >= (1 if areas is None else len(areas)):
        return False
    real = exists().where(Initiative.status == Status.PUBLISHED, ~is_example())
    return bool(db.session.scalar(select(real)))


def is_recorded(key: str) -> bool:
    """Whether a mail with this key was recorded before."""
    return db.session.scalar(select(AskedMail.id).where(AskedMail.key == key)) is not None


def record(mail: ReminderMail, key: str) -> AskedMail:
    """Record that a mail goes to its address, and for which municipalities it counts."""
    row = AskedMail(
        key=key, recipient=mail.recipient, address=mail.address, on=mail.on, areas=list(mail.areas)
    )
    db.session.add(row)
    db.session.flush()
    return row


# As long as the link in a mail to stop such mail works.
STOPS_FOR = timedelta(days=730)


def forget_asked(today: date) -> None:
    """Clear the addresses of mails that are so old that their links work no longer."""
    old = update(AskedMail).where(AskedMail.on < today - STOPS_FOR, AskedMail.address != "")
    db.session.execute(old.values(address=""))


def contact_of(organisation_id: uuid.UUID) -> MailContact:
    """Where an organisation is mailed, and in which language; not stored while nobody chose."""
    found = db.session.get(MailContact, organisation_id)
    return found or MailContact(organisation_id=organisation_id, address="", language="nl")


def change_contact(organisation_id: uuid.UUID, address: str, language: str, actor: str) -> None:
    """Save where an organisation is mailed and in which language; no address: as listed.

    Raise Problem if that is no address or no language of ours.
    """
    if language not in LANGUAGES:
        raise Problem(N_("Kies een taal uit de lijst."))
    contact = contact_of(organisation_id)
    contact.address = plain_address(address) if address.strip() else ""
    contact.language = language
    db.session.add(contact)
    note(actor, Verb.CHANGE_MAIL_CONTACT, f"organisation:{organisation_id}")
    db.session.flush()
