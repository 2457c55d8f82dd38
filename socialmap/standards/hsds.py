"""The catalogue as HSDS 3 services: one service per initiative, with all its parts."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC

import orjson

from socialmap.catalogue.fields import LOCATION_FACTS
from socialmap.catalogue.listing import ListedLocation, ListedPhone
from socialmap.catalogue.taxonomy import taxonomy
from socialmap.places.gazetteer import postcodes
from socialmap.standards.exported import Exported, checked_on
from socialmap.standards.hsds_schedules import schedules
from socialmap.standards.hsds_terms import (
    NAMESPACE,
    Thing,
    attributes,
    part_id,
    record_attribute,
    without_empty,
)

EXTENSION = re.compile(r"toestel (\d{1,6})")
STATUSES = {
    "draft": "inactive",
    "published": "active",
    "paused": "temporarily closed",
    "archived": "defunct",
}


def service(exported: Exported) -> Thing:
    """Return one listing as a complete HSDS service."""
    listing = exported.listing
    parts = {
        "organization": _organisation(exported),
        "phones": _phones(exported),
        "contacts": _contacts(exported),
        "schedules": _named(exported, "schedule", schedules(listing)),
        "languages": _named(exported, "language", ({"code": code} for code in listing.languages)),
        "cost_options": _costs(exported),
        "capacities": _capacities(exported),
        "service_areas": _named(
            exported, "area", ({"name": name} for name in listing.service_areas)
        ),
        "service_at_locations": [
            *(_at_location(exported, number) for number in range(len(listing.locations))),
            *_online(exported),
        ],
        "attributes": [*attributes(exported), *record_attribute(exported)],
    }
    return without_empty({**_own(exported), **parts})


def _own(exported: Exported) -> Thing:
    listing = exported.listing
    texts = dict.fromkeys(filter(None, (listing.summary, listing.description)))
    checked = checked_on(listing)
    return {
        "id": str(exported.id),
        "name": listing.name,
        "description": "\n\n".join(texts),
        "url": listing.website or exported.page,
        "email": listing.email,
        "status": STATUSES[exported.status],
        "application_process": listing.how_to_join,
        "fees_description": listing.cost_text or ("Gratis" if listing.free_of_charge else ""),
        "wait_time": listing.waiting_time,
        "assured_date": checked.isoformat() if checked else "",
        "licenses": listing.licence,
        "last_modified": f"{exported.changed_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
    }


def _named(exported: Exported, kind: str, things: Iterable[Thing]) -> list[Thing]:
    return [{"id": part_id(exported, kind, number), **thing} for number, thing in enumerate(things)]


def _organisation(exported: Exported) -> Thing:
    name = exported.listing.organisation
    if not name:
        return {}
    own = exported.organisation_id or uuid.uuid5(NAMESPACE, f"organization/{name}")
    logo = {"logo": exported.logo} if exported.logo else {}
    return {"id": str(own), "name": name, "description": name, **logo}


def _phones(exported: Exported) -> list[Thing]:
    return _named(exported, "phone", map(_phone, exported.listing.phones))


def _phone(phone: ListedPhone) -> Thing:
    """Return a phone; words that are an extension alone stand as its extension."""
    extension = EXTENSION.fullmatch(phone.words)
    words = {"extension": int(extension[1])} if extension else {"description": phone.words}
    return without_empty({"number": phone.number, "type": "voice", **words})


def _contacts(exported: Exported) -> list[Thing]:
    name = exported.listing.contact_name
    return _named(exported, "contact", [{"name": name}] if name else [])


def _costs(exported: Exported) -> list[Thing]:
    listing = exported.listing
    if listing.cost_amount is None:
        return []
    cost = {
        "amount": listing.cost_amount,
        "currency": "EUR",
        "amount_description": listing.cost_text,
    }
    return _named(exported, "cost", [without_empty(cost) | {"amount": listing.cost_amount}])


def _capacities(exported: Exported) -> list[Thing]:
    listing = exported.listing
    if listing.places_free is None:
        return []
    day = listing.capacity_as_of
    updated = f"{day:%Y-%m-%d}T00:00:00Z" if day else f"{exported.changed_at:%Y-%m-%dT%H:%M:%SZ}"
    unit = {"id": str(uuid.uuid5(NAMESPACE, "unit/place")), "name": "plek"}
    thing = {"available": listing.places_free, "updated": updated, "unit": unit}
    return _named(exported, "capacity", [thing])


def _at_location(exported: Exported, number: int) -> Thing:
    place = exported.listing.locations[number]
    own = part_id(exported, "location", number)
    location = {
        "id": own,
        "location_type": "physical",
        "name": place.name,
        "latitude": round(place.lat, 6),
        "longitude": round(place.lon, 6),
        "external_identifier": place.bag_id,
        "external_identifier_type": "BAG" if place.bag_id else "",
        "addresses": [_address(exported, place, number)] if place.town else [],
        "accessibility": _accessibility(exported, place, number),
    }
    return {"id": part_id(exported, "at", number), "location": without_empty(location)}


def _online(exported: Exported) -> list[Thing]:
    """Return the place of what is online: one that nobody goes to."""
    if not exported.listing.online:
        return []
    own = part_id(exported, "location", "online")
    location = {"id": own, "location_type": "virtual"}
    return [{"id": part_id(exported, "at", "online"), "location": location}]


def _address(exported: Exported, place: ListedLocation, number: int) -> Thing:
    postcode = postcodes().get(place.postcode[:4])
    return {
        "id": part_id(exported, "address", number),
        "address_1": place.street,
        "city": place.town,
        "state_province": postcode.province if postcode else "",
        "postal_code": place.postcode,
        "country": "NL",
        "address_type": "physical",
    }


def _accessibility(exported: Exported, place: ListedLocation, number: int) -> list[Thing]:
    return [
        {
            "id": part_id(exported, "accessibility", number, name),
            "description": taxonomy().name("accessibility", name),
        }
        for name in LOCATION_FACTS
        if getattr(place, name)
    ]


def json_parts(rows: Iterable[Exported], total: int) -> Iterator[bytes]:
    """Yield one page with all services in parts, so that they are never all in memory."""
    envelope = {
        "total_items": total,
        "total_pages": 1,
        "page_number": 1,
        "size": total,
        "first_page": True,
        "last_page": True,
        "empty": not total,
    }
    yield orjson.dumps(envelope)[:-1] + b',"contents":['
    for number, exported in enumerate(rows):
        yield (b",\n" if number else b"\n") + orjson.dumps(service(exported))
    yield b"\n]}\n"
