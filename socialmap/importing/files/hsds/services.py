"""HSDS services as rows: each service is an initiative with its places and activities."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from socialmap.catalogue.fields import LISTING, LOCATION, Sort
from socialmap.errors import FileProblem
from socialmap.fields.flaws import Flaw, Level
from socialmap.importing.columns import label
from socialmap.importing.files.documents import as_text, objects
from socialmap.importing.files.hsds.schedules import (
    activities,
    in_dutch,
    notes,
    uncertain,
    weekly_hours,
)
from socialmap.importing.files.hsds.terms import record_of, terms
from socialmap.importing.files.hsds.unread import Unread
from socialmap.importing.files.hsds.versions import upgraded_document
from socialmap.importing.files.tables import Elements, Line, RefusedRows
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
STATUSES = frozenset({"active", "inactive", "defunct", "temporarily closed"})
PAGES = ("contents", "content", "services", "results", "items", "data")
PLACE = frozenset({"location_type", "addresses", "accessibility"})
LONGEST_LABEL = 40  # characters
NO_VOICE = frozenset({"fax", "tty", "textphone", "text"})
LONGEST_AREA = 80  # characters; a longer text is an explanation, not a name
INCLUDES = {field.name: re.compile(field.mentions, re.I) for field in LOCATION if field.mentions}
DENIES = re.compile(r"\b(?:no|not|non|without|geen|niet|zonder)\b", re.IGNORECASE)


def services_in(document: Any) -> list[dict[str, Any]] | None:
    """Return the services in a document: a page, a list, an organisation or one service.

    They have the names of HSDS 3, whatever their version. Return None if the document is no HSDS;
    raise FileProblem if it holds only locations.
    """
    listed = [upgraded_document(item) for item in objects(_items(document))]
    services = [service for item in listed for service in _services_of(item)]
    if not services and any(PLACE & item.keys() and "latitude" in item for item in listed):
        raise FileProblem(
            N_(
                "Hier staan plekken volgens HSDS, maar geen diensten. Kies het bestand met"
                " services: daar staan de plekken ook in."
            )
        )
    return services or None


def _items(document: Any) -> list[Any]:
    """Return what stands in a page or a list; a document of another shape is one item."""
    if isinstance(document, list):
        return document
    if isinstance(document, dict) and not _is_service(document):
        for name in PAGES:
            if isinstance(document.get(name), list) and not (
                "name" in document and "id" in document
            ):
                return list(document[name])
    return [document]


def _is_service(item: Mapping[str, Any]) -> bool:
    return "name" in item and (
        "service_at_locations" in item
        or "organization_id" in item
        or isinstance(item.get("organization"), dict)
        or item.get("status") in STATUSES
    )


def _services_of(item: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the services in an organisation or a service at a location, or the service itself."""
    service = item.get("service")
    if isinstance(service, dict):
        return [{**service, "service_at_locations": [item]}]
    if "services" in item:
        return [{"organization": item, **service} for service in objects(item["services"])]
    return [item] if _is_service(item) else []


def hsds_elements(services: Iterable[tuple[int, dict[str, Any]]], refused: RefusedRows) -> Elements:
    """Return services as rows; one with several places or activities takes several rows."""
    return Elements(FORMAT, tuple(map(label, FIELDS)), _rows(services, refused))


def rows_of(service: dict[str, Any]) -> list[list[str]]:
    """Return the rows of one service, each with a cell for every one of FIELDS."""
    return [cells for _, cells in _rows([(0, upgraded_document(service))], RefusedRows())]


def _rows(services: Iterable[tuple[int, dict[str, Any]]], refused: RefusedRows) -> Iterator[Line]:
    unread = Unread()
    for line, service in services:
        status, record = as_text(service.get("status")), record_of(service)
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
        links = _links(service)
        if not record:
            unread.note(service)
            _remark_on_times(service, links, line, refused)
        shared = _service(service, links) | terms(service, line, refused) | {"record": record}
        places = [_place(link["location"]) for link in links if _is_place(link.get("location"))]
        dated = activities(_schedules(service, links))
        for number in range(max(len(places), len(dated), 1)):
            cells = dict(shared)
            if places:
                cells |= places[number if number < len(places) else 0]
            if number < len(dated):
                cells |= dated[number]
            yield line, [cells.get(field, "") for field in FIELDS]
    unread.remark(refused)


def _remark_on_times(
    service: Mapping[str, Any], links: list[dict[str, Any]], line: int, refused: RefusedRows
) -> None:
    """Name the schedules of a service that do not become hours, in the words that they have."""
    holidays = objects(service.get("holidays")) or [
        one for at in links for one in _at(at, "holidays")
    ]
    for words in uncertain(_schedules(service, links), holidays):
        refused.add(line, NOT_CERTAIN, "schedules", words)


NOT_CERTAIN = Flaw(
    Level.WARNING,
    N_("Deze tijden kunnen we niet zeker lezen. Op de kaart staat daarvoor: bel eerst."),
    N_("Kijk na wanneer het open is, en vul de tijden zelf in."),
)


def _is_place(location: Any) -> bool:
    return isinstance(location, dict) and location.get("location_type") not in ("virtual", "postal")


def _links(service: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the places of a service; version 2 also had them as a list of their own."""
    links = objects(service.get("service_at_locations"))
    return links or [{"location": place} for place in objects(service.get("locations"))]


def _schedules(service: Mapping[str, Any], links: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the schedules of a service, or those of its places if it has none itself."""
    own = objects(service.get("schedules"))
    return own or [schedule for link in links for schedule in _at(link, "schedules")]


def _at(link: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """Return what holds for a service at a place, or else for that place as a whole."""
    place = link.get("location")
    return objects(link.get(name)) or objects(place.get(name) if isinstance(place, dict) else None)


def _hours(service: Mapping[str, Any], links: list[dict[str, Any]]) -> str:
    """Return the hours of a service; where they differ by place, those of each place in words."""
    own, holidays = (objects(service.get(name)) for name in ("schedules", "holidays"))
    if own:
        return weekly_hours(own, holidays)
    by_place = {
        _first(objects([link.get("location")]), "name"): weekly_hours(
            _at(link, "schedules"), holidays or _at(link, "holidays")
        )
        for link in links
    }
    hours = list(dict.fromkeys(filter(None, by_place.values())))
    if len(hours) < 2:
        return "".join(hours)
    return "; ".join(f"{name}: {in_dutch(text)}" for name, text in by_place.items() if text)


def _phones(phones: Iterable[Mapping[str, Any]]) -> str:
    """Return the numbers that are no fax, each with its extension and what it is for."""
    numbers: dict[str, str] = {}
    for phone in phones:
        number = _first([phone], "number").strip('"')
        if not number or _first([phone], "type").lower() in NO_VOICE:
            continue
        extension, label = _first([phone], "extension"), _first([phone], "description", "name")
        words = f" ({label.strip('()')})" if 0 < len(label) <= LONGEST_LABEL else ""
        numbers.setdefault(number, f"{number}{f' ext. {extension}' if extension else ''}{words}")
    return " | ".join(numbers.values())


def _cost(service: Mapping[str, Any], costs: list[dict[str, Any]]) -> str:
    """Return the words about the cost, or the options with their amounts."""
    words = _first([service], "fees_description", "fees")
    if words:
        return words
    options = []
    for cost in costs:
        text, amount = _first([cost], "amount_description"), _first([cost], "amount")
        named = f"€ {amount}" if amount and _first([cost], "currency") in ("", "EUR") else amount
        options.append(f"{text}: {named}" if text and len(costs) > 1 and amount else text)
    return "; ".join(filter(None, dict.fromkeys(options)))


def _description(service: Mapping[str, Any]) -> str:
    """Return the description, followed by who may come."""
    who = _first([service], "eligibility_description")
    texts = [who, *(_first([one], "description") for one in objects(service.get("eligibility")))]
    least, most = _first([service], "minimum_age"), _first([service], "maximum_age")
    if least or most:
        texts.append(
            f"Leeftijd: {least} tot en met {most} jaar."
            if least and most
            else f"Leeftijd: vanaf {least} jaar."
            if least
            else f"Leeftijd: tot en met {most} jaar."
        )
    parts = dict.fromkeys((_first([service], "description"), *texts))
    return "\n\n".join(filter(None, parts))


def _how_to_join(service: Mapping[str, Any]) -> str:
    """Return how to join, followed by the papers to bring along."""
    papers = [_first([one], "document") for one in objects(service.get("required_documents"))]
    bring = f"Neem mee: {', '.join(filter(None, papers))}." if any(papers) else ""
    return " ".join(filter(None, (_first([service], "application_process"), bring)))


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
    languages = [
        one for holder in (service, *locations) for one in objects(holder.get("languages"))
    ]
    areas = [area for one in (service, *links) for area in objects(one.get("service_areas"))]
    hours = _hours(service, links)
    beside = [text for text in notes(_schedules(service, links)) if text not in hours]
    return {
        "id": _first([service], "id"),
        "name": _first([service], "name"),
        "description": "\n\n".join(filter(None, (_description(service), *beside))),
        "languages": _listed(languages, "code", "name"),
        "organisation": _first([organisation], "name"),
        "online": "ja"
        if any(place.get("location_type") == "virtual" for place in locations)
        else "",
        "phone": _phones(phones),
        "email": _first([service, *contacts, organisation], "email"),
        "website": _first([service, organisation], "url", "website"),
        # A role is enough to ask for, and keeps the name of a volunteer off the map.
        "contact_name": _first(contacts, "title") or _first(contacts, "name"),
        "hours": hours,
        "cost": _cost(service, costs),
        "cost_amount": _first(costs, "amount") if len(costs) == 1 else "",
        "how_to_join": _how_to_join(service),
        "waiting_time": _first([service], "wait_time"),
        "service_areas": " | ".join(filter(None, map(_area, areas))),
        "checked_on": _first([service], "assured_date"),
    }


def _listed(things: Iterable[Mapping[str, Any]], *names: str) -> str:
    return " | ".join(filter(None, (_first([thing], *names) for thing in things)))


def _area(area: Mapping[str, Any]) -> str:
    name = _first([area], "name")
    return name if len(name) <= LONGEST_AREA else ""


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
