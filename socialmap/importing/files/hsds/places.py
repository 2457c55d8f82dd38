"""The places of an HSDS service as cells, and what their accessibility promises."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from socialmap.catalogue.fields import LOCATION
from socialmap.importing.files.documents import first_text, objects

INCLUDES = {field.name: re.compile(field.mentions, re.I) for field in LOCATION if field.mentions}
DENIES = re.compile(r"\b(?:no|not|non|without|geen|niet|zonder)\b", re.IGNORECASE)
# Words beside a fact that add nothing to it.
FILLING = frozenset(
    {
        *("a", "access", "accessible", "adapted", "an", "and", "available", "disabled", "for"),
        *("fully", "in", "is", "possible", "present", "the", "toilet", "with"),
        *("aanwezig", "de", "een", "en", "heeft", "het", "mee", "met", "toegang", "toegankelijk"),
        *("toegankelijke", "volledig", "voor"),
    }
)
# The sorts of location and address that nobody can go to.
NO_PLACE = frozenset({"virtual", "postal"})
Thing = Mapping[str, Any]


def links_of(service: Thing) -> list[dict[str, Any]]:
    """Return the places of a service; version 2 also had them as a list of their own."""
    links = objects(service.get("service_at_locations"))
    linked = [link["location"] for link in links if isinstance(link.get("location"), dict)]
    known = {first_text([place], "id") for place in linked}
    others = [
        {"location": place}
        for place in objects(service.get("locations"))
        if place not in linked and (first_text([place], "id") or None) not in known
    ]
    return [*links, *others]


def location_of(link: Thing) -> dict[str, Any]:
    """Return the location of a service at a location; empty without one."""
    place = link.get("location")
    return place if isinstance(place, dict) else {}


def places_of(links: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Return the cells of each place; a location with several addresses is several places."""
    return [
        cells
        for link in links
        if (place := location_of(link)) and place.get("location_type") not in NO_PLACE
        for cells in _cells(place)
    ]


def _cells(location: Thing) -> list[dict[str, str]]:
    """Return the cells of each address of a location, of which the first is at its point."""
    addresses = objects(location.get("addresses"))
    visited = [one for one in addresses if one.get("address_type") not in NO_PLACE]
    # A postal address alone still tells in which town it is.
    first, *others = visited or addresses or [{}]
    texts = access_texts(location)
    shared = {
        "location_name": first_text([location], "name"),
        **{
            field: "ja"
            for field, word in INCLUDES.items()
            if any(word.search(text) and not DENIES.search(text) for text in texts)
        },
    }
    point = {
        "lat": first_text([location], "latitude"),
        "lon": first_text([location], "longitude"),
        "bag_id": first_text([location], "external_identifier")
        if first_text([location], "external_identifier_type").upper() == "BAG"
        else "",
    }
    return [
        shared | _address(first) | point,
        *(shared | _address(one) for one in (others if visited else ())),
    ]


def _address(address: Thing) -> dict[str, str]:
    return {
        "street": first_text([address], "address_1"),
        "postcode": first_text([address], "postal_code"),
        "town": first_text([address], "city"),
        "country": first_text([address], "country"),
    }


def access_texts(location: Thing) -> list[str]:
    """Return what is said about the accessibility of a location."""
    return [first_text([one], "description") for one in objects(location.get("accessibility"))]


def is_all_facts(text: str) -> bool:
    """Return whether a text about accessibility says nothing beside the facts in it."""
    rest = text
    for word in INCLUDES.values():
        rest = word.sub(" ", rest)
    words = re.findall(r"[^\W\d_]+", rest.lower())
    return rest != text and not DENIES.search(text) and FILLING.issuperset(words)
