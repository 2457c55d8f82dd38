"""Look up areas by name or code, and draw their outlines for the map."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import orjson
import shapely
from geoalchemy2.shape import to_shape
from shapely.geometry.base import BaseGeometry
from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from socialmap.cache import app_cache
from socialmap.db import db
from socialmap.places.gazetteer import Place, PlaceKind
from socialmap.places.geometry import Box, metres_between
from socialmap.places.models import Area
from socialmap.places.queries import overlaps_box
from socialmap.places.spelling import key

# The levels of areas, from wide to narrow, and the kind of place that each is in a search.
LEVELS: dict[str, PlaceKind] = {
    "municipality": "municipality",
    "district": "neighbourhood",
    "neighbourhood": "neighbourhood",
    "postcode": "postcode",
}
DETAIL = 800  # steps across the map; finer details are left out of an outline


def _wide_first(areas: list[Area]) -> list[Area]:
    order = list(LEVELS)
    return sorted(areas, key=lambda area: (order.index(area.level), area.code))


def area_by_code(code: str) -> Area | None:
    """The area with this code, or None."""
    return db.session.scalar(select(Area).where(Area.code == code))


def areas_named(name: str) -> list[Area]:
    """The areas of this name, in upper or lower case, the widest level first."""
    # SQLite's lower() leaves É as it is, so the usual ways to write the name are tried as well.
    spelled = {name.strip(), name.strip().lower(), name.strip().title()}
    same = Area.name.in_(spelled) | (func.lower(Area.name) == name.strip().lower())
    return _wide_first(list(db.session.scalars(select(Area).where(same))))


def _place(area: Area) -> Place:
    surface: BaseGeometry = to_shape(area.outline)
    inside = surface.representative_point()
    west, south, east, north = surface.bounds
    half_diagonal = metres_between((west, south), (east, north)) / 2
    above = area_by_code(area.parent_code) if area.parent_code else None
    return Place(
        label=f"{area.name} ({above.name})" if above else area.name,
        lon=inside.x,
        lat=inside.y,
        kind=LEVELS[area.level],
        radius=max(round(half_diagonal / 500) * 500, 1_000),
        municipality=area.name if area.level == "municipality" else "",
    )


def area_places(name: str) -> list[Place]:
    """The loaded areas of this name as places; the `areas` parameter of geocoding.locate."""
    return [_place(area) for area in areas_named(name) if not area.approximate]


def loaded_names(at: datetime) -> frozenset[str]:
    """The names of the loaded districts and neighbourhoods as keys; read once an hour."""

    def make() -> frozenset[str]:
        named = select(Area.name).where(
            Area.level.in_(("district", "neighbourhood")), ~Area.approximate
        )
        return frozenset(map(key, db.session.scalars(named)))

    return app_cache().get("loaded_names", at.replace(minute=0, second=0, microsecond=0), make)


def outlines(level: str, box: Box | None = None) -> list[dict[str, Any]]:
    """The areas of a level as GeoJSON features, as detailed as a map of this box can show.

    Without a box all areas of the level. Neighbours are simplified together, so that no gaps open
    between them.
    """
    query = select(Area).where(Area.level == level).options(undefer(Area.outline))
    if box:
        query = query.where(overlaps_box(Area.outline, box))
    areas = list(db.session.scalars(query.order_by(Area.code)))
    if not areas:
        return []
    shapes = [to_shape(area.outline) for area in areas]
    west, _, east, _ = box or shapely.total_bounds(shapes)
    drawn = shapely.coverage_simplify(shapes, (east - west) / DETAIL)
    rounded = shapely.set_precision(drawn, 1e-5, mode="pointwise")
    return [
        {
            "type": "Feature",
            "id": area.code,
            "properties": {
                "code": area.code,
                "name": area.name,
                "level": area.level,
                "approximate": area.approximate,
            },
            "geometry": orjson.loads(shapely.to_geojson(outline)),
        }
        for area, outline in zip(areas, rounded, strict=True)
    ]
