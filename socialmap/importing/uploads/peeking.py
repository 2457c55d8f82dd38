"""A first look at a file: its sheets, its columns with some of their cells, and what they hold."""

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
from socialmap.importing.files.tables import Layout, Table
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
LONGEST = 60  # characters of a cell that is shown
# What a text may be written in when the guess is wrong.
ENCODINGS = ("utf-8-sig", "cp1252", "mac_roman", "cp850", "utf-16")


@dataclass(frozen=True)
class PeekedColumn:
    """A column of a file: its header, the first cells that say something, the field it holds."""

    header: str
    samples: tuple[str, ...]
    field: str = ""


@dataclass(frozen=True)
class Peek:
    """What a file looks like before anything is compared."""

    layout: Layout
    header_line: int
    columns: tuple[PeekedColumn, ...]

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers that a person can map, each once."""
        return tuple(each.header for each in self.columns)


@dataclass(frozen=True)
class Place:
    """Where in a file to look, and how: empty is as is guessed."""

    sheet: str = ""
    encoding: str = ""


def open_table(upload: Upload, columns: Mapping[str, str], place: Place) -> Table:
    """The file of an upload as a table, at a place in it.

    When no row has columns that are known, the first row with the most cells has to do.
    """
    wanted = frozenset(fold(header) for header, name in columns.items() if name)
    path, limit = path_of(upload), current_settings().upload_limit
    more = (limit, place.sheet, columns, place.encoding)
    try:
        return read_table(path, lambda cells: header_score(cells, wanted), *more)
    except FileProblem as problem:
        with suppress(FileProblem):
            return read_table(path, lambda cells: sum(map(bool, map(str.strip, cells))), *more)
        raise problem from None


def peek(upload: Upload, place: Place, known: Mapping[str, str]) -> Peek:
    """Look at a file whose columns may map as is `known`; a FileProblem says why it cannot be."""
    table = open_table(upload, known, place)
    rows = [cells for _, cells in islice(table.rows, 50)]
    there = {fold(header) for header in table.header}
    kept = {header: field for header, field in known.items() if fold(header) in there}
    fields = guess_columns(table.header, kept, table.format_headers).fields
    found: dict[str, PeekedColumn] = {}
    for column, header in enumerate(table.header):
        told = filter(None, (row[column].strip() for row in rows if column < len(row)))
        shown = tuple(islice(dict.fromkeys(text[:LONGEST] for text in told), SAMPLES))
        if header and header not in found:
            found[header] = PeekedColumn(header, shown, fields.get(column, ""))
    return Peek(table.layout, table.header_line, tuple(found.values()))


def look(upload: Upload, place: Place) -> tuple[Peek, str]:
    """A first look at a file, with the source that it is probably of and how that one maps."""
    found = peek(upload, place, upload.columns)
    if upload.columns:
        return found, upload.source
    name = guess_source(upload, found.headers)
    source = db.session.scalar(select(ImportSource).where(ImportSource.name == name))
    return (peek(upload, place, source.columns) if source else found), name


def guess_source(upload: Upload, headers: tuple[str, ...]) -> str:
    """The source that a file is probably of: of the same name, else with the same columns."""
    before = (
        select(Upload.source)
        .where(Upload.file_name == upload.file_name, Upload.stage == Stage.APPLIED)
        .order_by(Upload.id.desc())
    )
    if of_same_name := db.session.scalar(before.limit(1)):
        return of_same_name
    own = set(headers)
    for source in db.session.scalars(select(ImportSource).order_by(ImportSource.id.desc())):
        if source.columns and set(source.columns) == own:
            return source.name
    return upload.source


REASON = "reden"


def _reason(said: PlannedRemark) -> str:
    """Why a row did not come in, and what mends it, in one line."""
    told = f"{said.sentence} {said.remedy}".strip()
    filled = told % said.facts if said.facts else told
    return f"{said.column}: {filled}" if said.column else filled


def rows_to_mend(upload: Upload) -> tuple[list[str], Iterator[list[str]]]:
    """The header and the rows that did not come in, as they stand in the file, each with why not.

    Sentences are Dutch with their facts filled in.
    """
    table = open_table(upload, upload.columns, Place(upload.sheet, upload.encoding))
    wrong = set(
        db.session.scalars(
            select(PlannedRow.line).where(
                PlannedRow.upload_id == upload.id, PlannedRow.outcome == Outcome.WRONG
            )
        )
    )
    said = remarks_by_line(upload, Level.ERROR)
    width = len(table.header)

    def rows() -> Iterator[list[str]]:
        left = set(wrong)
        for line, cells in table.rows:
            if line in wrong:
                left.discard(line)
                reasons = " | ".join(map(_reason, said.get(line, ())))
                yield [*cells[:width], *[""] * (width - len(cells)), reasons]
        # What the reader itself refused, such as a place abroad, has no cells to give back.
        for line in sorted(left):
            reasons = " | ".join(map(_reason, said.get(line, ())))
            yield [*[""] * width, f"{line}: {reasons}"]

    return [*table.header, REASON], rows()
