"""What a listing says, field by field, in Dutch words: for who compares, merges or looks back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import date
from itertools import groupby
from typing import Any

from flask_babel import format_decimal, gettext

from socialmap.catalogue.fields import LISTING, Sort
from socialmap.catalogue.listing import ListedActivity, ListedLocation, Listing
from socialmap.catalogue.taxonomy import taxonomy
from socialmap.catalogue.visibility import Visibility
from socialmap.times.clock import today
from socialmap.times.hours import DayHours, week_hours
from socialmap.web.page import filters
from socialmap.web.page.labels import form_names, language_name
from socialmap.wording import N_

FIELD_NAMES = {field.name: field.words for field in LISTING}
# What fields that tell one thing are called together, by the first of them.
TOGETHER_NAMES = {
    "kind": N_("Vorm en soort plek"),
    "hours": N_("Tijden"),
    "cost_amount": N_("Kosten"),
    "places_free": N_("Plekken en wachttijd"),
    "source_url": N_("Bron en licentie"),
}
PRECISIONS = {
    "town": N_("ongeveer: alleen de plaats is bekend"),
    "postcode": N_("ongeveer: alleen de postcode is bekend"),
}
VISIBILITY_NAMES = {
    Visibility.PUBLIC: N_("iedereen"),
    Visibility.PROFESSIONALS: N_("alleen professionals"),
    Visibility.INTERNAL: N_("alleen het beheer"),
}
GROUP_NAMES = {
    "what": N_("wat het is"),
    "times": N_("tijden"),
    "place": N_("plek"),
    "contact": N_("contact"),
    "threshold": N_("drempel"),
}


def field_name(name: str, fields: Iterable[str] = ()) -> str:
    """What a field is called; with more fields, what they are called together."""
    together = TOGETHER_NAMES.get(name) if len([*fields]) > 1 else None
    return str(gettext(together or FIELD_NAMES.get(name, name)))


def words_of(name: str, value: Any) -> str:
    """What the value of a field says, in Dutch; empty when nobody told."""
    if value is None or value in ("", (), [], {}):
        return ""
    if name in WORDS:
        return WORDS[name](value)
    if isinstance(value, bool):
        return str(gettext("ja") if value else gettext("nee"))
    if isinstance(value, date):
        return filters.day(value)
    return str(value)


def words_of_all(values: Mapping[str, Any]) -> str:
    """What fields that tell one thing say together."""
    said = (words_of(name, value) for name, value in values.items())
    return " · ".join(dict.fromkeys(filter(None, said)))


def hours_words(hours: str) -> str:
    """Opening hours in OSM syntax as the days of a week; what a week does not show stays OSM."""
    days = week_hours(hours, today())
    if not days or any(sign in hours for sign in "["):
        return hours
    said: list[str] = []
    by_day = sorted(days, key=lambda each: each.day.weekday())
    for text, same in groupby(by_day, filters.day_hours_text):
        spell = list(same)
        if spell[0].spans:
            said.append(f"{_days(spell)} {text}")
    return "; ".join(said) or hours


def _days(spell: list[DayHours]) -> str:
    names = [filters.weekday(each.day).split()[0] for each in spell]
    if len(names) < 3:
        return filters.in_words(names)
    return str(gettext("%(first)s tot en met %(last)s", first=names[0], last=names[-1]))


def _location(each: ListedLocation) -> str:
    town = " ".join(filter(None, (each.postcode, each.town)))
    facts = [
        term.nl
        for term in taxonomy().terms("accessibility")
        if getattr(each, term.code, None) is True
    ]
    doubts = [PRECISIONS[each.precision]] if each.precision in PRECISIONS else []
    doubts += [N_("adres verborgen")] if each.hidden else []
    told = ", ".join(filter(None, (each.name, each.street, town, *facts)))
    return " ".join((told, *(f"({gettext(doubt)})" for doubt in doubts)))


def _activity(each: ListedActivity) -> str:
    once = "" if not each.repeats else f" ({each.repeats})"
    return f"{each.name}, {filters.moment_text(each.starts)}{once}"


def _terms(scheme: str) -> Callable[[Any], str]:
    def words(codes: Any) -> str:
        several = [codes] if isinstance(codes, str) else codes
        return ", ".join(taxonomy().name(scheme, code) for code in several)

    return words


def _confirmations(value: Any) -> str:
    return "; ".join(
        f"{gettext(GROUP_NAMES.get(each.group, each.group))} {filters.day(each.on)}"
        for each in value
    )


WORDS: dict[str, Callable[[Any], str]] = {
    **{
        field.name: _terms(field.scheme)
        for field in LISTING
        if field.sort in (Sort.CODE, Sort.CODES)
    },
    "forms": lambda value: ", ".join(form_names(value, full=True)),
    "languages": lambda value: ", ".join(map(language_name, value)),
    "service_areas": ", ".join,
    "hours": hours_words,
    "phone": filters.phone,
    "website": filters.host,
    "cost_amount": lambda value: f"€ {format_decimal(value, '0.00')}",
    "free_of_charge": lambda value: str(gettext("gratis") if value else gettext("niet gratis")),
    "places_free": lambda value: str(gettext("%(number)s plekken vrij", number=value)),
    "locations": lambda value: "; ".join(map(_location, value)),
    "activities": lambda value: "; ".join(map(_activity, value)),
    "confirmations": _confirmations,
    "visibility": lambda value: "; ".join(
        f"{gettext(GROUP_NAMES.get(group, group))}: {gettext(VISIBILITY_NAMES.get(who, who))}"
        for group, who in value.items()
    ),
}


def differences(before: Listing, after: Listing) -> list[tuple[str, str, str]]:
    """The fields that are not the same, each with its name and both values in words."""
    pairs: Mapping[str, tuple[Any, Any]] = {
        each.name: (getattr(before, each.name), getattr(after, each.name))
        for each in fields(Listing)
    }
    return [
        (field_name(name), words_of(name, old), words_of(name, new))
        for name, (old, new) in pairs.items()
        if old != new
    ]
