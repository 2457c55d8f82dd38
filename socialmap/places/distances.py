"""Metres from one point to many at once."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from socialmap.places.geometry import EQUATOR, FLATTENING, Point

Array = npt.NDArray[Any]


def metres_to_many(point: Point, lon: Array, lat: Array) -> Array:
    """Metres from a point to many, by the formula of places.geometry.metres_between."""
    flat = 1 - FLATTENING
    first = np.arctan(flat * np.tan(np.radians(point[1])))
    second = np.arctan(flat * np.tan(np.radians(lat)))
    p, q = (first + second) / 2, (second - first) / 2
    half_lon = np.radians(lon - point[0]) / 2
    chord = np.sin(q) ** 2 + np.cos(first) * np.cos(second) * np.sin(half_lon) ** 2
    half = np.arcsin(np.sqrt(np.minimum(chord, 1.0)))
    angle = 2 * half
    # The correction has no meaning at the point itself, nor at the other side of the earth.
    apart = (angle > 0) & (angle < np.pi * 0.995)
    half = np.where(apart, half, 1.0)
    x = (angle - np.sin(angle)) * (np.sin(p) * np.cos(q) / np.cos(half)) ** 2
    y = (angle + np.sin(angle)) * (np.cos(p) * np.sin(q) / np.sin(half)) ** 2
    metres: Array = EQUATOR * (angle - np.where(apart, FLATTENING / 2 * (x + y), 0.0))
    return metres
