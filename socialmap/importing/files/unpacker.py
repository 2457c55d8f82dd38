"""Print the rows of a workbook, from a process of its own with limited memory and time.

A few kilobytes of workbook can unpack to a terabyte, and the library that reads it is native code:
a failure there must not take the server down. It runs as a file, and imports nothing of ours.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

import python_calamine

MEMORY = 1_500_000_000  # bytes
SECONDS = 60
HEAD = 40  # rows of each sheet from which the sheet and the header are chosen
LONGEST = 200  # characters of a text in a head
COLUMNS = 301  # one more than an import takes, so that too many are noticed
PASSWORD, BROKEN = 3, 4
WORKSHEET = python_calamine.SheetTypeEnum.WorkSheet


def as_text(value: Any) -> str:
    """Return a cell as people would type it."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d" if value.time() == time() else "%Y-%m-%d %H:%M")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, (date, timedelta)):
        return str(value)
    return str(value)


def rows_of(sheet: python_calamine.CalamineSheet) -> Iterator[list[str]]:
    """Yield the rows of a sheet as texts, from line 1 on, so that lines keep their number."""
    if sheet.start is None:
        return
    top, left = sheet.start
    yield from ([] for _ in range(top))
    for row in sheet.iter_rows():
        yield [""] * left + [as_text(value) for value in row[:COLUMNS]]


def head_of(sheet: python_calamine.CalamineSheet) -> list[list[str]]:
    """Return the first rows of a sheet, with long texts cut off."""
    return [[text[:LONGEST] for text in row] for row in islice(rows_of(sheet), HEAD)]


def main(path: str) -> int:
    """Print the head of each sheet, read from stdin which sheet is wanted, and print its rows."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        book = python_calamine.CalamineWorkbook.from_path(path)
        sheets = [sheet.name for sheet in book.sheets_metadata if sheet.typ == WORKSHEET]
        heads = {name: head_of(book.get_sheet_by_name(name)) for name in sheets}
        sys.stdout.write(json.dumps(heads) + "\n")
        sys.stdout.flush()
        wanted = sys.stdin.readline().removesuffix("\n")
        for row in rows_of(book.get_sheet_by_name(wanted)):
            sys.stdout.write(json.dumps(row) + "\n")
    except python_calamine.PasswordError:
        return PASSWORD
    except (python_calamine.CalamineError, OSError, ValueError):
        return BROKEN
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
