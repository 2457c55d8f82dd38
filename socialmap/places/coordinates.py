"""Coordinates that people and programs write in one text, read as a point."""

from __future__ import annotations

import re

from socialmap.places.borders import DUTCH, country_at
from socialmap.places.geometry import Point, in_kingdom, is_rd, rd_to_wgs84
from socialmap.places.spelling import clean, read_pair

LONGEST = 200  # characters
# One number with a decimal comma.
ONE = re.compile(r"[-+]?\d+,\d+")
NUMBER = r"[-+]?\d+(?:\.\d+)?"
WKT = re.compile(rf"(?:SRID=\d+;\s*)?POINT\s*Z?\s*\(\s*({NUMBER})\s+({NUMBER}).*\)", re.IGNORECASE)
GEOJSON = re.compile(rf'"coordinates"\s*:\s*\[\s*({NUMBER})\s*,\s*({NUMBER})')
# In the address of a map: @52.09,5.12 or ?q=52.09,5.12, or geo:52.09,5.12.
LINKED = re.compile(rf"(?:@|[?&](?:q|ll|mlat)=|geo:)({NUMBER})(?:,|&mlon=|%2C)({NUMBER})")
# 52°05'26.5"N, 52°5.44' N, and both with the direction in front.
DECIMAL = r"(\d+(?:[.,]\d+)?)"
MINUTES = rf"(?:{DECIMAL}\s*['’′]\s*)?"
SECONDS = rf"(?:{DECIMAL}\s*(?:\"|”|″|''|’’|′′)\s*)?"
PART = rf"{DECIMAL}\s*°\s*{MINUTES}{SECONDS}"
AFTER = re.compile(rf"{PART}([NSEWOZ])", re.IGNORECASE)
BEFORE = re.compile(rf"([NSEWOZ])\s*{PART}", re.IGNORECASE)
# 'lat: 52.09 lon: 5.12' and 'X 136000 Y 455000'.
LABEL = re.compile(
    r"\b(?:lat(?:itude)?|lon(?:gitude)?|lng|rd|wgs ?84|[xy])\b\s*[:=]?\s*", re.IGNORECASE
)
LON_FIRST = re.compile(r"\s*(?:lon|lng)", re.IGNORECASE)
# Rijksdriehoek with points between the thousands.
THOUSANDS = re.compile(r"(\d{1,3})\.(\d{3})\s*[,;/ ]\s*(\d{3})\.(\d{3})(?![\d])")


def read_coordinates(text: str) -> Point | None:
    """Return the point (lon, lat) of a text with both coordinates; None if it has no others.

    Which comes first is seen by the bounds of the Netherlands; of a point outside them, latitude.
    """
    text = text[:LONGEST].strip()
    if ONE.fullmatch(text):
        return None
    for pattern in (WKT, GEOJSON):
        if match := pattern.search(text):
            return _point(float(match[2]), float(match[1]))
    if match := LINKED.search(text):
        return _point(float(match[1]), float(match[2]))
    if degrees := _sexagesimal(text):
        return degrees
    if match := THOUSANDS.fullmatch(LABEL.sub("", text)):
        pair: tuple[float, float] | None = (
            float(match[1] + match[2]),
            float(match[3] + match[4]),
        )
    else:
        pair = read_pair(clean(LABEL.sub(" ", text)))
    if pair is None:
        return None
    return _point(*(reversed(pair) if LON_FIRST.match(text) else pair))


def _point(first: float, second: float) -> Point | None:
    """Return the point of two numbers, latitude first unless they are Dutch the other way."""
    if is_rd(first, second):
        return rd_to_wgs84(first, second)
    if is_rd(second, first):
        return rd_to_wgs84(second, first)
    if in_kingdom(first, second) and country_at(second, first) not in DUTCH:
        return first, second
    return (second, first) if abs(first) <= 90 and abs(second) <= 180 else None


def _sexagesimal(text: str) -> Point | None:
    """Return the point of degrees, minutes and seconds with their directions."""
    found: dict[str, float] = {}
    for match in (
        BEFORE.findall(text) if text[:1].upper() in tuple("NSEWOZ") else AFTER.findall(text)
    ):
        *numbers, direction = match if match[-1].isalpha() else (*match[1:], match[0])
        parts = [float(number.replace(",", ".")) if number else 0.0 for number in numbers]
        degrees = parts[0] + parts[1] / 60 + parts[2] / 3600
        letter = direction.upper()
        # Dutch: O is oost, Z is zuid.
        axis = "lat" if letter in "NSZ" else "lon"
        found.setdefault(axis, -degrees if letter in "SZW" else degrees)
    return (found["lon"], found["lat"]) if len(found) == 2 else None
