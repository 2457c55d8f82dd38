"""The fields that the columns of a file hold: guessed, shown with samples, and corrected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from flask import render_template
from flask_babel import gettext

from socialmap.errors import Problem
from socialmap.guards import actor
from socialmap.importing.columns import COLUMNS, JOINED, label
from socialmap.importing.files.tables import ReadOptions
from socialmap.importing.uploads.actions import choose_columns
from socialmap.importing.uploads.models import Upload
from socialmap.importing.uploads.peeking import ENCODINGS, Peek, first_look
from socialmap.importing.uploads.queries import source_named, sources
from socialmap.web.page.forms import Errors, one_line, too_long

LONGEST_SOURCE = 100  # characters
ENCODING_NAMES = {
    "utf-8-sig": "UTF-8",
    "cp1252": "Windows",
    "mac_roman": "Mac",
    "cp850": "DOS",
    "utf-16": "UTF-16",
}


class MapProblem(Exception):
    """The chosen columns cannot be used; `errors` says why, by the name of the field."""

    def __init__(self, errors: Errors):
        super().__init__(errors)
        self.errors = errors


def columns_page(upload: Upload, typed: Mapping[str, str], errors: Errors) -> str:
    """The page of a file's columns; when the file cannot be read, the page says why.

    What was typed is shown again when there are errors.
    """
    place = _place(upload, typed)
    try:
        peek, source_name = first_look(upload, place)
    except Problem as problem:
        sentence = gettext(problem.sentence, **problem.facts)
        return render_template("imports/columns.html", upload=upload, trouble=sentence, errors={})
    source = source_named(source_name)
    return render_template(
        "imports/columns.html",
        upload=upload,
        place=place,
        peek=peek,
        errors=errors,
        source=typed.get("source", source_name),
        licence=typed.get("licence", upload.licence or (source.licence if source else "")),
        chosen=_chosen(peek, typed) if errors else {},
        labels={
            "source": gettext("Van wie is dit bestand?"),
            "licence": gettext("Licentie"),
            **{f"kolom-{number}": column.header for number, column in enumerate(peek.columns)},
        },
        fields=[(column.field, label(column.field)) for column in COLUMNS],
        sources=sources(),
        encodings=ENCODING_NAMES,
    )


def _place(upload: Upload, typed: Mapping[str, str]) -> ReadOptions:
    """The sheet and the encoding to read: as typed, else those of the upload."""
    sheet = one_line(typed.get("blad", upload.sheet))
    encoding = typed.get("codering", upload.encoding)
    # The form of the sheet and the form of the columns both send whether the box is ticked.
    hidden = "verborgen" in typed if "blad" in typed or "codering" in typed else upload.hidden
    return ReadOptions(sheet, encoding if encoding in ENCODINGS else "", hidden)


def _chosen(peek: Peek, typed: Mapping[str, str]) -> dict[str, str]:
    """The chosen field of each column, by header; empty when the column is left out."""
    fields = {column.field for column in COLUMNS}
    chosen = {
        column.header: typed.get(f"kolom-{number}", "")
        for number, column in enumerate(peek.columns)
    }
    return {header: field if field in fields else "" for header, field in chosen.items()}


def read_mapping(upload: Upload, typed: Mapping[str, str]) -> None:
    """Save the chosen mapping; raise MapProblem with the fields to correct."""
    place = _place(upload, typed)
    try:
        peek, _ = first_look(upload, place)
    except Problem as problem:
        raise MapProblem({"form": [gettext(problem.sentence, **problem.facts)]}) from problem
    chosen = _chosen(peek, typed)
    source, licence = (one_line(typed.get(name, "")) for name in ("source", "licence"))
    errors: Errors = too_long("source", source, LONGEST_SOURCE)
    errors |= too_long("licence", licence, LONGEST_SOURCE)
    if not source:
        errors["source"] = [gettext("Geef aan van wie het bestand is.")]
    if "name" not in chosen.values():
        first = "kolom-0" if peek.columns else "form"
        errors[first] = [gettext("Wijs de kolom aan met de naam van het initiatief.")]
    twice = [field for field, count in Counter(filter(None, chosen.values())).items() if count > 1]
    for number, column in enumerate(peek.columns):
        if (field := chosen[column.header]) in twice and field not in JOINED:
            sentence = gettext("Twee kolommen zijn ‘%(field)s’. Kies er een.", field=label(field))
            errors.setdefault(f"kolom-{number}", []).append(sentence)
    if errors:
        raise MapProblem(errors)
    mapping = {
        "source": source,
        "licence": licence,
        "columns": chosen,
        "sheet": place.sheet,
        "encoding": place.encoding,
        "hidden": place.hidden,
    }
    choose_columns(upload, mapping)
    upload.shaped_by = actor()
