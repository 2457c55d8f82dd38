"""Workbooks (XLSX, XLS, ODS) as rows, read by a process of its own that may fail."""

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
    """True when the file begins as a workbook does, whatever its name is."""
    with path.open("rb") as file:
        return file.read(8).startswith((ZIP, OLE))


def workbook_rows(path: Path, choose: Choose) -> tuple[tuple[str, ...], str, Iterator[list[str]]]:
    """The names of the sheets, the one that `choose` wants by their first rows, and its rows."""
    talk = _talk(path, choose)
    names, (wanted,) = next(talk), next(talk)
    return tuple(names), wanted, talk


def _talk(path: Path, choose: Choose) -> Iterator[list[str]]:
    """What the unpacker says: the names of the sheets, the one that was chosen, then its rows."""
    with subprocess.Popen(  # noqa: S603 - our own program, without a shell
        [sys.executable, "-I", unpacker.__file__, str(path.absolute())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    ) as process:
        question, answer = process.stdin, process.stdout
        if question is None or answer is None:
            raise AssertionError("both are pipes")
        try:
            heads = json.loads(answer.readline() or "{}")
            if not heads:
                _refuse(process.wait() or unpacker.BROKEN, path)
            yield list(heads)
            wanted = choose(heads)
            yield [wanted]
            question.write(f"{wanted}\n")
            question.close()
            yield from map(json.loads, answer)
            _refuse(process.wait(), path)
        finally:
            process.kill()


def _refuse(code: int, path: Path) -> None:
    """Raise a FileProblem that says why the unpacker stopped, unless all was well."""
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
