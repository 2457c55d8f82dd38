"""One point for a geometry, and whether that point lies in the Netherlands."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from shapely.errors import ShapelyError
from shapely.geometry import shape

from socialmap.fields.abroad import abroad_flaw
from socialmap.fields.flaws import Flaw, Level
from socialmap.places.borders import DUTCH, country_at
from socialmap.places.geometry import Point, is_rd, looks_swapped, rd_to_wgs84
from socialmap.wording import N_

SHAPELESS = Flaw(
    Level.ERROR,
    N_("De vorm op de kaart kunnen we niet lezen. We slaan dit over."),
    N_("Teken de plek opnieuw als punt, of bewaar het bestand opnieuw als GeoJSON."),
)
NO_DEGREES = Flaw(
    Level.ERROR,
    N_("De coördinaten zijn geen graden. We slaan dit over."),
    N_("Bewaar het bestand opnieuw met coördinaten in WGS84 (EPSG:4326)."),
)


def point_of(geometry: Mapping[str, Any]) -> Point | Flaw:
    """Return a point (lon, lat) inside a geometry, or a flaw; Rijksdriehoek is converted."""
    with suppress(ValueError, TypeError, AttributeError, LookupError, ShapelyError):
        point = shape(geometry).representative_point()
        return as_degrees(float(point.x), float(point.y))
    return SHAPELESS


def as_degrees(x: float, y: float) -> Point | Flaw:
    """Return two coordinates as a point (lon, lat), or a flaw if outside the Netherlands."""
    lon, lat = rd_to_wgs84(x, y) if is_rd(x, y) else (x, y)
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        return NO_DEGREES
    if looks_swapped(lat, lon):
        return lon, lat  # fields.placing swaps them and adds a remark
    country = country_at(lon, lat)
    return (lon, lat) if country in DUTCH else abroad_flaw(country)
