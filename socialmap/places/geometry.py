"""Distances, boxes, travel times and Dutch coordinates, as plain arithmetic."""

from __future__ import annotations

from math import asin, atan, cos, degrees, pi, radians, sin, sqrt, tan

# A point is (lon, lat) in degrees, WGS84, everywhere in socialmap.
Point = tuple[float, float]
Box = tuple[float, float, float, float]

EQUATOR = 6_378_137.0  # metres, semi-major axis of the WGS84 ellipsoid
FLATTENING = 1 / 298.257223563
# In a degree of latitude, on a sphere of the mean radius; for rough distances on a flat map.
METRES_PER_DEGREE = 111_195.0
DETOUR = 1.3  # a walk or a ride is about this much longer than the straight line
WALKING = 4_800 / 60  # metres a minute
CYCLING = 15_000 / 60

# The Netherlands in Europe; Bonaire; Saba and Sint Eustatius (west, south, east, north).
NETHERLANDS: Box = (3.2, 50.7, 7.3, 53.75)
ISLANDS: tuple[Box, ...] = ((-68.5, 11.95, -68.1, 12.4), (-63.35, 17.4, -62.85, 17.75))


def metres_between(a: Point, b: Point) -> float:
    """Distance over the WGS84 ellipsoid in metres, by Lambert's formula for long lines.

    W.D. Lambert, "The distance between two widely separated points on the surface of the earth",
    Journal of the Washington Academy of Sciences 32 (1942): good to metres over thousands of
    kilometres; almost opposite sides of the earth fall back on the great circle.
    """
    if a == b:
        return 0.0
    first = atan((1 - FLATTENING) * tan(radians(a[1])))
    second = atan((1 - FLATTENING) * tan(radians(b[1])))
    half_lat = (second - first) / 2
    half_lon = radians(b[0] - a[0]) / 2
    chord = sin(half_lat) ** 2 + cos(first) * cos(second) * sin(half_lon) ** 2
    angle = 2 * asin(sqrt(min(1.0, chord)))
    if angle == 0 or angle > pi * 0.995:
        return EQUATOR * angle
    p, q = (first + second) / 2, half_lat
    x = (angle - sin(angle)) * (sin(p) * cos(q) / cos(angle / 2)) ** 2
    y = (angle + sin(angle)) * (cos(p) * sin(q) / sin(angle / 2)) ** 2
    return EQUATOR * (angle - FLATTENING / 2 * (x + y))


def box_around(point: Point, metres: float) -> Box:
    """The smallest box (west, south, east, north) with every point within `metres` of a point."""
    lon, lat = point
    # A degree of latitude is shortest at the equator; that length makes the box large enough.
    height = degrees(metres / (EQUATOR * (1 - FLATTENING) ** 2))
    narrow = cos(radians(min(abs(lat) + height, 89.9)))
    width = min(degrees(metres / (EQUATOR * narrow)), 180.0)
    return lon - width, max(lat - height, -90.0), lon + width, min(lat + height, 90.0)


def walking_minutes(metres: float) -> int:
    """About how many minutes on foot, for a straight-line distance."""
    return max(1, round(metres * DETOUR / WALKING))


def cycling_minutes(metres: float) -> int:
    """About how many minutes by bicycle, for a straight-line distance."""
    return max(1, round(metres * DETOUR / CYCLING))


def inside(lon: float, lat: float, box: Box) -> bool:
    """Whether a point lies in a box."""
    west, south, east, north = box
    return west <= lon <= east and south <= lat <= north


def in_kingdom(lon: float, lat: float) -> bool:
    """Whether a point lies in the Netherlands, or on Bonaire, Saba or Sint Eustatius."""
    return any(inside(lon, lat, box) for box in (NETHERLANDS, *ISLANDS))


def in_caribbean(lon: float, lat: float) -> bool:
    """Whether a point lies on Bonaire, Saba or Sint Eustatius."""
    return any(inside(lon, lat, box) for box in ISLANDS)


def degrees_of(value: object) -> float | None:
    """The degrees of a longitude or latitude; None for what no place on earth has."""
    return float(value) if isinstance(value, int | float) and -180 <= value <= 180 else None


def looks_swapped(lat: float, lon: float) -> bool:
    """Whether coordinates are Dutch only when latitude and longitude change places."""
    return not in_kingdom(lon, lat) and in_kingdom(lat, lon)


# Rijksdriehoek (EPSG:28992) to WGS84 and back: the polynomials of F.H. Schreutelkamp and
# G.L. Strang van Hees, "Benaderingsformules voor de transformatie tussen RD- en WGS84-kaart-
# coördinaten", NGT Geodesia 43 (2001); within some decimetres on land.
# Terms are (power, power, factor).
Terms = tuple[tuple[int, int, float], ...]
AMERSFOORT_RD = 155_000.0, 463_000.0
AMERSFOORT: Point = 5.38720621, 52.15517440
TO_LAT: Terms = (
    (0, 1, 3235.65389), (2, 0, -32.58297), (0, 2, -0.24750), (2, 1, -0.84978), (0, 3, -0.06550),
    (2, 2, -0.01709), (1, 0, -0.00738), (4, 0, 0.00530), (2, 3, -0.00039), (4, 1, 0.00033),
    (1, 1, -0.00012),
)  # fmt: skip
TO_LON: Terms = (
    (1, 0, 5260.52916), (1, 1, 105.94684), (1, 2, 2.45656), (3, 0, -0.81885), (1, 3, 0.05594),
    (3, 1, -0.05607), (0, 1, 0.01199), (3, 2, -0.00256), (1, 4, 0.00128), (0, 2, 0.00022),
    (2, 0, -0.00022), (5, 0, 0.00026),
)  # fmt: skip


def _sum(terms: Terms, p: float, q: float) -> float:
    return sum(factor * p**i * q**j for i, j, factor in terms)


def is_rd(x: float, y: float) -> bool:
    """Whether a pair can be Rijksdriehoek metres on Dutch land, where x is always less than y."""
    return 10_000 <= x <= 280_000 and 300_000 <= y <= 625_000


def rd_to_wgs84(x: float, y: float) -> Point:
    """The point (lon, lat) of Rijksdriehoek coordinates in metres."""
    p, q = (x - AMERSFOORT_RD[0]) * 1e-5, (y - AMERSFOORT_RD[1]) * 1e-5
    return AMERSFOORT[0] + _sum(TO_LON, p, q) / 3600, AMERSFOORT[1] + _sum(TO_LAT, p, q) / 3600
