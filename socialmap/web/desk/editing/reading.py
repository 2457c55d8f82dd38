"""Read the edit form as a listing, with the errors of each field that cannot be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import time
from typing import Any

from flask_babel import gettext

from socialmap.catalogue.fields import FIELD_GROUPS
from socialmap.catalogue.listing import ListedActivity, ListedPhone, Listing
from socialmap.catalogue.taxonomy import taxonomy
from socialmap.catalogue.visibility import Visibility
from socialmap.fields.phones import LONGEST_WORDS, beside_number
from socialmap.isolation.forms import IsolationForm
from socialmap.times.clock import on_the_clock
from socialmap.times.dates import first_time
from socialmap.times.lines import from_osm
from socialmap.times.week import WeekPlan, to_osm
from socialmap.validity import picture_of
from socialmap.web.desk.editing.dates import IN_WEEKS, Dates, Repeats, from_activity, to_activity
from socialmap.web.desk.editing.form import CODES, Form
from socialmap.web.desk.editing.hours import read_plan
from socialmap.web.desk.editing.places import Places, read_places
from socialmap.web.desk.editing.schema import load
from socialmap.web.page.forms import Errors
from socialmap.web.pictures.bringing import picture_errors

HIDDEN = set(Visibility) - {Visibility.PUBLIC}
WEEKDAYS = frozenset("0123456")  # as a form sends them, from Monday
SCHEME_OF = {"audiences": "audience", "life_domains": "life_domain"}


@dataclass(frozen=True)
class Reading:
    """The listing that a form describes, its places by row, and the errors by field."""

    listing: Listing
    places: Places = field(default_factory=Places)
    errors: Errors = field(default_factory=dict)


def read(form: Form, old: Listing) -> Reading:
    """Read a form as a listing; fields that the form does not show keep their old values."""
    values, errors = load("", {name: form.get(name) for name in form.values})
    plan, flaws = read_plan(form)
    errors |= flaws
    hours = _hours(form, values, plan, old)
    if form.get("hours_by") == "osm" and hours and (plan.lines or plan.exceptions):
        both = gettext(
            "Er zijn regels ingevuld, en er staat OSM-tekst. Kies welke van de twee telt."
        )
        errors["hours_by"] = [both]
    places = read_places(form, old)
    errors |= places.errors
    activities, flaws = _activities(form, old)
    errors |= flaws
    phones, flaws = _phones(form)
    errors |= flaws
    values |= {"name": values.get("name", form.get("name").strip()), "hours": hours}
    pictured, flaws = _picture(form, values, old)
    values |= pictured
    errors |= flaws
    listing = replace(
        old,
        **(values | _codes(form, old)),
        forms=_forms(form, old),
        visibility=_visibility(form),
        locations=tuple(places.by_row.values()),
        activities=activities,
        phones=phones,
    )
    return Reading(listing, places, errors)


def _codes(form: Form, old: Listing) -> dict[str, Any]:
    """The values chosen from lists.

    An unknown code is left out, unless the listing had it already: a town may have dropped it.
    """
    kind = form.get("kind")
    chosen: dict[str, Any] = {name: _chosen(form, old, name) for name in CODES}
    chosen["kind"] = kind if kind == old.kind or taxonomy().get("kind", kind) else ""
    for scheme in ("setting", "sphere"):
        code = form.get(scheme)
        same = code == getattr(old, scheme)
        chosen[scheme] = code if same or taxonomy().get(scheme, code) else ""
    if chosen["kind"] != old.kind:
        chosen["setting"] = taxonomy().setting_of(chosen["kind"]) or chosen["setting"]
    return chosen


def _chosen(form: Form, old: Listing, name: str) -> tuple[str, ...]:
    """The chosen codes: first those that the listing had already, in their old order."""
    before: tuple[str, ...] = getattr(old, name)
    chosen = [code for code in form.all(name) if code in before or _is_code(name, code)]
    remaining = [code for code in before if code in chosen]
    return tuple(dict.fromkeys((*remaining, *chosen)))


def _is_code(name: str, code: str) -> bool:
    if name == "languages":
        return code.isascii() and code.isalpha() and 2 <= len(code) <= 3
    return taxonomy().get(SCHEME_OF[name], code) is not None


def _forms(form: Form, old: Listing) -> Mapping[str, float]:
    """The chosen forms of isolation with their weights (0-1); none leaves it to the classifier."""
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
    chosen = {group: form.get(f"visibility-{group}") for group in FIELD_GROUPS}
    return {group: visibility for group, visibility in chosen.items() if visibility in HIDDEN}


def _hours(form: Form, values: Mapping[str, Any], plan: WeekPlan, old: Listing) -> str:
    """The hours in OSM syntax; the same hours stay written as they were."""
    if form.get("hours_by") == "osm":
        return str(values.get("hours", ""))
    return old.hours if from_osm(old.hours) == plan else to_osm(plan)


def _picture(form: Form, values: Mapping[str, Any], old: Listing) -> tuple[dict[str, str], Errors]:
    """The picture of the form with the words about it, and what is wrong with them.

    A form without these fields leaves them as they were.
    """
    if "picture" not in form.values:
        return {"picture": old.picture, "picture_alt": old.picture_alt}, {}
    picture = picture_of(form.get("picture")) or ""
    alt = values.get("picture_alt", "") if picture else ""
    errors = picture_errors(picture, alt, old.picture)
    return {"picture": "" if "picture" in errors else picture, "picture_alt": alt}, errors


def _phones(form: Form) -> tuple[tuple[ListedPhone, ...], Errors]:
    """The phones of the form, and the errors in its rows."""
    errors: Errors = {}
    phones: dict[str, ListedPhone] = {}
    for number in form.rows("phone"):
        row = {name: texts[0] for name, texts in form.row("phone", number).items() if texts}
        values, flaws = load("phone", row)
        words = values.get("words", "")
        if words and not row.get("number", "").strip():
            flaws["number"] = [gettext("Vul het telefoonnummer in.")]
        errors |= {f"phone-{number}-{name}": sentences for name, sentences in flaws.items()}
        for phone in values.get("number", ()):
            beside = beside_number(", ".join(filter(None, (phone.words, words))))[:LONGEST_WORDS]
            phones.setdefault(phone.number, replace(phone, words=beside))
    return tuple(phones.values()), errors


def _activities(form: Form, old: Listing) -> tuple[tuple[ListedActivity, ...], Errors]:
    errors: Errors = {}
    # Dates that did not change keep the rule as it was written.
    before = {from_activity(activity): activity for activity in old.activities}
    activities: list[ListedActivity] = []
    for number in form.rows("date"):
        row = {name: texts[0] for name, texts in form.row("date", number).items() if texts}
        values, flaws = load("date", row)
        if not (row.get("name") or row.get("day") or row.get("start")):
            continue
        missing = {
            "name": gettext("Vul in hoe het heet."),
            "day": gettext("Vul de eerste dag in."),
            "start": gettext("Vul in hoe laat het begint."),
        }
        also = {int(each) for each in form.all(f"date-{number}-also") if each in WEEKDAYS}
        if also and values.get("repeats") not in IN_WEEKS:
            flaws |= {"repeats": [gettext("Meer dagen kan alleen bij elke week of om de week.")]}
        absent = {name: [text] for name, text in missing.items() if not values.get(name)}
        flaws = absent | flaws
        errors |= {f"date-{number}-{name}": sentences for name, sentences in flaws.items()}
        if not flaws:
            dates = _dates(values, also)
            activity = before.get(dates) or to_activity(dates)
            activities.append(activity)
            if dates not in before:
                doubts = _date_doubts(activity)
                errors |= {f"date-{number}-{name}": [text] for name, text in doubts.items()}
    return tuple(activities), errors


def _date_doubts(activity: ListedActivity) -> dict[str, str]:
    """What is wrong with the dates of an activity together, by the name of a field."""
    if on_the_clock(activity.starts) != activity.starts:
        return {"start": gettext("Die nacht gaat de klok vooruit: deze tijd is er dan niet.")}
    first = first_time(activity.starts, activity.repeats)
    if first is None:
        return {"until": gettext("De herhaling eindigt voordat de activiteit begint.")}
    if first != activity.starts:
        fits = f"{first:%d-%m-%Y %H.%M}"
        return {
            "day": gettext(
                "Dit past niet bij de regel. De eerste keer die past, is %(first)s.", first=fits
            )
        }
    return {}


def _dates(values: Mapping[str, Any], also: set[int]) -> Dates:
    start: time = values["start"]
    repeats = values["repeats"] if values["repeats"] in list(Repeats) else Repeats.ONCE
    return Dates(
        name=values["name"],
        day=values["day"],
        start=start,
        end=values["end"],
        repeats=Repeats(repeats),
        until=values["until"],
        rule=values["rule"],
        also=tuple(sorted(also - {values["day"].weekday()})),
    )
