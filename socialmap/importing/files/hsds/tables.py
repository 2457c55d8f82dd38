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
from itertools import zip_longest
from pathlib import Path, PurePosixPath
from typing import Any

from socialmap.errors import FileProblem
from socialmap.importing.files.documents import as_text, objects
from socialmap.importing.files.hsds.versions import UNUSED, table_of, upgraded
from socialmap.importing.files.tables import unique_names
from socialmap.wording import N_

Record = dict[str, Any]
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
READ = (".csv", "datapackage.json")
MEMBERS = 200  # files in a package
NAMELESS = "kolom {}"  # a cell without a name above it


@dataclass
class Tables:
    """The records by table, with an index per column that is searched, made when first needed.

    `unused` are the names of the files that hold nothing for a listing.
    """

    records: Mapping[str, list[Record]]
    unused: tuple[str, ...] = ()
    _indexes: dict[tuple[str, str], dict[str, list[Record]]] = field(default_factory=dict)
    _reached: set[int] = field(default_factory=set)

    def where(self, table: str, column: str, value: str) -> list[Record]:
        """Return the records of a table with this value in a column, and remember them as reached.

        There are none for an empty value.
        """
        found = self._where(table, column, value)
        self._reached.update(map(id, found))
        return found

    def has(self, table: str, value: str) -> bool:
        """Return whether a table has a record with this id."""
        return bool(self._where(table, "id", value))

    def unreached(self) -> Iterator[tuple[str, Record]]:
        """Yield each record that nobody asked for, with its table."""
        for table, records in self.records.items():
            yield from ((table, record) for record in records if id(record) not in self._reached)

    def _where(self, table: str, column: str, value: str) -> list[Record]:
        key = (table, column)
        if key not in self._indexes:
            index: dict[str, list[Record]] = defaultdict(list)
            for record in self.records.get(table, ()):
                index[as_text(record.get(column))].append(record)
            self._indexes[key] = dict(index)
        return self._indexes[key].get(value, []) if value else []

    def one(self, table: str, value: str) -> Record:
        """Return the record with this id, or an empty record."""
        found = self._where(table, "id", value)[:1]
        self._reached.update(map(id, found))
        return found[0] if found else {}


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
    contents = {
        str(file.relative_to(path)): file
        for file in [*path.rglob("*.csv"), *path.glob("datapackage.json")]
    }
    others = (str(one.relative_to(path)) for one in path.rglob("*") if one.is_file())
    tables = _package(
        {name: file.read_bytes for name, file in contents.items()},
        [name for name in others if name not in contents],
    )
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
            files = [
                one
                for one in package.infolist()
                if not one.is_dir() and not one.filename.startswith("__MACOSX")
            ]
            tables = [one for one in files if one.filename.lower().endswith(READ)]
            members = tables[:MEMBERS]
            others = [one.filename for one in files if one not in members]
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
    read = {name: (lambda content=content: content) for name, content in contents.items()}
    return _package(read, others)


def _package(contents: Mapping[str, Any], others: Iterable[str] = ()) -> Tables | None:
    """Return the tables in the files of a package, by their content; None without services.

    `others` are the names of files in it that are no tables.
    """
    names: dict[str, str] = {}
    for name, read in contents.items():
        if name.endswith("datapackage.json"):
            names = _resources(read())
    tables = tables_of(
        (names.get(PurePosixPath(name).name) or _stem(name), _records(read(), name))
        for name, read in sorted(contents.items())
        if name.lower().endswith(".csv")
    )
    tables.unused = tuple(sorted({*tables.unused, *others}))
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
        header = unique_names(name.strip().lower() for name in next(reader, []))
        line = reader.line_num + 1
        for cells in reader:
            names = zip_longest(header[: len(cells)], range(1, len(cells) + 1))
            values = {
                name or NAMELESS.format(number): cell
                for (name, number), cell in zip(names, cells, strict=True)
                if cell.strip()
            }
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
