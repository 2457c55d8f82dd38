"""Load outlines of areas from GeoJSON, or estimate them as cells around postcode points."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians
from pathlib import Path
from typing import Any

import orjson
import shapely
from geoalchemy2.shape import from_shape, to_shape
from shapely.affinity import scale
from shapely.geometry import MultiPoint, MultiPolygon, Point, shape
from shapely.geometry.base import BaseGeometry
from sqlalchemy import select
from sqlalchemy.orm import undefer

from socialmap.db import db
from socialmap.errors import FileProblem
from socialmap.places.areas import LEVELS
from socialmap.places.gazetteer import Place, postcodes
from socialmap.places.geometry import METRES_PER_DEGREE, Box, is_rd, looks_swapped
from socialmap.places.models import WGS84, Area
from socialmap.wording import N_

LARGEST = 200_000_000  # bytes; all neighbourhoods of the Netherlands take 100 MB
CELL_RADIUS = 5_000  # metres from a postcode's point that its cell reaches at most
MIDDLE = 52.2  # degrees north, where a degree of longitude has its average Dutch length


@dataclass(frozen=True)
class Outline:
    """An area as read or estimated, before it is stored."""

    code: str
    name: str
    parent_code: str
    shape: MultiPolygon


@dataclass(frozen=True)
class LoadReport:
    """How many areas a load added, changed and left the same, and how many shapes it mended."""

    new: int
    changed: int
    same: int
    mended: int = 0


def _features(path: Path) -> list[dict[str, Any]]:
    """The features of a GeoJSON file; raise FileProblem if it is something else."""
    try:
        if path.stat().st_size > LARGEST:
            raise FileProblem(N_("Het bestand is te groot voor gebieden: meer dan 200 MB."))
        content = orjson.loads(path.read_bytes())
    except OSError as error:
        reason = error.strerror
        raise FileProblem(N_("Het bestand is niet te lezen: %(reason)s."), reason=reason) from error
    except orjson.JSONDecodeError as error:
        raise FileProblem(N_("Dit is geen GeoJSON: het bestand is geen geldige JSON.")) from error
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or not features:
        raise FileProblem(
            N_("Dit is geen GeoJSON met gebieden: er staat geen lijst 'features' in.")
        )
    return [feature if isinstance(feature, dict) else {} for feature in features]


def _text(feature: dict[str, Any], number: int, name: str) -> str:
    """The value of a property of feature `number`; raise FileProblem if it has none."""
    properties = feature.get("properties") or {}
    value = properties.get(name)
    if value is None or not str(value).strip():
        raise FileProblem(
            N_("Gebied %(number)s heeft geen '%(name)s'. Wel: %(known)s."),
            number=number,
            name=name,
            known=", ".join(properties) or "-",
        )
    return str(value).strip()


def _check_wgs84(box: Box) -> None:
    """Raise FileProblem, with the remedy, if coordinates are not WGS84 lon/lat."""
    west, south, east, north = box
    if abs(west) <= 180 and abs(east) <= 180 and abs(south) <= 90 and abs(north) <= 90:
        if looks_swapped(lat=south, lon=west):
            raise FileProblem(
                N_("De coördinaten staan verkeerd om. Nodig is: eerst lengte, dan breedte.")
            )
        return
    system = "RD (EPSG:28992)" if is_rd(west, south) else "?"
    raise FileProblem(
        N_(
            "De coördinaten zijn geen graden (WGS84) maar %(system)s. Zet het bestand eerst om,"
            " bijvoorbeeld met: ogr2ogr -t_srs EPSG:4326 nieuw.geojson oud.geojson"
        ),
        system=system,
    )


def _polygons(geometry: BaseGeometry) -> MultiPolygon:
    """Only the polygons of a geometry: mending can leave lines and points beside them."""
    parts = shapely.get_parts(shapely.get_parts([geometry]))
    return MultiPolygon([part for part in parts if part.geom_type == "Polygon"])


def _shape(feature: dict[str, Any], number: int) -> tuple[MultiPolygon, bool]:
    """The surface of a feature, and whether it was mended; raise FileProblem if it has none."""
    try:
        geometry = shapely.force_2d(shape(feature["geometry"]))
    except (KeyError, TypeError, ValueError, AttributeError, shapely.errors.ShapelyError) as error:
        raise FileProblem(N_("Gebied %(number)s heeft geen vorm."), number=number) from error
    valid = bool(geometry.is_valid)
    surface = _polygons(geometry if valid else shapely.make_valid(geometry))
    if surface.is_empty:
        raise FileProblem(N_("Gebied %(number)s heeft geen vlak als vorm."), number=number)
    _check_wgs84(surface.bounds)
    return surface, not valid


def read_outlines(
    path: Path, name_property: str, code_property: str, parent_property: str | None = None
) -> tuple[list[Outline], int]:
    """The areas in a GeoJSON file, one per code, and how many shapes had to be mended."""
    by_code: dict[str, Outline] = {}
    mended = 0
    for number, feature in enumerate(_features(path), start=1):
        surface, was_mended = _shape(feature, number)
        mended += was_mended
        code = _text(feature, number, code_property)
        name = _text(feature, number, name_property)
        parent = _text(feature, number, parent_property) if parent_property else ""
        if code in by_code:
            surface = _polygons(shapely.union(by_code[code].shape, surface))
        by_code[code] = Outline(code, name, parent, surface)
    return list(by_code.values()), mended


def _differs(area: Area, level: str, outline: Outline, approximate: bool) -> bool:
    facts = (area.level, area.name, area.parent_code, area.approximate)
    if facts != (level, outline.name, outline.parent_code, approximate):
        return True
    stored: BaseGeometry = to_shape(area.outline)
    return not stored.normalize().equals_exact(outline.shape.normalize(), 1e-9)


def _store(level: str, outlines: Iterable[Outline], approximate: bool) -> LoadReport:
    """Add or update areas by their code; an estimate never replaces a real outline."""
    stored = {area.code: area for area in db.session.scalars(select(Area).options(undefer("*")))}
    new = changed = same = 0
    for outline in outlines:
        area = stored.get(outline.code)
        if area is None:
            area = Area(code=outline.code)
            db.session.add(area)
            new += 1
        elif (approximate and not area.approximate) or not _differs(
            area, level, outline, approximate
        ):
            same += 1
            continue
        else:
            changed += 1
        area.level, area.name, area.parent_code = level, outline.name, outline.parent_code
        area.approximate = approximate
        area.outline = from_shape(outline.shape, srid=WGS84)
    db.session.flush()
    return LoadReport(new, changed, same)


def load_areas(
    path: Path,
    level: str,
    name_property: str,
    code_property: str,
    parent_property: str | None = None,
) -> LoadReport:
    """Load the areas of a GeoJSON file in WGS84; raise FileProblem if it cannot be read.

    Loading the same file again changes nothing. The other parameters name
    the properties of a feature that hold its name, its code and the code of the area around it.
    """
    if level not in LEVELS:
        known = ", ".join(LEVELS)
        raise FileProblem(N_("Dit soort gebied is er niet. Kies uit: %(known)s."), known=known)
    outlines, mended = read_outlines(path, name_property, code_property, parent_property)
    report = _store(level, outlines, approximate=False)
    return LoadReport(report.new, report.changed, report.same, mended)


def _cells(points: list[tuple[float, float]]) -> list[BaseGeometry]:
    """The cell of each point: all that is nearest to it, and within CELL_RADIUS."""
    discs = [Point(point).buffer(CELL_RADIUS / METRES_PER_DEGREE, quad_segs=6) for point in points]
    if len(points) < 2:
        return discs
    whole = shapely.union_all(discs)
    drawn = shapely.voronoi_polygons(MultiPoint(points), extend_to=whole, ordered=True)
    return [shapely.intersection(*pair) for pair in zip(drawn.geoms, discs, strict=True)]


def postcode_cells(places: Iterable[Place]) -> list[Outline]:
    """Estimated areas of postcodes; postcodes with the same point share a cell.

    Longitudes are scaled while computing, so that a disc is round on the ground.
    """
    flat = cos(radians(MIDDLE))
    point_of = {place: (place.lon * flat, place.lat) for place in places}
    points = list(dict.fromkeys(point_of.values()))
    cell_of = dict(zip(points, _cells(points), strict=True))
    return [
        Outline(
            code=place.label[:4],
            name=place.label,
            parent_code="",
            shape=_polygons(scale(cell_of[point], xfact=1 / flat, origin=(0, 0))),
        )
        for place, point in point_of.items()
    ]


def load_cells(wanted: Iterable[str] | None = None) -> LoadReport:
    """Estimate the areas of the wanted postcodes (None: all), for a map without boundaries.

    The cells are computed from all postcodes, so that they do not depend on which are wanted.
    """
    chosen = set(postcodes() if wanted is None else wanted)
    drawn = [cell for cell in postcode_cells(postcodes().values()) if cell.code in chosen]
    return _store("postcode", drawn, approximate=True)
