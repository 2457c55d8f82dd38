"""The page of an import plan: its numbers, the remarks on the file, and the rows by outcome."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template
from flask_babel import gettext

from socialmap.catalogue.differences import Side
from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.listing import Listing, from_document
from socialmap.importing.files.hsds.services import FORMAT as HSDS
from socialmap.importing.mailing import mail_after
from socialmap.importing.remarks import line_ranges, ranges_by_sheet
from socialmap.importing.uploads.applying import possible_choices
from socialmap.importing.uploads.disputes import clashes_of, disputed_count, disputed_page
from socialmap.importing.uploads.models import Choice, Outcome, PlannedRemark, PlannedRow, Upload
from socialmap.importing.uploads.queries import (
    alike_count,
    alike_page,
    remarks_by_line,
    remarks_page,
    rows_page,
    source_named,
    twins,
    words_count,
)
from socialmap.importing.uploads.sources import doubts
from socialmap.importing.uploads.staging import writing_rows
from socialmap.importing.uploads.vanished import vanished_count
from socialmap.paging import Page
from socialmap.people.accounts import names_of
from socialmap.times.clock import today
from socialmap.upkeep.choices import is_on_anywhere
from socialmap.web.desk.editing.words import part_name, part_words
from socialmap.web.desk.imports.reach import needs_another
from socialmap.web.desk.imports.words import words_part
from socialmap.web.page.field_words import difference_words, field_name, words_of
from socialmap.web.page.forms import translated
from socialmap.wording import N_

# The parts of a plan by their names in the address: the heading, and the outcome of the rows.
PARTS = {
    "woorden": N_("Woorden die we niet kennen"),
    "opmerkingen": N_("Opmerkingen"),
    "nieuw": N_("Nieuw"),
    "gewijzigd": N_("Gewijzigd"),
    "intussen": N_("Intussen gewijzigd"),
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
LONGEST = 80  # characters of line numbers
LONGEST_LINE = 10  # digits of one
# The fields to recognise a row by.
SHOWN = (
    "summary", "kind", "locations", "hours", "hours_text", "cost_text", "cost_amount",
    "phones", "email", "website", "organisation",
)  # fmt: skip


@dataclass(frozen=True)
class RemarkWords:
    """A remark on the file in the language of the reader."""

    level: str
    lines: str
    column: str
    value: str
    text: str


@dataclass(frozen=True)
class ShownRow:
    """A row of the plan: its facts by name, its changes as (field, old, new), and its errors."""

    row: PlannedRow
    facts: list[tuple[str, str]]
    changes: list[tuple[str, str, str]]
    errors: list[RemarkWords]


def plan_page(upload: Upload, part: str, number: int) -> str:
    """A page of one part of an upload's plan; without a plan the page says why there is none.

    A `part` that does not exist becomes the remarks, or the new rows when there are no remarks.
    """
    if not upload.counts:
        return render_template("imports/plan.html", upload=upload, trouble=_trouble(upload))
    remarks = remarks_page(upload, number)
    words = words_count(upload)
    if part not in PARTS:
        part = "woorden" if words else "opmerkingen" if remarks.total else "nieuw"
    counts = {
        "woorden": words,
        "opmerkingen": remarks.total,
        "dubbel": alike_count(upload),
        "intussen": disputed_count(upload),
        **{name: upload.counts.get(outcome, 0) for name, outcome in OUTCOMES.items()},
    }
    source = source_named(upload.source)
    return render_template(
        "imports/plan.html",
        upload=upload,
        unit=unit(upload.form),
        trouble=_trouble(upload),
        part=part,
        parts=translated(PARTS),
        counts=counts,
        needs_another=needs_another(upload),
        writes=upload.counts["new"] + upload.counts["changed"],
        gone=vanished_count(upload),
        undecided=vanished_count(upload, undecided=True),
        mail=_mail(upload),
        doubts=[gettext(doubt) for doubt in doubts(upload, source)]
        if source and upload.by_itself
        else [],
        **_part(upload, part, number, remarks),
    )


def _mail(upload: Upload) -> list[str]:
    """What mail follows when the plan is applied, in sentences; none if it writes nothing."""
    if not upload.counts["new"] + upload.counts["changed"]:
        return []
    # Reading the rows takes time, and is not needed while nobody is mailed.
    rows = list(writing_rows(upload)) if is_on_anywhere() else []
    changed = {row.initiative_id: _listing(row) for row in rows if row.initiative_id}
    new = [_listing(row) for row in rows if not row.initiative_id]
    mail = mail_after(new, changed, upload.source, today())
    return [gettext(sentence, **facts) for sentence, facts in mail.sentences]


def _trouble(upload: Upload) -> str:
    problem = upload.problem or {}
    return gettext(problem["sentence"], **problem["facts"]) if problem else ""


def _part(upload: Upload, part: str, number: int, remarks: Page[PlannedRemark]) -> dict[str, Any]:
    """What the template needs to show a part."""
    if part == "opmerkingen":
        return {
            "page": remarks,
            "remarks": [in_words(remark, upload.sheets) for remark in remarks.items],
        }
    if part == "woorden":
        return words_part(upload, number)
    if part == "dubbel":
        page = alike_page(upload, number)
        texts = {choice: gettext(text) for choice, text in CHOICES.items()}
        return {
            "page": page,
            "rows": [
                (
                    row,
                    _facts(row),
                    [(choice.value, texts[choice]) for choice in possible_choices(row)],
                )
                for row in page.items
            ],
            "twins": twins(page.items),
        }
    if part == "intussen":
        disputed = disputed_page(upload, number)
        return {
            "page": disputed,
            "rows": [
                (row, clashes_of(row), (row.returned or {})["picks"]) for row in disputed.items
            ],
            "part_name": part_name,
            "part_words": part_words,
        }
    page = rows_page(upload, OUTCOMES[part], number)
    by_line = remarks_by_line(upload, "error") if part == "fout" else {}
    return {
        "page": page,
        "rows": [_shown(row, by_line.get(row.line, ()), upload.sheets) for row in page.items],
    }


def _shown(row: PlannedRow, remarks: Iterable[PlannedRemark], sheets: Sequence[str]) -> ShownRow:
    """A row of the plan with its facts, its changes and the remarks on it."""
    words = [in_words(remark, sheets) for remark in remarks]
    return ShownRow(row, _facts(row), _changes(row), words)


def unit(form: str) -> str:
    """What the numbers of a plan count: the lines of a table, or the places in another file."""
    return str(gettext("Regel") if form in ("", HSDS) else gettext("Plek"))


def lines_in_words(lines: Iterable[int], sheets: Sequence[str]) -> str:
    """Line numbers as people write them; with their sheets when there are several."""
    if len(sheets) < 2:
        return line_ranges(line for line in lines if line)
    return "; ".join(
        gettext("blad %(sheet)s, regel %(lines)s", sheet=sheet, lines=ranges) if ranges else sheet
        for sheet, ranges in ranges_by_sheet(lines, sheets)
    )


def line_text(line: int, sheets: Sequence[str]) -> str:
    """The line of a row as people write it, with its sheet when there are several."""
    return lines_in_words([line], sheets)


def in_words(remark: PlannedRemark, sheets: Sequence[str] = ()) -> RemarkWords:
    """A remark in the language of the reader."""
    sentences = (gettext(text, **remark.facts) for text in (remark.sentence, remark.remedy) if text)
    lines = lines_in_words(remark.lines, sheets) or "–"
    if len(lines) > LONGEST:
        first = remark.lines[0]
        lines = gettext("%(count)s regels, vanaf %(first)s", count=len(remark.lines), first=first)
    return RemarkWords(remark.level, lines, remark.column, remark.value, " ".join(sentences))


def _listing(row: PlannedRow) -> Listing:
    return from_document(row.document or {"name": row.name})


def _facts(row: PlannedRow) -> list[tuple[str, str]]:
    """The names and values of the fields to recognise a row by, those that are filled in."""
    listing = _listing(row)
    facts = ((field_name(name), words_of(name, getattr(listing, name))) for name in SHOWN)
    return [(name, text) for name, text in facts if text]


def _changes(row: PlannedRow) -> list[tuple[str, str, str]]:
    """The changes of a row: the name of each field, its old value and its new one."""
    if row.outcome != Outcome.CHANGED or row.initiative_id is None:
        return []
    before, after = latest_listing(row.initiative_id), _listing(row)
    return difference_words(before, after)


def actor_names(actors: Iterable[str]) -> dict[str, str]:
    """The names of those who imported; a source that is read by a job is named as such."""
    return {
        actor: gettext("vanzelf, uit %(name)s", name=actor.removeprefix("source:"))
        if actor.startswith("source:")
        else name
        for actor, name in names_of(actors).items()
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
    """The stage of an upload in words."""
    return str(gettext(STAGES.get(stage, stage)))


def level_name(level: str) -> str:
    """The level of a remark in words."""
    return str(gettext(LEVELS.get(level, level)))


def read_picks(typed: Mapping[str, str]) -> dict[int, dict[str, Side]]:
    """The side to take per part of a listing that the desk changed since, by line."""
    picks: dict[int, dict[str, Side]] = {}
    for name, side in typed.items():
        kind, _, rest = name.partition("-")
        line, _, part = rest.partition("-")
        if kind == "cel" and line.isdecimal() and len(line) < LONGEST_LINE:
            picks.setdefault(int(line), {})[part] = "mine" if side == "mine" else "theirs"
    return picks
