"""Workbooks (XLSX, XLS, ODS) as rows, read by a separate process that may fail."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from socialmap.errors import FileProblem
from socialmap.importing.files import unpacker
from socialmap.wording import N_

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class SheetHead:
    """The first rows of a sheet, and whether it is visible."""

    name: str
    visible: bool
    rows: Sequence[list[str]]


@dataclass(frozen=True)
class SheetEnd:
    """What was noticed in a sheet while it was read.

    `hidden` are lines of rows that were left out; `filled` lines with a value of a merged cell
    above; `columns` the first text of each column that was left out.
    """

    hidden: tuple[int, ...]
    filled: tuple[int, ...]
    columns: tuple[str, ...]


# Chooses the sheets to read, in order, by their heads.
Choose = Callable[[Sequence[SheetHead]], Sequence[str]]


def is_workbook(path: Path) -> bool:
    """Return whether a file begins like a workbook, whatever its name."""
    with path.open("rb") as file:
        return file.read(8).startswith((ZIP, OLE))


def workbook_rows(
    path: Path, choose: Choose, hidden: bool
) -> Iterator[Iterator[list[str]] | SheetEnd]:
    """Yield for each chosen sheet its rows, to be read before going on, and then its end.

    A row that is left out is empty, so that lines keep their number; `hidden` takes them along.
    """
    output = _unpack(path, choose, hidden)
    ends: list[Mapping[str, Any]] = []

    def rows() -> Iterator[list[str]]:
        for line in output:
            if isinstance(line, dict):
                ends.append(line)
                return
            yield line or []

    for _ in range(next(output)):
        yield rows()
        end = ends.pop()
        columns = tuple(end["columns"].values())
        yield SheetEnd(tuple(end["hidden"]), tuple(dict.fromkeys(end["filled"])), columns)


def _unpack(path: Path, choose: Choose, hidden: bool) -> Iterator[Any]:
    """Yield from the unpacker the number of chosen sheets, and then their rows and ends."""
    with subprocess.Popen(  # noqa: S603 - our own program, without a shell
        [sys.executable, "-I", unpacker.__file__, str(path.absolute()), *["hidden"] * hidden],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    ) as process:
        stdin, stdout = process.stdin, process.stdout
        if stdin is None or stdout is None:
            raise AssertionError("both are pipes")
        try:
            heads = json.loads(stdout.readline() or "{}")
            if not heads:
                _check_exit(process.wait() or unpacker.BROKEN, path)
            wanted = choose(
                [SheetHead(name, each["visible"], each["head"]) for name, each in heads.items()]
            )
            yield len(wanted)
            stdin.write(f"{json.dumps(list(wanted))}\n")
            stdin.close()
            yield from map(json.loads, stdout)
            _check_exit(process.wait(), path)
        finally:
            process.kill()


def _check_exit(code: int, path: Path) -> None:
    """Raise FileProblem if the exit code of the unpacker is that of a failure."""
    if code == unpacker.PASSWORD:
        raise FileProblem(
            N_("%(file)s is met een wachtwoord beveiligd. Haal het wachtwoord eraf."),
            file=path.name,
        )
    if code == unpacker.BROKEN:
        raise FileProblem(
            N_("%(file)s is beschadigd of is geen rekenblad. Bewaar het opnieuw als XLSX of CSV."),
            file=path.name,
        )
    if code:
        raise FileProblem(
            N_("%(file)s is uitgepakt te groot om te lezen. Bewaar alleen de tabel, als CSV."),
            file=path.name,
        )
