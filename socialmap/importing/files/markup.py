"""XML and HTML from other people, within bounds: no entities, other files or deep nests."""

from __future__ import annotations

import codecs
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from socialmap.errors import FileProblem
from socialmap.importing.files.encoding import read_encoding
from socialmap.wording import N_

START = 65_536  # bytes
DEEPEST = 60  # levels
MOST_ELEMENTS = 1_500_000
HTML = re.compile(r"</?[a-zA-Z][^>]*>|&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
BLOCKS = frozenset({"p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "ul", "ol", "table"})
HIDDEN = frozenset({"script", "style", "head", "template"})
PROLOGUE = re.compile(
    r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE(?!\s+html)[^>\[]*(?:\[.*?\]\s*)?>\s*)*",
    re.S | re.I,
)


def opening(path: Path) -> str:
    """Return how a text begins, without its byte order mark and without an XML prologue."""
    with path.open("rb") as file:
        start = file.read(START)
    utf_16 = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = start.decode("utf-16" if utf_16 else "utf-8-sig", errors="replace")
    prologue = PROLOGUE.match(text)
    return text[prologue.end() if prologue else 0 :]


class _RefusedError(ValueError):
    """Raised for markup outside the bounds."""


class _Parser:
    """Builds a tree of elements, without namespaces, and stops at what is out of bounds."""

    def __init__(self, encoding: str | None):
        self.builder = TreeBuilder()
        self.depth = self.elements = 0
        self.expat = expat.ParserCreate(encoding)
        self.expat.buffer_text = True
        self.expat.StartElementHandler = self.start
        self.expat.EndElementHandler = self.end
        self.expat.CharacterDataHandler = self.builder.data
        self.expat.EntityDeclHandler = self.refuse
        self.expat.ExternalEntityRefHandler = self.refuse

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.elements += 1
        if self.depth > DEEPEST or self.elements > MOST_ELEMENTS:
            raise _RefusedError
        plain = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        self.builder.start(name.rpartition(":")[2], plain)

    def end(self, name: str) -> None:
        self.depth -= 1
        self.builder.end(name.rpartition(":")[2])

    def refuse(self, *_arguments: object) -> int:
        raise _RefusedError


def read_xml(content: bytes, encoding: str, file_name: str) -> Element:
    """Return the root of an XML document; raise FileProblem if it is broken or out of bounds.

    Names of elements and attributes have no namespace. `encoding` is what the text turned out to
    be written in, whatever the document says.
    """
    if encoding not in ("utf-8", "utf-8-sig", "utf-16"):
        content, encoding = content.decode(encoding, errors="replace").encode(), "utf-8"
    parser = _Parser(None if encoding == "utf-16" else "utf-8")
    try:
        parser.expat.Parse(content, True)
        root: Element = parser.builder.close()
    except _RefusedError as error:
        raise FileProblem(
            N_(
                "%(file)s heeft onderdelen die we om veiligheid niet lezen, of is te diep of te"
                " groot. Bewaar het opnieuw vanuit je kaartprogramma."
            ),
            file=file_name,
        ) from error
    except (expat.ExpatError, ValueError, AssertionError, LookupError) as error:
        raise FileProblem(
            N_("%(file)s is beschadigd of niet af: op regel %(line)s gaat het mis."),
            file=file_name,
            line=parser.expat.CurrentLineNumber,
        ) from error
    return root


def read_xml_file(path: Path) -> Element:
    """Return the root of the XML document in a file."""
    return read_xml(path.read_bytes(), read_encoding(path), path.name)


class _Text(HTMLParser):
    """Collects the text of HTML, with a line for each block, and its scripts of one sort."""

    def __init__(self, script: str = ""):
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.scripts: list[str] = []
        self.hidden = 0
        self.wanted = script
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self.parts.append("\n")
        elif tag == "td":
            self.parts.append(" ")
        self.hidden += tag in HIDDEN
        kind = (dict(attrs).get("type") or "").split(";")[0].strip().lower()
        if tag == "script" and self.wanted and kind == self.wanted:
            self.inside = True
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.parts.append("\n")
        self.hidden = max(0, self.hidden - (tag in HIDDEN))
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.scripts[-1] += data
        elif not self.hidden:
            self.parts.append(data)


def _fed(html: str, script: str = "") -> _Text:
    reader = _Text(script)
    try:
        reader.feed(html)
        reader.close()
    except (AssertionError, ValueError):
        pass  # what came before the damage remains
    return reader


def plain_text(text: str) -> str:
    """Return a text without HTML: a line per block, and letters for entities."""
    if not HTML.search(text):
        return text.strip()
    lines = (" ".join(line.split()) for line in "".join(_fed(text).parts).splitlines())
    return "\n".join(filter(None, lines))


def scripts_in(html: str, kind: str) -> list[str]:
    """Return the contents of the scripts of one media type in a page."""
    return _fed(html, kind).scripts
