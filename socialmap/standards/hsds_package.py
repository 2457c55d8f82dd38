"""HSDS as a tabular data package: a zip with a CSV file per table, and a description of them."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, TextIO

from socialmap.standards.cells import safe

Thing = Mapping[str, Any]
# The tables and columns of HSDS 3.
TABLES: dict[str, tuple[str, ...]] = {
    "organizations": ("id", "name", "description", "logo"),
    "services": (
        "id", "organization_id", "name", "description", "url", "email", "status",
        "application_process", "fees_description", "wait_time", "assured_date", "licenses",
        "last_modified",
    ),
    "locations": (
        "id", "location_type", "name", "latitude", "longitude", "external_identifier",
        "external_identifier_type",
    ),
    "service_at_location": ("id", "service_id", "location_id"),
    "addresses": (
        "id", "location_id", "address_1", "city", "state_province", "postal_code", "country",
        "address_type",
    ),
    "accessibility": ("id", "location_id", "description"),
    "phones": ("id", "service_id", "number", "extension", "type", "description"),
    "contacts": ("id", "service_id", "name"),
    "schedules": (
        "id", "service_id", "description", "dtstart", "freq", "interval", "byday", "bymonthday",
        "until", "count", "opens_at", "closes_at", "notes",
    ),
    "languages": ("id", "service_id", "code"),
    "cost_options": ("id", "service_id", "amount", "currency", "amount_description"),
    "service_capacities": ("id", "service_id", "unit_id", "available", "updated"),
    "units": ("id", "name"),
    "service_areas": ("id", "service_id", "name"),
    "attributes": ("id", "link_id", "link_entity", "taxonomy_term_id", "value"),
    "taxonomy_terms": (
        "id", "code", "name", "description", "taxonomy", "taxonomy_id", "language",
    ),
    "taxonomies": ("id", "name", "description"),
}  # fmt: skip
# The lists inside a service that belong to it alone, each with its table.
OWN = {
    "phones": "phones",
    "contacts": "contacts",
    "schedules": "schedules",
    "languages": "languages",
    "cost_options": "cost_options",
    "capacities": "service_capacities",
    "service_areas": "service_areas",
    "attributes": "attributes",
}
DESCRIPTION = "datapackage.json"
# Columns of codes, which programs read: -1FR is the last Friday, and no formula.
CODES = frozenset({"byday", "bymonthday"})


@dataclass
class _Files:
    """The open files of a package, and the shared objects that they already hold."""

    writers: dict[str, Any] = field(default_factory=dict)
    written: set[tuple[str, str]] = field(default_factory=set)

    def open(self, table: str, file: TextIO) -> None:
        self.writers[table] = csv.writer(file)
        self.writers[table].writerow(TABLES[table])

    def add(self, table: str, thing: Thing, **links: str) -> None:
        row = {**thing, **links}
        self.writers[table].writerow(
            [
                safe(cell) if isinstance(cell, str) and name not in CODES else cell
                for name in TABLES[table]
                for cell in (row.get(name, ""),)
            ]
        )

    def add_once(self, table: str, thing: Thing) -> str:
        """Write an object that services share, the first time only; return its id."""
        own = str(thing["id"])
        if (table, own) not in self.written:
            self.written.add((table, own))
            self.add(table, thing)
        return own


def write_package(file: IO[bytes], services: Iterable[Thing]) -> None:
    """Write services to a zip of tables, by way of files, so that they are never all in memory."""
    with TemporaryDirectory() as folder, ExitStack() as stack:
        files = _Files()
        for table in TABLES:
            place = Path(folder, f"{table}.csv")
            files.open(table, stack.enter_context(place.open("w", encoding="utf-8", newline="")))
        for service in services:
            _add_service(files, service)
        stack.close()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
            for table in TABLES:
                package.write(Path(folder, f"{table}.csv"), f"{table}.csv")
            package.writestr(DESCRIPTION, json.dumps(_description(), indent=2))


def _add_service(files: _Files, service: Thing) -> None:
    own = str(service["id"])
    organisation = service.get("organization")
    owner = files.add_once("organizations", organisation) if organisation else ""
    files.add("services", service, organization_id=owner)
    for name, table in OWN.items():
        for thing in service.get(name, ()):
            files.add(table, thing, **_links(files, thing, own))
    for link in service.get("service_at_locations", ()):
        location = link["location"]
        files.add("locations", location)
        files.add("service_at_location", link, service_id=own, location_id=location["id"])
        for name in ("addresses", "accessibility"):
            for thing in location.get(name, ()):
                files.add(name, thing, location_id=location["id"])


def _links(files: _Files, thing: Thing, service_id: str) -> dict[str, str]:
    """Return the columns that link a part to its service; write the objects it refers to."""
    if "taxonomy_term" in thing:
        term = thing["taxonomy_term"]
        files.add_once("taxonomies", term["taxonomy_detail"])
        files.add_once("taxonomy_terms", term)
        return {}
    if "unit" in thing:
        return {"service_id": service_id, "unit_id": files.add_once("units", thing["unit"])}
    return {"service_id": service_id}


def _description() -> dict[str, Any]:
    return {
        "name": "human_services_data",
        "profile": "tabular-data-package",
        "resources": [
            {
                "name": table,
                "path": f"{table}.csv",
                "schema": {"fields": [{"name": name} for name in columns], "primaryKey": "id"},
            }
            for table, columns in TABLES.items()
        ],
    }
