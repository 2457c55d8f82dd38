"""Workbooks (XLSX, XLS, ODS) as rows, read by a separate process that may fail."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from socialmap.errors import FileProblem
from socialmap.importing.files import unpacker
from socialmap.wording import N_

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
Choose = Callable[[dict[str, list[list[str]]]], str]


def is_workbook(path: Path) -> bool:
    """Return whether a file begins like a workbook, whatever its name."""
    with path.open("rb") as file:
        return file.read(8).startswith((ZIP, OLE))


def workbook_rows(path: Path, choose: Choose) -> tuple[tuple[str, ...], str, Iterator[list[str]]]:
    """Return the names of the sheets, the one that `choose` picks by their heads, and its rows."""
    output = _unpack(path, choose)
    names, (wanted,) = next(output), next(output)
    return tuple(names), wanted, output


def _unpack(path: Path, choose: Choose) -> Iterator[list[str]]:
    """Yield from the unpacker the names of the sheets, the chosen sheet, and then its rows."""
    with subprocess.Popen(  # noqa: S603 - our own program, without a shell
        [sys.executable, "-I", unpacker.__file__, str(path.absolute())],
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
            yield list(heads)
            wanted = choose(heads)
            yield [wanted]
            stdin.write(f"{wanted}\n")
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
