"""Lines of iCalendar and vCard: names with parameters and a value, in nested components."""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from socialmap.errors import FileProblem
from socialmap.importing.files.encoding import read_encoding
from socialmap.wording import N_

LINE = re.compile(r"(?:[\w-]+\.)?([\w-]+)((?:;[^:;\"]*(?:\"[^\"]*\"[^:;\"]*)*)*):(.*)", re.S)
PARAMETER = re.compile(r";([\w-]+)(?:=(\"[^\"]*\"|[^;\"]*))?")
ESCAPED = re.compile(r"\\([\\;,nN:])")
DEEPEST = 5
LONGEST = 20_000  # characters of a value; a picture is longer and not read
MOST_COMPONENTS = 200_000


@dataclass(frozen=True)
class Value:
    """One value of a property: its text as written, and its parameters."""

    raw: str
    parameters: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The value without escapes."""
        return unescaped(self.raw)


@dataclass
class Component:
    """What stands between BEGIN and END: its properties by name, and the components inside."""

    name: str
    values: dict[str, list[Value]] = field(default_factory=dict)
    parts: list[Component] = field(default_factory=list)

    def first(self, name: str) -> Value | None:
        """Return the first value of a property; None without one."""
        return next(iter(self.values.get(name, ())), None)

    def text(self, name: str) -> str:
        """Return the first value of a property as text; empty without one."""
        value = self.first(name)
        return value.text.strip() if value else ""


def is_private(component: Component) -> bool:
    """Return whether an event or a card is not for everybody, by its class."""
    return component.text("CLASS").upper() not in ("", "PUBLIC")


def unescaped(text: str) -> str:
    """Return a value with line feeds, commas and the like instead of their escapes."""
    return ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], text)


def read_text(path: Path) -> str:
    """Return the text of a file, in the encoding that it turns out to have."""
    return path.read_bytes().decode(read_encoding(path), errors="replace")


def _unfolded(text: str) -> Iterator[str]:
    """Yield the lines of a text, each with the lines that continue it."""
    line = ""
    for part in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        quoted = "QUOTED-PRINTABLE" in line[:80].upper() and line.endswith("=")
        if quoted or part[:1] in (" ", "\t"):
            line = f"{line[:-1]}{part}" if quoted else line + part[1:] * (len(line) < LONGEST)
        else:
            yield line
            line = part
    yield line


def components(text: str, name: str, file_name: str) -> list[Component]:
    """Return the components of this name at the outside of a text.

    Raise FileProblem if the text ends before they do, or if there are too many.
    """
    outside = Component("")
    stack = [outside]
    count = 0
    for line in _unfolded(text):
        match = LINE.fullmatch(line)
        if match is None:
            continue
        key, value = match[1].upper(), match[3]
        if key == "BEGIN":
            count += 1
            _check_bounds(len(stack), count, file_name)
            inner = Component(value.strip().upper())
            stack[-1].parts.append(inner)
            stack.append(inner)
        elif key == "END":
            del stack[max(1, len(stack) - 1) :]
        elif len(stack) > 1 and len(value) < LONGEST:
            stack[-1].values.setdefault(key, []).append(_value(match[2], value))
    if len(stack) > 1:
        raise FileProblem(
            N_("%(file)s is niet af: het einde ontbreekt. Bewaar het opnieuw."), file=file_name
        )
    return [part for part in outside.parts if part.name == name]


def _check_bounds(depth: int, count: int, file_name: str) -> None:
    if depth > DEEPEST or count > MOST_COMPONENTS:
        raise FileProblem(
            N_("%(file)s is te groot om te lezen. Verdeel het over meer bestanden."),
            file=file_name,
        )


def _value(parameters: str, raw: str) -> Value:
    named: dict[str, str] = {}
    for match in PARAMETER.finditer(parameters):
        # Version 2.1 of vCard wrote a parameter without its name: TEL;WORK.
        key, value = (match[1], match[2]) if match[2] is not None else ("TYPE", match[1])
        key, value = key.upper(), value.strip('"')
        named[key] = f"{named[key]},{value}" if key in named else value
    if "QUOTED-PRINTABLE" in (named.get("ENCODING", "") + named.get("TYPE", "")).upper():
        content = quopri.decodestring(raw.encode("utf-8", "replace"))
        raw = content.decode("utf-8", errors="replace")
    return Value(raw, named)
