"""What the map shows of a query: pins where they are few, clusters where they are many."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import numpy as np

from socialmap.places.geocoding import Geocoder
from socialmap.places.geometry import Box
from socialmap.search.finder import finder
from socialmap.search.index.segment import Array, Docs
from socialmap.search.matches import Part
from socialmap.search.placing import Reach
from socialmap.search.query import SearchQuery
from socialmap.search.results import Cluster, Pin, Pins

MOST_PINS = 300
LARGE = 1.5  # degrees of latitude: in so much of the country it is as quick to look everywhere
CELL_PIXELS = 64
TILE_PIXELS = 256
# A degree of latitude is on the screen so much taller than one of longitude is wide, at 52° north.
STRETCH = 0.62


def pins(
    query: SearchQuery,
    box: Box,
    zoom: int,
    at: datetime | None = None,
    geocoder: Geocoder | None = None,
) -> Pins:
    """The pins and clusters of a query in a box (west, south, east, north) at a zoom level."""
    # With a place of its own, or words that few have, a query looks further than the box.
    further = query.words or query.where or box[3] - box[1] > LARGE
    reach = None if further else Reach(box=box)
    parts = finder(at, geocoder).matches(query, reach).located
    inside = [(part, *_inside(part, box)) for part in parts]
    total = sum(len(docs) for _, docs, _, _ in inside)
    shown: list[Docs] = [docs for _, docs, _, _ in inside]
    clusters: list[Cluster] = []
    if total > MOST_PINS:
        lon, lat = (np.concatenate([each[axis] for each in inside]) for axis in (2, 3))
        single, clusters = _clustered(lon, lat, zoom)
        alone = np.zeros(total, np.bool_)
        alone[single] = True
        ends = np.cumsum([len(docs) for docs in shown])[:-1]
        flags = np.split(alone, ends)
        shown = [docs[here] for docs, here in zip(shown, flags, strict=True)]
    drawn = [pin for part, docs in zip(parts, shown, strict=True) for pin in _pins(part, docs)]
    return Pins(drawn, clusters, total)


def _inside(part: Part, box: Box) -> tuple[Array, Array, Array]:
    """The listings of a part that fit and lie in a box, with the degrees of each."""
    docs = part.fitting.docs
    lon, lat = part.fitting.segment["lon"][docs], part.fitting.segment["lat"][docs]
    west, south, east, north = box
    here = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    return docs[here], lon[here], lat[here]


def _clustered(lon: Array, lat: Array, zoom: int) -> tuple[Array, list[Cluster]]:
    """Points by the cell of a grid on the screen: the places of those alone, and the clusters."""
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


def _pins(part: Part, docs: Docs) -> Iterator[Pin]:
    """The pins of some listings."""
    segment = part.fitting.segment
    lons, lats = segment["lon"][docs].tolist(), segment["lat"][docs].tolist()
    for doc, lon, lat in zip(docs.tolist(), lons, lats, strict=True):
        card = segment.card(doc)
        yield Pin(lon, lat, card.slug, card.name, card.setting)
