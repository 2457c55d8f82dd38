"""Dates of an activity as someone fills them in, to an RRULE and back."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from socialmap.catalogue.listing import ListedActivity
from socialmap.times.dates import activity_times, is_rrule

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# A year on: what happens once a year is in it.
AHEAD = timedelta(days=366)
RULE = re.compile(
    r"FREQ=(?P<freq>DAILY|WEEKLY|MONTHLY|YEARLY)(?:;INTERVAL=(?P<interval>\d+))?"
    r"(?:;BYDAY=(?P<nth>-1|[1-4])?(?P<day>MO|TU|WE|TH|FR|SA|SU))?"
    r"(?:;BYMONTHDAY=(?P<monthday>\d+))?(?:;UNTIL=(?P<until>\d{8})(?:T\d{6}Z?)?)?"
)


class Repeats(StrEnum):
    """How an activity comes back: from its first date one knows on which day."""

    ONCE = "once"
    DAILY = "daily"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY_DAY = "monthly_day"
    MONTHLY_LAST = "monthly_last"
    MONTHLY_DATE = "monthly_date"
    YEARLY = "yearly"
    OTHER = "other"


@dataclass(frozen=True)
class Dates:
    """When an activity is: its first day and times, how it comes back, and until which day.

    `rule` is the RRULE of what comes back in another way than one can fill in.
    """

    name: str
    day: date
    start: time
    end: time
    repeats: Repeats = Repeats.ONCE
    until: date | None = None
    rule: str = ""


def to_activity(dates: Dates) -> ListedActivity:
    """The activity; one that ends before it starts ends the next day."""
    starts = datetime.combine(dates.day, dates.start)
    ends = datetime.combine(dates.day, dates.end)
    if ends <= starts:
        ends += timedelta(days=1)
    minutes = int((ends - starts).total_seconds()) // 60
    return ListedActivity(
        name=dates.name, starts=starts, minutes=minutes, repeats=_rrule(dates).strip()
    )


def _rrule(dates: Dates) -> str:
    if dates.repeats is Repeats.OTHER:
        return dates.rule
    rule = {
        Repeats.ONCE: "",
        Repeats.DAILY: "FREQ=DAILY",
        Repeats.WEEKLY: "FREQ=WEEKLY",
        Repeats.FORTNIGHTLY: "FREQ=WEEKLY;INTERVAL=2",
        Repeats.MONTHLY_DAY: f"FREQ=MONTHLY;BYDAY={week_of(dates.day)}{DAYS[dates.day.weekday()]}",
        Repeats.MONTHLY_LAST: f"FREQ=MONTHLY;BYDAY=-1{DAYS[dates.day.weekday()]}",
        Repeats.MONTHLY_DATE: "FREQ=MONTHLY",
        Repeats.YEARLY: "FREQ=YEARLY",
    }[dates.repeats]
    if not rule or dates.until is None:
        return rule
    # A moment in UTC, as the standard asks beside a start with a zone: the end of that day.
    return f"{rule};UNTIL={dates.until:%Y%m%d}T225959Z"


def week_of(day: date) -> int:
    """Which of its weekday in the month a day is: 1 to 5."""
    return (day.day - 1) // 7 + 1


def from_activity(activity: ListedActivity) -> Dates:
    """What someone would have filled in for an activity."""
    ends = activity.starts + timedelta(minutes=activity.minutes)
    day = activity.starts.date()
    dates = Dates(activity.name, day, activity.starts.time(), ends.time())
    found = RULE.fullmatch(activity.repeats)
    repeats = _repeats(found, day) if found else Repeats.OTHER
    if not activity.repeats:
        return dates
    if found is None or repeats is Repeats.OTHER:
        return replace(dates, repeats=Repeats.OTHER, rule=activity.repeats)
    until = datetime.strptime(found["until"], "%Y%m%d").date() if found["until"] else None  # noqa: DTZ007 - a date, in no zone
    return replace(dates, repeats=repeats, until=until)


def _repeats(found: re.Match[str], day: date) -> Repeats:
    """How it comes back, when the first date says on which day; else in another way."""
    nth, weekday, monthday = found["nth"], found["day"], found["monthday"]
    here = weekday in (None, DAYS[day.weekday()]) and monthday in (None, str(day.day))
    key = found["freq"], found["interval"] or "1"
    if key == ("MONTHLY", "1") and weekday and nth and here and not monthday:
        if nth == "-1":
            return Repeats.MONTHLY_LAST if _is_last(day) else Repeats.OTHER
        return Repeats.MONTHLY_DAY if int(nth) == week_of(day) else Repeats.OTHER
    if not here or nth or (weekday and key[0] != "WEEKLY") or (monthday and key[0] != "MONTHLY"):
        return Repeats.OTHER
    return {
        ("DAILY", "1"): Repeats.DAILY,
        ("WEEKLY", "1"): Repeats.WEEKLY,
        ("WEEKLY", "2"): Repeats.FORTNIGHTLY,
        ("MONTHLY", "1"): Repeats.MONTHLY_DATE,
        ("YEARLY", "1"): Repeats.YEARLY,
    }.get(key, Repeats.OTHER)


def _is_last(day: date) -> bool:
    return (day + timedelta(days=7)).month != day.month


def next_moments(
    activity: ListedActivity, today: date, most: int = 5
) -> list[tuple[datetime, datetime]]:
    """The next times that an activity happens, from today on; none for a rule that says nothing."""
    first = max(today, activity.starts.date())
    if not is_rrule(activity.repeats):
        return []
    return activity_times(activity, first, first + AHEAD)[:most]
