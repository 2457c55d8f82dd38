"""JSON files, read as a whole but refused if too large for memory."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import orjson

from socialmap.errors import FileProblem
from socialmap.importing.files.encoding import read_encoding
from socialmap.wording import N_

JSON = re.compile(rb"\s*(?:\[\s*[\[{\"\]]|\{\s*[\"}])")
T = TypeVar("T")
START = 4096  # bytes
# Lists and objects in a file: each takes some 200 bytes of memory, and only two in the file.
MOST_OBJECTS = 2_000_000


def is_json(path: Path) -> bool:
    """Return whether a file begins like JSON, whatever its name."""
    with path.open("rb") as file:
        return bool(JSON.match(file.read(START).removeprefix(codecs.BOM_UTF8)))


def read_json(path: Path) -> Any:
    """Return the document in a file; raise FileProblem if it is too large or no valid JSON."""
    content = path.read_bytes().removeprefix(codecs.BOM_UTF8)
    if content.count(b"[") + content.count(b"{") > MOST_OBJECTS:
        raise FileProblem(
            N_("%(file)s is uitgepakt te groot om te lezen. Verdeel het over meer bestanden."),
            file=path.name,
        )
    encoding = read_encoding(path)
    if not encoding.startswith("utf-8"):
        content = content.decode(encoding, errors="replace").encode()
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError as error:
        if "depth limit" in str(error):
            raise FileProblem(
                N_("%(file)s heeft te veel lagen: lijsten in lijsten, steeds dieper. Zet de plekken"
                   " in één lijst."),
                file=path.name,
            ) from error  # fmt: skip
        raise FileProblem(
            N_("%(file)s is geen goede JSON: op regel %(line)s, teken %(column)s gaat het mis."),
            file=path.name,
            line=error.lineno,
            column=error.colno,
        ) from error


def as_text(value: Any) -> str:
    """Return a value as people would type it in a cell; an object gives an empty text."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, list):
        return " | ".join(filter(None, map(as_text, value)))
    return "" if value is None or isinstance(value, dict) else str(value)


def drain(items: list[T]) -> Iterator[T]:
    """Yield the items and remove them from the list, so that memory is freed along the way."""
    items.reverse()
    while items:
        yield items.pop()


def objects(values: Any) -> list[dict[str, Any]]:
    """Return the objects in a list, without anything else that it holds."""
    if not isinstance(values, list):
        return []
    return [value for value in values if isinstance(value, dict)]


def first_text(things: Iterable[Mapping[str, Any]], *names: str) -> str:
    """Return the first text under any of these names in any of the things; empty without one."""
    texts = (as_text(thing.get(name)).strip() for thing in things for name in names)
    return next(filter(None, texts), "")
