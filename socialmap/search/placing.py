"""Which listings lie within reach, and how far away each is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from socialmap.places.distances import metres_to_many
from socialmap.places.geometry import Box, Point, box_around
from socialmap.search.index.segment import COLUMNS, Segment, cell

Metres = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]
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

    @property
    def everywhere(self) -> bool:
        """Whether no place was asked for."""
        return not (self.box or self.point)


def inside(segment: Segment, box: Box | None) -> Places:
    """The places in the point arrays of the points in a box; of all without a box."""
    if not box:
        return np.arange(len(segment["point_doc"]))
    points = _rows(segment, box)
    lon, lat = segment["point_lon"][points], segment["point_lat"][points]
    west, south, east, north = box
    return points[(lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)]


def nearest(segment: Segment, points: Places, reach: Reach) -> tuple[Places, Metres | None]:
    """Which of some points to keep: the nearest of each listing, in order; and their metres.

    Those beyond the radius are left out, where no box tells how far to go.
    """
    docs = segment["point_doc"][points]
    # They mostly are in order already: each has one location.
    several = (docs[1:] <= docs[:-1]).any()
    if not reach.point:
        first = np.unique(docs, return_index=True)[1] if several else np.arange(len(docs))
        return first, None
    lon, lat = segment["point_lon"][points], segment["point_lat"][points]
    metres = metres_to_many(reach.point, lon, lat).astype(np.float32)
    order = np.lexsort((metres, docs)) if several else np.arange(len(docs))
    docs, metres = docs[order], metres[order]
    kept = np.ones(len(docs), np.bool_)
    np.not_equal(docs[1:], docs[:-1], out=kept[1:])
    if reach.radius and not reach.box:
        kept &= metres <= reach.radius
    return order[kept], metres[kept]


def _rows(segment: Segment, box: Box) -> Places:
    """The places in the point arrays of the grid cells that a box touches."""
    known = segment["point_cell"]
    (first, left), (last, right) = (divmod(cell(*each), COLUMNS) for each in (box[:2], box[2:]))
    if last - first > MOST_ROWS:
        return np.arange(len(known))
    rows = np.arange(first, last + 1) * COLUMNS
    starts = known.searchsorted(rows + left)
    ends = known.searchsorted(rows + right, side="right")
    return np.concatenate([np.arange(a, b) for a, b in zip(starts, ends, strict=True)])
