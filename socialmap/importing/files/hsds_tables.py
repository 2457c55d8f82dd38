"""HSDS tables in a folder, a zip or one document, linked into complete services."""

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
from socialmap.importing.files.tables import RefusedRows
from socialmap.wording import N_

Record = dict[str, str]
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
    """The records by table, with an index per column that is searched, made when first needed."""

    records: Mapping[str, list[Record]]
    _indexes: dict[tuple[str, str], dict[str, list[Record]]] = field(default_factory=dict)

    def where(self, table: str, column: str, value: str) -> list[Record]:
        """Return the records of a table with this value in a column; none for an empty value."""
        key = (table, column)
        if key not in self._indexes:
            index: dict[str, list[Record]] = defaultdict(list)
            for record in self.records.get(table, ()):
                index[record.get(column, "")].append(record)
            self._indexes[key] = dict(index)
        return self._indexes[key].get(value, []) if value else []

    def one(self, table: str, value: str) -> Record:
        """Return the record with this id, or an empty record."""
        return next(iter(self.where(table, "id", value)), {})

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of the tables."""
        return frozenset(self.records)


def is_tabular(document: Any) -> bool:
    """Return whether a document holds tables under the names of their files."""
    return isinstance(document, dict) and "services.csv" in document


def _table_name(file_name: str) -> str:
    name = PurePosixPath(file_name).stem
    return "service_at_location" if name == "service_at_locations" else name


def tables_in_document(document: Mapping[str, Any]) -> Tables:
    """Return the tables in one document, with all cells as text."""
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
    """Return the tables in a folder of CSV files; raise FileProblem without services.csv."""
    if not (path / "services.csv").is_file():
        raise FileProblem(
            N_(
                "In de map %(file)s staat geen services.csv. Kies één bestand, of een map met HSDS."
            ),
            file=path.name,
        )
    return Tables(
        {
            _table_name(file.name): _records(file.read_bytes(), file.name)
            for file in path.glob("*.csv")
        }
    )


def tables_in_zip(path: Path, upload_limit: int) -> Tables | None:
    """Return the tables in a zip of CSV files; None if the file is no zip with services.

    Raise FileProblem if they unpack to more than `upload_limit` megabytes.
    """
    try:
        with zipfile.ZipFile(path) as package:
            members = [one for one in package.infolist() if one.filename.endswith(".csv")]
            if "services" not in {_table_name(one.filename) for one in members}:
                return None
            if sum(one.file_size for one in members) > upload_limit * 1_000_000:
                raise FileProblem(
                    N_(
                        "%(file)s is uitgepakt te groot om te lezen."
                        " Verdeel het over meer bestanden."
                    ),
                    file=path.name,
                )
            return Tables(
                {
                    _table_name(one.filename): _records(package.read(one), one.filename)
                    for one in members
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


def linked_services(tables: Tables, refused: RefusedRows) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each service with its line in services.csv; its parts are nested inside it."""
    _remark_on_broken_links(tables, refused)
    for line, service in enumerate(tables.records["services"], start=2):
        yield line, _linked(tables, service)


def _remark_on_broken_links(tables: Tables, refused: RefusedRows) -> None:
    """Add a remark for each reference to a record that is missing."""
    for table, records in tables.records.items():
        for line, record in enumerate(records, start=2):
            for column, parent in REFERS.items():
                value = record.get(column, "")
                if value and parent in tables.names and not tables.one(parent, value):
                    refused.add(line, BROKEN, f"{table}.{column}", value)


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
        _at_location(tables, link)
        for link in tables.where("service_at_location", "service_id", own)
    ]
    return {**service, **parts}


def _attributes(tables: Tables, link: str) -> list[dict[str, Any]]:
    return [
        {**one, "taxonomy_term": tables.one("taxonomy_terms", one.get("taxonomy_term_id", ""))}
        for one in tables.where("attributes", "link_id", link)
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
