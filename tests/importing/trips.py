"""Listings that go out in a file for ourselves, and what an import makes of that file."""

import csv
from datetime import UTC, datetime

import python_calamine

from socialmap.importing.columns import header_score, map_columns
from socialmap.importing.files.readers import read_table
from socialmap.importing.recognising import Reading, recognised
from socialmap.importing.rows import join_rows, read_rows
from socialmap.standards.exported import Exported
from socialmap.standards.geojson import geojson_parts
from socialmap.standards.hsds import json_parts, service
from socialmap.standards.hsds_package import write_package
from socialmap.standards.tables import WHOLE_HEADERS, csv_parts, row_of, write_workbook
from tests.importing.samples import LIMIT, TODAY

FORMATS = ("csv", "xlsx", "geojson", "hsds", "hsds.zip")


def whole(listing, id, **facts):
    """Return a listing on its way out, for ourselves."""
    usual = {
        "page": "https://kaart.example.org/initiatief/iets",
        "status": "published",
        "changed_at": datetime(2026, 11, 2, 9, tzinfo=UTC),
        "version": 1,
    }
    return Exported(id=id, listing=listing, whole=True, **usual | facts)


def write(rows, form, folder):
    """Write listings to a file of a form; return its path."""
    path = folder / f"initiatieven.{form}"
    with path.open("wb") as file:
        if form == "csv":
            file.write("".join(csv_parts(map(row_of, rows), WHOLE_HEADERS)).encode())
        elif form == "xlsx":
            write_workbook(file, map(row_of, rows), WHOLE_HEADERS)
        elif form == "geojson":
            file.writelines(geojson_parts(rows))
        elif form == "hsds":
            file.writelines(json_parts(rows, len(rows)))
        else:
            write_package(file, map(service, rows))
    return path


def read(path):
    """Return the rows of a file, recognised, as an import reads them; and its refused rows."""
    table = read_table(path, header_score, LIMIT)
    mapping = map_columns(table.header, format_headers=table.format_headers)
    rows = join_rows(read_rows(table.rows, mapping, TODAY))
    found = list(recognised(rows, Reading(table.layout.format, mapping, TODAY)))
    assert mapping.unknown == (), mapping.unknown
    assert list(table.refused.remarks) == []
    return found


def cells(path):
    """Return the rows of a table as lists of texts, its header first."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file, delimiter=";"))
    return python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()


def edit(path, *edits):
    """Write other texts in cells of a CSV file, each edit a line (0 is the first), header, text."""
    header, *rows = cells(path)
    for line, name, text in edits:
        rows[line][header.index(name)] = text
    path.write_text("".join(csv_parts(rows, header)), encoding="utf-8")
    return path
