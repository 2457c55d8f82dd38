"""The municipality of a postcode or of a point, from the shipped table."""

from __future__ import annotations

import csv
from functools import cache

import shapely

from socialmap.config import resource
from socialmap.places.gazetteer import postcodes
from socialmap.places.geometry import metres_between
from socialmap.places.spelling import read_postcode

# Metres; a point that is farther from every Dutch postcode lies abroad or at sea.
MOST_METRES = 15_000


@cache
def _by_postcode() -> dict[str, str]:
    by_postcode: dict[str, str] = {}
    with resource("data", "gazetteer", "municipalities.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            for part in row["postcodes"].split():
                first, _, last = part.partition("-")
                numbers = range(int(first), int(last or first) + 1)
                by_postcode |= dict.fromkeys(map(str, numbers), row["name"])
    return by_postcode


def municipality_names() -> list[str]:
    """The names of all municipalities in alphabetical order."""
    return sorted(set(_by_postcode().values()))


def municipality_of(postcode: str) -> str:
    """The municipality of a postcode in any spelling; empty for an unknown postcode."""
    read = read_postcode(postcode)
    four = read[0] if read else postcode.strip()
    return _by_postcode().get(four, "")


@cache
def _points() -> tuple[list[str], shapely.STRtree]:
    points = [(four, place.point) for four, place in postcodes().items() if four in _by_postcode()]
    # A degree of longitude is shorter than one of latitude: scaled, the nearest point is nearest.
    tree = shapely.STRtree(shapely.points([(lon * 0.615, lat) for _, (lon, lat) in points]))
    return [four for four, _ in points], tree


def municipality_at(lon: float, lat: float) -> str:
    """The municipality of the nearest postcode (WGS84 degrees); empty for a point abroad.

    Near a border this is a guess: the centre of a postcode across it may be nearer.
    """
    fours, tree = _points()
    four = fours[int(tree.nearest(shapely.Point(lon * 0.615, lat)))]
    if metres_between((lon, lat), postcodes()[four].point) > MOST_METRES:
        return ""
    return _by_postcode()[four]
