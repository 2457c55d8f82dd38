"""A table to fill in, for people who start a list: XLSX with known words to choose from, or CSV.

It is made from the fields and the taxonomy, so that what it offers is always what is read.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from socialmap.catalogue.fields import LISTING, PARTS, Field, Sort
from socialmap.catalogue.taxonomy import taxonomy
from socialmap.importing.columns import TO_READ
from socialmap.importing.files.sheets import EXPLANATION, WORDS
from socialmap.importing.rows import EXAMPLE_ID, EXAMPLE_NAME
from socialmap.wording import LANGUAGES

SHEET = "Initiatieven"
ROWS = 1_000  # in which a cell offers the known words
WIDTH = 24  # characters
YES_NO = ("ja", "nee")
# What to fill in, by the sort of a field, in the language of the manuals.
BY_SORT: Mapping[Sort, str] = {
    Sort.TEXT: "Een paar woorden op één regel.",
    Sort.PROSE: "Een of meer zinnen.",
    Sort.FACT: "ja of nee. Weet je het niet? Laat de cel dan leeg.",
    Sort.MARK: "ja of nee.",
    Sort.NUMBER: "Een getal, bijvoorbeeld 2,50.",
    Sort.COUNT: "Een heel getal.",
    Sort.DATE: "Een datum, bijvoorbeeld 31-12-2026.",
    Sort.CODE: "Kies een woord uit de lijst.",
    Sort.CODES: "Woorden uit de lijst. Zijn het er meer? Zet er een | tussen.",
    Sort.NAMES: "Namen. Zijn het er meer? Zet er een | tussen.",
    Sort.PHONES: "Een telefoonnummer, bijvoorbeeld 030 234 56 78.",
    Sort.MAIL: "Een mailadres.",
    Sort.SITE: "Een webadres dat met https:// begint.",
    Sort.LINK: "Een webadres dat met https:// begint.",
    Sort.OWN: "",
}
BY_COLUMN: Mapping[str, str] = {
    "id": "Een eigen nummer of code. Zo herkennen we dezelfde regel de volgende keer.",
    "name": "Hoe het heet. Dit is altijd nodig.",
    "forms": "Woorden uit de lijst, het belangrijkste eerst. Zet er een | tussen.",
    "hours": "Dagen en tijden, bijvoorbeeld: di en do 10:00-12:00.",
    "cost": "De kosten in woorden, bijvoorbeeld: gratis, koffie 1 euro.",
    "postcode": "Vier cijfers en twee letters, bijvoorbeeld 3511 LN.",
    "checked_on": "De dag waarop iemand alles heeft gecontroleerd, bijvoorbeeld 31-10-2026.",
    "activity_starts": "Datum en tijd van de eerste keer, bijvoorbeeld 2026-12-07 10:00.",
    "activity_minutes": "Hoeveel minuten het duurt.",
    "languages": "Talen die er gesproken worden. Zet er een | tussen.",
}
# Columns that a person seldom fills in by hand.
LEFT_OUT = TO_READ | {"record", "activity_repeats", "bag_id", "precision"}
EXAMPLE: Mapping[str, str] = {
    "id": EXAMPLE_ID,
    "name": EXAMPLE_NAME,
    "summary": "Samen koffie drinken in het buurthuis.",
    "description": "Elke dinsdag staat de koffie klaar. Iedereen uit de buurt kan aanschuiven.",
    "kind": "koffieuurtje",
    "street": "Domplein 29",
    "postcode": "3512 JE",
    "town": "Utrecht",
    "hours": "di 10:00-12:00",
    "cost": "gratis",
    "walk_in": "ja",
    "how_to_join": "Loop gewoon binnen.",
}


def columns() -> dict[str, Field | None]:
    """Return the columns of the template by their name, each with its field."""
    fields = (part for field in LISTING for part in PARTS.get(field.name, (field,)))
    named = {field.column_name: field for field in fields if field.headers}
    return {"id": None} | {name: each for name, each in named.items() if name not in LEFT_OUT}


def _header(name: str, field: Field | None) -> str:
    return field.headers.partition("|")[0] if field else name


def explanation(name: str, field: Field | None) -> str:
    """Return what to fill in below a column."""
    return BY_COLUMN.get(name) or (BY_SORT[field.sort] if field else "")


def words(field: Field | None) -> list[str]:
    """Return the known words of a field; empty if it takes any text."""
    if field is None:
        return []
    if field.sort in (Sort.FACT, Sort.MARK):
        return list(YES_NO)
    if field.scheme == "language":
        return list(LANGUAGES)
    codes = field.sort in (Sort.CODE, Sort.CODES) or field.name == "forms"
    return [term.nl for term in taxonomy().terms(field.scheme)] if codes else []


def as_csv() -> bytes:
    """Return the template as CSV: the header and one example."""
    text = io.StringIO()
    table = csv.writer(text, delimiter=";")
    table.writerows(_rows())
    return text.getvalue().encode("utf-8-sig")


def _rows() -> list[list[str]]:
    named = columns()
    header = [_header(name, field) for name, field in named.items()]
    return [header, [EXAMPLE.get(name, "") for name in named]]


def as_xlsx() -> bytes:
    """Return the template as a workbook: the table, an explanation and the known words."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True})
        text = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet(SHEET)
        sheet.freeze_panes(1, 1)
        # Cells are text, so that a spreadsheet does not change phone numbers and dates.
        sheet.set_column(0, len(columns()) - 1, WIDTH, text)
        header, example = _rows()
        sheet.write_row(0, 0, header, bold)
        sheet.write_row(1, 0, example, text)
        explained = book.add_worksheet(EXPLANATION)
        explained.set_column(0, 0, WIDTH)
        explained.set_column(1, 1, 4 * WIDTH)
        explained.write_row(0, 0, ("Kolom", "Wat je invult"), bold)
        listed = book.add_worksheet(WORDS)
        _write_columns(sheet, explained, listed)
    return content.getvalue()


def _write_columns(sheet: Worksheet, explained: Worksheet, listed: Worksheet) -> None:
    at = 0
    for position, (name, field) in enumerate(columns().items()):
        explained.write_row(position + 1, 0, (_header(name, field), explanation(name, field)))
        known = words(field)
        if known:
            _offer(sheet, position, _put(listed, at, _header(name, field), known))
            at += 1


def _put(listed: Worksheet, at: int, header: str, known: Iterable[str]) -> str:
    """Write the words of a column into a column of their own; return their range."""
    every = [f"{header}:", *known]
    listed.write_column(0, at, every)
    listed.set_column(at, at, WIDTH)
    letters = xl_col_to_name(at, col_abs=True)
    return f"={WORDS}!{letters}$2:{letters}${len(every)}"


def _offer(sheet: Worksheet, position: int, source: str) -> None:
    """Let the cells of a column offer words; other words may be typed as well."""
    rule = {"validate": "list", "source": source, "show_error": False}
    sheet.data_validation(1, position, ROWS, position, rule)
