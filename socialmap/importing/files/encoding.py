"""The encoding of a text file; other kinds of files are refused by name."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from pathlib import Path

from charset_normalizer import from_bytes

from socialmap.errors import FileProblem
from socialmap.wording import N_

SAMPLE = 65_536  # bytes
MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# The encodings of Dutch spreadsheets that do not write UTF-8: Windows, Mac and DOS.
LEGACY = ("cp1252", "mac_roman", "cp850")
# A euro sign beside an amount: in the other encodings these bytes are letters.
EUROS = {
    encoding: re.compile(rb"%b\s?\d|\d\s?%b" % (euro, euro))
    for encoding, euro in (("cp1252", b"\x80"), ("mac_roman", b"\xdb"))
}
HTML = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype|html|table|head|body|meta|workbook)", re.I)
CONTROL = bytes(range(9)) + bytes(range(14, 32))


def refuse_other_kinds(path: Path) -> None:
    """Raise FileProblem if the file is no table in text, but a web page or something binary."""
    with path.open("rb") as file:
        start = file.read(SAMPLE)
    if HTML.match(start.removeprefix(codecs.BOM_UTF8)):
        raise FileProblem(
            N_(
                "%(file)s is een webpagina, ook al heet het anders. Open het in een rekenprogramma"
                " en bewaar het als XLSX of CSV."
            ),
            file=path.name,
        )
    marked = start.startswith(tuple(MARKS))
    if not marked and len(start.translate(None, CONTROL)) < 0.99 * len(start):
        raise FileProblem(
            N_("%(file)s is geen tabel die we kunnen lezen. Bewaar het als CSV of XLSX."),
            file=path.name,
        )


def read_encoding(path: Path) -> str:
    """Return the encoding of a text: by its BOM, else UTF-8 if valid, else a legacy one."""
    with path.open("rb") as file:
        start = file.read(SAMPLE)
        for mark, encoding in MARKS.items():
            if start.startswith(mark):
                return encoding
        file.seek(0)
        if _is_utf8(iter(lambda: file.read(1_000_000), b"")):
            return "utf-8"
        file.seek(0)
        sample = b"".join(line for line in file if not line.isascii())[:SAMPLE]
    with_euros = [encoding for encoding, euro in EUROS.items() if euro.search(sample)]
    if len(with_euros) == 1:
        return with_euros[0]
    best = from_bytes(sample, cp_isolation=list(LEGACY)).best()
    return best.encoding if best and best.encoding in LEGACY else LEGACY[0]


def _is_utf8(chunks: Iterable[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in chunks:
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
