"""The record of a listing in a file for ourselves, from which it comes back exactly as it was."""

from __future__ import annotations

import base64
import binascii
import uuid
import zlib
from datetime import datetime
from typing import Any

import orjson

from socialmap.catalogue.listing import from_document, to_document
from socialmap.catalogue.models import Status
from socialmap.standards.exported import Exported

HEADER = "voor import (laat staan)"
BEGINS = "sm1."
LARGEST = 1_000_000  # bytes of an unpacked record


def to_record(exported: Exported) -> str:
    """Return a listing with all that is known of it as one word of letters, digits, + and /.

    It has no _, for a workbook takes _x6_ for an escaped character.
    """
    content = orjson.dumps(
        {
            "id": str(exported.id),
            "version": exported.version,
            "status": exported.status,
            "changed_at": exported.changed_at.isoformat(),
            "page": exported.page,
            "organisation": str(exported.organisation_id) if exported.organisation_id else "",
            "source": exported.source,
            "source_id": exported.source_id,
            "listing": to_document(exported.listing),
        }
    )
    return BEGINS + base64.b64encode(zlib.compress(content, 9)).decode().rstrip("=")


def from_record(text: str) -> Exported | None:
    """Return the listing of a record; None if the text is none, or was cut off or changed."""
    if not text.startswith(BEGINS):
        return None
    try:
        return _exported(orjson.loads(_unpacked(text.removeprefix(BEGINS))))
    except (binascii.Error, zlib.error, ValueError, TypeError, KeyError, AttributeError):
        return None


def _unpacked(text: str) -> bytes:
    """Return the content of a record; raise ValueError if it is cut off or too large."""
    packed = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    stream = zlib.decompressobj()
    content = stream.decompress(packed, LARGEST)
    if not stream.eof:
        raise ValueError(text[:20])
    return content


def _exported(record: dict[str, Any]) -> Exported:
    return Exported(
        id=uuid.UUID(record["id"]),
        listing=from_document(record["listing"]),
        page=str(record["page"]),
        status=Status(record["status"]),
        changed_at=datetime.fromisoformat(record["changed_at"]),
        organisation_id=uuid.UUID(record["organisation"]) if record["organisation"] else None,
        version=int(record["version"]),
        source=str(record["source"]),
        source_id=str(record["source_id"]),
        whole=True,
    )
