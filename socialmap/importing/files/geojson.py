"""GeoJSON: the properties of its features are columns, a shape on the map is a point."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from socialmap.errors import FileProblem
from socialmap.importing.files.documents import as_text, drain, objects
from socialmap.importing.files.osm import known_tags, osm_elements
from socialmap.importing.files.shapes import point_of
from socialmap.importing.files.tables import Elements, Line, Refused
from socialmap.language.folding import fold
from socialmap.wording import N_

FORM = "GeoJSON"
TYPES = frozenset(
    [
        "Feature",
        "FeatureCollection",
        "Point",
        "MultiPoint",
        "LineString",
        "MultiLineString",
        "Polygon",
        "MultiPolygon",
        "GeometryCollection",
        "Topology",
    ]
)
DEGREES = ("CRS84", "4326", "4258")
RD = ("28992", "7415")


def is_geojson(document: Any) -> bool:
    """True when a document says that it is GeoJSON, or something like it."""
    return isinstance(document, dict) and as_text(document.get("type")) in TYPES


def read_features(document: Mapping[str, Any], wanted: Iterable[str], refused: Refused) -> Elements:
    """The features of a document; those of OpenStreetMap are read by their tags."""
    _refuse_other_shapes(document)
    single = document.get("type") == "Feature"
    features = objects([document] if single else document.get("features"))
    if not features:
        raise FileProblem(N_("Er staat geen enkele plek in het bestand."))
    if any(map(_osm_id, features)):
        return osm_elements(map(_as_element, drain(features)), wanted, refused)
    header = _header(features)
    return Elements(FORM, header, _rows(features, header, refused), known_tags())


def _refuse_other_shapes(document: Mapping[str, Any]) -> None:
    """Raise a FileProblem for one bare shape, TopoJSON, or coordinates of another system."""
    kind = document.get("type")
    if kind not in ("Feature", "FeatureCollection"):
        raise FileProblem(
            N_(
                "Dit is een bestand van de soort %(kind)s, zonder gegevens bij de plekken."
                " Bewaar het als GeoJSON met een FeatureCollection."
            ),
            kind=kind,
        )
    crs = document.get("crs")
    named = crs.get("properties") if isinstance(crs, dict) else None
    name = as_text(named.get("name")) if isinstance(named, dict) else ""
    if name and not name.endswith((*DEGREES, *RD)):
        raise FileProblem(
            N_(
                "De coördinaten zijn van het stelsel %(crs)s. Bewaar het bestand opnieuw met"
                " coördinaten in WGS84 (EPSG:4326)."
            ),
            crs=name[:80],
        )


def _properties(feature: Mapping[str, Any]) -> dict[str, Any]:
    found = feature.get("properties")
    return found if isinstance(found, dict) else {}


def _osm_id(feature: Mapping[str, Any]) -> str:
    """The id that OpenStreetMap gives, such as node/123; empty for other features."""
    for told in (_properties(feature).get("@id"), feature.get("id")):
        kind, _, number = as_text(told).partition("/")
        if kind in ("node", "way", "relation") and number.isdecimal():
            return f"{kind}/{number}"
    return ""


def _as_element(feature: Mapping[str, Any]) -> dict[str, Any]:
    kind, _, number = _osm_id(feature).partition("/")
    tags = {key: value for key, value in _properties(feature).items() if key[:1] != "@"}
    return {"type": kind, "id": number, "tags": tags, "shape": feature.get("geometry")}


def _header(features: list[dict[str, Any]]) -> tuple[str, ...]:
    """The id and the point of a feature, and all properties in the order in which they come."""
    own = ["lat", "lon"]
    if any(feature.get("id") is not None for feature in features):
        own.insert(0, "id")
    names = dict.fromkeys(name for feature in features for name in _properties(feature))
    return (*own, *(name for name in names if fold(name) not in own))


def _rows(
    features: list[dict[str, Any]], header: tuple[str, ...], refused: Refused
) -> Iterator[Line]:
    for number, feature in enumerate(drain(features), start=1):
        values = {name: as_text(value) for name, value in _properties(feature).items()}
        if feature.get("id") is not None:
            values["id"] = as_text(feature["id"])
        geometry = feature.get("geometry")
        if geometry is not None:
            point = point_of(geometry)
            if not isinstance(point, tuple):
                refused.say(number, point)
                continue
            values["lon"], values["lat"] = (f"{degrees:.7f}" for degrees in point)
        yield number, [values.get(name, "") for name in header]
