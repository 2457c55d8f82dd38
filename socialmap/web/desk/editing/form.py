"""A listing as the fields of a form: every name with its values, and numbered rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from socialmap.catalogue.fields import FIELD_GROUPS, LISTING, LOCATION_FACTS, Sort, names_of
from socialmap.catalogue.listing import ListedActivity, ListedLocation, Listing
from socialmap.catalogue.visibility import Visibility
from socialmap.times.clock import today
from socialmap.times.lines import from_osm
from socialmap.times.week import HoursException, Line, WeekPlan
from socialmap.web.desk.editing.dates import from_activity
from socialmap.web.page import filters
from socialmap.web.page.patterns import SUN_NAMES, clock_words, day_words

PLACE_TEXTS = ("name", "street", "postcode", "town")
CODES = names_of(LISTING, Sort.CODES)
# The kinds of rows: a place, a line of hours, an exception to the hours, a date, a
# phone.
KINDS = ("place", "line", "except", "date", "phone")
NUMBERED = re.compile(rf"({'|'.join(KINDS)})-(\d{{1,2}})-(.+)")
MOST_ROWS = 30
Values = dict[str, list[str]]


@dataclass(frozen=True)
class Form:
    """The values of a form by name, as a browser sends them."""

    values: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """The first value of a name; empty when it has none."""
        values = self.values.get(name)
        return values[0] if values else ""

    def all(self, name: str) -> list[str]:
        """All values of a name."""
        return list(self.values.get(name, ()))

    def rows(self, kind: str, least: int = 0) -> list[int]:
        """The numbers of the rows of a kind, from 0 to the highest; at least `least` of them."""
        ends = [int(match[2]) + 1 for name in self.values if (match := _numbered(name, kind))]
        return list(range(min(max([*ends, least]), MOST_ROWS)))

    def row(self, kind: str, number: int) -> Values:
        """The fields of one row, by their names within it."""
        start = f"{kind}-{number}-"
        return {
            name.removeprefix(start): list(values)
            for name, values in self.values.items()
            if name.startswith(start)
        }

    def with_values(self, name: str, *values: str) -> Form:
        """The same form with these values under a name."""
        return Form({**self.values, name: list(values)})

    def without_row(self, kind: str, number: int) -> Form:
        """The form without one row; those after it move up."""
        remaining: Values = {}
        for name, values in self.values.items():
            match = _numbered(name, kind)
            row = int(match[2]) if match else -1
            if match and row == number:
                continue
            moved = f"{kind}-{row - 1}-{match[3]}" if match and row > number else name
            remaining[moved] = list(values)
        return Form(remaining)


def _numbered(name: str, kind: str) -> re.Match[str] | None:
    match = NUMBERED.fullmatch(name)
    return match if match and match[1] == kind else None


def form_of(listing: Listing) -> Form:
    """The form of a listing, filled in."""
    values: Values = {
        field.name: TYPED[field.sort](getattr(listing, field.name))
        for field in LISTING
        if field.sort in TYPED
    }
    values["picture"] = [listing.picture]
    values["forms_by"] = ["own" if listing.forms else "suggested"]
    values |= {f"form-{code}": [f"{weight:g}"] for code, weight in listing.forms.items()}
    for group in FIELD_GROUPS:
        values[f"visibility-{group}"] = [listing.visibility.get(group, Visibility.PUBLIC)]
    values |= _hours(listing.hours)
    for number, location in enumerate(listing.locations):
        values |= _row("place", number, _place(location))
    for number, activity in enumerate(listing.activities):
        values |= _row("date", number, _date(activity))
    for number, phone in enumerate(listing.phones):
        row = {"number": [filters.phone(phone.number)], "words": [phone.words]}
        values |= _row("phone", number, row)
    return Form(values)


def form_of_copy(listing: Listing) -> Form:
    """The form of a new listing that begins as a copy, with the points that a person has placed."""
    form = form_of(listing)
    for number, place in enumerate(listing.locations):
        if place.precision == "given" and not place.hidden:
            form = form.with_values(f"place-{number}-pin", pin_of(place))
    return form


def yes_no(value: bool | None) -> str:
    """A fact as a field has it: 1, 0, or nothing when it is not known."""
    return "" if value is None else "1" if value else "0"


def _amount(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}".replace(".", ",")


def _iso(value: Any) -> str:
    return value.isoformat() if value else ""


def _text(value: str) -> list[str]:
    return [value]


# The texts of a field in the form, from the value of the listing, by the sort of the field.
TYPED: dict[Sort, Callable[[Any], list[str]]] = {
    **dict.fromkeys((Sort.TEXT, Sort.PROSE, Sort.CODE, Sort.MAIL, Sort.SITE, Sort.LINK), _text),
    Sort.FACT: lambda value: [yes_no(value)],
    Sort.MARK: lambda value: ["1"] if value else [],
    Sort.NUMBER: lambda value: [_amount(value)],
    Sort.COUNT: lambda value: ["" if value is None else str(value)],
    Sort.DATE: lambda value: [_iso(value)],
    Sort.CODES: list,
    Sort.NAMES: lambda value: [", ".join(value)],
}


def _row(kind: str, number: int, values: Mapping[str, Iterable[str]]) -> Values:
    return {f"{kind}-{number}-{name}": list(texts) for name, texts in values.items()}


def _hours(hours: str) -> Values:
    plan = from_osm(hours)
    if plan is None:
        return {"hours_by": ["osm"], "hours": [hours]}
    return {"hours_by": ["lines"], "hours": [hours]} | hours_fields(plan)


def hours_fields(plan: WeekPlan) -> Values:
    """The fields of a week plan: its lines, holidays, exceptions, and what to do otherwise."""
    values: Values = {
        "holidays": ["1"] if plan.closed_on_holidays else [],
        "school_holidays": ["1"] if plan.closed_in_school_holidays else [],
        "otherwise": [plan.otherwise],
    }
    for name, times in (("holidays", plan.holiday_times), ("school_holidays", plan.school_times)):
        start, end = times or ("", "")
        values |= {f"{name}_start": [clock_typed(start)], f"{name}_end": [clock_typed(end)]}
    for number, line in enumerate(plan.lines):
        values |= _row("line", number, _line(line))
    for number, exception in enumerate(plan.exceptions):
        values |= _row("except", number, _exception(exception))
    return values


def _line(line: Line) -> Values:
    first, last = line.season or (None, None)
    return {
        "day": [str(day) for day in line.days],
        "start": [clock_typed(line.start)],
        "end": [clock_typed(line.end)],
        "nth": [str(nth) for nth in line.nths],
        "first": [day_words(first) if first else ""],
        "last": [day_words(last) if last and last != first else ""],
        "comment": [line.comment],
    }


def _exception(exception: HoursException) -> Values:
    first, last = exception.first, exception.last
    if exception.yearly:
        year = _coming_year(first)
        last = last.replace(year=year + last.year - first.year)
        first = first.replace(year=year)
    return {
        "first": [first.isoformat()],
        "last": [last.isoformat() if last != first else ""],
        "yearly": ["1"] if exception.yearly else [],
        "start": [clock_typed(exception.start)],
        "end": [clock_typed(exception.end)],
    }


def _coming_year(first: date) -> int:
    """The year in which a date that comes back is shown; only some have a 29 February."""
    year = today().year
    return year if (first.month, first.day) != (2, 29) else year + -year % 4


def clock_typed(clock: str) -> str:
    """A time of the day as somebody types it: 10:00, or zonsopgang for sunrise."""
    return clock_words(clock) if clock in SUN_NAMES else clock


def _place(location: ListedLocation) -> Values:
    values: Values = {name: [getattr(location, name)] for name in PLACE_TEXTS}
    values |= {name: [yes_no(getattr(location, name))] for name in LOCATION_FACTS}
    return values | {"hidden": ["1"] if location.hidden else [], "pin": [bare_pin(location)]}


def pin_of(location: ListedLocation) -> str:
    """The point of a location as the form has it."""
    return f"{location.lon:.6f},{location.lat:.6f}"


def bare_pin(location: ListedLocation) -> str:
    """The point of a location that has no address to find it by; empty for any other."""
    return "" if location.street or location.postcode or location.town else pin_of(location)


def _date(activity: ListedActivity) -> Values:
    dates = from_activity(activity)
    return {
        "name": [dates.name],
        "day": [dates.day.isoformat()],
        "start": [f"{dates.start:%H:%M}"],
        "end": ["" if dates.end is None else f"{dates.end:%H:%M}"],
        "repeats": [str(dates.repeats)],
        "until": [_iso(dates.until)],
        "rule": [dates.rule],
        "also": [str(weekday) for weekday in dates.also],
    }
