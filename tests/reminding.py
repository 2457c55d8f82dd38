"""Turn reminders on in tests, and the mails of a day."""

from socialmap.db import db
from socialmap.upkeep.due import situation
from socialmap.upkeep.models import ReminderChoice
from socialmap.upkeep.reminders import plan


def turn_on(*areas, per_week=500, text=""):
    """Turn reminders on in these municipalities, as a coordinator does; Utrecht when none is named."""
    for area in areas or ("Utrecht",):
        db.session.merge(ReminderChoice(area=area, on=True, per_week=per_week, text=text))
    db.session.flush()


def mails_on(day):
    """The mails that the daily job would send on a day."""
    return plan(situation(day), day)
