"""The form of a source that is read again and again, and its page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask import render_template
from flask_babel import gettext

from socialmap.importing.uploads.models import ImportSource
from socialmap.importing.uploads.queries import sources
from socialmap.importing.uploads.sources import RHYTHMS
from socialmap.web.page.forms import (
    Errors,
    FormSchema,
    Typed,
    load,
    one_of,
    text,
    translated,
    whole,
    within,
    wrong,
)
from socialmap.wording import N_

EVERY = {0: N_("nooit vanzelf"), 1: N_("elke dag"), 7: N_("elke week")}
ADDRESS = re.compile(r"(https://\S{3,500})?")
LABELS = {
    "address": N_("Adres van het bestand"),
    "every": N_("Hoe vaak lezen we de bron opnieuw?"),
    "most_wrong": N_("Hoeveel procent van de regels mag fout zijn?"),
    "licence": N_("Licentie"),
}


def _address(typed: str) -> str:
    """Where a source is read; empty for a source that is uploaded by hand."""
    if not ADDRESS.fullmatch(typed):
        raise wrong(N_("Het adres begint met https://."))
    return typed


def _every(typed: str) -> int:
    """How many days there are between two readings; 0 when it is never read of itself."""
    return int(one_of(tuple(map(str, RHYTHMS)), N_("Kies hoe vaak."))(typed or "0"))


def _percentage(typed: str) -> object:
    """A whole number from 0 to 100; 5 for nothing."""
    number = within(whole, 0, 100)(typed)
    return 5 if number is None else number


class SourceSchema(FormSchema):
    """The form of a source."""

    address = Typed(_address)
    every = Typed(_every)
    most_wrong = Typed(_percentage)
    licence = Typed(text(100))


def filled_in(source: ImportSource) -> dict[str, Any]:
    """The form of a source as it is now."""
    return {name: getattr(source, name) for name in SourceSchema().fields}


def read_source(typed: Mapping[str, str]) -> tuple[dict[str, Any], Errors]:
    """The address, rhythm, limit and licence in the form, and what is wrong with it."""
    values, errors = load(SourceSchema(), typed)
    if not errors and values["every"] and not values["address"]:
        errors["address"] = [gettext("Vul het adres in.")]
    return values, errors


def sources_page() -> str:
    """The page of all sources."""
    return render_template(
        "imports/sources.html",
        sources=sources(),
        every={days: gettext(text) for days, text in EVERY.items()},
        trouble=_trouble,
    )


def source_page(source: ImportSource, typed: Mapping[str, Any], errors: Errors) -> str:
    """The page of one source, with its form."""
    return render_template(
        "imports/source.html",
        source=source,
        typed=typed,
        errors=errors,
        labels=translated(LABELS),
        every=[(days, gettext(text)) for days, text in EVERY.items()],
    )


def _trouble(source: ImportSource) -> str:
    """Why the last reading failed; empty when it did not."""
    problem = source.problem or {}
    return gettext(problem["sentence"], **problem["facts"]) if problem else ""
