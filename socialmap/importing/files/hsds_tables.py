"""HSDS as tables, in a folder, a zip or one document: linked into whole services."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from socialmap.errors import FileProblem
from socialmap.fields.flaws import Flaw, Level
from socialmap.importing.files.documents import as_text, objects
from socialmap.importing.files.tables import Refused
from socialmap.wording import N_

Record = dict[str, str]
# The column that refers, and the table it refers to.
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
UNZIPPING = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)


@dataclass
class Tables:
    """The records per table, and an index to find those that refer to something."""

    records: Mapping[str, list[Record]]
    _found: dict[tuple[str, str], dict[str, list[Record]]] = field(default_factory=dict)

    def where(self, table: str, column: str, value: str) -> list[Record]:
        """The records of a table with this value in a column; none for an empty value."""
        key = (table, column)
        if key not in self._found:
            index: dict[str, list[Record]] = defaultdict(list)
            for record in self.records.get(table, ()):
                index[record.get(column, "")].append(record)
            self._found[key] = dict(index)
        return self._found[key].get(value, []) if value else []

    def one(self, table: str, value: str) -> Record:
        """The record with this id, or an empty one."""
        return next(iter(self.where(table, "id", value)), {})

    @cached_property
    def names(self) -> frozenset[str]:
        """The tables that are there."""
        return frozenset(self.records)


def is_tabular(document: Any) -> bool:
    """True for a document that holds tables under the names of their files."""
    return isinstance(document, dict) and "services.csv" in document


def _table_name(file_name: str) -> str:
    name = PurePosixPath(file_name).stem
    return "service_at_location" if name == "service_at_locations" else name


def tables_in_document(document: Mapping[str, Any]) -> Tables:
    """The tables of one document, with texts in the cells as CSV has them."""
    return Tables(
        {
            _table_name(name): [
                {key: as_text(value) for key, value in record.items()}
                for record in objects(records)
            ]
            for name, records in document.items()
        }
    )


def tables_in_folder(path: Path) -> Tables:
    """The tables of a folder of CSV files; a FileProblem when there are no services."""
    if not (path / "services.csv").is_file():
        raise FileProblem(
            N_(
                "In de map %(file)s staat geen services.csv. Kies één bestand, of een map met HSDS."
            ),
            file=path.name,
        )
    return Tables(
        {
            _table_name(each.name): _records(each.read_bytes(), each.name)
            for each in path.glob("*.csv")
        }
    )


def tables_in_zip(path: Path, upload_limit: int) -> Tables | None:
    """The tables of a zip of CSV files; None when the file is no zip with services.

    `upload_limit` is in megabytes, and holds for what comes out of the zip too.
    """
    try:
        with zipfile.ZipFile(path) as file:
            members = [each for each in file.infolist() if each.filename.endswith(".csv")]
            if "services" not in {_table_name(each.filename) for each in members}:
                return None
            if sum(each.file_size for each in members) > upload_limit * 1_000_000:
                raise FileProblem(
                    N_(
                        "%(file)s is uitgepakt te groot om te lezen."
                        " Verdeel het over meer bestanden."
                    ),
                    file=path.name,
                )
            return Tables(
                {
                    _table_name(each.filename): _records(file.read(each), each.filename)
                    for each in members
                }
            )
    except UNZIPPING:
        return None


def _records(content: bytes, file_name: str) -> list[Record]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), restval="")
        return [{key: value for key, value in row.items() if key and value} for row in reader]
    except csv.Error as error:
        raise FileProblem(
            N_("%(file)s in de HSDS-map kan niet gelezen worden."), file=file_name
        ) from error


def linked_services(tables: Tables, refused: Refused) -> Iterator[tuple[int, dict[str, Any]]]:
    """Every service with its line in services.csv, and all that belongs to it inside it."""
    _say_broken(tables, refused)
    for line, service in enumerate(tables.records["services"], start=2):
        yield line, _linked(tables, service)


def _say_broken(tables: Tables, refused: Refused) -> None:
    """Remark on each reference to something that is not there."""
    for table, records in tables.records.items():
        for line, record in enumerate(records, start=2):
            for column, parent in REFERS.items():
                value = record.get(column, "")
                if value and parent in tables.names and not tables.one(parent, value):
                    refused.say(line, BROKEN, f"{table}.{column}", value)


def _linked(tables: Tables, service: Record) -> dict[str, Any]:
    own = service.get("id", "")
    parts: dict[str, Any] = {
        table: tables.where(table, "service_id", own)
        for table in (
            "phones", "contacts", "schedules", "languages", "cost_options", "service_areas",
        )
    }  # fmt: skip
    organisation = tables.one("organizations", service.get("organization_id", ""))
    parts["organization"] = organisation | {
        "phones": tables.where("phones", "organization_id", organisation.get("id", ""))
    }
    parts["attributes"] = _attributes(tables, own)
    parts["service_at_locations"] = [
        _at_location(tables, each)
        for each in tables.where("service_at_location", "service_id", own)
    ]
    return {**service, **parts}


def _attributes(tables: Tables, link: str) -> list[dict[str, Any]]:
    return [
        {**each, "taxonomy_term": tables.one("taxonomy_terms", each.get("taxonomy_term_id", ""))}
        for each in tables.where("attributes", "link_id", link)
    ]


def _at_location(tables: Tables, link: Record) -> dict[str, Any]:
    own, place = link.get("id", ""), tables.one("locations", link.get("location_id", ""))
    parts = {
        table: tables.where(table, "service_at_location_id", own)
        for table in ("phones", "contacts", "schedules", "service_areas")
    }
    inside = {
        table: tables.where(table, "location_id", place.get("id", ""))
        for table in ("addresses", "accessibility", "phones", "contacts")
    }
    return {**link, **parts, "location": {**place, **inside}}
