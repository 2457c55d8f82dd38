"""The catalogue as a table, CSV or XLSX, with headers that an import recognises."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import IO

import xlsxwriter

from socialmap.catalogue.fields import LISTING, PARTS, Field, Sort
from socialmap.catalogue.listing import ListedActivity, ListedLocation, Listing
from socialmap.catalogue.models import STATUS_NAMES, Status
from socialmap.catalogue.taxonomy import taxonomy
from socialmap.standards.cells import listed, number, phones_text, safe, yes_no
from socialmap.standards.exported import Exported, checked_on
from socialmap.standards.records import HEADER as RECORD
from socialmap.standards.records import to_record

Cell = Callable[[Exported], str]
LONGEST = 32_000  # characters that fit in a cell of a workbook
WIDTH = 22  # characters, of each column


def _fact(read: Callable[[Listing], object]) -> Cell:
    """Return a cell with one fact of the listing, as people type it."""

    def cell(exported: Exported) -> str:
        value = read(exported.listing)
        if value is None or isinstance(value, bool):
            return yes_no(value)
        return number(value) if isinstance(value, float) else str(value)

    return cell


def _terms(scheme: str, read: Callable[[Listing], Iterable[str]]) -> Cell:
    return lambda exported: listed(taxonomy().name(scheme, code) for code in read(exported.listing))


def _place(read: Callable[[ListedLocation], object]) -> Cell:
    """Return a cell about the first location; empty if there is none."""
    return _fact(lambda listing: read(listing.locations[0]) if listing.locations else "")


def _dated(read: Callable[[ListedActivity], object]) -> Cell:
    return _fact(lambda listing: read(listing.activities[0]) if listing.activities else "")


def _kind(exported: Exported) -> str:
    listing = exported.listing
    scheme, code = ("kind", listing.kind) if listing.kind else ("setting", listing.setting)
    return taxonomy().name(scheme, code) if code else ""


def _forms(listing: Listing) -> list[str]:
    return sorted(listing.forms, key=lambda form: -listing.forms[form])


def _cost(listing: Listing) -> str:
    free = listing.free_of_charge and not listing.cost_text and listing.cost_amount is None
    return "gratis" if free else listing.cost_text


def _more_places(listing: Listing) -> str:
    return listed(
        ", ".join(filter(None, (place.name, place.street, place.postcode, place.town)))
        for place in listing.locations[1:]
    )


def _more_activities(listing: Listing) -> str:
    return listed(
        " ".join(filter(None, (dated.name, f"{dated.starts:%Y-%m-%d %H:%M}", dated.repeats)))
        for dated in listing.activities[1:]
    )


# Cells that the sort of a field does not decide, by the name of their column.
BY_COLUMN: dict[str, Cell] = {
    "kind": _kind,
    "forms": _terms("isolation_form", _forms),
    "languages": _fact(lambda listing: listed(listing.languages)),
    "hours": _fact(lambda listing: listing.hours or listing.hours_text),
    "cost": _fact(_cost),
    "checked_on": _fact(checked_on),
    "lat": _place(lambda place: float(place.lat)),
    "lon": _place(lambda place: float(place.lon)),
    "activity_starts": _dated(lambda dated: f"{dated.starts:%Y-%m-%dT%H:%M}"),
    "activity_minutes": _dated(lambda dated: dated.minutes or ""),
}


def _cell(field: Field) -> Cell:
    """Return the cell of a field of a listing, by its sort."""
    read = attrgetter(field.name)
    if field.sort is Sort.CODE:
        return _terms(field.scheme, lambda listing: filter(None, [read(listing)]))
    if field.sort is Sort.CODES:
        return _terms(field.scheme, read)
    if field.sort is Sort.NAMES:
        return _fact(lambda listing: listed(read(listing)))
    if field.sort is Sort.PHONES:
        return _fact(lambda listing: phones_text(read(listing)))
    return _fact(read)


def _columns() -> Iterator[tuple[str, Cell]]:
    """Yield the header of each import column, with the cell below it."""
    makers = {"locations": _place, "activities": _dated}
    for field in LISTING:
        for part in PARTS.get(field.name, (field,)):
            if part.headers:
                special = BY_COLUMN.get(part.column_name)
                make = makers.get(field.name)
                cell = make(attrgetter(part.name)) if make else _cell(part)
                yield part.headers.split("|")[0], special or cell


COLUMNS: tuple[tuple[str, Cell], ...] = (
    ("id", lambda exported: str(exported.id)),
    *_columns(),
    # For people only: an import ignores these columns.
    ("nog meer plekken", _fact(_more_places)),
    ("nog meer activiteiten", _fact(_more_activities)),
    ("staat", lambda exported: STATUS_NAMES[Status(exported.status)]),
    ("pagina op de kaart", lambda exported: exported.page),
)
HEADERS = tuple(header for header, _ in COLUMNS)
# A table for ourselves ends with the record.
WHOLE_HEADERS = (*HEADERS, RECORD)


def row_of(exported: Exported) -> list[str]:
    """Return the cells of one listing, escaped so that a spreadsheet runs none as a formula.

    A whole one has its record in the last cell, below the last of WHOLE_HEADERS.
    """
    cells = [safe(read(exported)) for _, read in COLUMNS]
    return [*cells, to_record(exported)] if exported.whole else cells


def csv_parts(rows: Iterable[Iterable[str]], headers: Iterable[str] = HEADERS) -> Iterator[str]:
    """Yield a CSV file in parts: UTF-8 with a BOM and semicolons, as Dutch spreadsheets expect."""
    yield "\ufeff" + _csv_line(headers)
    yield from map(_csv_line, rows)


def _csv_line(cells: Iterable[str]) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=";").writerow(cells)
    return buffer.getvalue()


def write_workbook(
    file: IO[bytes],
    rows: Iterable[Iterable[str]],
    headers: Iterable[str] = HEADERS,
    sheet: str = "lijst",
) -> None:
    """Write rows of texts as an XLSX file, row by row, with a frozen header."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        page, bold = book.add_worksheet(sheet), book.add_format({"bold": True})
        names = list(headers)
        page.set_column(0, max(len(names) - 1, 0), WIDTH)
        page.freeze_panes(1, 0)
        for column, name in enumerate(names):
            page.write_string(0, column, name, bold)
        for line, cells in enumerate(rows, start=1):
            for column, text in enumerate(cells):
                if text:
                    page.write_string(line, column, text[:LONGEST])
