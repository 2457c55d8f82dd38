"""Files that are no plain table: recognise the format, and read the elements as rows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from socialmap.errors import FileProblem
from socialmap.importing.files import placemarks
from socialmap.importing.files.calendars import read_calendar
from socialmap.importing.files.contentlines import read_text
from socialmap.importing.files.documents import drain, is_json, read_json
from socialmap.importing.files.geojson import is_geojson, read_features
from socialmap.importing.files.hsds.linking import linked_services
from socialmap.importing.files.hsds.services import hsds_elements, services_in
from socialmap.importing.files.hsds.tables import (
    is_tabular,
    tables_in_document,
    tables_in_folder,
    tables_in_zip,
)
from socialmap.importing.files.json_lists import list_in, read_list
from socialmap.importing.files.linked_data import documents_in_page, is_linked, read_things
from socialmap.importing.files.markup import opening
from socialmap.importing.files.osm import is_overpass, read_overpass
from socialmap.importing.files.refusals import refuse_by_name
from socialmap.importing.files.tables import Elements, RefusedRows
from socialmap.importing.files.vcards import read_cards
from socialmap.wording import N_

CALENDAR = re.compile(r"\s*BEGIN:VCALENDAR\b", re.I)
CARDS = re.compile(r"\s*BEGIN:VCARD\b", re.I)
PAGE = re.compile(r"\s*<(?:!doctype html|html|head|body|meta|script)\b", re.I)


def read_elements(
    path: Path, upload_limit: int, wanted: Iterable[str], refused: RefusedRows
) -> Elements | None:
    """Return the elements of a file; None if it must be a CSV file or a workbook.

    Raise FileProblem if it is of a kind that is not read, which its name tells.
    """
    if path.is_dir():
        return hsds_elements(linked_services(tables_in_folder(path), refused), refused)
    if is_json(path):
        return _read_document(read_json(path), path, wanted, refused)
    if tables := tables_in_zip(path, upload_limit):
        return hsds_elements(linked_services(tables, refused), refused)
    if packed := placemarks.read_kmz(path, upload_limit, refused):
        return packed
    if elements := _read_marked_up(path, refused):
        return elements
    refuse_by_name(path)
    return None


def _read_marked_up(path: Path, refused: RefusedRows) -> Elements | None:
    """Return the elements of a map, calendar, address book or page; None for another text."""
    start = opening(path)
    if placemarks.format_of(start):
        return placemarks.read_placemarks(path, refused)
    if CALENDAR.match(start):
        return read_calendar(path, refused)
    if CARDS.match(start):
        return read_cards(path, refused)
    if PAGE.match(start) and (documents := documents_in_page(read_text(path))):
        return read_things(documents, refused)
    return None


def _read_document(
    document: Any, path: Path, wanted: Iterable[str], refused: RefusedRows
) -> Elements:
    if is_overpass(document):
        return read_overpass(document, wanted, refused)
    if is_geojson(document):
        return read_features(document, wanted, refused)
    if is_tabular(document):
        return hsds_elements(linked_services(tables_in_document(document), refused), refused)
    if is_linked(document):
        return read_things(document, refused)
    if services := services_in(document):
        return hsds_elements(enumerate(drain(services), start=1), refused)
    if items := list_in(document):
        return read_list(items, refused)
    raise FileProblem(
        N_(
            "%(file)s is JSON, maar we vinden er geen lijst met plekken in. We lezen GeoJSON,"
            " Overpass (OpenStreetMap), HSDS, schema.org, Kartevonmorgen en gewone lijsten."
        ),
        file=path.name,
    )
