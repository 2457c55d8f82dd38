"""A listing as the fields of a form: every name with its values, and rows that have a number."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from socialmap.catalogue.fields import FIELD_GROUPS, LISTING, LOCATION_FACTS, Sort, names_of
from socialmap.catalogue.listing import ListedActivity, ListedLocation, Listing
from socialmap.catalogue.visibility import Visibility
from socialmap.times.week import WeekPlan, from_osm
from socialmap.web.desk.editing.dates import from_activity

PLACE_TEXTS = ("name", "street", "postcode", "town")
CODES = names_of(LISTING, Sort.CODES)
# Rows of which there may be more: a place, a line of hours, an exception to them, a date.
KINDS = ("place", "line", "except", "date")
NUMBERED = re.compile(rf"({'|'.join(KINDS)})-(\d{{1,2}})-(.+)")
MOST_ROWS = 30
Values = dict[str, list[str]]


@dataclass(frozen=True)
class Form:
    """What stands in a form: per name its values, as a browser sends them."""

    values: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """The first value of a name; empty when it has none."""
        found = self.values.get(name)
        return found[0] if found else ""

    def all(self, name: str) -> list[str]:
        """All values of a name."""
        return list(self.values.get(name, ()))

    def rows(self, kind: str, least: int = 0) -> list[int]:
        """The numbers of the rows of a kind, and as many more as there must be at least."""
        found = [int(each[2]) for name in self.values if (each := _numbered(name, kind))]
        return list(range(min(max([number + 1 for number in found] + [least]), MOST_ROWS)))

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
        kept: Values = {}
        for name, values in self.values.items():
            row = _numbered(name, kind)
            place = int(row[2]) if row else -1
            if row and place == number:
                continue
            moved = f"{kind}-{place - 1}-{row[3]}" if row and place > number else name
            kept[moved] = list(values)
        return Form(kept)


def _numbered(name: str, kind: str) -> re.Match[str] | None:
    found = NUMBERED.fullmatch(name)
    return found if found and found[1] == kind else None


def form_of(listing: Listing) -> Form:
    """The form with what is known of a listing."""
    values: Values = {
        field.name: TYPED[field.sort](getattr(listing, field.name))
        for field in LISTING
        if field.sort in TYPED
    }
    values["forms_by"] = ["own" if listing.forms else "suggested"]
    values |= {f"form-{code}": [f"{weight:g}"] for code, weight in listing.forms.items()}
    for group in FIELD_GROUPS:
        values[f"visibility-{group}"] = [listing.visibility.get(group, Visibility.PUBLIC)]
    values |= _hours(listing.hours)
    for number, location in enumerate(listing.locations):
        values |= _row("place", number, _place(location))
    for number, activity in enumerate(listing.activities):
        values |= _row("date", number, _date(activity))
    return Form(values)


def yes_no(value: bool | None) -> str:
    """A fact as a field has it: 1, 0, or nothing when nobody told."""
    return "" if value is None else "1" if value else "0"


def _amount(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}".replace(".", ",")


def _iso(value: Any) -> str:
    return value.isoformat() if value else ""


def _text(value: str) -> list[str]:
    return [value]


# What stands in the field of a form, by what it holds.
TYPED: dict[Sort, Callable[[Any], list[str]]] = {
    **dict.fromkeys(
        (Sort.TEXT, Sort.PROSE, Sort.CODE, Sort.PHONE, Sort.MAIL, Sort.SITE, Sort.LINK), _text
    ),
    Sort.FACT: lambda value: [yes_no(value)],
    Sort.MARK: lambda value: ["1"] if value else [],
    Sort.NUMBER: lambda value: [_amount(value)],
    Sort.COUNT: lambda value: ["" if value is None else str(value)],
    Sort.DATE: lambda value: [_iso(value)],
    Sort.CODES: list,
    Sort.NAMES: lambda value: [", ".join(value)],
}


def _row(kind: str, number: int, values: Mapping[str, Iterable[str]]) -> Values:
    return {f"{kind}-{number}-{name}": list(each) for name, each in values.items()}


def _hours(hours: str) -> Values:
    plan = from_osm(hours)
    if plan is None:
        return {"hours_by": ["osm"], "hours": [hours]}
    return {"hours_by": ["lines"], "hours": [hours]} | hours_fields(plan)


def hours_fields(plan: WeekPlan) -> Values:
    """The fields of the lines of a week, its holidays, months and exceptions."""
    first, last = plan.months or ("", "")
    values: Values = {
        "holidays": ["1"] if plan.closed_on_holidays else [],
        "school_holidays": ["1"] if plan.closed_in_school_holidays else [],
        "month_first": [str(first)],
        "month_last": [str(last)],
    }
    for number, line in enumerate(plan.lines):
        days = [str(day) for day in line.days]
        told = {"day": days, "week": [line.week], "start": [line.start], "end": [line.end]}
        values |= _row("line", number, told)
    for number, each in enumerate(plan.exceptions):
        last_day = each.last.isoformat() if each.last != each.first else ""
        told = {"first": [each.first.isoformat()], "last": [last_day]}
        values |= _row("except", number, told | {"start": [each.start], "end": [each.end]})
    return values


def _place(location: ListedLocation) -> Values:
    values: Values = {name: [getattr(location, name)] for name in PLACE_TEXTS}
    values |= {name: [yes_no(getattr(location, name))] for name in LOCATION_FACTS}
    return values | {"hidden": ["1"] if location.hidden else [], "pin": [""]}


def _date(activity: ListedActivity) -> Values:
    dates = from_activity(activity)
    return {
        "name": [dates.name],
        "day": [dates.day.isoformat()],
        "start": [f"{dates.start:%H:%M}"],
        "end": [f"{dates.end:%H:%M}"],
        "repeats": [str(dates.repeats)],
        "until": [_iso(dates.until)],
        "rule": [dates.rule],
    }
