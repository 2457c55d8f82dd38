"""The lines, seasons and exceptions of the edit form, read as a week plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from flask_babel import gettext

from socialmap.times.lines import from_osm
from socialmap.times.osm import Day, Period, Times
from socialmap.times.week import (
    EVERY_YEAR,
    NTHS,
    HoursException,
    Line,
    WeekPlan,
    last_of_month,
    quotable,
    to_osm,
)
from socialmap.web.desk.editing.form import Form
from socialmap.web.desk.editing.schema import load
from socialmap.web.page.forms import Errors, too_long

LONGEST_WORDS = 60  # characters


def read_plan(form: Form) -> tuple[WeekPlan, Errors]:
    """The week plan of a form, and the errors in its rows."""
    errors: Errors = {}
    lines = tuple(_lines(form, errors))
    exceptions = tuple(_exceptions(form, errors))
    closed, times = _holidays(form, "holidays", errors)
    school_closed, school_times = _holidays(form, "school_holidays", errors)
    otherwise = quotable(form.get("otherwise")).strip()
    long = too_long("otherwise", otherwise, LONGEST_WORDS)
    errors |= long
    plan = WeekPlan(
        lines,
        closed and bool(lines),
        school_closed and bool(lines),
        exceptions,
        "" if long else otherwise,
        times if lines else None,
        school_times if lines else None,
    )
    # Through OSM hours and back, so that two lines for the same times become one.
    return from_osm(to_osm(plan)) or plan, errors


def _holidays(form: Form, name: str, errors: Errors) -> tuple[bool, Times | None]:
    """Whether it is closed in some holidays, and the other hours that it has then."""
    typed = {each: form.get(f"{name}_{each}") for each in ("start", "end")}
    values, flaws = load("holidays", typed)
    errors |= {f"{name}_{each}": sentences for each, sentences in flaws.items()}
    closed, start, end = bool(form.get(name)), values.get("start", ""), values.get("end", "")
    if flaws or not (start or end):
        return closed, None
    if closed:
        errors[f"{name}_start"] = [gettext("Kies: niet, of op andere tijden.")]
    elif not start or start == end:
        errors[f"{name}_end"] = [gettext("Vul een begintijd en een eindtijd in.")]
    else:
        return False, Times(start, end)
    return closed, None


def _row(form: Form, kind: str, number: int, errors: Errors) -> tuple[dict[str, Any], bool]:
    """The values of a row, and whether there is something wrong with them."""
    typed = {name: texts[0] for name, texts in form.row(kind, number).items() if texts}
    values, flaws = load(kind, typed)
    errors |= {f"{kind}-{number}-{name}": sentences for name, sentences in flaws.items()}
    return values, bool(flaws)


def _lines(form: Form, errors: Errors) -> Iterator[Line]:
    for number in form.rows("line"):
        row = form.row("line", number)
        days = tuple(sorted({int(day) for day in row.get("day", []) if day in set("0123456")}))
        nths = tuple(nth for nth in NTHS if str(nth) in row.get("nth", []))
        values, wrong = _row(form, "line", number, errors)
        start, end = values.get("start", ""), values.get("end", "")
        if wrong or not (days or start or end):
            continue
        season, flaws = _season(values)
        if not days:
            flaws["day"] = gettext("Kies op welke dagen het is.")
        if not start:
            flaws["start"] = gettext("Vul in hoe laat het begint.")
        elif start == end:
            flaws["end"] = gettext("Begin en einde zijn gelijk.")
        errors |= {f"line-{number}-{name}": [text] for name, text in flaws.items()}
        if not flaws:
            yield Line(days, start, end, nths, season, quotable(values["comment"]))


def _season(values: Mapping[str, Any]) -> tuple[Period | None, dict[str, str]]:
    """The season of a line (None: all year), and what is wrong with it."""
    first, last = values["first"], values["last"]
    if first is None and last is None:
        return None, {}
    if first is None or last is None:
        if (first or last).year:
            return Period(first, last), {}
        if first is None:
            return None, {"first": gettext("Vul ook in vanaf wanneer.")}
        return Period(first, first), {}
    if bool(first.year) is not bool(last.year):
        return None, {"last": gettext("Schrijf bij allebei een jaar, of bij allebei geen jaar.")}
    if first.year and _position(last) < _position(first):
        return None, {"last": gettext("De laatste dag ligt voor de eerste.")}
    if bool(first.day) is not bool(last.day):
        first = _dated(first, 1)
        last = _dated(last, last_of_month(last.month))
    return Period(first, last), {}


def _dated(day: Day, number: int) -> Day:
    """A day of a season, or of a whole month that day in it."""
    return day if day.day else day._replace(day=number)


def _position(day: Day) -> tuple[int, int, int]:
    return day.year, day.month, day.day


def _exceptions(form: Form, errors: Errors) -> Iterator[HoursException]:
    for number in form.rows("except"):
        values, wrong = _row(form, "except", number, errors)
        first = values.get("first")
        if wrong or not isinstance(first, date):
            if values.get("last") or values.get("start"):
                errors.setdefault(f"except-{number}-first", [gettext("Vul de eerste dag in.")])
            continue
        last, start, end = values["last"] or first, values["start"], values["end"]
        exception = HoursException(first, last, start, end)
        if last < first:
            errors[f"except-{number}-last"] = [gettext("De laatste dag ligt voor de eerste.")]
        elif (end and not start) or (start and start == end):
            errors[f"except-{number}-end"] = [gettext("Vul een begintijd en een eindtijd in.")]
        elif not values["yearly"]:
            yield exception
        elif (last - first).days > 364:
            errors[f"except-{number}-last"] = [gettext("Dit duurt langer dan een jaar.")]
        else:
            yield _every_year(exception)


def _every_year(exception: HoursException) -> HoursException:
    """The exception in each year instead of in one."""
    first, last = exception.first, exception.last
    later = EVERY_YEAR + last.year - first.year
    # That year has a 29 February, and the next has none.
    day = min(last.day, 28) if (last.month, later) == (2, EVERY_YEAR + 1) else last.day
    return replace(
        exception, first=first.replace(year=EVERY_YEAR), last=date(later, last.month, day)
    )
