"""KML and GPX: the points that people put on a map, with what they wrote beside them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element

from socialmap.errors import FileProblem
from socialmap.fields.facts import code_of
from socialmap.fields.flaws import Flaw, Level
from socialmap.importing.files.hsds.tables import UNZIPPING
from socialmap.importing.files.markup import plain_text, read_xml, read_xml_file
from socialmap.importing.files.shapes import point_of
from socialmap.importing.files.tables import Elements, Line, RefusedRows
from socialmap.language.folding import fold
from socialmap.wording import N_

KML, GPX = "KML", "GPX"
ROOT = re.compile(r"<(?:\w+:)?(kml|gpx)\b")
FOLDER = "map"
MOST_MEMBERS = 10_000
ROUTE = Flaw(
    Level.WARNING,
    N_("Dit is een lijn of een route, geen plek. We slaan het over."),
    N_("Hoort er een plek bij, zoals het begin? Teken die als punt."),
)
UNPLACED = Flaw(
    Level.ERROR,
    N_("De coördinaten kunnen we niet lezen. We slaan dit over."),
    N_("Teken de plek opnieuw als punt."),
)


class _Place(NamedTuple):
    """A point or area on a map: its texts by column and its geometry; None without one."""

    texts: dict[str, str]
    geometry: dict[str, object] | Flaw | None


def format_of(start: str) -> str:
    """Return KML or GPX for a text that begins like it; else an empty text."""
    match = ROOT.match(start)
    return {"kml": KML, "gpx": GPX}[match[1]] if match else ""


def read_placemarks(path: Path, refused: RefusedRows) -> Elements:
    """Read the places of a KML or GPX file; raise FileProblem if it is broken or has none."""
    return _elements(read_xml_file(path), refused)


def read_kmz(path: Path, upload_limit: int, refused: RefusedRows) -> Elements | None:
    """Read the KML file in a zip; None if the file is no zip that holds one.

    Raise FileProblem if it unpacks to more than `upload_limit` megabytes.
    """
    content, name = b"", ""
    with suppress(*UNZIPPING), zipfile.ZipFile(path) as package:
        members = package.infolist()[:MOST_MEMBERS]
        named = [one for one in members if one.filename.lower().endswith(".kml")]
        if not named:
            return None
        with package.open(named[0]) as file:
            content = file.read(upload_limit * 1_000_000 + 1)
        name = named[0].filename
    if not name:
        return None
    if len(content) > upload_limit * 1_000_000:
        raise FileProblem(
            N_("%(file)s is uitgepakt te groot om te lezen. Verdeel het over meer bestanden."),
            file=path.name,
        )
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    if encoding == "utf-8":
        try:
            content.decode()
        except UnicodeDecodeError:
            encoding = "cp1252"
    return _elements(read_xml(content, encoding, path.name), refused)


def _elements(root: Element, refused: RefusedRows) -> Elements:
    kml = root.tag == "kml"
    places = list(_placemarks(root, ()) if kml else _waypoints(root))
    if not kml:
        _remark_on_tracks(root, refused)
    if not places:
        raise FileProblem(N_("Er staat geen enkele plek in het bestand."))
    names = dict.fromkeys(name for place in places for name in place.texts)
    own = ["id"] * ("id" in names) + ["lat", "lon"]
    header = (*own, *(name for name in names if fold(name) not in own))
    known = any(
        code_of(scheme, place.texts.get(FOLDER, ""))
        for scheme in ("kind", "setting")
        for place in places
    )
    format_headers = {"sym": "kind", "link": "website"} | ({FOLDER: "kind"} if known else {})
    return Elements(KML if kml else GPX, header, _rows(places, header, refused), format_headers)


def _rows(
    places: Iterable[_Place], header: tuple[str, ...], refused: RefusedRows
) -> Iterator[Line]:
    for number, place in enumerate(places, start=1):
        texts, geometry = place.texts, place.geometry
        if isinstance(geometry, Flaw):
            refused.add(number, geometry, "", texts.get("name", ""))
            continue
        if geometry is not None:
            point = point_of(geometry)
            if isinstance(point, Flaw):
                refused.add(number, point, "", texts.get("name", ""))
                continue
            texts["lon"], texts["lat"] = (f"{degrees:.7f}" for degrees in point)
        yield number, [texts.get(name, "") for name in header]


def _text(element: Element, path: str) -> str:
    found = element.find(path)
    return plain_text("".join(found.itertext())) if found is not None else ""


def _placemarks(element: Element, folders: tuple[str, ...]) -> Iterator[_Place]:
    """Yield the places below an element of KML, in the order of the file."""
    for child in element:
        if child.tag == "Placemark":
            yield _placemark(child, folders)
        elif child.tag in ("Document", "Folder"):
            name = _text(child, "name") if child.tag == "Folder" else ""
            yield from _placemarks(child, (*folders, name) if name else folders)


def _placemark(element: Element, folders: tuple[str, ...]) -> _Place:
    texts = {
        "id": element.get("id", ""),
        "name": _text(element, "name"),
        "description": _text(element, "description") or _text(element, "Snippet"),
        "address": _text(element, "address"),
        "phone": _text(element, "phoneNumber").removeprefix("tel:"),
        "website": _link(element),
        FOLDER: folders[-1] if folders else "",
        **_extended(element),
    }
    return _Place({name: text for name, text in texts.items() if text}, _geometry(element))


def _link(element: Element) -> str:
    found = element.find("link")
    return (found.get("href") or (found.text or "").strip()) if found is not None else ""


def _extended(element: Element) -> dict[str, str]:
    """Return the columns that a placemark of KML was given besides its own."""
    columns: dict[str, str] = {}
    for data in element.findall("ExtendedData/Data"):
        columns[_text(data, "displayName") or data.get("name", "")] = _text(data, "value")
    for data in element.findall("ExtendedData/SchemaData/SimpleData"):
        columns[data.get("name", "")] = plain_text(data.text or "")
    return {name: text for name, text in columns.items() if name}


def _geometry(element: Element) -> dict[str, object] | Flaw | None:
    """Return the first point of a placemark, or else its first area; a line is a flaw."""
    point = element.find(".//Point/coordinates")
    if point is not None:
        corners = _coordinates(point)
        return {"type": "Point", "coordinates": corners[0]} if corners else UNPLACED
    ring = element.find(".//Polygon/outerBoundaryIs/LinearRing/coordinates")
    if ring is not None:
        corners = _coordinates(ring)
        return {"type": "Polygon", "coordinates": [corners]} if len(corners) > 3 else UNPLACED
    lines = ("LineString", "Track", "MultiTrack", "LinearRing")
    return ROUTE if any(element.find(f".//{line}") is not None for line in lines) else None


def _coordinates(element: Element) -> list[list[float]]:
    """Return the pairs (lon, lat) in a text such as '5.38,52.15,0 5.39,52.15,0'."""
    pairs = []
    with suppress(ValueError):
        for corner in re.sub(r"\s*,\s*", ",", element.text or "").split():
            lon, lat, *_ = (float(number) for number in corner.split(","))
            pairs.append([lon, lat])
    return pairs


def _waypoints(root: Element) -> Iterator[_Place]:
    """Yield the waypoints of GPX; what has more points than one is a route."""
    for point in root.iterfind("wpt"):
        texts = {
            "name": _text(point, "name"),
            "description": _text(point, "desc") or _text(point, "cmt"),
            "sym": _text(point, "type") or _text(point, "sym"),
            "link": _link(point),
        }
        extensions = point.find("extensions")
        for extra in extensions.iter() if extensions is not None else ():
            if not len(extra) and extra.text and extra.text.strip():
                texts.setdefault(extra.tag, plain_text(extra.text))
        try:
            at = [float(point.get("lon", "")), float(point.get("lat", ""))]
            geometry: dict[str, object] | Flaw = {"type": "Point", "coordinates": at}
        except ValueError:
            geometry = UNPLACED
        yield _Place({name: text for name, text in texts.items() if text}, geometry)


def _remark_on_tracks(root: Element, refused: RefusedRows) -> None:
    count = len(root.findall("trk")) + len(root.findall("rte"))
    if count:
        flaw = Flaw(
            Level.NOTE,
            N_("Er staan ook routes in: %(count)s. Die nemen we niet mee."),
            N_("Op deze kaart staan plekken. Bewaar het begin van een route als punt."),
            facts=(("count", count),),
        )
        refused.add(0, flaw)
