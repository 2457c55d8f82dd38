"""GeoJSON: the properties of the features are columns, and each geometry becomes a point."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from socialmap.errors import FileProblem
from socialmap.fields.flaws import Flaw, Level
from socialmap.importing.columns import field_of
from socialmap.importing.files.documents import as_text, drain, objects
from socialmap.importing.files.osm import known_tags, osm_elements
from socialmap.importing.files.shapes import point_of
from socialmap.importing.files.tables import Elements, Line, RefusedRows
from socialmap.language.folding import fold
from socialmap.wording import N_

FORMAT = "GeoJSON"
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
    """Return whether a document claims to be GeoJSON or TopoJSON."""
    return isinstance(document, dict) and as_text(document.get("type")) in TYPES


# Geometries that are more than one place to go to.
SEVERAL_POINTS = frozenset({"MultiPoint", "LineString", "MultiLineString", "GeometryCollection"})
ONE_POINT = Flaw(
    Level.NOTE,
    N_("Dit is een lijn, of meer dan één punt. Op de kaart komt er één punt van."),
    N_("Zijn het meer plekken? Maak dan van elke plek een eigen punt."),
)


def read_features(
    document: Mapping[str, Any], wanted: Iterable[str], refused: RefusedRows
) -> Elements:
    """Read the features of a document; those of OpenStreetMap are read by their tags."""
    _refuse_other_shapes(document)
    single = document.get("type") == "Feature"
    features = objects([document] if single else document.get("features"))
    if not features:
        raise FileProblem(N_("Er staat geen enkele plek in het bestand."))
    if any(map(_osm_id, features)):
        return osm_elements(map(_as_element, drain(features)), wanted, refused)
    _join_names(features)
    header = _header(features)
    return Elements(FORMAT, header, _rows(features, header, refused), known_tags())


def _refuse_other_shapes(document: Mapping[str, Any]) -> None:
    """Raise FileProblem for a bare geometry, TopoJSON, or another coordinate system."""
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
    crs_properties = crs.get("properties") if isinstance(crs, dict) else None
    name = as_text(crs_properties.get("name")) if isinstance(crs_properties, dict) else ""
    if name and not name.endswith((*DEGREES, *RD)):
        raise FileProblem(
            N_(
                "De coördinaten zijn van het stelsel %(crs)s. Bewaar het bestand opnieuw met"
                " coördinaten in WGS84 (EPSG:4326)."
            ),
            crs=name[:80],
        )


def _properties(feature: Mapping[str, Any]) -> dict[str, Any]:
    properties = feature.get("properties")
    return properties if isinstance(properties, dict) else {}


def _osm_id(feature: Mapping[str, Any]) -> str:
    """Return the OpenStreetMap id of a feature, such as node/123; empty if it has none."""
    for candidate in (_properties(feature).get("@id"), feature.get("id")):
        kind, _, number = as_text(candidate).partition("/")
        if kind in ("node", "way", "relation") and number.isdecimal():
            return f"{kind}/{number}"
    return ""


def _as_element(feature: Mapping[str, Any]) -> dict[str, Any]:
    kind, _, number = _osm_id(feature).partition("/")
    tags = {key: value for key, value in _properties(feature).items() if key[:1] != "@"}
    return {"type": kind, "id": number, "tags": tags, "shape": feature.get("geometry")}


def _join_names(features: list[dict[str, Any]]) -> None:
    """Rename properties that mean the same, as 'naam' and 'name', unless one feature has both."""
    names = dict.fromkeys(name for feature in features for name in _properties(feature))
    meant: dict[str, list[str]] = {}
    for name in names:
        if field := field_of(name):
            meant.setdefault(field, []).append(name)
    for first, *others in meant.values():
        for other in others:
            if not any(_fills(feature, first) and _fills(feature, other) for feature in features):
                for feature in features:
                    _rename(_properties(feature), other, first)


def _fills(feature: Mapping[str, Any], name: str) -> bool:
    return bool(as_text(_properties(feature).get(name)))


def _rename(properties: dict[str, Any], old: str, new: str) -> None:
    value = properties.pop(old, None)
    if as_text(value):
        properties[new] = value


def _header(features: list[dict[str, Any]]) -> tuple[str, ...]:
    """Return the columns: id (if any), lat, lon, and all properties in order of appearance."""
    own = ["lat", "lon"]
    if any(feature.get("id") is not None for feature in features):
        own.insert(0, "id")
    names = dict.fromkeys(name for feature in features for name in _properties(feature))
    return (*own, *(name for name in names if fold(name) not in own))


def _rows(
    features: list[dict[str, Any]], header: tuple[str, ...], refused: RefusedRows
) -> Iterator[Line]:
    for number, feature in enumerate(drain(features), start=1):
        geometry = feature.get("geometry")
        kind = as_text(geometry.get("type")) if isinstance(geometry, dict) else ""
        values = values_of(feature)
        if isinstance(values, Flaw):
            refused.add(number, values)
            continue
        # In a file for ourselves the record has all places.
        if kind in SEVERAL_POINTS and not values.get("record"):
            refused.add(number, ONE_POINT, "geometry", kind)
        yield number, [values.get(name, "") for name in header]


def values_of(feature: Mapping[str, Any]) -> dict[str, str] | Flaw:
    """Return the texts of a feature by column, or the flaw in its geometry."""
    values = {name: as_text(value) for name, value in _properties(feature).items()}
    if feature.get("id") is not None:
        values["id"] = as_text(feature["id"])
    geometry = feature.get("geometry")
    if geometry is not None:
        point = point_of(geometry)
        if not isinstance(point, tuple):
            return point
        values["lon"], values["lat"] = (f"{degrees:.7f}" for degrees in point)
    return values
