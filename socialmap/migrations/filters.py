"""Which tables are ours, so that migrations leave SpatiaLite's and PostGIS's own tables alone."""

from __future__ import annotations

from typing import Any

from geoalchemy2 import alembic_helpers

from socialmap.db import Base


def include_object(
    thing: Any, name: str | None, kind: str, reflected: bool, compare_to: Any
) -> bool:
    """Leave out every table that no model of ours describes, and spatial indexes of their own."""
    if kind == "table" and reflected and name not in Base.metadata.tables:
        return False
    ours = alembic_helpers.include_object(  # type: ignore[no-untyped-call]
        thing, name, kind, reflected, compare_to
    )
    return bool(ours)


MIGRATE_OPTIONS = {
    "include_object": include_object,
    "render_item": alembic_helpers.render_item,
    "process_revision_directives": alembic_helpers.writer,
    "compare_type": False,
}
