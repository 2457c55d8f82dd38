"""The listings of a file as the classifier reads them, with the isolation form by a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from socialmap.errors import FileProblem
from socialmap.fields.facts import read_forms, read_kind
from socialmap.fields.flaws import Flaw
from socialmap.importing.columns import header_score, map_columns
from socialmap.importing.files.readers import is_totals, read_table
from socialmap.isolation.classifier import Described
from socialmap.isolation.forms import NONE
from socialmap.language.folding import fold
from socialmap.wording import N_

NOTHING = {"geen", NONE}
DOUBT = {"twijfel", "twijfelachtig", "doubt", "doubtful"}
LABELS = ("first_form", "forms")


@dataclass(frozen=True, slots=True)
class DescribedRow:
    """A row of a file: its cells, what the classifier reads of it, and a person's answer.

    `answer` is an isolation form, "none", or empty if nobody answered; `doubtful` is True if the
    person had doubts.
    """

    line: int
    cells: tuple[str, ...]
    described: Described
    answer: str
    doubtful: bool


@dataclass(frozen=True)
class DescribedTable:
    """A file with its header, whether it has answers of a person, and its rows, to be read once."""

    header: tuple[str, ...]
    labelled: bool
    rows: Iterator[DescribedRow]


def read_described(path: Path, upload_limit: int, with_kind: bool = True) -> DescribedTable:
    """Open a file of listings; without `with_kind` its kinds are not read."""
    table = read_table(path, header_score, upload_limit)
    fields = {
        field: position
        for position, field in map_columns(table.header).fields.items()
        if with_kind or field != "kind"
    }
    labelled = any(label in fields for label in LABELS)
    return DescribedTable(table.header, labelled, _rows(table.header, table.rows, fields))


def _rows(
    header: Sequence[str], lines: Iterable[tuple[int, list[str]]], fields: Mapping[str, int]
) -> Iterator[DescribedRow]:
    doubts = [position for position, name in enumerate(header) if fold(name) in DOUBT]
    for line, cells in lines:
        if is_totals(cells):
            continue
        texts = {
            field: cells[position].strip()
            for field, position in fields.items()
            if position < len(cells)
        }
        kind = read_kind(texts.get("kind", ""))
        described = Described(
            name=texts.get("name", ""),
            summary=texts.get("summary", ""),
            description=texts.get("description", ""),
            kind="" if isinstance(kind, Flaw) else kind.kind,
        )
        doubtful = any(
            cells[position].strip() not in ("", "0", "nee")
            for position in doubts
            if position < len(cells)
        )
        yield DescribedRow(line, tuple(cells), described, _answer(texts, line), doubtful)


def _answer(texts: Mapping[str, str], line: int) -> str:
    """Return the first isolation form that a person chose, "none", or empty."""
    text = next((texts[label] for label in LABELS if texts.get(label)), "")
    if not text or fold(text) in NOTHING:
        return NONE if text else ""
    forms = read_forms(text)
    if isinstance(forms, Flaw) or not forms:
        raise FileProblem(
            N_("Regel %(line)s: '%(word)s' is geen vorm van isolement."), line=line, word=text[:80]
        )
    return next(iter(forms))
