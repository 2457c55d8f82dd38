"""The words of the form's part about times: its choices, and the next times that it is open."""

from __future__ import annotations

from datetime import datetime, timedelta

from socialmap.times.clock import AMSTERDAM, now
from socialmap.times.hours import HORIZON_DAYS, spans
from socialmap.web.desk.editing.dates import Repeats
from socialmap.wording import N_

MOST = 5
YEAR = 366  # days
# The choices, while the date is not known yet.
REPEAT_CHOICES = {
    Repeats.ONCE: N_("één keer"),
    Repeats.WEEKLY: N_("elke week"),
    Repeats.FORTNIGHTLY: N_("om de week, geteld vanaf de eerste dag"),
    Repeats.MONTHLY_DAY: N_("elke maand, dezelfde dag (zoals de tweede dinsdag)"),
    Repeats.MONTHLY_LAST: N_("elke maand, de laatste keer die dag"),
    Repeats.MONTHLY_DATE: N_("elke maand, dezelfde datum"),
    Repeats.YEARLY: N_("elk jaar"),
    Repeats.DAILY: N_("elke dag"),
    Repeats.OTHER: N_("anders (zie ‘Voor gevorderden’)"),
}


def next_openings(hours: str, at: datetime | None = None) -> list[tuple[datetime, datetime]]:
    """The start and end of the next five times that it is open, from a moment (default now)."""
    first = (at or now()).astimezone(AMSTERDAM)
    # After a season that is closed they are further away.
    ahead = (spans(hours, first, first + timedelta(days=days)) for days in (HORIZON_DAYS, YEAR))
    return next(filter(None, ahead), [])[:MOST]
