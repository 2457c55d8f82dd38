"""The catalogue as GeoJSON (RFC 7946): one feature per listing, its fields as properties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any

import orjson

from socialmap.catalogue.listing import ListedLocation, Listing
from socialmap.standards.cells import listed, with_words
from socialmap.standards.exported import Exported, checked_on
from socialmap.standards.records import to_record

OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_OMIT_MICROSECONDS
DIGITS = 6  # decimals of a degree: about a decimetre
LEFT_OUT = frozenset(
    {
        *("locations", "activities", "confirmations", "visibility"),
        *("hours_text", "cost_text", "phones"),
        *("picture", "picture_alt"),
    }
)
PLAIN = tuple(field.name for field in fields(Listing) if field.name not in LEFT_OUT)
AT_PLACE = tuple(
    field.name for field in fields(ListedLocation) if field.name not in {"lon", "lat", "name"}
)


def feature(exported: Exported) -> dict[str, Any]:
    """Return the feature of one listing: a Point, a MultiPoint, or no geometry if nowhere."""
    listing = exported.listing
    points = [[round(place.lon, DIGITS), round(place.lat, DIGITS)] for place in listing.locations]
    return {
        "type": "Feature",
        "id": str(exported.id),
        "geometry": _geometry(points),
        "properties": {
            name: value
            for name, value in _properties(exported).items()
            if value not in (None, "", (), [], {})
        },
    }


def _geometry(points: list[list[float]]) -> dict[str, Any] | None:
    if not points:
        return None
    if len(points) == 1:
        return {"type": "Point", "coordinates": points[0]}
    return {"type": "MultiPoint", "coordinates": points}


def _properties(exported: Exported) -> dict[str, Any]:
    listing = exported.listing
    properties = {name: getattr(listing, name) for name in PLAIN}
    properties["forms"] = sorted(listing.forms, key=lambda form: -listing.forms[form])
    properties["hours"] = listing.hours or listing.hours_text
    properties["cost"] = listing.cost_text
    properties["phone"] = listed(with_words(one.number, one.words) for one in listing.phones)
    for place in listing.locations[:1]:
        properties |= {"location_name": place.name}
        properties |= {name: getattr(place, name) for name in AT_PLACE}
        properties["hidden"] = place.hidden or None
    for dated in listing.activities[:1]:
        properties |= {
            "activity_name": dated.name,
            "activity_starts": dated.starts,
            "activity_minutes": dated.minutes or None,
            "activity_repeats": dated.repeats,
        }
    return properties | {
        "online": listing.online or None,
        "checked_on": checked_on(listing),
        "status": exported.status,
        "changed_at": exported.changed_at,
        "page": exported.page,
        "record": to_record(exported) if exported.whole else "",
    }


def geojson_parts(rows: Iterable[Exported]) -> Iterator[bytes]:
    """Yield a FeatureCollection in parts, so that a large catalogue is never all in memory."""
    yield b'{"type":"FeatureCollection","features":['
    for number, exported in enumerate(rows):
        yield (b",\n" if number else b"\n") + orjson.dumps(feature(exported), option=OPTIONS)
    yield b"\n]}\n"
