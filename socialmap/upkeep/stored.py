"""Values in any table that the type of their column cannot have, written past the app."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    DateTime,
    Float,
    Integer,
    func,
    literal_column,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.types import String, TypeEngine

from socialmap.db import Checked, Model, Moment
from socialmap.upkeep.broken import COLUMNS

MOST = 100  # values of one column


@dataclass(frozen=True)
class StoredValue:
    """A value that its column cannot have: the table, the column, the key of its row, and it."""

    table: str
    column: str
    key: str
    value: str


def stored_values(connection: Connection) -> Iterator[StoredValue]:
    """Every value that its column cannot have; PostgreSQL takes none, so it has none.

    The columns of a listing that `broken_values` looks at are left out.
    """
    if connection.dialect.name != "sqlite":
        return
    looked_at = {column.property.columns[0] for column, _ in COLUMNS.values()}
    for table in Model.metadata.sorted_tables:
        for column in table.columns:
            wrong = _wrong(column)
            if wrong is None or column in looked_at:
                continue
            keys = [type_coerce(key, _Raw()) for key in table.primary_key.columns]
            rows = select(type_coerce(column, _Raw()), *keys).where(wrong).limit(MOST)
            for value, *key in connection.execute(rows):
                yield StoredValue(table.name, column.name, ", ".join(map(str, key)), str(value))


class _Raw(String):
    """The value as SQLite has it, whatever it is."""

    def result_processor(self, dialect: Any, coltype: object) -> None:
        """Return nothing to read it with."""


def _wrong(column: Column[Any]) -> ColumnElement[bool] | None:
    """The condition that a column has what its type cannot have; None if it takes anything."""
    kind: TypeEngine[Any] = column.type
    if isinstance(kind, Checked):
        kind = kind.column_type
    raw: ColumnElement[Any] = literal_column(f'"{column.table.name}"."{column.name}"')
    stored = func.typeof(raw)
    if isinstance(kind, Moment | DateTime):
        wrong = or_(stored != "text", func.datetime(raw).is_(None))
    elif isinstance(kind, Date):
        wrong = or_(stored != "text", func.date(raw).is_(None))
    elif isinstance(kind, Boolean):
        wrong = or_(stored != "integer", raw.not_in([0, 1]))
    elif isinstance(kind, Integer):
        wrong = stored != "integer"
    elif isinstance(kind, Float):
        wrong = stored.not_in(["real", "integer"])
    elif isinstance(kind, JSON):
        wrong = or_(stored != "text", func.json_valid(raw) == 0)
    else:
        return None
    return raw.is_not(None) & wrong
