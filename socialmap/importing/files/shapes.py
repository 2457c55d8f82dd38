"""One point for a shape on the map, and whether that point is ours."""

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
# Dutch people live nearer than this to the point of their postcode, in metres.
INHABITED = 10_000
CELL = 20  # to a degree: a box of some 3 by 5 km


def point_of(geometry: Mapping[str, Any]) -> Point | Flaw:
    """A point (lon, lat) in the shape, or what is wrong with it; RD metres become degrees."""
    with suppress(ValueError, TypeError, AttributeError, LookupError, ShapelyError):
        found = shape(geometry).representative_point()
        return as_degrees(float(found.x), float(found.y))
    return SHAPELESS


def as_degrees(x: float, y: float) -> Point | Flaw:
    """The point (lon, lat) of two coordinates, when it lies where Dutch people live."""
    lon, lat = rd_to_wgs84(x, y) if is_rd(x, y) else (x, y)
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        return NO_DEGREES
    if looks_swapped(lat, lon):
        return lon, lat  # the check of every row turns it, and says so
    return (lon, lat) if in_kingdom(lon, lat) and _inhabited(lon, lat) else ABROAD


def _inhabited(lon: float, lat: float) -> bool:
    return _cell_inhabited(round(lon * CELL), round(lat * CELL))


@lru_cache(maxsize=65_536)
def _cell_inhabited(column: int, row: int) -> bool:
    """True near a Dutch postcode: the box around the country holds Antwerp and Düsseldorf too."""
    lon, lat = column / CELL, row / CELL
    near = nearest_postcode(lon, lat)
    return not _european(lon) or metres_between(near.point, (lon, lat)) < INHABITED


def _european(lon: float) -> bool:
    """The islands have no postcodes to be near to."""
    return lon > 0
