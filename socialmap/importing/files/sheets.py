"""The sheets of a workbook as one table: which are read, how they are joined, what is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from socialmap.errors import FileProblem
from socialmap.fields.flaws import Flaw, Level
from socialmap.importing.files.tables import Layout, Line, ReadOptions, RefusedRows, unique_names
from socialmap.importing.files.workbooks import SheetEnd, SheetHead, workbook_rows
from socialmap.importing.remarks import SHEET_LINES
from socialmap.language.folding import fold
from socialmap.places.names import places_by_key
from socialmap.places.spelling import key
from socialmap.wording import N_

Score = Callable[[Sequence[str]], int]
ALIKE = 0.5  # share of the columns that sheets must have in common to be one table
SHEET_NAME = "naam van het blad"
COLUMNS_SHOWN = 6
# Sheets of our own template that explain the first; nobody needs to read that they are left out.
EXPLANATION, WORDS = "Uitleg", "Woorden"
EXPLAINING = frozenset({EXPLANATION, WORDS})
HIDDEN_SHEET = (
    N_("Het blad ‘%(sheet)s’ is verborgen. We nemen het niet mee."),
    N_("Hoort het erbij? Kies dan ‘Neem mee wat verborgen is’, of maak het zichtbaar."),
)
OTHER_SHEET = (
    N_("Het blad ‘%(sheet)s’ heeft andere kolommen (%(columns)s). We nemen het niet mee."),
    N_("Hoort het erbij? Breng dat blad dan als een tweede import."),
)
HIDDEN_ROW = (
    N_("Deze regel is verborgen of weggefilterd. We nemen hem niet mee."),
    N_("Hoort hij erbij? Kies dan ‘Neem mee wat verborgen is’, of maak hem zichtbaar."),
)
HIDDEN_COLUMN = (
    N_("De kolom ‘%(column)s’ is verborgen. We nemen hem niet mee."),
    N_("Hoort hij erbij? Kies dan ‘Neem mee wat verborgen is’, of maak hem zichtbaar."),
)
MERGED = (
    N_("Hier zijn cellen samengevoegd. De waarde geldt voor elke regel ervan."),
    N_("Klopt dat niet? Splits de cellen dan."),
)


@dataclass(frozen=True)
class Sheet:
    """A sheet with its likeliest header, and the position of that among the first rows."""

    name: str
    visible: bool
    header: tuple[str, ...] = ()
    at: int = 0

    @property
    def columns(self) -> frozenset[str]:
        """The columns that have a header, folded."""
        return frozenset(filter(None, map(fold, self.header)))


@dataclass
class Workbook:
    """The sheets of a workbook, and those of them that are read."""

    score: Score
    wanted: str
    hidden: bool
    refused: RefusedRows
    sheets: list[Sheet] = field(default_factory=list)
    read: list[Sheet] = field(default_factory=list)

    def choose(self, heads: Sequence[SheetHead]) -> list[str]:
        """Choose the wanted sheet, else the best visible one with those like it, in their order."""
        self.sheets = [self._sheet(head) for head in heads]
        if self.wanted:
            self.read = [sheet for sheet in self.sheets if sheet.name == self.wanted]
            if not self.read:
                raise FileProblem(
                    N_("Het blad '%(sheet)s' is er niet. Wel: %(sheets)s."),
                    sheet=self.wanted,
                    sheets=", ".join(sheet.name for sheet in self.sheets),
                )
        else:
            shown = [sheet for sheet in self.sheets if sheet.visible or self.hidden] or self.sheets
            best = max(shown, key=lambda sheet: self.score(sheet.header))
            self.read = [each for each in shown if each == best or _alike(each, best)]
            self._remark_on_others()
        return [sheet.name for sheet in self.read]

    def _sheet(self, head: SheetHead) -> Sheet:
        at = max(range(len(head.rows)), key=lambda at: self.score(head.rows[at]), default=0)
        header = unique_names(head.rows[at]) if head.rows else ()
        return Sheet(head.name, head.visible, header, at)

    def _remark_on_others(self) -> None:
        for sheet in self.sheets:
            if sheet in self.read or not sheet.columns:
                continue
            facts: tuple[tuple[str, object], ...] = (("sheet", sheet.name),)
            if not sheet.visible:
                self.refused.add(0, Flaw(Level.NOTE, *HIDDEN_SHEET, facts=facts))
            elif sheet.name not in EXPLAINING:
                names = ", ".join([*filter(None, sheet.header)][:COLUMNS_SHOWN])
                facts += (("columns", names),)
                self.refused.add(0, Flaw(Level.NOTE, *OTHER_SHEET, facts=facts))

    def layout(self) -> Layout:
        """Return how the workbook is read."""
        return Layout(
            sheet=self.read[0].name,
            sheets=tuple(sheet.name for sheet in self.sheets),
            headers={sheet.name: sheet.header for sheet in self.sheets if sheet.visible},
            read=tuple(sheet.name for sheet in self.read),
            hidden_sheets=tuple(sheet.name for sheet in self.sheets if not sheet.visible),
        )

    def remark_on_end(self, number: int, end: SheetEnd) -> None:
        """Add remarks on what was left out of a sheet, and on its merged cells."""
        first = number * SHEET_LINES
        for line in end.hidden:
            self.refused.add(first + line, Flaw(Level.NOTE, *HIDDEN_ROW))
        for line in end.filled:
            if line > self.read[number].at + 1:
                self.refused.add(first + line, Flaw(Level.NOTE, *MERGED))
        for column in end.columns:
            flaw = Flaw(Level.NOTE, *HIDDEN_COLUMN, facts=(("column", column),))
            self.refused.add(first, flaw, column)


def _alike(one: Sheet, other: Sheet) -> bool:
    """Return whether two sheets have the same columns, or nearly so."""
    shared, every = one.columns & other.columns, one.columns | other.columns
    return bool(every) and len(shared) / len(every) >= ALIKE


def open_workbook(
    path: Path, score: Score, options: ReadOptions, refused: RefusedRows
) -> tuple[Layout, Iterator[Line]]:
    """Open a workbook as one table; what is left out joins `refused` while the rows are read."""
    book = Workbook(score, options.sheet, options.hidden, refused)
    parts = workbook_rows(path, book.choose, options.hidden)
    first = next(parts)
    return book.layout(), _lines(book, first, parts)


def _lines(
    book: Workbook,
    first: Iterator[list[str]] | SheetEnd,
    parts: Iterator[Iterator[list[str]] | SheetEnd],
) -> Iterator[Line]:
    """Yield the rows of the sheets below one header: that of the first, and what others add."""
    number = 0
    names = _joined_names(book.read)
    for part in chain([first], parts):
        if isinstance(part, SheetEnd):
            book.remark_on_end(number, part)
            number += 1
        elif len(book.read) == 1:
            yield from enumerate(part, start=1)
        else:
            yield from _reordered(part, number, book.read[number], names)


def _joined_names(sheets: Sequence[Sheet]) -> list[str]:
    """Return the columns of all sheets, each once; the sheet's name is one if they are towns."""
    names: dict[str, str] = {}
    for sheet in sheets:
        for name in filter(None, sheet.header):
            names.setdefault(fold(name), name)
    if all(key(sheet.name) in places_by_key() for sheet in sheets):
        names.setdefault(fold(SHEET_NAME), SHEET_NAME)
    return list(names.values())


def _reordered(
    rows: Iterator[list[str]], number: int, sheet: Sheet, names: Sequence[str]
) -> Iterator[Line]:
    """Yield the rows of a sheet with their cells below the joined header."""
    positions = {fold(name): at for at, name in reversed([*enumerate(sheet.header)]) if name}
    taken = [positions.get(fold(name)) for name in names]
    own = names[-1] == SHEET_NAME and taken[-1] is None
    for at, row in enumerate(rows):
        line = number * SHEET_LINES + at + 1
        if at < sheet.at:
            if number == 0:
                yield line, row
        elif at == sheet.at:
            if number == 0:
                yield line, list(names)
        elif any(row):
            cells = [row[at] if at is not None and at < len(row) else "" for at in taken]
            if own:
                cells[-1] = sheet.name
            yield line, cells
