"""A first look at a file: its sheets, and its columns with some cells and the guessed field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import select

from socialmap.config import current_settings
from socialmap.db import db
from socialmap.errors import FileProblem
from socialmap.fields.flaws import Level
from socialmap.importing.columns import guess_columns, header_score
from socialmap.importing.files.readers import read_table
from socialmap.importing.files.tables import Layout, ReadOptions, Table
from socialmap.importing.uploads.disk import path_of
from socialmap.importing.uploads.models import (
    ImportSource,
    Outcome,
    PlannedRemark,
    PlannedRow,
    Stage,
    Upload,
)
from socialmap.importing.uploads.queries import remarks_by_line
from socialmap.language.folding import fold

SAMPLES = 3
LONGEST = 60  # characters of a cell that are shown
# The encodings that a person can choose if the guess is wrong.
ENCODINGS = ("utf-8-sig", "cp1252", "mac_roman", "cp850", "utf-16")


@dataclass(frozen=True)
class PeekedColumn:
    """A column of a file: its header, its first different cells, and the field that it holds.

    `by_content` is True if the cells tell the field, and not the header.
    """

    header: str
    samples: tuple[str, ...]
    field: str = ""
    by_content: bool = False


@dataclass(frozen=True)
class Peek:
    """How a file is read, before anything is compared: its layout and its columns."""

    layout: Layout
    header_line: int
    columns: tuple[PeekedColumn, ...]

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers that a person can map, each of them once."""
        return tuple(column.header for column in self.columns)


def open_table(upload: Upload, columns: Mapping[str, str], options: ReadOptions) -> Table:
    """Open the file of an upload as a table; raise FileProblem if it cannot be read.

    If no row has known columns, the header is the first of the rows with the most cells.
    """
    wanted = frozenset(fold(header) for header, name in columns.items() if name)
    path, limit = path_of(upload), current_settings().upload_limit
    arguments = (limit, options, columns)
    try:
        return read_table(path, lambda cells: header_score(cells, wanted), *arguments)
    except FileProblem as problem:
        with suppress(FileProblem):
            return read_table(path, lambda cells: sum(map(bool, map(str.strip, cells))), *arguments)
        raise problem from None


def peek(upload: Upload, options: ReadOptions, columns: Mapping[str, str]) -> Peek:
    """Look at a file, with the mapping `columns` as far as the file has those columns."""
    table = open_table(upload, columns, options)
    columns_of_file = table.columns()
    present = {fold(header) for header in table.header}
    mapped = {header: field for header, field in columns.items() if fold(header) in present}
    mapping = guess_columns(table.header, mapped, table.format_headers, columns_of_file)
    peeked: dict[str, PeekedColumn] = {}
    for position, header in enumerate(table.header):
        texts = filter(None, columns_of_file[position])
        samples = tuple(islice(dict.fromkeys(text[:LONGEST] for text in texts), SAMPLES))
        if header and header not in peeked:
            peeked[header] = PeekedColumn(
                header, samples, mapping.fields.get(position, ""), position in mapping.by_content
            )
    return Peek(table.layout, table.header_line, tuple(peeked.values()))


def first_look(upload: Upload, options: ReadOptions) -> tuple[Peek, str]:
    """Look at a file for the first time, with the mapping of its likely source; return both."""
    guess = peek(upload, options, upload.columns)
    if upload.columns:
        return guess, upload.source
    name = guess_source(upload, guess.headers)
    source = db.session.scalar(select(ImportSource).where(ImportSource.name == name))
    return (peek(upload, options, source.columns) if source else guess), name


def guess_source(upload: Upload, headers: tuple[str, ...]) -> str:
    """Return the likely source of a file: of a file with the same name, else the same columns."""
    earlier = (
        select(Upload.source)
        .where(Upload.file_name == upload.file_name, Upload.stage == Stage.APPLIED)
        .order_by(Upload.id.desc())
    )
    if same_name := db.session.scalar(earlier.limit(1)):
        return same_name
    own = set(headers)
    for source in db.session.scalars(select(ImportSource).order_by(ImportSource.id.desc())):
        if source.columns and set(source.columns) == own:
            return source.name
    return upload.source


REASON = "reden"


def _reason(remark: PlannedRemark) -> str:
    """Return the sentence and the remedy of a remark, in one line."""
    template = f"{remark.sentence} {remark.remedy}".strip()
    text = template % remark.facts if remark.facts else template
    return f"{remark.column}: {text}" if remark.column else text


def rows_to_correct(upload: Upload) -> tuple[list[str], Iterator[list[str]]]:
    """Return the header and the rows that were left out, with the reason as an extra last cell.

    Reasons are in Dutch, with their facts filled in.
    """
    table = open_table(
        upload, upload.columns, ReadOptions(upload.sheet, upload.encoding, upload.hidden)
    )
    wrong = set(
        db.session.scalars(
            select(PlannedRow.line).where(
                PlannedRow.upload_id == upload.id, PlannedRow.outcome == Outcome.WRONG
            )
        )
    )
    remarks = remarks_by_line(upload, Level.ERROR)
    width = len(table.header)

    def rows() -> Iterator[list[str]]:
        unread = set(wrong)
        for line, cells in table.rows:
            if line in wrong:
                unread.discard(line)
                reasons = " | ".join(map(_reason, remarks.get(line, ())))
                yield [*cells[:width], *[""] * (width - len(cells)), reasons]
        # Rows that the reader refused, such as a place abroad, have no cells to return.
        for line in sorted(unread):
            reasons = " | ".join(map(_reason, remarks.get(line, ())))
            yield [*[""] * width, f"{line}: {reasons}"]

    return [*table.header, REASON], rows()
