"""Turn the dates of an activity that someone fills in into an RRULE, and back."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from socialmap.catalogue.listing import ListedActivity
from socialmap.times.clock import AMSTERDAM
from socialmap.times.dates import activity_times, last_day
from socialmap.times.rules import rule_of

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# A little over a year, so that a yearly activity is in it.
AHEAD = timedelta(days=366)
RULE = re.compile(
    r"FREQ=(?P<freq>DAILY|WEEKLY|MONTHLY|YEARLY)(?:;INTERVAL=(?P<interval>\d+))?"
    r"(?:;BYDAY=(?P<nth>-1|[1-5])?(?P<day>(?:MO|TU|WE|TH|FR|SA|SU)(?:,(?:MO|TU|WE|TH|FR|SA|SU))*))?"
    r"(?:;BYMONTHDAY=(?P<monthday>\d+))?(?:;UNTIL=\d{8}(?:T\d{6}Z?)?)?"
)


class Repeats(StrEnum):
    """How an activity repeats; on which day follows from its first date."""

    ONCE = "once"
    DAILY = "daily"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY_DAY = "monthly_day"
    MONTHLY_LAST = "monthly_last"
    MONTHLY_DATE = "monthly_date"
    YEARLY = "yearly"
    OTHER = "other"


# With these an activity can be on several days of the week.
IN_WEEKS = (Repeats.WEEKLY, Repeats.FORTNIGHTLY)


@dataclass(frozen=True)
class Dates:
    """The dates of an activity: its first day, its times, how it repeats, and its last day.

    An end that is not known is None.

    `also` are other days of the week (0 is Monday) on which it is, in the weeks that it is there.
    `rule` is the RRULE of an activity that repeats in a way that nobody can fill in.
    """

    name: str
    day: date
    start: time
    end: time | None
    repeats: Repeats = Repeats.ONCE
    until: date | None = None
    rule: str = ""
    also: tuple[int, ...] = ()


def to_activity(dates: Dates) -> ListedActivity:
    """The activity on some dates; if the end is before the start, it ends the next day."""
    starts = datetime.combine(dates.day, dates.start)
    minutes = 0
    if dates.end is not None:
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
    if dates.also and dates.repeats in IN_WEEKS:
        weekdays = sorted({*dates.also, dates.day.weekday()})
        rule += f";BYDAY={','.join(DAYS[weekday] for weekday in weekdays)}"
    if not rule or dates.until is None:
        return rule
    # The end of that day in UTC: the standard wants UTC when the start has a time zone.
    end = datetime.combine(dates.until, time(23, 59, 59), AMSTERDAM).astimezone(UTC)
    return f"{rule};UNTIL={end:%Y%m%dT%H%M%SZ}"


def week_of(day: date) -> int:
    """The number of a day among those of its weekday in the month: 1 to 5."""
    return (day.day - 1) // 7 + 1


def from_activity(activity: ListedActivity) -> Dates:
    """The dates that someone would have filled in for an activity."""
    ends = (activity.starts + timedelta(minutes=activity.minutes)).time()
    day = activity.starts.date()
    dates = Dates(activity.name, day, activity.starts.time(), ends if activity.minutes else None)
    rule = rule_of(activity.repeats)
    match = RULE.fullmatch(rule) if rule else None
    repeats = _repeats(match, day) if match else Repeats.OTHER
    if not activity.repeats:
        return dates
    if match is None or repeats is Repeats.OTHER:
        return replace(dates, repeats=Repeats.OTHER, rule=activity.repeats)
    until = last_day(activity.starts, match[0])
    return replace(dates, repeats=repeats, until=until, also=_also(match, day))


def _also(match: re.Match[str], day: date) -> tuple[int, ...]:
    """The days of the week that a rule names, but for that of the first date."""
    named = {DAYS.index(code) for code in (match["day"] or "").split(",") if code}
    return tuple(sorted(named - {day.weekday()}))


def _repeats(match: re.Match[str], day: date) -> Repeats:
    """How a rule repeats, if its day is that of the first date; else OTHER."""
    nth, weekday, monthday = match["nth"], match["day"], match["monthday"]
    weekdays = weekday.split(",") if weekday else [DAYS[day.weekday()]]
    same_day = DAYS[day.weekday()] in weekdays and monthday in (None, str(day.day))
    if len(weekdays) > 1 and (nth or match["freq"] != "WEEKLY"):
        return Repeats.OTHER
    key = match["freq"], match["interval"] or "1"
    if key == ("MONTHLY", "1") and weekday and nth and same_day and not monthday:
        if nth == "-1":
            return Repeats.MONTHLY_LAST if _is_last(day) else Repeats.OTHER
        return Repeats.MONTHLY_DAY if int(nth) == week_of(day) else Repeats.OTHER
    if (
        not same_day
        or nth
        or (weekday and key[0] != "WEEKLY")
        or (monthday and key[0] != "MONTHLY")
    ):
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
) -> list[tuple[datetime, datetime | None]]:
    """The start and end (if known) of the next times of an activity; none for an invalid rule."""
    first = max(today, activity.starts.date())
    return activity_times(activity, first, first + AHEAD)[:most]
