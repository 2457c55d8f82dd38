"""Listings as a file: a table, GeoJSON or HSDS, to share or for own use."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence

from flask import Response, url_for

from socialmap.catalogue.organisations import logos_of_organisations
from socialmap.config import current_settings
from socialmap.errors import NotFoundProblem
from socialmap.images.sizes import FINE
from socialmap.lists.queries import ListedRow, listings_of
from socialmap.standards.exported import Exported, shared
from socialmap.standards.geojson import geojson_parts
from socialmap.standards.hsds import json_parts, service
from socialmap.standards.hsds_package import write_package
from socialmap.standards.tables import HEADERS, WHOLE_HEADERS, row_of
from socialmap.web.page import downloads
from socialmap.web.pictures.showing import picture_address
from socialmap.wording import N_

NAME = "initiatieven"
FORMATS = {
    "xlsx": N_("Excel (XLSX)"),
    "csv": N_("CSV"),
    "geojson": N_("GeoJSON, voor een kaart"),
    "hsds": N_("HSDS (JSON), voor een andere sociale kaart"),
    "hsds-csv": N_("HSDS (CSV in een zip)"),
}


def export_file(kind: str, ids: Sequence[uuid.UUID], *, ours: bool) -> Response:
    """Listings as a file of a kind: whole when it is `ours`, else only what everybody may see."""
    if kind not in FORMATS:
        raise NotFoundProblem(N_("Zo’n bestand maken we niet."))
    rows = _exported(ids, ours)
    if kind in ("csv", "xlsx"):
        headers = WHOLE_HEADERS if ours else HEADERS
        return downloads.table(headers, map(row_of, rows), NAME, kind)
    if kind == "geojson":
        return downloads.streamed(geojson_parts(rows), f"{NAME}.geojson", "application/geo+json")
    if kind == "hsds":
        parts = json_parts(rows, len(ids))
        return downloads.streamed(parts, f"{NAME}-hsds.json", "application/json")
    services = map(service, rows)
    return downloads.written(
        lambda file: write_package(file, services), f"{NAME}-hsds.zip", downloads.ZIP
    )


def _exported(ids: Sequence[uuid.UUID], ours: bool) -> Iterator[Exported]:
    root = current_settings().public_url.rstrip("/")
    logos = logos_of_organisations()
    for taken in listings_of(ids):
        exported = _as_exported(taken, root, logos)
        yield exported if ours else shared(exported)


def _as_exported(taken: ListedRow, root: str, logos: Mapping[uuid.UUID, str]) -> Exported:
    logo = logos.get(taken.organisation_id) if taken.organisation_id else None
    return Exported(
        id=taken.id,
        listing=taken.listing,
        page=root + url_for("public.initiative", slug=taken.slug),
        status=taken.status,
        changed_at=taken.changed_at,
        organisation_id=taken.organisation_id,
        logo=root + picture_address(logo, FINE) if logo else "",
        version=taken.version,
        source=taken.source,
        source_id=taken.source_id,
        whole=True,
    )
