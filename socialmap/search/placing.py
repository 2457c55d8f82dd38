"""Which listings lie within reach, and how far away each is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from socialmap.places.distances import metres_to_many
from socialmap.places.geometry import Box, Point, box_around
from socialmap.search.segment import COLUMNS, NO_DOCS, Docs, Segment, cells

Metres = npt.NDArray[np.float32]
# A box over more rows of the grid than this is compared point by point: that is quicker.
MOST_ROWS = 200


@dataclass(frozen=True)
class Reach:
    """Where to look: within metres of a point, in a box, or everywhere."""

    point: Point | None = None
    radius: float | None = None
    box: Box | None = None

    @property
    def bounds(self) -> Box | None:
        """The box that holds all of it, or None for everywhere."""
        if self.box or not (self.point and self.radius):
            return self.box
        return box_around(self.point, self.radius)


def within(segment: Segment, reach: Reach) -> tuple[Docs, Metres | None]:
    """The listings with a location within reach, in order, each with its nearest metres."""
    bounds = reach.bounds
    if not bounds and not reach.point:
        return segment.addressed, None
    rows = _rows(segment, bounds) if bounds else slice(None)
    docs, lon, lat = (segment[f"point_{name}"][rows] for name in ("doc", "lon", "lat"))
    if bounds:
        west, south, east, north = bounds
        inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
        docs, lon, lat = docs[inside], lon[inside], lat[inside]
    if not reach.point:
        return np.unique(docs), None
    metres = metres_to_many(reach.point, lon, lat).astype(np.float32)
    if reach.radius and not reach.box:
        near = metres <= reach.radius
        docs, metres = docs[near], metres[near]
    return _nearest(docs, metres)


def _rows(segment: Segment, box: Box) -> npt.NDArray[np.int64] | slice:
    """The places in the point arrays of the grid cells that a box touches."""
    west, south, east, north = box
    corners = cells(np.array([west, east]), np.array([south, north]))
    (first, left), (last, right) = (divmod(int(corner), COLUMNS) for corner in corners)
    if last - first > MOST_ROWS:
        return slice(None)
    rows = np.arange(first, last + 1) * COLUMNS
    known = segment["point_cell"]
    starts = np.searchsorted(known, rows + left)
    ends = np.searchsorted(known, rows + right, side="right")
    return np.concatenate([np.arange(a, b) for a, b in zip(starts, ends, strict=True)])


def _nearest(docs: Docs, metres: Metres) -> tuple[Docs, Metres]:
    """Each listing once, in order, at the nearest of its locations."""
    order = np.lexsort((metres, docs))
    docs, metres = docs[order], metres[order]
    if not len(docs):
        return NO_DOCS, metres
    first = np.concatenate(([True], docs[1:] != docs[:-1]))
    return docs[first], metres[first]
