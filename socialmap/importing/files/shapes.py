"""One point for a geometry, and whether that point lies in the Netherlands."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Any

from shapely.errors import ShapelyError
from shapely.geometry import shape

from socialmap.fields.flaws import Flaw, Level
from socialmap.places.gazetteer import nearest_postcode
from socialmap.places.geometry import (
    Point,
    in_kingdom,
    is_rd,
    looks_swapped,
    metres_between,
    rd_to_wgs84,
)
from socialmap.wording import N_

ABROAD = Flaw(
    Level.ERROR,
    N_("Dit punt ligt buiten Nederland. We slaan het over."),
    N_("Op deze kaart staan alleen plekken in Nederland. Staat het punt verkeerd? Verbeter het."),
)
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
# Every inhabited place lies within this distance of the point of its postcode, in metres.
INHABITED = 10_000
CELLS = 20  # per degree: cells of some 3 by 5 km


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
    return (lon, lat) if in_kingdom(lon, lat) and _inhabited(lon, lat) else ABROAD


def _inhabited(lon: float, lat: float) -> bool:
    return _cell_inhabited(round(lon * CELLS), round(lat * CELLS))


@lru_cache(maxsize=65_536)
def _cell_inhabited(column: int, row: int) -> bool:
    """Return whether a cell is near a Dutch postcode.

    The box around the country is not enough: it holds Antwerp and Düsseldorf too.
    """
    lon, lat = column / CELLS, row / CELLS
    near = nearest_postcode(lon, lat)
    return not _european(lon) or metres_between(near.point, (lon, lat)) < INHABITED


def _european(lon: float) -> bool:
    """Return whether it is in Europe: the Caribbean islands have no postcodes to be near to."""
    return lon > 0
