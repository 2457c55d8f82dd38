"""The words of the edit form and the history: choices, statuses, parts of a listing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from flask_babel import gettext

from socialmap.catalogue.fields import LISTING, LOCATION, Field, Sort
from socialmap.catalogue.listing import ListedLocation
from socialmap.catalogue.models import Status
from socialmap.catalogue.scopes import municipality_in
from socialmap.catalogue.taxonomy import Term, taxonomy
from socialmap.fields.moments import read_date
from socialmap.times.clock import AMSTERDAM
from socialmap.times.week import NTHS
from socialmap.web.desk.editing.history_words import actor_words, reason_words
from socialmap.web.desk.editing.hours_words import REPEAT_CHOICES
from socialmap.web.desk.editing.preview import Preview
from socialmap.web.desk.editing.schema import CLOCK
from socialmap.web.page import filters
from socialmap.web.page.field_words import (
    FIELD_NAMES,
    GROUP_NAMES,
    PRECISIONS,
    VISIBILITY_NAMES,
    field_name,
    hours_words,
    words_of,
    words_of_all,
)
from socialmap.web.page.patterns import CALL_FIRST, NTH_NAMES, weekday_name
from socialmap.web.page.repeats import repeat_words
from socialmap.wording import LANGUAGES, N_

Choices = list[tuple[str, str]]
STATUS_SENTENCES = {
    Status.DRAFT: N_("Concept: alleen het beheer ziet dit."),
    Status.PUBLISHED: N_("Staat op de kaart."),
    Status.PAUSED: N_("Gepauzeerd: even niet op de kaart."),
    Status.ARCHIVED: N_("Gearchiveerd: niet meer op de kaart."),
}
STEP_NAMES = {
    Status.DRAFT: N_("Maak er een concept van"),
    Status.PUBLISHED: N_("Zet op de kaart"),
    Status.PAUSED: N_("Pauzeer"),
    Status.ARCHIVED: N_("Archiveer"),
}
ACTION_NAMES = {
    "added": N_("Op de kaart gezet"),
    "drafted": N_("Als concept gemaakt"),
    "changed": N_("Gewijzigd"),
    "removed": N_("Van de kaart gehaald"),
    Status.DRAFT: N_("Weer concept gemaakt"),
    Status.PUBLISHED: N_("Op de kaart gezet"),
    Status.PAUSED: N_("Gepauzeerd"),
    Status.ARCHIVED: N_("Gearchiveerd"),
}
ROW_NAMES = {
    "street": N_("Straat en huisnummer"), "postcode": N_("Postcode"), "town": N_("Plaats"),
    "name": N_("Naam"), "pin": N_("Speld"), "day": N_("Dagen"), "start": N_("Van"),
    "end": N_("Tot"), "first": N_("Vanaf"), "last": N_("Tot en met"),
    "comment": N_("Eerst afspreken"),
    "until": N_("Tot en met"), "repeats": N_("Hoe vaak"), "rule": N_("Eigen regel"),
    "also": N_("Meer dagen"),
    "lon": N_("adres"), "address": N_("Adres"), "trust": N_("Postcode of plaats"),
    "number": N_("Telefoon"), "words": N_("Voor wie of wanneer"),
}  # fmt: skip
WEIGHTS = {"1": N_("past goed"), "0.6": N_("past redelijk"), "0.3": N_("past een beetje")}
ROW_FIELD = re.compile(r"(?:place|line|except|date|phone)-(\d+)-(\w+)")


def field_labels(errors: Iterable[str]) -> dict[str, str]:
    """The labels of the fields that have errors."""
    return {name: _label(name) for name in errors}


def _label(name: str) -> str:
    row = ROW_FIELD.fullmatch(name)
    if row:
        # An activity has a first day, where a line of hours has days.
        names = ROW_NAMES | ({"day": N_("Eerste dag")} if name.startswith("date") else {})
        return f"{gettext(names.get(row[2], row[2]))} {int(row[1]) + 1}"
    more = {
        "hours_typed": N_("Dagen en tijden"),
        "hours": N_("OSM-tekst"),
        "hours_by": N_("Welke tijden tellen?"),
        "otherwise": N_("Kan het ook op andere tijden?"),
        "reason": N_("Reden"),
        **dict.fromkeys(("holidays_start", "holidays_end"), N_("Op feestdagen")),
        **dict.fromkeys(
            ("school_holidays_start", "school_holidays_end"), N_("In de schoolvakanties")
        ),
    }
    return str(gettext((FIELD_NAMES | more).get(name, name)))


def part_name(part: str, values: Mapping[str, Any]) -> str:
    """The name of a part of a listing: Kosten, or Plek 1: adres."""
    if not part.startswith("locations."):
        return field_name(part, values)
    _, number, name = part.split(".")
    term = taxonomy().get("accessibility", name)
    label = term.nl if term else gettext(ROW_NAMES.get(name, name))
    return str(gettext("Plek %(number)d: %(name)s", number=int(number) + 1, name=label))


def part_words(part: str, values: Mapping[str, Any]) -> str:
    """The value of a part of a listing in words; empty when there is none."""
    if part == "hours":
        return " · ".join(filter(None, (hours_words(values["hours"]), values.get("hours_text"))))
    if part.startswith("locations."):
        if "lon" in values:
            place = words_of("locations", (ListedLocation(**values),))
            point = f"{values['lat']:.5f}, {values['lon']:.5f}"
            return place if values["hidden"] else f"{place} ({point})"
        return " · ".join(filter(None, (words_of(name, value) for name, value in values.items())))
    return words_of_all(values)


def facts_to_ask(fields: Iterable[Field]) -> Choices:
    """The facts among some fields, each with what the form calls it."""
    return [
        (field.name, term.nl if term else gettext(field.words))
        for field in fields
        if field.sort is Sort.FACT
        for term in [taxonomy().get(field.scheme, field.name) if field.scheme else None]
    ]


def kinds_by_setting() -> list[tuple[Term, list[Term]]]:
    """All settings, each with its kinds."""
    return [(term, taxonomy().kinds_of(term.code)) for term in taxonomy().terms("setting")]


def weights(weight: str) -> Choices:
    """How well a form of isolation can fit; a weight that is no usual choice stays one of them."""
    own = {} if weight in ("", *WEIGHTS) else {weight: N_("zoals het was")}
    return _translated({"": N_("past niet")} | WEIGHTS | own)


def suggested_weight(preview: Preview, code: str) -> str:
    """The choice nearest to the classifier's weight of a form; empty when it does not fit."""
    weight = next((form["gewicht"] for form in preview.forms if form["code"] == code), 0.0)
    return "1" if weight >= 0.8 else "0.6" if weight >= 0.45 else "0.3" if weight else ""


def precision_words(place: ListedLocation) -> str:
    """How exact the point of a place is, with its coordinates."""
    exact = {
        "address": N_("op het adres"),
        "given": N_("precies op de plek die is aangewezen"),
    }
    words = gettext((PRECISIONS | exact).get(place.precision, place.precision))
    return f"{words} ({place.lat:.5f}, {place.lon:.5f})"


def place_words(place: ListedLocation) -> str:
    """The address of a place with its municipality: Dorpsstraat 7, De Bilt (gemeente De Bilt)."""
    address = words_of("locations", (place,))
    where = municipality_in(place)
    if not where:
        return address
    return str(gettext("%(address)s (gemeente %(where)s)", address=address, where=where))


def moment_words(at: datetime) -> str:
    """A moment in Amsterdam: dinsdag 24 november 2026 om 20.00."""
    local = at.astimezone(AMSTERDAM)
    return str(
        gettext("%(day)s om %(time)s", day=filters.day(local.date()), time=filters.clock(at))
    )


def rule_words(rule: str, day: str, start: str) -> str:
    """What a rule of repetition says, for an activity that begins on a day and time as typed."""
    first, at = read_date(day) if day else None, CLOCK.fullmatch(start)
    if not rule or not isinstance(first, date) or not at or int(at[1]) > 23:
        return ""
    words = repeat_words(datetime.combine(first, time(int(at[1]), int(at[2] or 0))), rule)
    return filters.capitalize_first(f"{words}.") if words else str(gettext(CALL_FIRST))


def _translated(names: Mapping[Any, str]) -> Choices:
    return [(str(code), gettext(name)) for code, name in names.items()]


def words() -> dict[str, Any]:
    """The functions that the templates of the edit form and of the history call."""
    return {
        "field_labels": field_labels, "part_name": part_name, "part_words": part_words,
        "kinds_by_setting": kinds_by_setting, "weights": weights,
        "suggested_weight": suggested_weight, "precision_words": precision_words,
        "place_words": place_words,
        "moment_words": moment_words, "weekday_name": weekday_name,
        "listing_facts": lambda: facts_to_ask(LISTING),
        "place_facts": lambda: facts_to_ask(LOCATION),
        "known_kind": lambda code: taxonomy().get("kind", code) is not None,
        "terms": lambda scheme: list(taxonomy().terms(scheme)),
        "status_sentence": lambda status: gettext(STATUS_SENTENCES[Status(status)]),
        "step_name": lambda status: gettext(STEP_NAMES[Status(status)]),
        "actor_words": actor_words, "reason_words": reason_words,
        "action_name": lambda action: gettext(ACTION_NAMES.get(action, action)),
        "nths": lambda: [(str(nth), gettext(NTH_NAMES[nth])) for nth in NTHS],
        "rule_words": rule_words,
        "repeat_choices": lambda: _translated(REPEAT_CHOICES),
        "sphere_choices": lambda: [
            ("", gettext("weten we niet")),
            *((term.code, term.nl) for term in taxonomy().terms("sphere")),
        ],
        # A language that the listing has already stays a choice.
        "languages_to_choose": lambda chosen: list(dict.fromkeys((*LANGUAGES, *chosen))),
        "group_names": lambda: _translated(GROUP_NAMES),
        "visibility_choices": lambda: _translated(VISIBILITY_NAMES),
    }  # fmt: skip
