"""What every file is read into: a table with its header, whatever the file format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice

from socialmap.fields.flaws import Flaw, Level
from socialmap.importing.remarks import Remarks, remark
from socialmap.language.folding import fold
from socialmap.wording import N_

LOOKED_AT = 200  # rows that tell what the columns hold
LONGEST_EXAMPLE = 60  # characters of an example
SENTENCE = N_(
    "Uit het veld %(column)s nemen we niet alles mee. Er valt %(count)s keer iets af,"
    " bijvoorbeeld ‘%(example)s’."
)
REMEDY = N_("Staat daar iets in dat bij een initiatief hoort? Zet het in de beschrijving.")
# The line of the file on which a row begins, and its cells.
Line = tuple[int, list[str]]


@dataclass(frozen=True)
class ReadOptions:
    """How a person wants a file read: the sheet and the encoding, guessed if empty.

    `hidden` takes along what a workbook hides.
    """

    sheet: str = ""
    encoding: str = ""
    hidden: bool = False


@dataclass(frozen=True)
class Layout:
    """How a file was read; `format` is empty for CSV and workbooks.

    `headers` holds the most likely header of each visible sheet, `read` the sheets that are read
    as one table, the first of which is `sheet`.
    """

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    headers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    format: str = ""
    read: tuple[str, ...] = ()
    hidden_sheets: tuple[str, ...] = ()


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
class Leftovers:
    """The number of texts that are left out by name, with an example."""

    names: dict[str, tuple[int, str]] = field(default_factory=dict)

    def note(self, name: str, texts: Iterable[str]) -> None:
        """Note texts that are left out."""
        for text in filter(None, (" ".join(one.split()) for one in texts)):
            count, example = self.names.get(name, (0, text[:LONGEST_EXAMPLE]))
            self.names[name] = (count + 1, example)

    def remark(self, refused: RefusedRows) -> None:
        """Name each of them in the report of the import."""
        for name, (count, example) in sorted(self.names.items()):
            facts = (("column", name), ("count", count), ("example", example))
            refused.add(0, Flaw(Level.NOTE, SENTENCE, REMEDY, facts=facts), name, example)


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

    def columns(self) -> list[list[str]]:
        """Return the first cells of each column; the rows can still be read."""
        first = list(islice(self.rows, LOOKED_AT))
        self.rows = chain(first, self.rows)
        return [
            [row[at].strip() if at < len(row) else "" for _, row in first]
            for at in range(len(self.header))
        ]


@dataclass(frozen=True)
class Elements:
    """What a reader makes of a document: the name of its format, a header and rows."""

    format: str
    header: tuple[str, ...]
    rows: Iterator[Line]
    format_headers: Mapping[str, str] = field(default_factory=dict)


def unique_names(header: Iterable[str]) -> tuple[str, ...]:
    """Return headers on one line each, without invisible characters, and each of them once.

    The second of two equal ones gets a number: 'Telefoon (2)'.
    """
    names: list[str] = []
    seen: Counter[str] = Counter()
    for cell in header:
        name = "".join(filter(str.isprintable, " ".join(cell.split())))
        seen[fold(name)] += 1
        again = seen[fold(name)]
        names.append(f"{name} ({again})" if name and again > 1 else name)
    return tuple(names)
