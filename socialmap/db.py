"""The database: the types of its columns, the session, and the only commits."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec

from flask import Response, make_response
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, MetaData, String, TypeDecorator, event, inspect, text
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import DeclarativeBase, Mapper
from sqlalchemy.types import TypeEngine

P = ParamSpec("P")

# Raised when the database is unreachable, full, locked or without its tables.
OUTAGES = (OperationalError, ProgrammingError)
NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


# Signs that some database cannot hold or no page can show, and halves of characters.
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def storable(text: str) -> str:
    """Return a text without the signs that a database or a page cannot have."""
    return text if text.isprintable() else UNSTORABLE.sub("", text)


def _storable_or_none(value: str | None) -> str | None:
    if not isinstance(value, str) or value.isprintable():
        return value
    return storable(value)


class PlainText(TypeDecorator[str]):
    """A text that is storable, also when it was written past the app."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return the text to store."""
        return _storable_or_none(value)

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any]:
        """Return the same for each of many rows, without a call between."""
        return _storable_or_none

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        """Return the stored text; of bytes, which SQLite takes anywhere, what can be read."""
        text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
        return storable(text) if isinstance(text, str) else text


def _whatever(
    read: Callable[[Any], Any] | None, instead: Callable[[], Any]
) -> Callable[[Any], Any]:
    """Return a reader of a column, with what to have instead of a value that it cannot read."""

    def read_any(value: Any) -> Any:
        try:
            return read(value) if read else value
        except (TypeError, ValueError, AttributeError):
            return instead()

    return read_any


class Checked(TypeDecorator[Any]):
    """A column of a type whose stored values a function reads, such as a check of `validity`.

    A value that was written past the app may be anything: the function returns what to have
    instead of it.
    """

    impl = String
    cache_ok = True

    def __init__(self, column_type: TypeEngine[Any], read: Callable[[Any], Any]):
        super().__init__()
        self.column_type = column_type
        self.read = read
        self.impl = column_type  # type: ignore[assignment]  # an instance, as its own __init__ does

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Return what the function makes of the stored value."""
        return self.read(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """Return a reader that takes a value that the type of the column cannot have as none."""
        return _whatever(super().result_processor(dialect, coltype), lambda: self.read(None))


class Base(DeclarativeBase):
    """The base class of all models; every constraint gets a name by NAMES."""

    metadata = MetaData(naming_convention=NAMES)


Base.registry.update_type_annotation_map({str: PlainText})


db = SQLAlchemy(model_class=Base)
# Marks a column that may hold personal data: people.forgetting clears it.
PERSONAL = {"personal": True}

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


def _settle(row: object, _context: object) -> None:
    vars(inspect(row))


# Python 3.11 may collect garbage while it creates the __dict__ of SQLAlchemy's state of a row. If
# that row is itself garbage, its weak reference writes to the same state, both free its values, and
# the process crashes. Creating the __dict__ when the row is loaded prevents that.
if sys.version_info < (3, 12):
    event.listen(Mapper, "load", _settle)


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Moment(TypeDecorator[datetime]):
    """A datetime in UTC, always with its time zone in Python; SQLite stores it without."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert to UTC; raise ValueError if the datetime has no time zone."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the stored datetime in UTC."""
        if value is None or value.tzinfo:
            return value.astimezone(UTC) if value else None
        return value.replace(tzinfo=UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """Return a reader that takes what is no moment, written past the app, as the EPOCH."""
        return _whatever(super().result_processor(dialect, coltype), lambda: EPOCH)


def start_writing() -> None:
    """Begin a transaction that will write, after ending the session's present one.

    On SQLite a transaction that has only read can no longer write once another one has written.
    """
    if db.session().in_transaction():
        db.session.commit()
    db.session.connection(execution_options={"writing": True})


@contextmanager
def transaction() -> Iterator[None]:
    """Run the block in a transaction of its own: commit at its end, roll back if it raises."""
    start_writing()
    try:
        yield
        db.session.commit()
    except BaseException:
        _roll_back()
        raise
    _follow_up()


def afterwards(do: Callable[[], object]) -> None:
    """Call `do` after the present transaction is committed; never, if it is rolled back."""
    db.session.info.setdefault("afterwards", []).append(do)


def _follow_up() -> None:
    for do in db.session.info.pop("afterwards", []):
        do()


def _roll_back() -> None:
    """Roll back, and drop what `afterwards` had to call after the commit."""
    db.session.rollback()
    db.session.info.pop("afterwards", None)


def is_new() -> bool:
    """Whether the database is a file of our own that has no tables yet."""
    engine = db.engine
    return engine.dialect.name == "sqlite" and not inspect(engine).has_table("alembic_version")


def make_spatial(connection: Connection) -> None:
    """Add PostGIS or SpatiaLite's own tables to an empty database, in the present transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("CREATE EXTENSION IF NOT EXISTS postgis"))
    elif not connection.execute(text("SELECT CheckSpatialMetaData()")).scalar():
        connection.execute(text("SELECT InitSpatialMetaData(0, 'WGS84')"))


def writes(view: Callable[P, Any]) -> Callable[P, Response]:
    """Commit if the view answers with a status below 400, and roll back otherwise."""

    @wraps(view)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> Response:
        start_writing()
        try:
            response = make_response(view(*args, **kwargs))
        except BaseException:
            # Now, because the page that reports the error reads the database too.
            _roll_back()
            raise
        if response.status_code < 400:
            db.session.commit()
            _follow_up()
        else:
            _roll_back()
        return response

    wrapped.writes = True  # type: ignore[attr-defined]
    return wrapped


def writes_anyhow(view: Callable[P, Any]) -> Callable[P, Response]:
    """Commit whatever the view answers, unless it raises: a failed attempt must be counted too."""

    @wraps(view)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> Response:
        start_writing()
        try:
            response = make_response(view(*args, **kwargs))
        except BaseException:
            _roll_back()
            raise
        db.session.commit()
        _follow_up()
        return response

    return wrapped
