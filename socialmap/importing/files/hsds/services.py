"""HSDS services as rows: each service is an initiative with its places and activities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from socialmap.catalogue.fields import LISTING, LOCATION, Sort
from socialmap.errors import FileProblem
from socialmap.fields.flaws import Flaw, Level
from socialmap.importing.columns import label
from socialmap.importing.files.documents import as_text, first_text, objects
from socialmap.importing.files.hsds.contacts import contact_cells
from socialmap.importing.files.hsds.costs import cost_cells
from socialmap.importing.files.hsds.places import links_of, location_of, places_of
from socialmap.importing.files.hsds.schedules import activities, uncertain
from socialmap.importing.files.hsds.terms import record_of, terms
from socialmap.importing.files.hsds.times import hours_and_words, times_of, words_beside
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
    "waiting_time", "service_areas", "checked_on", "forms", "sphere", "bag_id", "licence",
    "places_free", "capacity_as_of",
    *FACTS,
    "activity_name", "activity_starts", "activity_minutes", "activity_repeats", "record",
)  # fmt: skip
STATUSES = frozenset({"active", "inactive", "defunct", "temporarily closed"})
PAGES = ("contents", "content", "services", "results", "items", "data")
PLACE = frozenset({"location_type", "addresses", "accessibility"})
LONGEST_AREA = 80  # characters; a longer text is an explanation, not a name


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
        owner = {name: value for name, value in item.items() if name != "services"}
        return [{"organization": owner, **service} for service in objects(item["services"])]
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
        rows = _cells(service, terms(service, line, refused) | {"record": record})
        if not record:
            unread.note(service, rows, line, refused)
            _remark_on_times(service, line, refused)
        for cells in rows:
            yield line, [cells.get(field, "") for field in FIELDS]
    unread.remark(refused)


def _remark_on_times(service: Mapping[str, Any], line: int, refused: RefusedRows) -> None:
    """Name the schedules of a service that do not become hours, in the words that they have."""
    told = times_of(service, links_of(service))
    schedules = [one for times in told for one in times.schedules]
    for words in uncertain(schedules, [one for times in told for one in times.holidays]):
        refused.add(line, NOT_CERTAIN, "schedules", words)


NOT_CERTAIN = Flaw(
    Level.WARNING,
    N_("Deze tijden kunnen we niet zeker lezen. Op de kaart staat daarvoor: bel eerst."),
    N_("Kijk na wanneer het open is, en vul de tijden zelf in."),
)


def _cells(service: Mapping[str, Any], others: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the cells of each row of a service: all places and activities take one."""
    links = links_of(service)
    told = times_of(service, links)
    schedules = [one for times in told for one in times.schedules]
    hours, words = hours_and_words(told)
    beside = [*words, *(text for text in words_beside(schedules) if text not in hours)]
    description = filter(None, (_description(service), *beside))
    shared = {
        **_service(service, links),
        **contact_cells(service),
        **cost_cells(service),
        **others,
        "hours": hours,
        "description": "\n\n".join(dict.fromkeys(description)),
    }
    places, dated = places_of(links), activities(schedules)
    return [
        {
            **shared,
            **(places[number if number < len(places) else 0] if places else {}),
            **(dated[number] if number < len(dated) else {}),
        }
        for number in range(max(len(places), len(dated), 1))
    ]


def _description(service: Mapping[str, Any]) -> str:
    """Return the description, followed by who may come."""
    who = first_text([service], "eligibility_description")
    texts = [
        who,
        *(first_text([one], "description") for one in objects(service.get("eligibility"))),
    ]
    least, most = first_text([service], "minimum_age"), first_text([service], "maximum_age")
    if least or most:
        texts.append(
            f"Leeftijd: {least} tot en met {most} jaar."
            if least and most
            else f"Leeftijd: vanaf {least} jaar."
            if least
            else f"Leeftijd: tot en met {most} jaar."
        )
    parts = dict.fromkeys((first_text([service], "description"), *texts))
    return "\n\n".join(filter(None, parts))


def _how_to_join(service: Mapping[str, Any]) -> str:
    """Return how to join, followed by the papers to bring along."""
    papers = [first_text([one], "document") for one in objects(service.get("required_documents"))]
    bring = f"Neem mee: {', '.join(filter(None, papers))}." if any(papers) else ""
    return " ".join(filter(None, (first_text([service], "application_process"), bring)))


def _service(service: Mapping[str, Any], links: list[dict[str, Any]]) -> dict[str, str]:
    """Return the cells that are the same for every place of a service."""
    owner = service.get("organization")
    locations = [place for link in links if (place := location_of(link))]
    virtual = any(place.get("location_type") == "virtual" for place in locations)
    spoken = [one for holder in (service, *locations) for one in objects(holder.get("languages"))]
    areas = [area for one in (service, *links) for area in objects(one.get("service_areas"))]
    capacity = objects(service.get("capacities"))[:1]
    return {
        "id": first_text([service], "id"),
        "name": first_text([service], "name"),
        "languages": _listed(spoken, "code", "name"),
        "organisation": first_text([owner] if isinstance(owner, dict) else [], "name"),
        "online": "ja" if virtual else "",
        "how_to_join": _how_to_join(service),
        "waiting_time": first_text([service], "wait_time"),
        "places_free": first_text(capacity, "available"),
        "capacity_as_of": first_text(capacity, "updated")[:10],
        "service_areas": " | ".join(filter(None, map(_area, areas))),
        "checked_on": first_text([service], "assured_date"),
        "licence": first_text([service], "licenses"),
    }


def _listed(things: Iterable[Mapping[str, Any]], *names: str) -> str:
    return " | ".join(filter(None, (first_text([thing], *names) for thing in things)))


def _area(area: Mapping[str, Any]) -> str:
    name = first_text([area], "name")
    return name if len(name) <= LONGEST_AREA else ""
