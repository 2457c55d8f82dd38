"""The matches of a query on the map: pins where they are few, clusters where they are many."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import numpy as np

from socialmap.places.geocoding import Geocoder
from socialmap.places.geometry import Box
from socialmap.search.finder import finder
from socialmap.search.index.segment import Array, Docs
from socialmap.search.matches import MatchGroup
from socialmap.search.placing import SearchArea
from socialmap.search.query import SearchQuery
from socialmap.search.results import Cluster, Pin, Pins

MOST_PINS = 300
LARGE = 1.5  # degrees of latitude; a search in a higher box is as quick without the box
CELL_PIXELS = 64
TILE_PIXELS = 256
# Width of a degree of longitude on the screen, divided by the height of one of latitude, at 52°.
STRETCH = 0.62


def pins(
    query: SearchQuery,
    box: Box,
    zoom: int,
    at: datetime | None = None,
    geocoder: Geocoder | None = None,
) -> Pins:
    """The pins and clusters of a query in a box (west, south, east, north) at a zoom level.

    `at` is an aware moment, now when None.
    """
    # A query with words or a place is answered for its own area, and then cut to the box.
    beyond = query.words or query.where or box[3] - box[1] > LARGE
    area = None if beyond else SearchArea(box=box)
    groups = finder(at, geocoder).matches(query, area).located
    inside = [(group, *_inside(group, box)) for group in groups]
    total = sum(len(docs) for _, docs, _, _ in inside)
    shown: list[Docs] = [docs for _, docs, _, _ in inside]
    clusters: list[Cluster] = []
    if total > MOST_PINS:
        lon, lat = (np.concatenate([part[axis] for part in inside]) for axis in (2, 3))
        single, clusters = _clustered(lon, lat, zoom)
        is_single = np.zeros(total, np.bool_)
        is_single[single] = True
        ends = np.cumsum([len(docs) for docs in shown])[:-1]
        flags = np.split(is_single, ends)
        shown = [docs[here] for docs, here in zip(shown, flags, strict=True)]
    drawn = [pin for group, docs in zip(groups, shown, strict=True) for pin in _pins(group, docs)]
    return Pins(drawn, clusters, total)


def _inside(group: MatchGroup, box: Box) -> tuple[Array, Array, Array]:
    """The listings of a group that lie in a box, with the longitude and latitude of each."""
    docs = group.fitting.docs
    lon, lat = group.fitting.segment["lon"][docs], group.fitting.segment["lat"][docs]
    west, south, east, north = box
    here = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    return docs[here], lon[here], lat[here]


def _clustered(lon: Array, lat: Array, zoom: int) -> tuple[Array, list[Cluster]]:
    """Points gathered by the cells of a grid on the screen.

    Returns the indices of points that are alone in their cell, and the clusters of the others.
    """
    degrees = 360 * CELL_PIXELS / (TILE_PIXELS * 2**zoom)
    column = np.floor(lon / degrees).astype(np.int64)
    row = np.floor(lat / (degrees * STRETCH)).astype(np.int64)
    cell = row * (1 << 32) + column
    order = np.argsort(cell, kind="stable")
    starts = np.flatnonzero(np.diff(cell[order], prepend=cell[order[0]] - 1))
    sizes = np.diff(starts, append=len(cell))
    lon, lat = lon[order], lat[order]
    edges = (
        np.minimum.reduceat(lon, starts),
        np.minimum.reduceat(lat, starts),
        np.maximum.reduceat(lon, starts),
        np.maximum.reduceat(lat, starts),
    )
    middle = np.add.reduceat(lon, starts) / sizes, np.add.reduceat(lat, starts) / sizes
    table = np.column_stack((*middle, sizes, *edges))[sizes > 1].tolist()
    clusters = [Cluster(x, y, int(n), (w, s, e, t)) for x, y, n, w, s, e, t in table]
    return order[starts[sizes == 1]], clusters


def _pins(group: MatchGroup, docs: Docs) -> Iterator[Pin]:
    """The pins of some listings."""
    segment = group.fitting.segment
    lons, lats = segment["lon"][docs].tolist(), segment["lat"][docs].tolist()
    for doc, lon, lat in zip(docs.tolist(), lons, lats, strict=True):
        card = segment.card(doc)
        yield Pin(lon, lat, card.slug, card.name, card.setting)
