"""The list of the desk in words: its filters, and the changes of many listings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext

from socialmap.catalogue.fields import FIELD_GROUPS
from socialmap.catalogue.freshness import Freshness
from socialmap.catalogue.models import STATUS_NAMES, Status
from socialmap.catalogue.organisations import municipalities, organisations
from socialmap.catalogue.scopes import Reach
from socialmap.catalogue.taxonomy import taxonomy
from socialmap.catalogue.visibility import Visibility
from socialmap.importing.uploads.queries import runs_page
from socialmap.lists.changes import SCHEMES, STATUS, Edit
from socialmap.lists.models import BulkChange
from socialmap.lists.queries import source_names
from socialmap.lists.query import ANY, AS_SHOWN, BY_HAND, ListQuery
from socialmap.web.page.field_words import GROUP_NAMES, VISIBILITY_NAMES
from socialmap.web.page.filters import moment_text
from socialmap.wording import N_

FRESHNESS_NAMES = {
    Freshness.UP_TO_DATE: N_("op peil"),
    Freshness.DUE: N_("nakijken"),
    Freshness.OVERDUE: N_("te lang niet nagekeken"),
}
MISSING_NAMES = {
    ANY: N_("iets"),
    "summary": N_("de korte tekst"),
    "kind": N_("de vorm"),
    "isolation_form": N_("de vorm van isolement"),
    "place": N_("de plek"),
    "times": N_("de tijden"),
    "how_to_join": N_("hoe je meedoet"),
}
ALSO_MISSING_NAMES = {
    "description": N_("de beschrijving"),
    "address": N_("een adres"),
    "organisation": N_("de organisatie"),
    "phone": N_("een telefoonnummer"),
    "email": N_("een mailadres"),
    "website": N_("een website"),
    "cost": N_("wat het kost"),
    "audience": N_("voor wie het is"),
    "life_domain": N_("het leefgebied"),
}
COLUMN_NAMES = {
    "vorm": N_("Vorm"),
    "soort": N_("Soort plek"),
    "waar": N_("Plaats"),
    "adres": N_("Adres"),
    "gemeente": N_("Gemeente"),
    "organisatie": N_("Organisatie"),
    "telefoon": N_("Telefoon"),
    "mail": N_("Mailadres"),
    "website": N_("Website"),
    "status": N_("Status"),
    "nakijken": N_("Nakijken vanaf"),
    "gewijzigd": N_("Laatst gewijzigd"),
    "geld": N_("Geld tot"),
    "bron": N_("Bron"),
    "mist": N_("Wat mist"),
}
SORT_NAMES = {
    "naam": N_("Naam"),
    "gewijzigd": N_("Laatst gewijzigd"),
    "nakijken": N_("Het eerst nakijken"),
    "subsidie": N_("Geld dat het eerst stopt"),
}
EDIT_NAMES = {
    STATUS: N_("De status"),
    "kind": N_("De vorm"),
    "organisation": N_("De organisatie"),
    "audience_add": N_("Voor wie: erbij"),
    "audience_remove": N_("Voor wie: eraf"),
    "life_domain_add": N_("Leefgebied: erbij"),
    "life_domain_remove": N_("Leefgebied: eraf"),
    "visibility": N_("Wie het ziet"),
    "funding_until": N_("Tot wanneer er geld is"),
    "confirm": N_("Alles klopt: zeg dat het is nagekeken"),
}
Choices = list[tuple[str, str]]
MOST_NAMES = 300  # organisations in a drop-down list
MOST_IMPORTS = 50  # imports in one


def _in_words(names: Mapping[Any, str]) -> Choices:
    return [(str(code), gettext(text)) for code, text in names.items()]


def _terms(scheme: str) -> Choices:
    return [(term.code, term.nl) for term in taxonomy().terms(scheme)]


def _organisations() -> Choices:
    """The organisations to choose from; none when there are too many for a drop-down list."""
    names = organisations()
    return [(str(own), name) for own, name in names.items()] if len(names) <= MOST_NAMES else []


def _sources(reach: Reach) -> Choices:
    """The sources of listings within reach; none when there is nothing to choose."""
    names = source_names(reach)
    by_hand = (BY_HAND, gettext("zelf ingevoerd"))
    return [by_hand, *((name, name) for name in names)] if names else []


def _imports() -> Choices:
    """The latest imports that were not undone, by number."""
    return [
        (str(run.id), f"{run.file_name}, {moment_text(run.applied_at)}")
        for run in runs_page(1, MOST_IMPORTS).items
        if not run.undone_at
    ]


def filter_choices(reach: Reach, *, imports: bool) -> dict[str, Choices]:
    """The choices in each filter of the list within a reach; `imports` for who may import."""
    return {
        "gemeente": [(name, name) for name in municipalities()],
        "soort": _terms("setting"),
        "vorm": _terms("kind"),
        "status": _in_words(STATUS_NAMES),
        "actueel": _in_words(FRESHNESS_NAMES),
        "mist": _in_words(MISSING_NAMES | ALSO_MISSING_NAMES),
        "organisatie": _organisations(),
        "bron": _sources(reach),
        "import": _imports() if imports else [],
        "volgorde": _in_words(SORT_NAMES),
    }


def missing_words(names: Iterable[str]) -> str:
    """What a listing lacks, in words."""
    return ", ".join(gettext(MISSING_NAMES[name]) for name in names)


def list_words(query: ListQuery, choices: Mapping[str, Choices]) -> str:
    """The filters of a query in words; empty when there are none."""
    names = {name: dict(values) for name, values in choices.items()}
    shown = (
        names.get(name, {}).get(value, value)
        for name, value in query.to_args().items()
        if name not in AS_SHOWN
    )
    return ", ".join(shown)


def kinds_of_edit() -> Choices:
    """The kinds of change that can be made in many listings at once."""
    return _in_words(EDIT_NAMES)


def choices_of(what: str) -> dict[str, str]:
    """The values to choose from for a kind of change, by code; empty for a text or a date."""
    if what == STATUS:
        return dict(_in_words(STATUS_NAMES))
    if what in SCHEMES:
        return dict(_terms(SCHEMES[what]))
    if what == "visibility":
        return {
            f"{group}:{level}": f"{gettext(GROUP_NAMES[group])}: {gettext(VISIBILITY_NAMES[level])}"
            for group in FIELD_GROUPS
            for level in Visibility
        }
    return {}


def edit_text(edit: Edit) -> str:
    """A change in words: De vorm → Samen eten."""
    name = gettext(EDIT_NAMES.get(edit.what, edit.what))
    value = choices_of(edit.what).get(edit.value, edit.value)
    if edit.what == "funding_until" and not value:
        value = gettext("niet bekend")
    return f"{name} → {value}" if value else name


def bulk_text(bulk: BulkChange) -> str:
    """A change of many listings in words."""
    return edit_text(Edit(bulk.edit["what"], bulk.edit["value"]))


def status_name(status: str) -> str:
    """The name of a status."""
    return str(gettext(STATUS_NAMES[Status(status)]))


def kind_name(code: str) -> str:
    """The name of a kind."""
    return taxonomy().name("kind", code)


def setting_name(code: str) -> str:
    """The name of a setting."""
    return taxonomy().name("setting", code)


FILTERS = (bulk_text, status_name, kind_name, setting_name, missing_words)
