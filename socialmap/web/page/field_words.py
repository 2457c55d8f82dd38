"""The fields of a listing and their values in Dutch words, to compare, merge or look back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import date
from itertools import groupby
from typing import Any

from flask import Flask
from flask_babel import format_decimal, gettext

from socialmap.catalogue.fields import LISTING, Sort
from socialmap.catalogue.listing import ListedActivity, ListedLocation, ListedPhone, Listing
from socialmap.catalogue.models import Activity, Initiative
from socialmap.catalogue.taxonomy import taxonomy
from socialmap.catalogue.visibility import Visibility
from socialmap.places.gazetteer import point_at
from socialmap.times.clock import today
from socialmap.times.hours import DayHours, week_hours
from socialmap.web.page import filters
from socialmap.web.page.labels import form_names, language_name
from socialmap.web.page.patterns import CALL_FIRST, hours_sentences
from socialmap.web.page.repeats import activity_sentence
from socialmap.wording import N_

FIELD_NAMES = {field.name: field.words for field in LISTING}
# The names of fields that change together, by the first of them.
TOGETHER_NAMES = {
    "picture": N_("Foto of logo"),
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
    """The name of a field; with more fields, their name together."""
    together = TOGETHER_NAMES.get(name) if len([*fields]) > 1 else None
    return str(gettext(together or FIELD_NAMES.get(name, name)))


def words_of(name: str, value: Any) -> str:
    """The value of a field in words; empty when there is none."""
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
    """The values of some fields in words, each once."""
    words = (words_of(name, value) for name, value in values.items())
    return " · ".join(dict.fromkeys(filter(None, words)))


def hours_words(hours: str) -> str:
    """Opening hours in words: their pattern, or else the coming week with the advice to call."""
    if not hours:
        return ""
    return hours_sentences(hours) or f"{_coming_week(hours)}{gettext(CALL_FIRST)}"


def _coming_week(hours: str) -> str:
    parts: list[str] = []
    by_day = sorted(week_hours(hours, today()), key=lambda hours: hours.day.weekday())
    for text, same in groupby(by_day, filters.day_hours_text):
        spell = list(same)
        if spell[0].spans:
            parts.append(f"{_days(spell)} {text}")
    if not parts:
        return ""
    return str(gettext("De komende zeven dagen: %(days)s. ", days="; ".join(parts)))


def times_words(initiative: Initiative) -> list[str]:
    """All that is known about when something is, each in words: hours, their note, activities."""
    named = (_activity(activity) for activity in initiative.activities)
    return list(filter(None, (hours_words(initiative.hours), initiative.hours_text, *named)))


def _days(spell: list[DayHours]) -> str:
    names = [filters.weekday(hours.day).split()[0] for hours in spell]
    if len(names) < 3:
        return filters.in_words(names)
    return str(gettext("%(first)s tot en met %(last)s", first=names[0], last=names[-1]))


def _location(location: ListedLocation) -> str:
    town = " ".join(filter(None, (location.postcode, location.town)))
    facts = [
        term.nl
        for term in taxonomy().terms("accessibility")
        if getattr(location, term.code, None) is True
    ]
    doubts = [PRECISIONS[location.precision]] if location.precision in PRECISIONS else []
    doubts += [N_("adres verborgen")] if location.hidden else []
    address = [text for text in (location.street, town) if text.strip(" ,")]
    if not (address or location.hidden):
        near = point_at(location.lon, location.lat)
        place = near.town or location.municipality or near.label
        address = [gettext("punt op de kaart bij %(place)s", place=place)]
    words = ", ".join(filter(None, (location.name, *address, *facts)))
    return " ".join((words, *(f"({gettext(doubt)})" for doubt in doubts)))


def _phone(phone: ListedPhone) -> str:
    number = filters.phone(phone.number)
    return f"{number} ({phone.words})" if phone.words else number


def _activity(activity: ListedActivity | Activity) -> str:
    when = activity_sentence(activity).rstrip(".")
    if not when:
        first = filters.moment_text(activity.starts)
        when = gettext("de eerste keer %(first)s. %(call)s", first=first, call=gettext(CALL_FIRST))
    return f"{activity.name}: {when[:1].lower()}{when[1:]}"


def _terms(scheme: str) -> Callable[[Any], str]:
    def words(codes: Any) -> str:
        several = [codes] if isinstance(codes, str) else codes
        return ", ".join(taxonomy().name(scheme, code) for code in several)

    return words


def _confirmations(value: Any) -> str:
    return "; ".join(
        f"{gettext(GROUP_NAMES.get(row.group, row.group))} {filters.day(row.on)}" for row in value
    )


WORDS: dict[str, Callable[[Any], str]] = {
    **{
        field.name: _terms(field.scheme)
        for field in LISTING
        if field.sort in (Sort.CODE, Sort.CODES)
    },
    "picture": lambda _digest: str(gettext("een foto of logo")),
    "forms": lambda value: ", ".join(form_names(value)),
    "languages": lambda value: ", ".join(map(language_name, value)),
    "service_areas": ", ".join,
    "hours": hours_words,
    "phones": lambda value: ", ".join(map(_phone, value)),
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


def difference_words(before: Listing, after: Listing) -> list[tuple[str, str, str]]:
    """The fields that differ: their names, and both values in words."""
    pairs: Mapping[str, tuple[Any, Any]] = {
        field.name: (getattr(before, field.name), getattr(after, field.name))
        for field in fields(Listing)
    }
    return [
        (field_name(name), words_of(name, old), words_of(name, new))
        for name, (old, new) in pairs.items()
        if old != new
    ]


def register(app: Flask) -> None:
    """Give templates and commands the words of fields and of times as filters."""
    for filter_ in (words_of, hours_words, hours_sentences, activity_sentence, times_words):
        app.add_template_filter(filter_)
