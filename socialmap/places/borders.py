"""The country in which a point lies, or to which a postcode and a town belong."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import orjson
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from socialmap.config import resource
from socialmap.places.geometry import ISLANDS, NETHERLANDS, Box, inside
from socialmap.places.municipalities import metres_to_postcode
from socialmap.places.spelling import key

# The Netherlands in Europe, and in the Caribbean: Bonaire, Saba and Sint Eustatius.
DUTCH = frozenset({"NL", "BQ"})
# The other countries of the Kingdom.
KINGDOM: Mapping[str, Box] = {
    "AW": (-70.1, 12.4, -69.8, 12.7),
    "CW": (-69.2, 11.95, -68.6, 12.42),
    "SX": (-63.15, 18.0, -62.99, 18.07),
}
# Every inhabited place lies within this distance of the point of its postcode, in metres.
INHABITED = 10_000
# Degrees: the outlines are exact to some 100 m, and a house on the border is not abroad.
DOUBTFUL = 0.0009
# How postcodes begin that are written with their country.
PREFIXES = {"B": "BE", "BE": "BE", "D": "DE", "DE": "DE", "L": "LU", "LU": "LU", "F": "FR"}
POSTCODE = re.compile(r"(?:([A-Z]{1,2})[ -]+|([A-Z]{1,2}))?(\d{4,5})", re.IGNORECASE)
GERMAN = 5  # digits
# How phone numbers begin.
CALLING = {
    "+32": "BE", "+49": "DE", "+352": "LU", "+33": "FR", "+297": "AW", "+5999": "CW",
    "+1721": "SX",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ForeignTowns:
    """The countries of towns by the key of their name, and of postcodes with such a town."""

    towns: Mapping[str, frozenset[str]]
    pairs: Mapping[tuple[str, str], str]

    def countries(self, town: str) -> frozenset[str]:
        """Return the countries with a town of this name."""
        return self.towns.get(key(town), frozenset())


@cache
def _neighbours() -> dict[str, tuple[BaseGeometry, Box]]:
    """Return Belgium and Germany, as far as they lie near the border, with the box around each."""
    path = resource("data", "gazetteer", "neighbours.geojson")
    features = orjson.loads(path.read_bytes())["features"]
    outlines = {
        feature["properties"]["country"]: shape(feature["geometry"]).buffer(-DOUBTFUL)
        for feature in features
    }
    for outline in outlines.values():
        shapely.prepare(outline)
    return {country: (outline, outline.bounds) for country, outline in outlines.items()}


@lru_cache(maxsize=4096)
def country_at(lon: float, lat: float) -> str:
    """Return the country of a point (WGS84 degrees) in or near the Netherlands as its ISO code.

    It is empty at sea, and in countries that are not near.
    """
    if any(inside(lon, lat, box) for box in ISLANDS):
        return "BQ"
    for country, box in KINGDOM.items():
        if inside(lon, lat, box):
            return country
    if not inside(lon, lat, NETHERLANDS):
        return ""
    for country, (outline, box) in _neighbours().items():
        if inside(lon, lat, box) and shapely.contains_xy(outline, lon, lat):
            return country
    return "NL" if metres_to_postcode(lon, lat) < INHABITED else ""


@cache
def foreign_towns() -> ForeignTowns:
    """Return the towns of Belgium, of Germany near the border, and of the other islands."""
    towns: dict[str, set[str]] = defaultdict(set)
    pairs: dict[tuple[str, str], str] = {}
    path = resource("data", "gazetteer", "foreign.csv")
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name = key(row["place"])
            towns[name].add(row["country"])
            if row["postcode"]:
                pairs[row["postcode"], name] = row["country"]
    return ForeignTowns({name: frozenset(codes) for name, codes in towns.items()}, pairs)


@lru_cache(maxsize=4096)
def foreign_postcode(text: str) -> tuple[str, str] | None:
    """Return country and digits of a postcode that can only be foreign: 'B-2300' or '48599'."""
    match = POSTCODE.fullmatch(text.strip())
    if match is None:
        return None
    prefix = (match[1] or match[2] or "").upper()
    country = PREFIXES.get(prefix, "") or ("DE" if len(match[3]) == GERMAN and not prefix else "")
    return (country, match[3]) if country else None


def phone_country(phone: str) -> str:
    """Return the country of a phone number in E.164 among those near; empty for another."""
    return next((code for begin, code in CALLING.items() if phone.startswith(begin)), "")
