"""What the map shows of a query: pins where they are few, clusters where they are many."""

from __future__ import annotations

import uuid
from collections import defaultdict
from datetime import datetime
from functools import partial

from socialmap.db import now
from socialmap.places.areas import area_places
from socialmap.places.geocoding import Geocoder, locate
from socialmap.places.geometry import Box
from socialmap.search.candidates import Candidate
from socialmap.search.finder import matches
from socialmap.search.query import PAGE_SIZE, SearchQuery
from socialmap.search.results import Cluster, Pin, Pins

MOST_PINS = 300
CELL_PIXELS = 64
TILE_PIXELS = 256
ZOOMS = range(21)


def pins(
    query: SearchQuery,
    box: Box,
    zoom: int,
    at: datetime | None = None,
    geocoder: Geocoder | None = None,
) -> Pins:
    """The pins and clusters of a query in a box (west, south, east, north) at a zoom level."""
    found = matches(
        query, at or now(), partial(locate, areas=area_places, geocoder=geocoder)
    ).at_places
    first = (query.page - 1) * PAGE_SIZE
    numbers = {
        each.id: number
        for number, each in enumerate(found[first : first + PAGE_SIZE], start=first + 1)
    }
    west, south, east, north = box
    inside = [
        each
        for each in found
        if each.point and west <= each.point[0] <= east and south <= each.point[1] <= north
    ]
    if len(inside) <= MOST_PINS:
        return Pins([_pin(each, numbers) for each in inside], [], len(inside))
    single, clusters = _clustered(inside, zoom)
    return Pins([_pin(each, numbers) for each in single], clusters, len(inside))


def _clustered(inside: list[Candidate], zoom: int) -> tuple[list[Candidate], list[Cluster]]:
    """Candidates by the cell of a grid on the screen: alone in it, or together."""
    degrees = 360 * CELL_PIXELS / (TILE_PIXELS * 2**zoom)
    cells: dict[tuple[int, int], list[Candidate]] = defaultdict(list)
    for each in inside:
        lon, lat = each.point or (0.0, 0.0)
        cells[int(lon // degrees), int(lat // (degrees * 0.62))].append(each)
    single = [members[0] for members in cells.values() if len(members) == 1]
    clusters = [_cluster(members) for members in cells.values() if len(members) > 1]
    return single, clusters


def _cluster(members: list[Candidate]) -> Cluster:
    points = [each.point for each in members if each.point]
    lons, lats = [point[0] for point in points], [point[1] for point in points]
    box = (min(lons), min(lats), max(lons), max(lats))
    return Cluster(sum(lons) / len(lons), sum(lats) / len(lats), len(points), box)


def _pin(candidate: Candidate, numbers: dict[uuid.UUID, int]) -> Pin:
    lon, lat = candidate.point or (0.0, 0.0)
    return Pin(
        lon, lat, candidate.slug, candidate.name, candidate.setting, numbers.get(candidate.id)
    )
