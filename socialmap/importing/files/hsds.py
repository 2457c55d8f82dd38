"""HSDS services as rows: each service is an initiative with its places and activities."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from socialmap.catalogue.fields import LISTING, LOCATION, Sort
from socialmap.errors import FileProblem
from socialmap.fields.facts import code_of
from socialmap.fields.flaws import Flaw, Level
from socialmap.importing.columns import label
from socialmap.importing.files.documents import as_text, objects
from socialmap.importing.files.hsds_schedules import activities, weekly_hours
from socialmap.importing.files.tables import Elements, Line, RefusedRows
from socialmap.language.folding import fold
from socialmap.standards.hsds_terms import RECORD, RECORDS
from socialmap.wording import N_

FORMAT = "HSDS"
# The facts that our own exports have as terms, or that the text about a place may mention.
FACTS = (
    *(
        field.name
        for field in LISTING
        if field.sort is Sort.FACT and field.scheme and field.headers
    ),
    *(field.name for field in LOCATION if field.mentions),
)
FIELDS = (
    "id", "name", "description", "kind", "audiences", "life_domains", "languages", "organisation",
    "location_name", "street", "postcode", "town", "country", "lat", "lon", "online", "phone",
    "email", "website", "contact_name", "hours", "cost", "cost_amount", "how_to_join",
    "waiting_time", "service_areas", "checked_on", "forms", "sphere",
    *FACTS,
    "activity_starts", "activity_minutes", "activity_repeats", "record",
)  # fmt: skip
SERVICE = frozenset({"status", "organization", "organization_id", "service_at_locations"})
SCHEMES = {
    "kind": "kind",
    "setting": "kind",
    "audience": "audiences",
    "life_domain": "life_domains",
}
# Taxonomies that only our own exports have, by folded name.
OWN_SCHEMES = {"vormvanisolement": "forms", "sfeer": "sphere"}
OWN_FACTS = frozenset({"drempel", "toegankelijkheid"})
LONGEST_AREA = 80  # characters; a longer text is an explanation, not a name
INCLUDES = {field.name: re.compile(field.mentions, re.I) for field in LOCATION if field.mentions}
DENIES = re.compile(r"\b(?:no|not|non|without|geen|niet|zonder)\b", re.IGNORECASE)
UNKNOWN_TERM = Flaw(
    Level.NOTE,
    N_("Deze term hoort niet bij een soort, doelgroep of leefgebied dat we kennen."),
    N_("Zet hem bij de andere woorden (aliases) van een term, als hij hetzelfde betekent."),
)


def services_in(document: Any) -> list[dict[str, Any]] | None:
    """Return the services in a document: a page, a list, an organisation or one service.

    Return None if the document is no HSDS; raise FileProblem if it holds only locations.
    """
    items = document.get("contents", document) if isinstance(document, dict) else document
    listed = objects(items if isinstance(items, list) else [items])
    if any({"location_type", "latitude"} & item.keys() for item in listed):
        raise FileProblem(
            N_(
                "Hier staan plekken volgens HSDS, maar geen diensten. Kies het bestand met"
                " services: daar staan de plekken ook in."
            )
        )
    services = [service for item in listed for service in _services_of(item)]
    return services or None


def _services_of(item: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the services in an organisation or a service at a location, or the service itself."""
    service = item.get("service")
    if isinstance(service, dict):
        return [{**service, "service_at_locations": [item]}]
    if "services" in item:
        return [{"organization": item, **service} for service in objects(item["services"])]
    return [item] if SERVICE & item.keys() else []


def hsds_elements(services: Iterable[tuple[int, dict[str, Any]]], refused: RefusedRows) -> Elements:
    """Return services as rows; one with several places or activities takes several rows."""
    return Elements(FORMAT, tuple(map(label, FIELDS)), _rows(services, refused))


def rows_of(service: dict[str, Any]) -> list[list[str]]:
    """Return the rows of one service, each with a cell for every one of FIELDS."""
    return [cells for _, cells in _rows([(0, service)], RefusedRows())]


def _rows(services: Iterable[tuple[int, dict[str, Any]]], refused: RefusedRows) -> Iterator[Line]:
    for line, service in services:
        status, record = as_text(service.get("status")), _record(service)
        # One of our own comes back with its status, whatever that is.
        if status not in ("", "active") and not record:
            facts = (("status", status[:40]),)
            refused.add(
                line,
                Flaw(
                    Level.WARNING,
                    N_("Deze dienst is niet actief (%(status)s). We nemen hem niet mee."),
                    N_("Staat hij al op de kaart? Haal hem er dan zelf af."),
                    facts=facts,
                ),
            )
            continue
        links = objects(service.get("service_at_locations"))
        shared = _service(service, links) | _terms(service, line, refused) | {"record": record}
        places = [_place(link["location"]) for link in links if _is_place(link.get("location"))]
        dated = activities(_schedules(service, links))
        for number in range(max(len(places), len(dated), 1)):
            cells = dict(shared)
            if places:
                cells |= places[number if number < len(places) else 0]
            if number < len(dated):
                cells |= dated[number]
            yield line, [cells.get(field, "") for field in FIELDS]


def _is_place(location: Any) -> bool:
    return isinstance(location, dict) and location.get("location_type") not in ("virtual", "postal")


def _schedules(service: Mapping[str, Any], links: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the schedules of a service, or those of its places if it has none itself."""
    own = objects(service.get("schedules"))
    return own or [schedule for link in links for schedule in objects(link.get("schedules"))]


def _first(things: Iterable[Mapping[str, Any]], *names: str) -> str:
    """Return the first text under any of these names; empty if there is none."""
    texts = (as_text(thing.get(name)).strip() for thing in things for name in names)
    return next(filter(None, texts), "")


def _service(service: Mapping[str, Any], links: list[dict[str, Any]]) -> dict[str, str]:
    """Return the cells that are the same for every place of a service."""
    owner = service.get("organization")
    organisation = owner if isinstance(owner, dict) else {}
    locations = [link["location"] for link in links if isinstance(link.get("location"), dict)]
    holders = [service, *links, *locations, organisation]
    contacts = [contact for holder in holders for contact in objects(holder.get("contacts"))]
    phones = [phone for one in (*holders, *contacts) for phone in objects(one.get("phones"))]
    costs = objects(service.get("cost_options"))
    areas = [area for one in (service, *links) for area in objects(one.get("service_areas"))]
    texts = (_first([service], "description"), _first([service], "eligibility_description"))
    return {
        "id": _first([service], "id"),
        "name": _first([service], "name"),
        "description": "\n\n".join(filter(None, texts)),
        "languages": _listed(objects(service.get("languages")), "code", "name"),
        "organisation": _first([organisation], "name"),
        "online": "ja"
        if any(place.get("location_type") == "virtual" for place in locations)
        else "",
        "phone": _first(phones, "number").strip('"'),
        "email": _first([service, *contacts, organisation], "email"),
        "website": _first([service, organisation], "url", "website"),
        # A role is enough to ask for, and keeps the name of a volunteer off the map.
        "contact_name": _first(contacts, "title") or _first(contacts, "name"),
        "hours": weekly_hours(_schedules(service, links)),
        "cost": _first([service], "fees_description", "fees")
        or _first(costs, "amount_description"),
        "cost_amount": _first(costs, "amount") if len(costs) == 1 else "",
        "how_to_join": _first([service], "application_process"),
        "waiting_time": _first([service], "wait_time"),
        "service_areas": " | ".join(filter(None, map(_area, areas))),
        "checked_on": _first([service], "assured_date"),
    }


def _listed(things: Iterable[Mapping[str, Any]], *names: str) -> str:
    return " | ".join(filter(None, (_first([thing], *names) for thing in things)))


def _area(area: Mapping[str, Any]) -> str:
    name = _first([area], "name")
    return name if len(name) <= LONGEST_AREA else ""


def _terms(service: Mapping[str, Any], line: int, refused: RefusedRows) -> dict[str, str]:
    """Return the cells for the taxonomy terms of a service; refuse terms that are unknown."""
    codes_by_field: dict[str, list[str]] = {}
    for attribute in objects(service.get("attributes")):
        term = attribute.get("taxonomy_term")
        if not isinstance(term, dict) or _is_record(term):
            continue
        words = [as_text(term.get(name)) for name in ("code", "name")]
        cells = _own_cells(attribute, term) or {
            field: code
            for scheme, field in reversed(SCHEMES.items())
            for code in (code_of(scheme, word) for word in words)
            if code
        }
        if not cells:
            refused.add(line, UNKNOWN_TERM, "taxonomy_terms", words[1] or words[0])
        for field, code in cells.items():
            codes_by_field.setdefault(field, []).append(code)
    return {
        field: codes[0] if field == "kind" else " | ".join(dict.fromkeys(codes))
        for field, codes in codes_by_field.items()
    }


def _is_record(term: Mapping[str, Any]) -> bool:
    """Return whether a term marks the record of a listing in a file for ourselves."""
    return (as_text(term.get("taxonomy")), as_text(term.get("code"))) == (RECORDS, RECORD)


def _record(service: Mapping[str, Any]) -> str:
    """Return the record of a service that one of our own exports wrote; empty without one."""
    attributes = objects(service.get("attributes"))
    terms = ((one, one.get("taxonomy_term")) for one in attributes)
    records = (one for one, term in terms if isinstance(term, dict) and _is_record(term))
    return _first(records, "value")


def _own_cells(attribute: Mapping[str, Any], term: Mapping[str, Any]) -> dict[str, str]:
    """Return the cell of a term from one of our own exports; empty for other terms."""
    scheme, code = fold(as_text(term.get("taxonomy"))), as_text(term.get("code"))
    if scheme in OWN_SCHEMES:
        return {OWN_SCHEMES[scheme]: code}
    if scheme in OWN_FACTS:
        return {code: "nee" if attribute.get("value") == "no" else "ja"}
    return {}


def _place(location: Mapping[str, Any]) -> dict[str, str]:
    """Return the cells about one place of a service."""
    addresses = sorted(
        objects(location.get("addresses")), key=lambda one: one.get("address_type") == "postal"
    )
    access = [_first([one], "description") for one in objects(location.get("accessibility"))]
    return {
        "location_name": _first([location], "name"),
        "street": _first(addresses[:1], "address_1"),
        "postcode": _first(addresses[:1], "postal_code"),
        "town": _first(addresses[:1], "city"),
        "country": _first(addresses[:1], "country"),
        "lat": _first([location], "latitude"),
        "lon": _first([location], "longitude"),
        **{
            field: "ja"
            for field, word in INCLUDES.items()
            if any(word.search(text) and not DENIES.search(text) for text in access)
        },
    }
