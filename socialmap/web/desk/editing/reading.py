"""The edit form becomes a listing: what is right is taken, what is not is said at its field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from typing import Any

from flask_babel import gettext

from socialmap.catalogue.fields import FIELD_GROUPS
from socialmap.catalogue.listing import ListedActivity, ListedLocation, Listing
from socialmap.catalogue.taxonomy import taxonomy
from socialmap.catalogue.visibility import Visibility
from socialmap.isolation.forms import IsolationForm
from socialmap.times.dutch import osm_hours
from socialmap.times.hours import parsed
from socialmap.times.week import HoursException, Line, WeekPlan, from_osm, to_osm
from socialmap.web.desk.editing.dates import Dates, Repeats, from_activity, to_activity
from socialmap.web.desk.editing.form import CODES, Form
from socialmap.web.desk.editing.places import read_places
from socialmap.web.desk.editing.schema import load, month
from socialmap.web.page.forms import Errors

HIDDEN = set(Visibility) - {Visibility.PUBLIC}
SCHEME_OF = {"audiences": "audience", "life_domains": "life_domain"}


@dataclass(frozen=True)
class Reading:
    """What the form says: the listing, the place of each row, what is wrong, and what to doubt."""

    listing: Listing
    places: Mapping[int, ListedLocation] = field(default_factory=dict)
    errors: Errors = field(default_factory=dict)
    doubts: Errors = field(default_factory=dict)


def read(form: Form, old: Listing) -> Reading:
    """The listing that a form describes; what the form does not show stays as it was."""
    values, errors = load("", {name: form.get(name) for name in form.values})
    plan, flaws = read_plan(form)
    errors |= flaws
    hours = _hours(form, values, plan, old)
    found, places, doubts = read_places(form, old)
    errors |= found
    activities, flaws = _activities(form, old)
    errors |= flaws
    values |= {"name": values.get("name", form.get("name").strip()), "hours": hours}
    listing = replace(
        old,
        **(values | _codes(form, old)),
        forms=_forms(form, old),
        visibility=_visibility(form),
        locations=tuple(places.values()),
        activities=activities,
    )
    return Reading(listing, places, errors, doubts)


def _codes(form: Form, old: Listing) -> dict[str, Any]:
    """What is chosen from lists; what a town dropped may stay, what nobody knows is left out."""
    kind = form.get("kind")
    known: dict[str, Any] = {name: _chosen(form, old, name) for name in CODES}
    known["kind"] = kind if kind == old.kind or taxonomy().get("kind", kind) else ""
    for scheme in ("setting", "sphere"):
        code = form.get(scheme)
        same = code == getattr(old, scheme)
        known[scheme] = code if same or taxonomy().get(scheme, code) else ""
    if known["kind"] != old.kind:
        known["setting"] = taxonomy().setting_of(known["kind"]) or known["setting"]
    return known


def _chosen(form: Form, old: Listing, name: str) -> tuple[str, ...]:
    """The codes that are chosen: first those that there were, in their own order."""
    before: tuple[str, ...] = getattr(old, name)
    chosen = [code for code in form.all(name) if code in before or _is_code(name, code)]
    kept = [code for code in before if code in chosen]
    return tuple(dict.fromkeys((*kept, *chosen)))


def _is_code(name: str, code: str) -> bool:
    if name == "languages":
        return code.isascii() and code.isalpha() and 2 <= len(code) <= 3
    return taxonomy().get(SCHEME_OF[name], code) is not None


def _forms(form: Form, old: Listing) -> Mapping[str, float]:
    """The forms of isolation that a person chose, with their weight; none lets the computer say."""
    if form.get("forms_by") != "own":
        return {}
    chosen: dict[str, float] = {}
    for code in IsolationForm:
        weight = form.get(f"form-{code}")
        if weight in {"1", "0.6", "0.3"} or weight == f"{old.forms.get(code, -1):g}":
            chosen[code.value] = float(weight)
    ranked = sorted(chosen.items(), key=lambda item: -item[1])
    return dict(old.forms) if dict(old.forms) == dict(ranked) else dict(ranked)


def _visibility(form: Form) -> dict[str, str]:
    told = {group: form.get(f"visibility-{group}") for group in FIELD_GROUPS}
    return {group: who for group, who in told.items() if who in HIDDEN}


def _hours(form: Form, values: Mapping[str, Any], plan: WeekPlan, old: Listing) -> str:
    """The hours in OSM syntax; the same hours stay written as they were."""
    if form.get("hours_by") == "osm":
        return str(values.get("hours", ""))
    return old.hours if from_osm(old.hours) == plan else to_osm(plan)


def read_plan(form: Form) -> tuple[WeekPlan, Errors]:
    """The lines of hours of a form."""
    errors: Errors = {}
    lines = tuple(_lines(form, errors))
    exceptions = tuple(_exceptions(form, errors))
    first, last = (month(form.get(name).strip()) for name in ("month_first", "month_last"))
    plan = WeekPlan(
        lines,
        bool(form.get("holidays")) and bool(lines),
        bool(form.get("school_holidays")) and bool(lines),
        (first, last) if first and last and lines else None,
        exceptions,
    )
    # Through the text and back: two lines that say the same are one.
    return from_osm(to_osm(plan)) or plan, errors


def _lines(form: Form, errors: Errors) -> Iterator[Line]:
    for number in form.rows("line"):
        row = form.row("line", number)
        days = tuple(sorted({int(day) for day in row.get("day", []) if day in set("0123456")}))
        told, flaws = load("line", {name: each[0] for name, each in row.items() if each})
        errors |= {f"line-{number}-{name}": said for name, said in flaws.items()}
        start, end = told.get("start", ""), told.get("end", "")
        if flaws or not (days or start or end):
            continue
        if not days:
            errors[f"line-{number}-day"] = [gettext("Kies op welke dagen het is.")]
        elif not start or not end:
            name = "end" if start else "start"
            errors[f"line-{number}-{name}"] = [gettext("Vul een begintijd en een eindtijd in.")]
        elif start == end:
            errors[f"line-{number}-end"] = [gettext("Begin en einde zijn gelijk.")]
        else:
            week = told["week"] if told["week"] in {"1", "2", "3", "4", "-1"} else ""
            yield Line(days, start, end, week)


def _exceptions(form: Form, errors: Errors) -> Iterator[HoursException]:
    for number in form.rows("except"):
        row = form.row("except", number)
        told, flaws = load("except", {name: each[0] for name, each in row.items() if each})
        errors |= {f"except-{number}-{name}": said for name, said in flaws.items()}
        first = told.get("first")
        if flaws or not isinstance(first, date):
            if told.get("last") or told.get("start"):
                errors[f"except-{number}-first"] = [gettext("Vul de eerste dag in.")]
            continue
        last = told["last"] or first
        start, end = told["start"], told["end"]
        if last < first:
            errors[f"except-{number}-last"] = [gettext("De laatste dag ligt voor de eerste.")]
        elif bool(start) is not bool(end) or (start and start == end):
            errors[f"except-{number}-end"] = [gettext("Vul een begintijd en een eindtijd in.")]
        else:
            yield HoursException(first, last, start, end)


def _activities(form: Form, old: Listing) -> tuple[tuple[ListedActivity, ...], Errors]:
    errors: Errors = {}
    # The same dates stay written as they were.
    known = {from_activity(each): each for each in old.activities}
    found: list[ListedActivity] = []
    for number in form.rows("date"):
        row = {name: each[0] for name, each in form.row("date", number).items() if each}
        told, flaws = load("date", row)
        if not (row.get("name") or row.get("day") or row.get("start")):
            continue
        missing = {
            "name": gettext("Vul in hoe het heet."),
            "day": gettext("Vul de eerste dag in."),
            "start": gettext("Vul in hoe laat het begint."),
        }
        flaws = {name: [said] for name, said in missing.items() if not told.get(name)} | flaws
        errors |= {f"date-{number}-{name}": said for name, said in flaws.items()}
        if not flaws:
            dates = _dates(told)
            found.append(known.get(dates) or to_activity(dates))
    return tuple(found), errors


def _dates(told: Mapping[str, Any]) -> Dates:
    start: time = told["start"]
    repeats = told["repeats"] if told["repeats"] in list(Repeats) else Repeats.ONCE
    # Most things that people do together last two hours.
    end = told["end"] or start.replace(hour=(start.hour + 2) % 24)
    return Dates(
        told["name"], told["day"], start, end, Repeats(repeats), told["until"], told["rule"]
    )


def plan_of_words(text: str) -> WeekPlan | None:
    """The lines that people mean by a few words: 'ma en wo 10-12'; None when it is not certain."""
    osm = osm_hours(text) or text
    return from_osm(osm) if text.strip() and parsed(osm) else None
