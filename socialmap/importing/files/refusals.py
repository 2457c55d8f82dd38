"""Files that hold no table and no places: each refused by the name of its kind, with a remedy.

A kind is known by how the content begins, so that a wrong ending does not matter.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from socialmap.errors import FileProblem
from socialmap.importing.files.hsds.tables import UNZIPPING
from socialmap.wording import N_

START = 65_536  # bytes
TABLE = N_("Zet de tabel in Excel of LibreOffice en bewaar hem als XLSX of CSV.")
MAP = N_("Bewaar de plekken in je kaartprogramma als GeoJSON of KML.")
UNPACK = N_("Pak het uit en kies het bestand dat erin zit.")
DATABASE = N_("Bewaar de tabel vanuit dat programma als XLSX of CSV.")
# Kinds that begin with fixed bytes: the bytes, where they stand, the kind, and the remedy.
MAGIC: tuple[tuple[bytes, int, str, str], ...] = (
    (b"%PDF", 0, N_("een PDF"), TABLE),
    (b"\x89PNG", 0, N_("een afbeelding (PNG)"), TABLE),
    (b"\xff\xd8\xff", 0, N_("een foto (JPEG)"), TABLE),
    (b"GIF8", 0, N_("een afbeelding (GIF)"), TABLE),
    (b"II*\x00", 0, N_("een afbeelding (TIFF)"), TABLE),
    (b"MM\x00*", 0, N_("een afbeelding (TIFF)"), TABLE),
    (b"WEBP", 8, N_("een afbeelding (WebP)"), TABLE),
    (b"ftyphei", 4, N_("een foto (HEIC)"), TABLE),
    (b"ftyp", 4, N_("een film"), TABLE),
    (b"{\\rtf", 0, N_("een tekstdocument (RTF)"), TABLE),
    (b"Standard Jet DB", 4, N_("een database van Access"), DATABASE),
    (b"Standard ACE DB", 4, N_("een database van Access"), DATABASE),
    (b"PAR1", 0, N_("een Parquet-bestand"), DATABASE),
    (b"fgb\x03", 0, N_("een FlatGeobuf-bestand"), MAP),
    (b"\x00\x00\x27\x0a", 0, N_("een deel van een Shapefile"), MAP),
    (b"\x1f\x8b", 0, N_("een ingepakt bestand (gzip)"), UNPACK),
    (b"7z\xbc\xaf\x27\x1c", 0, N_("een ingepakt bestand (7z)"), UNPACK),
    (b"Rar!", 0, N_("een ingepakt bestand (RAR)"), UNPACK),
    (b"BZh", 0, N_("een ingepakt bestand (bzip2)"), UNPACK),
    (b"\xfd7zXZ", 0, N_("een ingepakt bestand (XZ)"), UNPACK),
    (b"\x28\xb5\x2f\xfd", 0, N_("een ingepakt bestand (Zstandard)"), UNPACK),
    (b"ustar", 257, N_("een ingepakt bestand (tar)"), UNPACK),
)
GEOPACKAGE = (b"GPKG", 68)
# Kinds of text, by how they begin after white space and an XML declaration.
TEXTS: tuple[tuple[re.Pattern[bytes], str, str], ...] = (
    (re.compile(rb"From \S+ .*\d{4}\r?\n[A-Za-z-]+: "), N_("een postbus (MBOX)"), TABLE),
    (
        re.compile(
            rb"(?:(?:Received|Return-Path|Delivered-To|MIME-Version|From|To|Subject|Date|Message-ID|X-[\w-]+):"
            rb"[^\n]*\n(?:[ \t][^\n]*\n)*){3}",
            re.I,
        ),
        N_("een mailbericht"),
        TABLE,
    ),
    (
        re.compile(rb"<(?:\w+:)?(?:FeatureCollection|GML)\b[^>]*\bopengis\.net/(?:gml|wfs)"),
        N_("een GML-bestand"),
        MAP,
    ),
    (re.compile(rb"<svg\b"), N_("een tekening (SVG)"), TABLE),
    (
        re.compile(rb"<(?:\w+:)?(?:rss|feed|RDF)\b"),
        N_("een nieuwsoverzicht (RSS of RDF)"),
        TABLE,
    ),
    (re.compile(rb"<osm\b"), N_("een OSM-bestand in XML"), N_("Vraag Overpass om JSON.")),
)
# Names in a zip that tell its kind, in the order in which they are asked.
ZIPPED: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"word/"), N_("een Word-document"), TABLE),
    (re.compile(r"ppt/"), N_("een presentatie van PowerPoint"), TABLE),
    (re.compile(r"Index/.*\.iwa$|Index\.zip$"), N_("een bestand van Numbers of Pages"), TABLE),
    (re.compile(r".*\.shp$", re.I), N_("een Shapefile"), MAP),
    (re.compile(r".*\.gdb/", re.I), N_("een database van ArcGIS"), MAP),
    (re.compile(r"META-INF/container\.xml$"), N_("een e-boek"), TABLE),
)
OPEN_DOCUMENT = {
    "text": N_("een tekstdocument (ODT)"),
    "presentation": N_("een presentatie (ODP)"),
    "graphics": N_("een tekening (ODG)"),
}
# What a compound file of Microsoft holds: the name of its main stream, in UTF-16.
COMPOUND: tuple[tuple[str, str], ...] = (
    ("WordDocument", N_("een Word-document")),
    ("PowerPoint Document", N_("een presentatie van PowerPoint")),
    ("__substg1.0_", N_("een mailbericht van Outlook")),
)
LONGEST_KIND = 200  # bytes
WORKBOOKS = ("xl/", "content.xml")
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DECLARATION = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE\s+(?!html)[^>\[]*>\s*)*", re.S | re.I
)


def refused(path: Path, kind: str, remedy: str) -> FileProblem:
    """Return the problem of a file of a kind that is not read: what it is, and what to do."""
    return FileProblem(
        N_("%(file)s is %(kind)s. Dat kunnen we niet lezen. %(remedy)s"),
        file=path.name,
        kind=kind,
        remedy=remedy,
    )


def refuse_by_name(path: Path) -> None:
    """Raise FileProblem if a file is of a kind that holds no table and no places that we read."""
    with path.open("rb") as file:
        start = file.read(START)
    for magic, offset, kind, remedy in MAGIC:
        if start[offset : offset + len(magic)] == magic:
            raise refused(path, kind, remedy)
    if start.startswith(b"SQLite format 3"):
        magic, offset = GEOPACKAGE
        packed = start[offset : offset + len(magic)] == magic
        kind = N_("een GeoPackage") if packed else N_("een database (SQLite)")
        raise refused(path, kind, MAP if packed else DATABASE)
    if start.startswith(ZIP):
        _refuse_zip(path)
    elif start.startswith(OLE):
        _refuse_compound(path)
    else:
        text = start.removeprefix(b"\xef\xbb\xbf")
        begin = DECLARATION.match(text)
        text = text[begin.end() if begin else 0 :]
        for pattern, kind, remedy in TEXTS:
            if pattern.match(text):
                raise refused(path, kind, remedy)


def _refuse_zip(path: Path) -> None:
    """Raise FileProblem if a zip is a document of another program, or a bundle of files."""
    names: list[str] = []
    kind = ""
    with suppress(*UNZIPPING), zipfile.ZipFile(path) as package:
        names = package.namelist()[:10_000]
        if "mimetype" in names and package.getinfo("mimetype").file_size < LONGEST_KIND:
            kind = package.read("mimetype").decode("ascii", "replace")
    if not names:
        return  # damaged: the reader of workbooks says so
    for word, named in OPEN_DOCUMENT.items():
        if kind.startswith(f"application/vnd.oasis.opendocument.{word}"):
            raise refused(path, named, TABLE)
    for pattern, named, remedy in ZIPPED:
        if any(pattern.match(name) for name in names):
            raise refused(path, named, remedy)
    if not any(name.startswith(WORKBOOKS) for name in names):
        raise FileProblem(
            N_(
                "%(file)s is een zip zonder lijst die we kennen. Er zit in: %(names)s."
                " Pak het uit en kies het bestand met de lijst."
            ),
            file=path.name,
            names=_some(name for name in names if not name.endswith("/")),
        )


def _some(names: Iterable[str]) -> str:
    shown = [name[-60:] for name in names]
    return ", ".join(shown[:5]) + (", …" if len(shown) > 5 else "")


def _refuse_compound(path: Path) -> None:
    content = path.read_bytes()
    if "Workbook".encode("utf-16-le") in content or "Book".encode("utf-16-le") in content:
        return
    for stream, kind in COMPOUND:
        if stream.encode("utf-16-le") in content:
            raise refused(path, kind, TABLE)
