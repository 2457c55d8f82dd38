"""Files for tests, written as the programs of a person would write them, and what they bring."""

import json
from dataclasses import asdict
from datetime import date

from socialmap.importing.columns import header_score, map_columns
from socialmap.importing.files.readers import read_table
from socialmap.importing.files.tables import ReadOptions
from socialmap.importing.rows import join_rows, read_rows

TODAY = date(2026, 11, 21)
LIMIT = 50  # megabytes


def table(path, sheet="", wanted=()):
    """Read a file as a table."""
    return read_table(path, header_score, LIMIT, ReadOptions(sheet), wanted)


def brought(path, columns=None):
    """Return the rows of a file by the name of their listing, and all remarks."""
    source = table(path, wanted=columns or {})
    mapping = map_columns(source.header, columns, source.format_headers, source.columns())
    read = list(join_rows(read_rows(source.rows, mapping, TODAY)))
    remarks = [*(remark for row in read for remark in row.remarks), *source.refused.remarks]
    return {row.listing.name: row for row in read if row.listing}, remarks


def document(folder, content, name="lijst.json"):
    """Write a file with a JSON document."""
    path = folder / name
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def known_facts(listing):
    """Return the fields of a listing that are not empty."""
    return {
        name: value
        for name, value in asdict(listing).items()
        if value not in (None, "", (), {}, False)
    }


def rows(header, *lines):
    """Return the rows of lines below a header; cells are separated by |."""
    mapping = map_columns(header.split("|"))
    numbered = [(number, line.split("|")) for number, line in enumerate(lines, start=2)]
    return list(read_rows(numbered, mapping, TODAY))


def row(**cells):
    """Return the row of cells; the keywords are fields."""
    mapping = map_columns(list(cells))
    return next(read_rows([(2, list(cells.values()))], mapping, TODAY))


def levels(remarks):
    """Return the level and the value of remarks, by column."""
    return {remark.column: (remark.level.value, remark.value) for remark in remarks}
