"""HSDS tables in a folder, a zip or one document, linked into complete services."""

from __future__ import annotations

import csv
import io
import json
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from socialmap.errors import FileProblem
from socialmap.fields.flaws import Flaw, Level
from socialmap.importing.files.documents import as_text, objects
from socialmap.importing.files.hsds.versions import UNUSED, table_of, upgraded
from socialmap.importing.files.tables import RefusedRows
from socialmap.standards.hsds_terms import RECORDS
from socialmap.wording import N_

Record = dict[str, Any]
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
# What a record remembers beside its columns: the file that it stood in, and its line there.
FILE, LINE = "#file", "#line"
DELIMITERS = ",;\t|"
MEMBERS = 200  # files in a package


@dataclass
class Tables:
    """The records by table, with an index per column that is searched, made when first needed.

    `unused` are the names of the files that hold nothing for a listing.
    """

    records: Mapping[str, list[Record]]
    unused: tuple[str, ...] = ()
    _indexes: dict[tuple[str, str], dict[str, list[Record]]] = field(default_factory=dict)

    def where(self, table: str, column: str, value: str) -> list[Record]:
        """Return the records of a table with this value in a column; none for an empty value."""
        key = (table, column)
        if key not in self._indexes:
            index: dict[str, list[Record]] = defaultdict(list)
            for record in self.records.get(table, ()):
                index[as_text(record.get(column))].append(record)
            self._indexes[key] = dict(index)
        return self._indexes[key].get(value, []) if value else []

    def one(self, table: str, value: str) -> Record:
        """Return the record with this id, or an empty record."""
        return next(iter(self.where(table, "id", value)), {})


def tables_of(files: Iterable[tuple[str, list[Record]]]) -> Tables:
    """Return the tables in files of any version of HSDS, by the name of each file."""
    records: dict[str, list[Record]] = {}
    unused: list[str] = []
    for name, rows in files:
        table = table_of(name)
        if not table or table in UNUSED:
            unused += [name] * bool(rows)
            if not table:
                continue
        own = [{**row, FILE: name, LINE: row.get(LINE, n)} for n, row in enumerate(rows, start=2)]
        kept = "addresses" if table == "postal_addresses" else table
        records.setdefault(kept, []).extend(upgraded(table, own))
    if "taxonomy_terms" not in records and "taxonomies" in records:
        # Before version 2 the taxonomy itself held the terms.
        records["taxonomy_terms"] = upgraded("taxonomy_terms", records.pop("taxonomies"))
    return Tables(records, tuple(sorted(unused)))


def is_tabular(document: Any) -> bool:
    """Return whether a document holds tables under the names of their files."""
    return isinstance(document, dict) and any(
        name.endswith(".csv") and table_of(_stem(name)) == "services" for name in document
    )


def _stem(file_name: str) -> str:
    return PurePosixPath(file_name).stem


def tables_in_document(document: Mapping[str, Any]) -> Tables:
    """Return the tables in one document, with all cells as text."""
    return tables_of(
        (
            _stem(name),
            [{key: as_text(value) for key, value in one.items()} for one in objects(records)],
        )
        for name, records in document.items()
    )


def tables_in_folder(path: Path) -> Tables:
    """Return the tables in a folder of CSV files; raise FileProblem without services."""
    contents = {file.name: file for file in [*path.rglob("*.csv"), *path.glob("datapackage.json")]}
    tables = _package({name: file.read_bytes for name, file in contents.items()})
    if tables is None:
        raise FileProblem(
            N_(
                "In de map %(file)s staat geen services.csv. Kies één bestand, of een map met HSDS."
            ),
            file=path.name,
        )
    return tables


def tables_in_zip(path: Path, upload_limit: int) -> Tables | None:
    """Return the tables in a zip of CSV files; None if the file is no zip with services.

    Raise FileProblem if they unpack to more than `upload_limit` megabytes.
    """
    try:
        with zipfile.ZipFile(path) as package:
            members = [
                one
                for one in package.infolist()
                if one.filename.lower().endswith((".csv", "datapackage.json"))
                and not one.filename.startswith("__MACOSX")
            ][:MEMBERS]
            if "services" not in {table_of(_stem(one.filename)) for one in members} and not any(
                one.filename.endswith("datapackage.json") for one in members
            ):
                return None
            if sum(one.file_size for one in members) > upload_limit * 1_000_000:
                raise FileProblem(
                    N_(
                        "%(file)s is uitgepakt te groot om te lezen."
                        " Verdeel het over meer bestanden."
                    ),
                    file=path.name,
                )
            contents = {one.filename: package.read(one) for one in members}
    except UNZIPPING:
        return None
    return _package({name: (lambda content=content: content) for name, content in contents.items()})


def _package(contents: Mapping[str, Any]) -> Tables | None:
    """Return the tables in the files of a package, by their content; None without services."""
    names: dict[str, str] = {}
    for name, read in contents.items():
        if name.endswith("datapackage.json"):
            names = _resources(read())
    tables = tables_of(
        (names.get(PurePosixPath(name).name) or _stem(name), _records(read(), name))
        for name, read in sorted(contents.items())
        if name.lower().endswith(".csv")
    )
    return tables if "services" in tables.records else None


def _resources(content: bytes) -> dict[str, str]:
    """Return the table by file name that the description of a package names."""
    with suppress(ValueError, RecursionError):
        description = json.loads(content)
        if isinstance(description, dict):
            return {
                PurePosixPath(as_text(one.get("path"))).name: as_text(one.get("name"))
                for one in objects(description.get("resources"))
                if table_of(as_text(one.get("name")))
            }
    return {}


def _records(content: bytes, file_name: str) -> list[Record]:
    text = _decoded(content)
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    records = []
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        header = [name.strip().lower() for name in next(reader, [])]
        line = reader.line_num + 1
        for cells in reader:
            values = {key: cell for key, cell in zip(header, cells, strict=False) if key and cell}
            if values:
                records.append({**values, LINE: line})
            line = reader.line_num + 1
    except csv.Error as error:
        raise FileProblem(
            N_("%(file)s in de HSDS-map kan niet gelezen worden."), file=file_name
        ) from error
    return records


def _decoded(content: bytes) -> str:
    for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        with suppress(UnicodeDecodeError):
            return content.decode(encoding)
    return content.decode("cp1252", errors="replace")


def linked_services(tables: Tables, refused: RefusedRows) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each service with its line in its file; its parts are nested inside it."""
    _remark_on_broken_links(tables, refused)
    _remark_on_unused(tables, refused)
    for service in tables.records["services"]:
        yield service[LINE], _linked(tables, service)


def _remark_on_broken_links(tables: Tables, refused: RefusedRows) -> None:
    """Add a remark for each reference to a record that is missing."""
    for records in tables.records.values():
        for record in records:
            for column, parent in REFERS.items():
                value = as_text(record.get(column))
                if value and parent in tables.records and not tables.one(parent, value):
                    refused.add(record[LINE], BROKEN, f"{record[FILE]}.{column}", value)


def _remark_on_unused(tables: Tables, refused: RefusedRows) -> None:
    """Name the files that hold nothing for a listing; in a file for ourselves nothing is lost."""
    ours = any(term.get("taxonomy") == RECORDS for term in tables.records.get("taxonomy_terms", ()))
    if tables.unused and not ours:
        flaw = Flaw(
            Level.NOTE,
            N_("Uit deze bestanden nemen we niets mee: %(files)s."),
            N_("Staat daar iets in dat bij een initiatief hoort? Zet het in de beschrijving."),
            facts=(("files", ", ".join(tables.unused)[:300]),),
        )
        refused.add(0, flaw)


def _linked(tables: Tables, service: Record) -> dict[str, Any]:
    own = as_text(service.get("id"))
    parts: dict[str, Any] = {
        table: tables.where(table, "service_id", own)
        for table in (
            "phones", "contacts", "schedules", "holidays", "languages", "cost_options",
            "service_areas", "eligibility", "required_documents",
        )
    }  # fmt: skip
    organisation = tables.one("organizations", as_text(service.get("organization_id")))
    its_id = as_text(organisation.get("id"))
    parts["organization"] = organisation | {
        table: tables.where(table, "organization_id", its_id) for table in ("phones", "contacts")
    }
    parts["attributes"] = _attributes(tables, own)
    links = tables.where("service_at_location", "service_id", own)
    if not links and service.get("location_id"):
        links = [{"location_id": service["location_id"]}]  # version 1.0 had no table between
    parts["service_at_locations"] = [_at_location(tables, link) for link in links]
    return {**service, **parts}


def _attributes(tables: Tables, link: str) -> list[dict[str, Any]]:
    return [
        {**one, "taxonomy_term": tables.one("taxonomy_terms", as_text(one["taxonomy_term_id"]))}
        for one in tables.where("attributes", "link_id", link)
    ]


def _at_location(tables: Tables, link: Record) -> dict[str, Any]:
    own = as_text(link.get("id"))
    place = tables.one("locations", as_text(link.get("location_id")))
    parts = {
        table: tables.where(table, "service_at_location_id", own)
        for table in ("phones", "contacts", "schedules", "holidays", "service_areas")
    }
    inside = {
        table: tables.where(table, "location_id", as_text(place.get("id")))
        for table in (
            "addresses", "accessibility", "phones", "contacts", "schedules", "holidays",
            "languages",
        )
    }  # fmt: skip
    return {**link, **parts, "location": {**place, **inside}}
