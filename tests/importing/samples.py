"""Files for tests: written as a person's programs would write them."""

import json
from dataclasses import asdict
from datetime import date

from socialmap.importing.columns import header_score, map_columns
from socialmap.importing.files.readers import read_table
from socialmap.importing.rows import join_rows, read_rows

TODAY = date(2026, 11, 21)
LIMIT = 50  # megabytes


def table(path, sheet="", wanted=()):
    """The file as a table, with its header found."""
    return read_table(path, header_score, LIMIT, sheet, wanted)


def brought(path, columns=None):
    """What a file brings: its rows by their listing's name, and all that is said, as sentences."""
    found = table(path, wanted=columns or {})
    mapping = map_columns(found.header, columns, found.format_headers)
    read = list(join_rows(read_rows(found.rows, mapping, TODAY)))
    said = [*(each for row in read for each in row.remarks), *found.refused.remarks]
    return {row.listing.name: row for row in read if row.listing}, said


def document(folder, content, name="lijst.json"):
    """A file with a JSON document."""
    path = folder / name
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def told(listing):
    """What a listing tells, without what is empty."""
    return {
        name: value
        for name, value in asdict(listing).items()
        if value not in (None, "", (), {}, False)
    }


def rows(header, *lines):
    """The rows that these lines of cells give, under a header; written with a | between cells."""
    mapping = map_columns(header.split("|"))
    numbered = [(number, line.split("|")) for number, line in enumerate(lines, start=2)]
    return list(read_rows(numbered, mapping, TODAY))


def row(**cells):
    """The row that these cells give; the keywords are fields."""
    mapping = map_columns(list(cells))
    return next(read_rows([(2, list(cells.values()))], mapping, TODAY))


def said(remarks):
    """What remarks say, per column: level and value."""
    return {each.column: (each.level.value, each.value) for each in remarks}
