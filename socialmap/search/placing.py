"""Which listings lie in the area of a search, and how far away each is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from socialmap.places.distances import metres_to_many
from socialmap.places.geometry import Box, Point, box_around
from socialmap.search.index.segment import COLUMNS, Segment, grid_cell

Metres = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]
# With a box over more rows of the grid than this it is quicker to compare all points.
MOST_ROWS = 200


@dataclass(frozen=True)
class SearchArea:
    """Where a search looks: within `radius` metres of a point, in a box, or everywhere."""

    point: Point | None = None
    radius: float | None = None
    box: Box | None = None

    @property
    def bounds(self) -> Box | None:
        """The box that holds the whole area, or None for everywhere."""
        if self.box or not (self.point and self.radius):
            return self.box
        return box_around(self.point, self.radius)

    @property
    def everywhere(self) -> bool:
        """Whether the search is not limited to a place."""
        return not (self.box or self.point)


def inside(segment: Segment, box: Box | None) -> Places:
    """The indices, in the point arrays, of the points in a box; of all points without a box."""
    if not box:
        return np.arange(len(segment["point_doc"]))
    points = _rows(segment, box)
    lon, lat = segment["point_lon"][points], segment["point_lat"][points]
    west, south, east, north = box
    return points[(lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)]


def nearest(segment: Segment, points: Places, area: SearchArea) -> tuple[Places, Metres | None]:
    """The indices in `points` of the nearest point of each listing, in order, and their metres.

    Without a box, points beyond the radius are left out. Without a point metres are None.
    """
    docs = segment["point_doc"][points]
    # Mostly each listing has one location, and then the points are in order already.
    several = (docs[1:] <= docs[:-1]).any()
    if not area.point:
        first = np.unique(docs, return_index=True)[1] if several else np.arange(len(docs))
        return first, None
    lon, lat = segment["point_lon"][points], segment["point_lat"][points]
    metres = metres_to_many(area.point, lon, lat).astype(np.float32)
    order = np.lexsort((metres, docs)) if several else np.arange(len(docs))
    docs, metres = docs[order], metres[order]
    chosen = np.ones(len(docs), np.bool_)
    np.not_equal(docs[1:], docs[:-1], out=chosen[1:])
    if area.radius and not area.box:
        chosen &= metres <= area.radius
    return order[chosen], metres[chosen]


def _rows(segment: Segment, box: Box) -> Places:
    """The indices, in the point arrays, of the points in grid cells that a box touches."""
    cells = segment["point_cell"]
    (first, left), (last, right) = (
        divmod(grid_cell(*corner), COLUMNS) for corner in (box[:2], box[2:])
    )
    if last - first > MOST_ROWS:
        return np.arange(len(cells))
    rows = np.arange(first, last + 1) * COLUMNS
    starts = cells.searchsorted(rows + left)
    ends = cells.searchsorted(rows + right, side="right")
    return np.concatenate([np.arange(a, b) for a, b in zip(starts, ends, strict=True)])
