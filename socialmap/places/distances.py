"""Metres from one point to many points at once, with NumPy."""

from __future__ import annotations

from math import atan, cos, pi, radians, sin, tan
from typing import Any

import numpy as np
import numpy.typing as npt

from socialmap.places.geometry import EQUATOR, FLATTENING, Point

Array = npt.NDArray[Any]
TINY = 1e-300


def metres_to_many(point: Point, lon: Array, lat: Array) -> Array:
    """Metres from a point to each of N points (WGS84 degrees), as geometry.metres_between does."""
    flat = 1 - FLATTENING
    first = atan(flat * tan(radians(point[1])))
    steep = flat * np.tan(np.radians(lat))
    q = (np.arctan(steep) - first) / 2
    # The sine and cosine of an angle follow from its tangent.
    cosine = 1 / np.sqrt(1 + steep * steep)
    sine = steep * cosine
    chord = np.sin(q) ** 2 + cos(first) * cosine * np.sin(np.radians(lon - point[0]) / 2) ** 2
    chord = np.minimum(chord, 1.0)
    angle = 2 * np.arcsin(np.sqrt(chord))
    bow = 2 * np.sqrt(chord * (1 - chord))  # the sine of the angle
    x = (angle - bow) * ((sine + sin(first)) / 2) ** 2 / np.maximum(1 - chord, TINY)
    y = (angle + bow) * ((sine - sin(first)) / 2) ** 2 / np.maximum(chord, TINY)
    # The correction does not converge for points on opposite sides of the earth.
    correction = np.where(angle < pi * 0.995, FLATTENING / 2 * (x + y), 0.0)
    metres: Array = EQUATOR * (angle - correction)
    return metres
