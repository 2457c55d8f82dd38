"""Print the rows of a workbook, from a process of its own with limited memory and time.

A few kilobytes of workbook can unpack to a terabyte, and the library that reads it is native code:
a failure there must not take the server down. It runs as a file, and imports nothing of ours.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import IO, Any
from xml.etree import ElementTree
from xml.parsers import expat

import python_calamine

MEMORY = 1_500_000_000  # bytes
SECONDS = 60
HEAD = 40  # rows of each sheet from which the sheet and the header are chosen
LONGEST = 200  # characters of a text in a head
COLUMNS = 301  # one more than an import takes, so that too many are noticed
PASSWORD, BROKEN = 3, 4
WORKSHEET = python_calamine.SheetTypeEnum.WorkSheet
VISIBLE = python_calamine.SheetVisibleEnum.Visible


def as_text(value: Any) -> str:
    """Return a cell as people would type it."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d" if value.time() == time() else "%Y-%m-%d %H:%M")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, (date, timedelta)):
        return str(value)
    return str(value)


Span = tuple[int, int]


@dataclass
class Marks:
    """What a sheet hides and merges, counted from 0: spans of rows and columns, first and last.

    `merged` has cells that go on below: row, column and last row.
    """

    rows: list[Span] = field(default_factory=list)
    columns: list[Span] = field(default_factory=list)
    merged: list[tuple[int, int, int]] = field(default_factory=list)


def within(spans: list[Span], end: int) -> set[int]:
    """Return the numbers in spans, below an end."""
    return {number for first, last in spans for number in range(first, min(last + 1, end))}


# Attributes of a tag in the XML of a sheet; text cannot hold a bare "<".
TAG = re.compile(rb"<(?:\w+:)?(row|col)\b([^<>]*)>")
ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*[\"']([^\"']*)[\"']")
CHUNK, OVERLAP = 1_000_000, 4_000  # bytes
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
LARGEST = 5_000_000  # bytes of the list of sheets


def tags(file: IO[bytes]) -> Iterator[tuple[bytes, dict[bytes, bytes]]]:
    """Yield the rows and columns of the XML of a sheet with their attributes."""
    rest = b""
    while chunk := file.read(CHUNK):
        text, done = rest + chunk, 0
        for match in TAG.finditer(text):
            yield match[1], dict(ATTRIBUTE.findall(match[2]))
            done = match.end()
        rest = text[max(done, len(text) - OVERLAP) :]


def xlsx_marks(package: zipfile.ZipFile) -> dict[str, Marks]:
    """Return the marks of each sheet of an XLSX file, without its merged cells."""
    if any(package.getinfo(f"xl/{name}").file_size > LARGEST for name in XLSX_LISTS):
        return {}
    lists = [package.read(f"xl/{name}") for name in XLSX_LISTS]
    book, relations = (ElementTree.fromstring(xml) for xml in lists)  # noqa: S314 - limited here
    targets = {each.get("Id"): each.get("Target", "") for each in relations}
    found = {}
    for sheet in book.iter():
        if sheet.tag.rpartition("}")[2] != "sheet":
            continue
        target = targets.get(sheet.get(RELATION), "")
        member = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        with package.open(member) as file:
            found[sheet.get("name", "")] = _xlsx_sheet(file)
    return found


XLSX_LISTS = ("workbook.xml", "_rels/workbook.xml.rels")


def _xlsx_sheet(file: IO[bytes]) -> Marks:
    marks, row = Marks(), -1
    for name, attributes in tags(file):
        hidden = attributes.get(b"hidden") in (b"1", b"true")
        if name == b"row":
            row = int(attributes.get(b"r", row + 2)) - 1
            if hidden:
                marks.rows.append((row, row))
        elif hidden:
            marks.columns.append((int(attributes[b"min"]) - 1, int(attributes[b"max"]) - 1))
    return marks


class OpenDocument:
    """The marks of each sheet of an ODS file, gathered while its XML is read."""

    def __init__(self) -> None:
        self.sheets: dict[str, Marks] = {}
        self.marks, self.row, self.column, self.cell, self.rows = Marks(), 0, 0, 0, 1

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Count rows, columns and cells, and note what is hidden or goes on below."""
        kind = name.rpartition(":")[2]
        times = int(attributes.get(f"table:number-{kind.partition('-')[2]}s-repeated", 1))
        hidden = attributes.get("table:visibility", "visible") != "visible"
        if kind == "table":
            self.marks = self.sheets[attributes.get("table:name", "")] = Marks()
            self.row = self.column = 0
        elif kind == "table-column":
            if hidden:
                self.marks.columns.append((self.column, self.column + times - 1))
            self.column += times
        elif kind == "table-row":
            if hidden:
                self.marks.rows.append((self.row, self.row + times - 1))
            self.cell, self.rows = 0, times
        elif kind in ("table-cell", "covered-table-cell"):
            spanned = int(attributes.get("table:number-rows-spanned", 1))
            if spanned > 1:
                self.marks.merged.append((self.row, self.cell, self.row + spanned - 1))
            self.cell += int(attributes.get("table:number-columns-repeated", 1))

    def end(self, name: str) -> None:
        """Go to the next row."""
        if name.rpartition(":")[2] == "table-row":
            self.row += self.rows


def ods_marks(package: zipfile.ZipFile) -> dict[str, Marks]:
    """Return the marks of each sheet of an ODS file."""
    document, parser = OpenDocument(), expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = document.start, document.end
    with package.open("content.xml") as file:
        parser.ParseFile(file)
    return document.sheets


def marks_of(path: str) -> dict[str, Marks]:
    """Return what each sheet hides and merges, as far as the format is known to say so."""
    with (
        suppress(
            KeyError, ValueError, zipfile.BadZipFile, expat.ExpatError, ElementTree.ParseError
        ),
        zipfile.ZipFile(path) as package,
    ):
        names = set(package.namelist())
        if "content.xml" in names:
            return ods_marks(package)
        if "xl/workbook.xml" in names:
            return xlsx_marks(package)
    return {}


def rows_of(sheet: python_calamine.CalamineSheet) -> Iterator[list[str]]:
    """Yield the rows of a sheet as texts, from line 1 on, so that lines keep their number."""
    if sheet.start is None:
        return
    top, left = sheet.start
    yield from ([] for _ in range(top))
    for row in sheet.iter_rows():
        yield [""] * left + [as_text(value) for value in row[:COLUMNS]]


class Reader:
    """The rows of a sheet without what is hidden, with the value of a merged cell in each row.

    `left_out` and `filled` are the lines of rows that are hidden, and that got such a value;
    `columns` has the position of each hidden column and its first text.
    """

    def __init__(self, sheet: python_calamine.CalamineSheet, marks: Marks, hidden: bool):
        bottom_row, right = sheet.end or (-1, -1)
        height, width = bottom_row + 1, min(right + 1, COLUMNS)
        self.sheet = sheet
        self.hidden_rows = set() if hidden else within(marks.rows, height)
        self.hidden_columns = set() if hidden else within(marks.columns, width)
        ranges = sheet.merged_cell_ranges or ()
        merged = [*marks.merged, *((top, left, bottom) for (top, left), (bottom, _) in ranges)]
        self.merged: dict[int, list[tuple[int, int]]] = {}
        for top, left, bottom in merged:
            if bottom > top and left < width:
                self.merged.setdefault(top, []).append((left, min(bottom, height)))
        self.left_out: list[int] = []
        self.filled: list[int] = []
        self.columns: dict[int, str] = {}

    def rows(self) -> Iterator[list[str] | None]:
        """Yield the rows, None for a hidden one."""
        below: dict[int, tuple[str, int]] = {}
        for number, row in enumerate(rows_of(self.sheet)):
            self._fill(number, row, below)
            for column in self.hidden_columns:
                if column < len(row) and row[column]:
                    self.columns.setdefault(column, row[column][:LONGEST])
                    row[column] = ""
            if number in self.hidden_rows:
                if any(row):
                    self.left_out.append(number + 1)
                yield None
            else:
                yield row

    def _fill(self, number: int, row: list[str], below: dict[int, tuple[str, int]]) -> None:
        """Give a row the values of the merged cells above it that it is part of."""
        for column, (text, last) in list(below.items()):
            if number > last:
                del below[column]
            elif text and column < len(row) and not row[column]:
                row[column] = text
                self.filled.append(number + 1)
        for column, last in self.merged.get(number, ()):
            if column < len(row):
                below[column] = row[column], last


def head_of(reader: Reader) -> list[list[str]]:
    """Return the first rows of a sheet, with long texts cut off."""
    return [[text[:LONGEST] for text in row or ()] for row in islice(reader.rows(), HEAD)]


def main(path: str, hidden: bool) -> int:
    """Print the head of each sheet, read from stdin which sheets are wanted, and print their rows.

    With `hidden`, hidden rows and columns are printed as well.
    """
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        book = python_calamine.CalamineWorkbook.from_path(path)
        sheets = {sheet.name: sheet for sheet in book.sheets_metadata if sheet.typ == WORKSHEET}
        marks = marks_of(path)

        def reader(name: str) -> Reader:
            return Reader(book.get_sheet_by_name(name), marks.get(name, Marks()), hidden)

        heads = {
            name: {"visible": sheet.visible == VISIBLE, "head": head_of(reader(name))}
            for name, sheet in sheets.items()
        }
        put(heads)
        sys.stdout.flush()
        for name in json.loads(sys.stdin.readline() or "[]"):
            source = reader(name)
            for row in source.rows():
                put(row)
            put({"hidden": source.left_out, "filled": source.filled, "columns": source.columns})
    except python_calamine.PasswordError:
        return PASSWORD
    except (python_calamine.CalamineError, OSError, ValueError):
        return BROKEN
    return 0


def put(value: object) -> None:
    """Print a value as a line of JSON."""
    sys.stdout.write(json.dumps(value) + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], "hidden" in sys.argv[2:]))
