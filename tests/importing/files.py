"""Files for tests: written as a person's programs would write them."""

from datetime import date

from socialmap.importing.columns import header_score, map_columns
from socialmap.importing.readers import read_table
from socialmap.importing.rows import read_rows

TODAY = date(2026, 11, 21)
LIMIT = 50  # megabytes


def table(path, sheet=""):
    """The file as a table, with its header found."""
    return read_table(path, header_score, LIMIT, sheet)


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
