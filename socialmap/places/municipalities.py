"""The municipality of a postcode or of a point, from the shipped table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

import shapely

from socialmap.places.gazetteer import islands, municipalities, postcodes
from socialmap.places.geometry import in_caribbean, metres_between
from socialmap.places.spelling import read_postcode

# Metres; a point that is farther from every Dutch postcode lies abroad or at sea.
MOST_METRES = 15_000
# A degree of longitude is shorter than one of latitude: scaled, the nearest point is nearest.
SCALE = 0.615
CELLS = 20  # of the grid of postcodes, in one degree
# The postcodes with their scaled points, in a grid.
Grid = Mapping[tuple[int, int], Sequence[tuple[str, float, float]]]


def municipality_names() -> list[str]:
    """The names of all municipalities, and of the islands, in alphabetical order."""
    return sorted({*municipalities().values(), *island_names()})


def municipality_of(postcode: str) -> str:
    """The municipality of a postcode in any spelling; empty for an unknown postcode."""
    read = read_postcode(postcode)
    four = read[0] if read else postcode.strip()
    return municipalities().get(four, "")


@cache
def _points() -> tuple[list[str], shapely.STRtree]:
    points = [
        (four, place.point) for four, place in postcodes().items() if four in municipalities()
    ]
    tree = shapely.STRtree(shapely.points([(lon * SCALE, lat) for _, (lon, lat) in points]))
    return [four for four, _ in points], tree


@cache
def _grid() -> Grid:
    """The postcodes by the cell that their point lies in."""
    grid: dict[tuple[int, int], list[tuple[str, float, float]]] = defaultdict(list)
    fours, tree = _points()
    # Some lie at one point: of those the one that the tree finds.
    for index in set(tree.nearest(tree.geometries).tolist()):
        lon, lat = postcodes()[fours[index]].point
        x, y = lon * SCALE, lat
        grid[int(x * CELLS), int(y * CELLS)].append((fours[index], x, y))
    return grid


def _in_grid(x: float, y: float) -> str:
    """The nearest postcode if it lies in the cells around a scaled point; else empty."""
    grid, column, row = _grid(), int(x * CELLS), int(y * CELLS)
    nearest, least = "", 1 / CELLS**2
    for beside in (column - 1, column, column + 1):
        for above in (row - 1, row, row + 1):
            for four, its_x, its_y in grid.get((beside, above), ()):
                apart = (its_x - x) * (its_x - x) + (its_y - y) * (its_y - y)
                if apart < least:
                    nearest, least = four, apart
    return nearest


def island_names() -> list[str]:
    """The names of the public bodies in the Caribbean, which have no municipalities."""
    return [place.label for place in islands() if place.kind == "municipality"]


def _island_at(lon: float, lat: float) -> str:
    nearest = min(islands(), key=lambda place: metres_between(place.point, (lon, lat)))
    return nearest.municipality


@lru_cache(maxsize=4096)
def _nearest(lon: float, lat: float) -> tuple[str, float]:
    """The nearest postcode, and its distance in metres."""
    four = _in_grid(lon * SCALE, lat)
    if not four:
        fours, tree = _points()
        four = fours[int(tree.nearest(shapely.points(lon * SCALE, lat)))]
    return four, metres_between((lon, lat), postcodes()[four].point)


def metres_to_postcode(lon: float, lat: float) -> float:
    """The distance in metres to the point of the nearest postcode."""
    return _nearest(lon, lat)[1]


def municipality_at(lon: float, lat: float) -> str:
    """The municipality of the nearest postcode (WGS84 degrees), or the island; empty abroad.

    Near a border this is a guess: the centre of a postcode across it may be nearer.
    """
    if in_caribbean(lon, lat):
        return _island_at(lon, lat)
    four, metres = _nearest(lon, lat)
    return "" if metres > MOST_METRES else municipalities()[four]
