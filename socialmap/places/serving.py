"""Which of the areas that initiatives say to serve hold a point."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from socialmap.places.areas import areas_at
from socialmap.places.gazetteer import Place
from socialmap.places.geocoding import Choices, Found, locate
from socialmap.places.geometry import Point, metres_between
from socialmap.places.spelling import key


@lru_cache(maxsize=5_000)
def _places(name: str) -> tuple[Place, ...]:
    """The places in the shipped tables that have this name."""
    match locate(name):
        case Found(place):
            return (place,)
        case Choices(places):
            return places
    return ()


def serving(names: Iterable[str], point: Point) -> list[str]:
    """The names of areas that hold a point: by their loaded outline, else by being near enough."""
    loaded = {key(area.name) for area in areas_at(*point)}
    return [
        name
        for name in names
        if key(name) in loaded
        or any(metres_between(place.point, point) <= place.radius for place in _places(name))
    ]
