"""Files that are no plain table: recognise the format, and read the elements as rows."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from socialmap.errors import FileProblem
from socialmap.importing.files.documents import drain, is_json, read_json
from socialmap.importing.files.geojson import is_geojson, read_features
from socialmap.importing.files.hsds.services import hsds_elements, services_in
from socialmap.importing.files.hsds.tables import (
    is_tabular,
    linked_services,
    tables_in_document,
    tables_in_folder,
    tables_in_zip,
)
from socialmap.importing.files.osm import is_overpass, read_overpass
from socialmap.importing.files.tables import Elements, RefusedRows
from socialmap.wording import N_


def read_elements(
    path: Path, upload_limit: int, wanted: Iterable[str], refused: RefusedRows
) -> Elements | None:
    """Return the elements of a file; None if it must be a CSV file or a workbook."""
    if not path.is_dir() and is_json(path):
        return _read_document(read_json(path), path, wanted, refused)
    tables = tables_in_folder(path) if path.is_dir() else tables_in_zip(path, upload_limit)
    return hsds_elements(linked_services(tables, refused), refused) if tables else None


def _read_document(
    document: Any, path: Path, wanted: Iterable[str], refused: RefusedRows
) -> Elements:
    if is_overpass(document):
        return read_overpass(document, wanted, refused)
    if is_geojson(document):
        return read_features(document, wanted, refused)
    if is_tabular(document):
        return hsds_elements(linked_services(tables_in_document(document), refused), refused)
    services = services_in(document)
    if services is None:
        raise FileProblem(
            N_(
                "%(file)s is JSON, maar we vinden er geen lijst in die we kennen. Wel kennen we"
                " GeoJSON, Overpass (OpenStreetMap) en diensten volgens HSDS."
            ),
            file=path.name,
        )
    return hsds_elements(enumerate(drain(services), start=1), refused)
