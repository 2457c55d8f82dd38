"""What every file is read into: a table with its header, whatever the file format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from socialmap.fields.flaws import Flaw, Level
from socialmap.importing.remarks import Remarks, remark

# The line of the file on which a row begins, and its cells.
Line = tuple[int, list[str]]


@dataclass(frozen=True)
class Layout:
    """How a file was read; `format` is empty for CSV and workbooks.

    `headers` holds the most likely header of each sheet.
    """

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    headers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    format: str = ""


@dataclass
class RefusedRows:
    """The rows that a reader leaves out of a file, as remarks; filled while the rows are read."""

    remarks: Remarks = field(default_factory=Remarks)

    def add(self, line: int, flaw: Flaw, column: str = "", value: str = "") -> None:
        """Add a remark on a line."""
        self.remarks.add([remark(line, column, value, flaw)])

    @property
    def wrong(self) -> list[int]:
        """The lines that are not imported because of an error."""
        return sorted({one.line for one in self.remarks if one.level == Level.ERROR})


@dataclass
class Table:
    """A file with its header; `rows` can be read once.

    In a format without lines a row has the number of its element, and the header has 0. A listing
    with several places or activities takes several rows of one number. `format_headers` gives the
    field of headers that mean something in this format only.
    """

    file_name: str
    file_digest: str
    layout: Layout
    header_line: int
    header: tuple[str, ...]
    rows: Iterator[Line]
    format_headers: Mapping[str, str] = field(default_factory=dict)
    refused: RefusedRows = field(default_factory=RefusedRows)


@dataclass(frozen=True)
class Elements:
    """What a reader makes of a document: the name of its format, a header and rows."""

    format: str
    header: tuple[str, ...]
    rows: Iterator[Line]
    format_headers: Mapping[str, str] = field(default_factory=dict)
