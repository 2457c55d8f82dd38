"""Read any supported file as a table: rows of text below a header."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from socialmap.errors import FileProblem
from socialmap.importing.files.encoding import read_encoding, refuse_other_kinds
from socialmap.importing.files.formats import read_elements
from socialmap.importing.files.sheets import open_workbook
from socialmap.importing.files.tables import (
    Layout,
    Line,
    ReadOptions,
    RefusedRows,
    Table,
    unique_names,
)
from socialmap.importing.files.workbooks import is_workbook
from socialmap.wording import N_

MAX_ROWS = 200_000
MAX_COLUMNS = 300
HEAD = 40  # the header must be among this many first lines
DELIMITERS = ";,\t|"
TOTALS = re.compile(r"(?:sub)?tota(?:a?l|len)\b|aantal\b|som\b", re.IGNORECASE)

GUESSED = ReadOptions()
Score = Callable[[Sequence[str]], int]


def read_table(
    path: Path,
    score: Score,
    upload_limit: int,
    options: ReadOptions = GUESSED,
    wanted: Iterable[str] = (),
) -> Table:
    """Open a file and find its header; raise FileProblem if it cannot be read.

    `score` gives how much a row looks like a header; `upload_limit` is in megabytes; `wanted` are
    columns to add for a format with many more.
    """
    digest = _digest(path, upload_limit)
    refused = RefusedRows()
    elements = read_elements(path, upload_limit, wanted, refused)
    if elements:
        names = unique_names(elements.header)
        rows = _data_rows(elements.rows, names)
        layout = Layout(format=elements.format)
        return Table(path.name, digest, layout, 0, names, rows, elements.format_headers, refused)
    if is_workbook(path):
        layout, lines = open_workbook(path, score, options, refused)
    else:
        layout, lines = _csv(path, score, options.encoding)
    head = list(islice(lines, HEAD))
    best = max(range(len(head)), key=lambda position: score(head[position][1]), default=-1)
    if best < 0:
        raise FileProblem(N_("Het bestand %(file)s is leeg."), file=path.name)
    if score(head[best][1]) < 1:
        raise FileProblem(
            N_(
                "In %(file)s vinden we geen regel met kolomnamen. Zet boven de kolommen namen"
                " zoals: naam, beschrijving, postcode, plaats."
            ),
            file=path.name,
        )
    header_line, header = head[best]
    rows = _data_rows(chain(head[best + 1 :], lines), header)
    names = _nameless(unique_names(_trimmed(header)), [cells for _, cells in head[best + 1 :]])
    return Table(path.name, digest, layout, header_line, names, rows, refused=refused)


def _nameless(names: tuple[str, ...], rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return the headers, with 'kolom C' for a column that has cells but no header."""
    return tuple(
        name
        or (
            f"kolom {_letters(at)}"
            if any(at < len(row) and row[at].strip() for row in rows)
            else ""
        )
        for at, name in enumerate(names)
    )


def _letters(position: int) -> str:
    """Return how a spreadsheet names a column: A, B, … AA."""
    before = _letters(position // 26 - 1) if position >= 26 else ""
    return before + chr(ord("A") + position % 26)


def _digest(path: Path, upload_limit: int) -> str:
    """Return the SHA-256 of a file; raise FileProblem if it is missing, empty or too large."""
    try:
        files = sorted(path.rglob("*.csv")) if path.is_dir() else [path] * path.is_file()
        if not files:
            raise FileProblem(N_("Het bestand %(file)s is er niet."), file=path.name)
        size = sum(file.stat().st_size for file in files)
        if size > upload_limit * 1_000_000:
            raise FileProblem(
                N_(
                    "Het bestand %(file)s is te groot: %(size)s MB. Er passen %(limit)s MB."
                    " Verdeel het over meer bestanden."
                ),
                file=path.name,
                size=round(size / 1_000_000),
                limit=upload_limit,
            )
        if not size:
            raise FileProblem(N_("Het bestand %(file)s is leeg."), file=path.name)
        sha256 = hashlib.sha256()
        for member in files:
            with member.open("rb") as file:
                for part in iter(lambda: file.read(1_000_000), b""):
                    sha256.update(part)
        return sha256.hexdigest()
    except (OSError, ValueError) as error:
        raise FileProblem(
            N_("Het bestand %(file)s kan niet gelezen worden."), file=path.name
        ) from error


def _trimmed(header: Sequence[str]) -> Sequence[str]:
    last = max((position for position, cell in enumerate(header) if cell.strip()), default=-1)
    return header[: last + 1]


def _csv(path: Path, score: Score, encoding: str) -> tuple[Layout, Iterator[Line]]:
    refuse_other_kinds(path)
    encoding = encoding or read_encoding(path)
    heads = {sign: list(islice(_csv_lines(path, encoding, sign), HEAD)) for sign in DELIMITERS}

    def quality(delimiter: str) -> tuple[int, int]:
        rows = [cells for _, cells in heads[delimiter]]
        return max(map(score, rows), default=0), max(map(len, rows), default=0)

    delimiter = max(DELIMITERS, key=quality)
    return Layout(encoding, delimiter), _csv_lines(path, encoding, delimiter)


def _csv_lines(path: Path, encoding: str, delimiter: str) -> Iterator[Line]:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        reader = csv.reader(file, delimiter=delimiter)
        line = 1
        try:
            for cells in reader:
                yield line, cells
                line = reader.line_num + 1
        except csv.Error as error:
            raise FileProblem(
                N_(
                    "Vanaf regel %(line)s kan het bestand niet gelezen worden. Vaak staat daar een"
                    " aanhalingsteken dat niet gesloten wordt."
                ),
                line=line,
            ) from error


def _data_rows(lines: Iterable[Line], header: Sequence[str]) -> Iterator[Line]:
    """Yield the rows with data, without empty lines and repeated headers.

    Raise FileProblem if there are more than MAX_COLUMNS columns or MAX_ROWS rows.
    """
    if len(_trimmed(header)) > MAX_COLUMNS:
        raise FileProblem(
            N_("Het bestand heeft meer dan %(limit)s kolommen. Haal weg wat niet nodig is."),
            limit=MAX_COLUMNS,
        )
    for number, (line, cells) in enumerate(lines):
        if number >= MAX_ROWS:
            raise FileProblem(
                N_("Het bestand heeft meer dan %(limit)s regels. Verdeel het over meer bestanden."),
                limit=MAX_ROWS,
            )
        if any(cells) and cells != header:
            yield line, cells


def is_totals(cells: Sequence[str]) -> bool:
    """Return whether a row only adds up the others: 'Totaal: 84', or 'Totaal' and numbers."""
    texts = [cell.strip() for cell in cells if cell.strip()]
    if not texts or not TOTALS.match(texts[0]):
        return False
    return all(re.fullmatch(r"[\d.,€ ]+", text) for text in texts[1:])
