"""Write the choices that people make for uploads and sources. The caller commits."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from socialmap.db import db
from socialmap.importing.uploads.models import ImportSource, Stage, Upload

CHOSEN = ("source", "licence", "sheet", "encoding", "hidden", "columns")


def begin_fetch(address: str, actor: str, areas: list[str] | None) -> Upload:
    """Add an upload whose file a job will fetch."""
    upload = Upload(
        key=secrets.token_hex(16),
        address=address,
        actor=actor,
        areas=areas,
        stage=Stage.FETCHING,
        file_name="",
    )
    db.session.add(upload)
    db.session.flush()
    return upload


def choose_columns(upload: Upload, chosen: Mapping[str, Any]) -> None:
    """Save the choices for a file: its source, licence, sheet, encoding and columns."""
    for name in CHOSEN:
        setattr(upload, name, chosen[name])
    see_plan_anew(upload)


def see_plan_anew(upload: Upload) -> None:
    """Forget the plan that was seen: with other choices it is another one."""
    upload.plan_digest, upload.plan_moved = "", False
    db.session.flush()


def save_source(source: ImportSource, facts: Mapping[str, Any]) -> None:
    """Save the address of a source, how often to read it, and how many rows may be wrong."""
    if facts["address"] != source.address:
        source.read_digest = ""
    for name in ("address", "every", "most_wrong", "licence"):
        setattr(source, name, facts[name])
    db.session.add(source)
    db.session.flush()


def delete_source(source: ImportSource) -> None:
    """Delete a source; the listings that it brought stay on the map."""
    db.session.delete(source)
    db.session.flush()
