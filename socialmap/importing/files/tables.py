"""A file of others with its header found, whatever kind of file it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from socialmap.fields.flaws import Flaw, Level
from socialmap.importing.remarks import Remarks, remark

# The line in the file at which a row begins, and its cells.
Line = tuple[int, list[str]]


@dataclass(frozen=True)
class Layout:
    """How a file turned out to be built; the form is empty for CSV and workbooks.

    `headers` are what looks most like a header on each sheet.
    """

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    headers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    form: str = ""


@dataclass
class Refused:
    """What a reader itself leaves out of a file while it reads."""

    remarks: Remarks = field(default_factory=Remarks)

    def say(self, line: int, flaw: Flaw, column: str = "", value: str = "") -> None:
        """Remember what is wrong on a line."""
        self.remarks.add([remark(line, column, value, flaw)])

    @property
    def wrong(self) -> list[int]:
        """The lines that do not come in because of an error."""
        return sorted({each.line for each in self.remarks if each.level == Level.ERROR})


@dataclass
class Table:
    """A file with its header found: the rows below it can be read once.

    In a file without lines a row has the number of its element, and the header has 0; a listing
    with more places or activities takes more rows of one number. `known` are headers that mean a
    field in this form only; `refused` fills while the rows are read.
    """

    file_name: str
    file_digest: str
    layout: Layout
    header_line: int
    header: tuple[str, ...]
    rows: Iterator[Line]
    known: Mapping[str, str] = field(default_factory=dict)
    refused: Refused = field(default_factory=Refused)


@dataclass(frozen=True)
class Elements:
    """What a reader makes of a document: the form, the header and the rows of a table."""

    form: str
    header: tuple[str, ...]
    rows: Iterator[Line]
    known: Mapping[str, str] = field(default_factory=dict)
