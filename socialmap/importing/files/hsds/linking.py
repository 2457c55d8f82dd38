"""HSDS tables linked into complete services: each with all that refers to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from socialmap.fields.flaws import Flaw, Level
from socialmap.importing.files.documents import as_text
from socialmap.importing.files.hsds.tables import FILE, LINE, Record, Tables
from socialmap.importing.files.hsds.versions import UNUSED
from socialmap.importing.files.tables import RefusedRows
from socialmap.standards.hsds_terms import RECORDS
from socialmap.wording import N_

# Foreign keys: the column, and the table that it refers to.
REFERS = {
    "organization_id": "organizations",
    "service_id": "services",
    "location_id": "locations",
    "service_at_location_id": "service_at_location",
    "contact_id": "contacts",
    "program_id": "programs",
    "taxonomy_id": "taxonomies",
    "taxonomy_term_id": "taxonomy_terms",
}
BROKEN = Flaw(
    Level.WARNING,
    N_("Dit verwijst naar iets dat niet in de bestanden staat. We nemen de rest wel mee."),
    N_("Vul het ontbrekende aan, of haal de verwijzing weg."),
)
NOT_REACHED = Flaw(
    Level.NOTE,
    N_("Deze regel hoort bij geen enkele dienst in de bestanden. We nemen hem niet mee."),
    N_("Hoort hij wel bij een dienst? Vul dan in bij welke."),
)
# Tables that are read whole, or that are not made for these services alone.
NOT_LINKED = frozenset({"services", "taxonomies", "taxonomy_terms", "units", *UNUSED})
# The tables of which records belong to a service, to a place, and so on.
OF_SERVICE = (
    "phones", "contacts", "schedules", "holidays", "languages", "cost_options", "service_areas",
    "eligibility", "required_documents", "urls",
)  # fmt: skip
OF_ORGANISATION = ("phones", "contacts", "urls")
AT_LOCATION = ("phones", "contacts", "schedules", "holidays", "service_areas")
OF_LOCATION = (
    "addresses", "accessibility", "phones", "contacts", "schedules", "holidays", "languages",
)  # fmt: skip
NESTED_AS = {"urls": "additional_urls"}


def linked_services(tables: Tables, refused: RefusedRows) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each service with its line in its file; its parts are nested inside it."""
    _remark_on_broken_links(tables, refused)
    _remark_on_unused(tables, refused)
    for service in tables.records["services"]:
        yield service[LINE], _linked(tables, service)
    _remark_on_unreached(tables, refused)


def _remark_on_broken_links(tables: Tables, refused: RefusedRows) -> None:
    """Add a remark for each reference to a record that is missing."""
    for records in tables.records.values():
        for record in records:
            for column, parent in REFERS.items():
                value = as_text(record.get(column))
                if value and parent in tables.records and not tables.has(parent, value):
                    refused.add(record[LINE], BROKEN, f"{record[FILE]}.{column}", value)


def _is_ours(tables: Tables) -> bool:
    return any(term.get("taxonomy") == RECORDS for term in tables.records.get("taxonomy_terms", ()))


def _remark_on_unused(tables: Tables, refused: RefusedRows) -> None:
    """Name the files that hold nothing for a listing; in a file for ourselves nothing is lost."""
    if tables.unused and not _is_ours(tables):
        flaw = Flaw(
            Level.NOTE,
            N_("Uit deze bestanden nemen we niets mee: %(files)s."),
            N_("Staat daar iets in dat bij een initiatief hoort? Zet het in de beschrijving."),
            facts=(("files", ", ".join(tables.unused)[:300]),),
        )
        refused.add(0, flaw)


def _remark_on_unreached(tables: Tables, refused: RefusedRows) -> None:
    """Name the records that no service leads to; a taxonomy may have more terms than are used."""
    if _is_ours(tables):
        return
    for table, record in tables.unreached():
        if table not in NOT_LINKED and record[FILE] not in tables.unused:
            value = ", ".join(
                as_text(cell)
                for name, cell in record.items()
                if name not in (FILE, LINE, "id") and not name.endswith("_id") and cell
            )
            refused.add(record[LINE], NOT_REACHED, record[FILE], value)


def _linked(tables: Tables, service: Record) -> dict[str, Any]:
    own = as_text(service.get("id"))
    parts: dict[str, Any] = {**_parts(tables, "service_id", own, OF_SERVICE)}
    parts["capacities"] = [
        {**one, "unit": tables.one("units", as_text(one.get("unit_id")))}
        for one in tables.where("service_capacities", "service_id", own)
    ]
    organisation = tables.one("organizations", as_text(service.get("organization_id")))
    its_id = as_text(organisation.get("id"))
    parts["organization"] = {
        **organisation, **_parts(tables, "organization_id", its_id, OF_ORGANISATION),
    }  # fmt: skip
    links = tables.where("service_at_location", "service_id", own)
    if not links and service.get("location_id"):
        links = [{"location_id": service["location_id"]}]  # version 1.0 had no table between
    parts["service_at_locations"] = [_at_location(tables, link) for link in links]
    return {**service, **parts}


def _parts(
    tables: Tables, column: str, own: str, names: tuple[str, ...]
) -> dict[str, list[dict[str, Any]]]:
    """Return the records of these tables that refer to one record, by the names they nest under."""
    parts: dict[str, list[dict[str, Any]]] = {
        NESTED_AS.get(table, table): tables.where(table, column, own) for table in names
    }
    if "contacts" in parts:
        parts["contacts"] = [
            {**one, "phones": _phones(tables, "contact_id", as_text(one.get("id")))}
            for one in parts["contacts"]
        ]
    if "phones" in parts:
        parts["phones"] = _phones(tables, column, own)
    return parts | {"attributes": _attributes(tables, own)}


def _phones(tables: Tables, column: str, own: str) -> list[dict[str, Any]]:
    return [
        {**one, "languages": tables.where("languages", "phone_id", as_text(one.get("id")))}
        for one in tables.where("phones", column, own)
    ]


def _attributes(tables: Tables, link: str) -> list[dict[str, Any]]:
    return [
        {**one, "taxonomy_term": tables.one("taxonomy_terms", as_text(one["taxonomy_term_id"]))}
        for one in tables.where("attributes", "link_id", link)
    ]


def _at_location(tables: Tables, link: Record) -> dict[str, Any]:
    place = tables.one("locations", as_text(link.get("location_id")))
    at = _parts(tables, "service_at_location_id", as_text(link.get("id")), AT_LOCATION)
    inside = _parts(tables, "location_id", as_text(place.get("id")), OF_LOCATION)
    return {**link, **at, "location": {**place, **inside}}
