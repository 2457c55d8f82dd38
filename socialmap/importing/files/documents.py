"""A JSON file as one document, read whole but never larger than memory can bear."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import orjson

from socialmap.errors import FileProblem
from socialmap.importing.files.encoding import read_encoding
from socialmap.wording import N_

JSON = re.compile(rb"\s*(?:\[\s*[\[{\"\]]|\{\s*[\"}])")
T = TypeVar("T")
START = 4096  # bytes
# A list or object takes some 200 bytes of memory, and two bytes of file can make one.
MANY = 2_000_000


def is_json(path: Path) -> bool:
    """True when the file begins as JSON does, whatever its name is."""
    with path.open("rb") as file:
        return bool(JSON.match(file.read(START).removeprefix(codecs.BOM_UTF8)))


def read_json(path: Path) -> Any:
    """The document in a file; a FileProblem says where it stops being JSON."""
    content = path.read_bytes().removeprefix(codecs.BOM_UTF8)
    if content.count(b"[") + content.count(b"{") > MANY:
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
        raise FileProblem(
            N_("%(file)s is geen goede JSON: op regel %(line)s, teken %(column)s gaat het mis."),
            file=path.name,
            line=error.lineno,
            column=error.colno,
        ) from error


def as_text(value: Any) -> str:
    """A value as people would type it in a cell; an object says nothing in a cell."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, list):
        return " | ".join(filter(None, map(as_text, value)))
    return "" if value is None or isinstance(value, dict) else str(value)


def drain(items: list[T]) -> Iterator[T]:
    """The items one by one, each let go when it was read: a document shrinks as a plan grows."""
    items.reverse()
    while items:
        yield items.pop()


def objects(values: Any) -> list[dict[str, Any]]:
    """The objects in a list; anything else in a document of others is passed over."""
    return [each for each in values if isinstance(each, dict)] if isinstance(values, list) else []
