"""HSDS services as rows: a service is an initiative, with all its places and activities."""

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
from socialmap.importing.files.tables import Elements, Line, Refused
from socialmap.language.folding import fold
from socialmap.wording import N_

FORM = "HSDS"
# The facts that our own catalogues tell as terms, or that a place mentions.
FACTS = (
    *(each.name for each in LISTING if each.sort is Sort.FACT and each.scheme and each.headers),
    *(each.name for each in LOCATION if each.mentions),
)
FIELDS = (
    "id", "name", "description", "kind", "audiences", "life_domains", "languages", "organisation",
    "location_name", "street", "postcode", "town", "country", "lat", "lon", "online", "phone",
    "email", "website", "contact_name", "hours", "cost", "cost_amount", "how_to_join",
    "waiting_time", "service_areas", "checked_on", "forms", "sphere",
    *FACTS,
    "activity_starts", "activity_minutes", "activity_repeats",
)  # fmt: skip
SERVICE = frozenset({"status", "organization", "organization_id", "service_at_locations"})
SCHEMES = {
    "kind": "kind",
    "setting": "kind",
    "audience": "audiences",
    "life_domain": "life_domains",
}
# What only our own catalogues tell, by the folded name that these give to a taxonomy.
OURS = {"vormvanisolement": "forms", "sfeer": "sphere"}
OUR_FACTS = frozenset({"drempel", "toegankelijkheid"})
LONGEST_AREA = 80  # characters; more is an explanation, not a name
INCLUDES = {field.name: re.compile(field.mentions, re.I) for field in LOCATION if field.mentions}
DENIES = re.compile(r"\b(?:no|not|non|without|geen|niet|zonder)\b", re.IGNORECASE)
UNKNOWN_TERM = Flaw(
    Level.NOTE,
    N_("Deze term hoort niet bij een soort, doelgroep of leefgebied dat we kennen."),
    N_("Zet hem bij de andere woorden (aliases) van een term, als hij hetzelfde betekent."),
)


def services_in(document: Any) -> list[dict[str, Any]] | None:
    """The whole services in a document: of a page, a list, an organisation or one service.

    None when nothing in it is HSDS; a FileProblem when it is, but tells of no services.
    """
    items = document.get("contents", document) if isinstance(document, dict) else document
    listed = objects(items if isinstance(items, list) else [items])
    if any({"location_type", "latitude"} & each.keys() for each in listed):
        raise FileProblem(
            N_(
                "Hier staan plekken volgens HSDS, maar geen diensten. Kies het bestand met"
                " services: daar staan de plekken ook in."
            )
        )
    services = [service for each in listed for service in _whole(each)]
    return services or None


def _whole(item: dict[str, Any]) -> list[dict[str, Any]]:
    """The services in an organisation, in a service at a location, or the service itself."""
    service = item.get("service")
    if isinstance(service, dict):
        return [{**service, "service_at_locations": [item]}]
    if "services" in item:
        return [{"organization": item, **each} for each in objects(item["services"])]
    return [item] if SERVICE & item.keys() else []


def hsds_elements(services: Iterable[tuple[int, dict[str, Any]]], refused: Refused) -> Elements:
    """Services as rows; a service with more places or activities takes more rows."""
    return Elements(FORM, tuple(map(label, FIELDS)), _rows(services, refused))


def _rows(services: Iterable[tuple[int, dict[str, Any]]], refused: Refused) -> Iterator[Line]:
    for line, service in services:
        status = as_text(service.get("status"))
        if status not in ("", "active"):
            facts = (("status", status[:40]),)
            refused.say(
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
        same = _service(service, links) | _terms(service, line, refused)
        places = [_place(each["location"]) for each in links if _is_place(each.get("location"))]
        dated = activities(_schedules(service, links))
        for number in range(max(len(places), len(dated), 1)):
            cells = dict(same)
            if places:
                cells |= places[number if number < len(places) else 0]
            if number < len(dated):
                cells |= dated[number]
            yield line, [cells.get(field, "") for field in FIELDS]


def _is_place(location: Any) -> bool:
    return isinstance(location, dict) and location.get("location_type") not in ("virtual", "postal")


def _schedules(service: Mapping[str, Any], links: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The schedules of a service; those of its places when it has none itself."""
    own = objects(service.get("schedules"))
    return own or [each for link in links for each in objects(link.get("schedules"))]


def _first(things: Iterable[Mapping[str, Any]], *names: str) -> str:
    """The first text under any of these names."""
    texts = (as_text(each.get(name)).strip() for each in things for name in names)
    return next(filter(None, texts), "")


def _service(service: Mapping[str, Any], links: list[dict[str, Any]]) -> dict[str, str]:
    """The cells that are the same for every place of a service."""
    told = service.get("organization")
    organisation = told if isinstance(told, dict) else {}
    spots = [each["location"] for each in links if isinstance(each.get("location"), dict)]
    holders = [service, *links, *spots, organisation]
    contacts = [each for holder in holders for each in objects(holder.get("contacts"))]
    phones = [each for one in (*holders, *contacts) for each in objects(one.get("phones"))]
    costs = objects(service.get("cost_options"))
    areas = [a for holder in (service, *links) for a in objects(holder.get("service_areas"))]
    texts = (_first([service], "description"), _first([service], "eligibility_description"))
    return {
        "id": _first([service], "id"),
        "name": _first([service], "name"),
        "description": "\n\n".join(filter(None, texts)),
        "languages": _listed(objects(service.get("languages")), "code", "name"),
        "organisation": _first([organisation], "name"),
        "online": "ja" if any(each.get("location_type") == "virtual" for each in spots) else "",
        "phone": _first(phones, "number").strip('"'),
        "email": _first([service, *contacts, organisation], "email"),
        "website": _first([service, organisation], "url", "website"),
        # A role says whom to ask for, and keeps a volunteer's name off the map.
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
    return " | ".join(filter(None, (_first([each], *names) for each in things)))


def _area(area: Mapping[str, Any]) -> str:
    name = _first([area], "name")
    return name if len(name) <= LONGEST_AREA else ""


def _terms(service: Mapping[str, Any], line: int, refused: Refused) -> dict[str, str]:
    """Kind, audiences and life domains of a service, by the terms that it has."""
    told: dict[str, list[str]] = {}
    for attribute in objects(service.get("attributes")):
        term = attribute.get("taxonomy_term")
        if not isinstance(term, dict):
            continue
        words = [as_text(term.get(name)) for name in ("code", "name")]
        found = _ours(attribute, term) or {
            field: code
            for scheme, field in reversed(SCHEMES.items())
            for code in (code_of(scheme, word) for word in words)
            if code
        }
        if not found:
            refused.say(line, UNKNOWN_TERM, "taxonomy_terms", words[1] or words[0])
        for field, code in found.items():
            told.setdefault(field, []).append(code)
    return {
        field: codes[0] if field == "kind" else " | ".join(dict.fromkeys(codes))
        for field, codes in told.items()
    }


def _ours(attribute: Mapping[str, Any], term: Mapping[str, Any]) -> dict[str, str]:
    """The cell of a term that one of our own catalogues gave."""
    scheme, code = fold(as_text(term.get("taxonomy"))), as_text(term.get("code"))
    if scheme in OURS:
        return {OURS[scheme]: code}
    if scheme in OUR_FACTS:
        return {code: "nee" if attribute.get("value") == "no" else "ja"}
    return {}


def _place(location: Mapping[str, Any]) -> dict[str, str]:
    """The cells about one place of a service."""
    addresses = sorted(
        objects(location.get("addresses")), key=lambda each: each.get("address_type") == "postal"
    )
    told = [_first([each], "description") for each in objects(location.get("accessibility"))]
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
            if any(word.search(text) and not DENIES.search(text) for text in told)
        },
    }
