"""A plan as a page: numbers, what is said about the file, and its rows by what they would do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import render_template, request
from flask_babel import gettext

from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.listing import Listing, from_document
from socialmap.importing.remarks import line_ranges
from socialmap.importing.uploads.applying import possible
from socialmap.importing.uploads.models import Choice, Outcome, PlannedRemark, PlannedRow, Upload
from socialmap.importing.uploads.queries import (
    alike_count,
    alike_page,
    remarks_by_line,
    remarks_page,
    rows_page,
    source_named,
    twins,
    vanished,
)
from socialmap.importing.uploads.sources import doubts
from socialmap.paging import Page
from socialmap.people.accounts import names_of
from socialmap.web.page.field_words import differences, field_name, words_of
from socialmap.wording import N_

# What can be shown of a plan: its name in the address, what it is called, and its outcome if any.
PARTS = {
    "opmerkingen": N_("Opmerkingen"),
    "nieuw": N_("Nieuw"),
    "gewijzigd": N_("Gewijzigd"),
    "dubbel": N_("Lijkt op iets anders"),
    "fout": N_("Fout"),
}
OUTCOMES = {"nieuw": Outcome.NEW, "gewijzigd": Outcome.CHANGED, "fout": Outcome.WRONG}
CHOICES = {
    Choice.SKIP: N_("Overslaan"),
    Choice.NEW: N_("Toch op de kaart zetten: het zijn er twee"),
    Choice.MERGE: N_("Samenvoegen met wat er al staat"),
}
LEVELS = {"error": N_("Fout"), "warning": N_("Let op"), "note": N_("Ter info")}
LONGEST = 80  # signs of line numbers
SHOWN = ("summary", "kind", "locations", "hours", "phone", "organisation")


@dataclass(frozen=True)
class Said:
    """A remark in the words of the reader."""

    level: str
    lines: str
    column: str
    value: str
    text: str


@dataclass(frozen=True)
class Shown:
    """A row of the plan: what it says, or what it changes as (field, old, new)."""

    row: PlannedRow
    facts: list[tuple[str, str]]
    changes: list[tuple[str, str, str]]
    said: list[Said]


def plan_page(upload: Upload) -> str:
    """The plan of an upload, or why there is none."""
    if not upload.counts:
        return render_template("imports/plan.html", upload=upload, trouble=_trouble(upload))
    part = request.args.get("toon", "")
    remarks = remarks_page(upload, _number())
    part = part if part in PARTS else "opmerkingen" if remarks.total else "nieuw"
    counts = {
        "opmerkingen": remarks.total,
        "dubbel": alike_count(upload),
        **{name: upload.counts.get(outcome, 0) for name, outcome in OUTCOMES.items()},
    }
    source = source_named(upload.source)
    return render_template(
        "imports/plan.html",
        upload=upload,
        trouble=_trouble(upload),
        part=part,
        parts={name: gettext(text) for name, text in PARTS.items()},
        counts=counts,
        writes=upload.counts["new"] + upload.counts["changed"],
        gone=vanished(upload),
        doubts=[gettext(each) for each in doubts(upload, source)]
        if source and upload.by_itself
        else [],
        **_part(upload, part, remarks),
    )


def _number() -> int:
    return request.args.get("pagina", 1, int) or 1


def _trouble(upload: Upload) -> str:
    problem = upload.problem or {}
    return gettext(problem["sentence"], **problem["facts"]) if problem else ""


def _part(upload: Upload, part: str, remarks: Page[PlannedRemark]) -> dict[str, Any]:
    if part == "opmerkingen":
        return {"page": remarks, "said": [said(each) for each in remarks.items]}
    if part == "dubbel":
        page = alike_page(upload, _number())
        texts = {each: gettext(text) for each, text in CHOICES.items()}
        return {
            "page": page,
            "rows": [
                (row, _facts(row), [(each.value, texts[each]) for each in possible(row)])
                for row in page.items
            ],
            "twins": twins(page.items),
        }
    page = rows_page(upload, OUTCOMES[part], _number())
    by_line = remarks_by_line(upload, "error") if part == "fout" else {}
    return {
        "page": page,
        "rows": [
            Shown(row, _facts(row), _changes(row), [said(e) for e in by_line.get(row.line, ())])
            for row in page.items
        ],
    }


def said(remark: PlannedRemark) -> Said:
    """A remark in the words of the reader."""
    sentences = (gettext(text, **remark.facts) for text in (remark.sentence, remark.remedy) if text)
    lines = line_ranges(remark.lines)
    if len(lines) > LONGEST:
        first = remark.lines[0]
        lines = gettext("%(count)s regels, vanaf %(first)s", count=len(remark.lines), first=first)
    return Said(remark.level, lines, remark.column, remark.value, " ".join(sentences))


def _listing(row: PlannedRow) -> Listing:
    return from_document(row.document or {"name": row.name})


def _facts(row: PlannedRow) -> list[tuple[str, str]]:
    """Some of what a row says, to know it by."""
    listing = _listing(row)
    told = ((field_name(name), words_of(name, getattr(listing, name))) for name in SHOWN)
    return [(name, text) for name, text in told if text]


def _changes(row: PlannedRow) -> list[tuple[str, str, str]]:
    """What a row changes: the name of each field, what it said, and what it will say."""
    if row.outcome != Outcome.CHANGED or row.initiative_id is None:
        return []
    before, after = latest_listing(row.initiative_id), _listing(row)
    return differences(before, after)


def actor_names(actors: Iterable[str]) -> dict[str, str]:
    """The names to show for who imported; a source that was read again did so by itself."""
    return {
        each: gettext("vanzelf, uit %(name)s", name=each.removeprefix("source:"))
        if each.startswith("source:")
        else name
        for each, name in names_of(actors).items()
    }


STAGES = {
    "fetching": N_("wordt opgehaald"),
    "uploaded": N_("kijk naar de kolommen"),
    "planning": N_("wordt bekeken"),
    "planned": N_("het plan wacht op jou"),
    "applying": N_("wordt uitgevoerd"),
    "failed": N_("kan niet gelezen worden"),
}


def stage_name(stage: str) -> str:
    """How far a file is, in the words of the reader."""
    return str(gettext(STAGES.get(stage, stage)))


def level_name(level: str) -> str:
    """How bad a remark is, in the words of the reader."""
    return str(gettext(LEVELS.get(level, level)))
