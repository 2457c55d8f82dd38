"""The point of a row: its coordinates in degrees or metres, in whatever order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from socialmap.fields.flaws import Flaw, Level
from socialmap.places.geometry import Point, in_kingdom, is_rd, looks_swapped, rd_to_wgs84
from socialmap.wording import N_

HALF_A_POINT = Flaw(
    Level.WARNING,
    N_("Van het punt staat er maar één getal. We gebruiken het niet."),
    N_("Vul de lengte en de breedte in, of laat ze allebei weg: dan zoeken we het adres op."),
)
# The flaws of a row by field.
Flaws = dict[str, Flaw]


def given_point(values: Mapping[str, Any], flaws: Flaws) -> tuple[Point | None, str]:
    """Return the point (lon, lat) of a row, wherever it lies, and the field that holds it.

    Swapped or Rijksdriehoek coordinates are converted.
    """
    lat, lon = values.get("lat"), values.get("lon")
    if lat is not None and lon is not None:
        return _by_degrees(lat, lon, flaws), "lat"
    if values.get("coordinates"):
        return values["coordinates"], "coordinates"
    x, y = values.get("x"), values.get("y")
    for one, other in (("lat", "lon"), ("x", "y")):
        alone = [name for name in (one, other) if values.get(name) is not None]
        if len(alone) == 1:
            flaws[alone[0]] = HALF_A_POINT
    return (None if x is None or y is None else _by_metres(x, y, flaws)), "x"


def _by_metres(x: float, y: float, flaws: Flaws) -> Point | None:
    """Return the point of columns x and y: Rijksdriehoek in metres, or degrees after all."""
    if is_rd(x, y):
        return rd_to_wgs84(x, y)
    if in_kingdom(x, y):
        return x, y
    flaws["x"] = outside_flaw(f"{x:g}, {y:g}")
    return None


def _by_degrees(lat: float, lon: float, flaws: Flaws) -> Point | None:
    """Return the point of columns for latitude and longitude, which may hold something else."""
    if looks_swapped(lat, lon):
        flaws["lat"] = Flaw(
            Level.WARNING,
            N_("Lengte en breedte zijn verwisseld. We hebben ze omgedraaid."),
            N_("Zet in het bestand %(lat)s bij de breedte en %(lon)s bij de lengte."),
            facts=(("lat", lon), ("lon", lat)),
            suggestion=f"{lon}, {lat}",
        )
        return lat, lon
    for one, other in ((lat, lon), (lon, lat)):
        if is_rd(one, other):
            return rd_to_wgs84(one, other)
    if abs(lat) <= 90 and abs(lon) <= 180:
        return lon, lat
    flaws["lat"] = outside_flaw(f"{lat:g}, {lon:g}")
    return None


def outside_flaw(point: str) -> Flaw:
    """Return the flaw of a point (as text) outside the Netherlands."""
    return Flaw(
        Level.WARNING,
        N_("Het punt %(point)s ligt niet in Nederland. We gebruiken het niet."),
        N_("Verbeter de coördinaten, of laat ze weg: dan zoeken we het adres op."),
        facts=(("point", point),),
    )
