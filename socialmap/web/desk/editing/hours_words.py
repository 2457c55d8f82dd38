"""Opening hours as a sentence, and the next times that it is open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from flask_babel import format_date, gettext

from socialmap.times.clock import AMSTERDAM, now
from socialmap.times.hours import HORIZON_DAYS, spans
from socialmap.times.week import HoursException, Line, WeekPlan
from socialmap.web.desk.editing.dates import Dates, Repeats, week_of
from socialmap.web.page import filters
from socialmap.wording import N_

MOST = 5
WEEK_NAMES = {
    "1": N_("eerste"),
    "2": N_("tweede"),
    "3": N_("derde"),
    "4": N_("vierde"),
    "5": N_("vijfde"),
    "-1": N_("laatste"),
}
REPEAT_NAMES = {
    Repeats.ONCE: N_("één keer"),
    Repeats.DAILY: N_("elke dag"),
    Repeats.WEEKLY: N_("elke %(day)s"),
    Repeats.FORTNIGHTLY: N_("om de week op %(day)s"),
    Repeats.MONTHLY_DAY: N_("elke %(week)s %(day)s van de maand"),
    Repeats.MONTHLY_LAST: N_("elke laatste %(day)s van de maand"),
    Repeats.MONTHLY_DATE: N_("elke maand op de %(number)se"),
    Repeats.YEARLY: N_("elk jaar op %(date)s"),
    Repeats.OTHER: N_("volgens een eigen regel"),
}
# The choices, while the date is not known yet.
REPEAT_CHOICES = {
    Repeats.ONCE: N_("één keer"),
    Repeats.WEEKLY: N_("elke week"),
    Repeats.FORTNIGHTLY: N_("om de week"),
    Repeats.MONTHLY_DAY: N_("elke maand, dezelfde dag (zoals de tweede dinsdag)"),
    Repeats.MONTHLY_LAST: N_("elke maand, de laatste keer die dag"),
    Repeats.MONTHLY_DATE: N_("elke maand, dezelfde datum"),
    Repeats.YEARLY: N_("elk jaar"),
    Repeats.DAILY: N_("elke dag"),
    Repeats.OTHER: N_("eigen regel (RRULE)"),
}


def weekday_name(number: int) -> str:
    """The name of a day of the week; 0 is Monday."""
    return str(format_date(date(2024, 1, 1) + timedelta(days=number), "EEEE"))


def month_name(number: int) -> str:
    """The name of a month, 1-12."""
    return str(format_date(date(2024, number, 1), "MMMM"))


def dotted(clock: str) -> str:
    """A time of the day as people write it: 10.00 for 10:00."""
    hour, _, minute = clock.partition(":")
    return f"{int(hour)}.{minute}"


def plan_words(plan: WeekPlan) -> str:
    """A week plan as sentences; empty for an empty plan."""
    return " ".join(map(filters.capitalize_first, _sentences(plan)))


def _sentences(plan: WeekPlan) -> Iterator[str]:
    by_days: dict[tuple[tuple[int, ...], str], list[Line]] = {}
    for line in plan.lines:
        by_days.setdefault((line.days, line.week), []).append(line)
    season = ""
    if plan.months:
        first, last = map(month_name, plan.months)
        season = gettext(" (%(first)s tot en met %(last)s)", first=first, last=last)
    for (days, week), lines in by_days.items():
        times = filters.in_words(
            gettext("van %(start)s tot %(end)s uur", start=dotted(line.start), end=dotted(line.end))
            for line in lines
        )
        yield gettext(
            "%(days)s%(season)s %(times)s.", days=_days(days, week), season=season, times=times
        )
    off = [gettext("op feestdagen")] if plan.closed_on_holidays else []
    off += [gettext("in de schoolvakanties")] if plan.closed_in_school_holidays else []
    if off:
        yield gettext("niet %(when)s.", when=filters.in_words(off))
    yield from map(_exception, plan.exceptions)


def _days(days: tuple[int, ...], week: str) -> str:
    if week:
        names = filters.in_words(map(weekday_name, days))
        return str(
            gettext("elke %(week)s %(day)s van de maand", week=gettext(WEEK_NAMES[week]), day=names)
        )
    if len(days) == 7:
        return str(gettext("elke dag"))
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        first, last = weekday_name(days[0]), weekday_name(days[-1])
        return str(gettext("%(first)s tot en met %(last)s", first=first, last=last))
    return str(gettext("elke %(day)s", day=filters.in_words(map(weekday_name, days))))


def _exception(exception: HoursException) -> str:
    when, last = filters.day(exception.first), filters.day(exception.last)
    if exception.last != exception.first:
        when = gettext("van %(first)s tot en met %(last)s", first=when, last=last)
    else:
        when = gettext("op %(day)s", day=when)
    if not exception.start:
        return str(gettext("dicht %(when)s.", when=when))
    return str(
        gettext(
            "%(when)s open van %(start)s tot %(end)s uur.",
            when=when, start=dotted(exception.start), end=dotted(exception.end),
        )
    )  # fmt: skip


def next_openings(hours: str, at: datetime | None = None) -> list[tuple[datetime, datetime]]:
    """The start and end of the next five times that it is open, from a moment (default now)."""
    first = (at or now()).astimezone(AMSTERDAM)
    return spans(hours, first, first + timedelta(days=HORIZON_DAYS))[:MOST]


def repeat_words(dates: Dates) -> str:
    """How an activity repeats: elke tweede dinsdag van de maand, tot en met 3 mei 2027."""
    words = gettext(
        REPEAT_NAMES[dates.repeats],
        day=weekday_name(dates.day.weekday()),
        week=gettext(WEEK_NAMES[str(week_of(dates.day))]),
        number=dates.day.day,
        date=str(format_date(dates.day, "d MMMM")),
    )
    if dates.until is None:
        return str(words)
    return str(gettext("%(words)s, tot en met %(day)s", words=words, day=filters.day(dates.until)))
