"""What the columns of a file hold: guessed, shown with some cells, and put right by a person."""

from __future__ import annotations

from collections import Counter

from flask import render_template, request
from flask_babel import gettext

from socialmap.errors import Problem
from socialmap.importing.columns import COLUMNS, label
from socialmap.importing.uploads.actions import choose_columns
from socialmap.importing.uploads.models import Upload
from socialmap.importing.uploads.peeking import ENCODINGS, Peek, Place, look
from socialmap.importing.uploads.queries import source_named, sources
from socialmap.web.page.forms import Errors, one_line
from socialmap.wording import N_

LONGEST_SOURCE = 100
ENCODING_NAMES = {
    "utf-8-sig": "UTF-8",
    "cp1252": "Windows",
    "mac_roman": "Mac",
    "cp850": "DOS",
    "utf-16": "UTF-16",
}


class MapProblem(Exception):
    """What is wrong with what was chosen, by the name of the field on the page."""

    def __init__(self, errors: Errors):
        super().__init__(errors)
        self.errors = errors


def columns_page(upload: Upload, errors: Errors) -> str:
    """The page of a file's columns; when the file cannot be read, the page says why."""
    place = _place(upload)
    try:
        found, source = look(upload, place)
    except Problem as problem:
        sentence = gettext(problem.sentence, **problem.facts)
        return render_template("imports/columns.html", upload=upload, trouble=sentence, errors={})
    known = source_named(source)
    return render_template(
        "imports/columns.html",
        upload=upload,
        place=place,
        peek=found,
        errors=errors,
        source=request.form.get("source", source),
        licence=request.form.get("licence", upload.licence or (known.licence if known else "")),
        chosen=_chosen(found) if request.method == "POST" else {},
        labels={
            "source": gettext("Van wie is dit bestand?"),
            **{f"kolom-{number}": each.header for number, each in enumerate(found.columns)},
        },
        fields=[(each.field, label(each.field)) for each in COLUMNS],
        sources=sources(),
        encodings=ENCODING_NAMES,
    )


def _place(upload: Upload) -> Place:
    """Where to look: on another sheet or in another encoding when the address or form says so."""
    sheet = one_line(request.values.get("blad", upload.sheet))
    encoding = request.values.get("codering", upload.encoding)
    return Place(sheet, encoding if encoding in ENCODINGS else "")


def _chosen(found: Peek) -> dict[str, str]:
    """The field of each column as it was sent; what is no field of ours is none."""
    known = {each.field for each in COLUMNS}
    sent = {
        each.header: request.form.get(f"kolom-{number}", "")
        for number, each in enumerate(found.columns)
    }
    return {header: field if field in known else "" for header, field in sent.items()}


def read_mapping(upload: Upload) -> None:
    """Keep what was sent; a MapProblem says what must be another."""
    place = _place(upload)
    try:
        found, _ = look(upload, place)
    except Problem as problem:
        raise MapProblem({"form": [gettext(problem.sentence, **problem.facts)]}) from problem
    chosen, source = _chosen(found), one_line(request.form.get("source", ""))[:LONGEST_SOURCE]
    errors: Errors = {}
    if not source:
        errors["source"] = [gettext(N_("Geef aan van wie het bestand is."))]
    if "name" not in chosen.values():
        first = "kolom-0" if found.columns else "form"
        errors[first] = [gettext(N_("Wijs de kolom aan met de naam van het initiatief."))]
    twice = [name for name, count in Counter(filter(None, chosen.values())).items() if count > 1]
    for number, each in enumerate(found.columns):
        if chosen[each.header] in twice:
            told = gettext(
                "Twee kolommen zijn ‘%(field)s’. Kies er een.", field=label(chosen[each.header])
            )
            errors.setdefault(f"kolom-{number}", []).append(told)
    if errors:
        raise MapProblem(errors)
    licence = one_line(request.form.get("licence", ""))[:LONGEST_SOURCE]
    told = {"source": source, "licence": licence, "columns": chosen}
    choose_columns(upload, {**told, "sheet": place.sheet, "encoding": place.encoding})
