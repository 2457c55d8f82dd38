"""What was written past the forms and cannot be in its column is named."""

import pytest
from sqlalchemy import text

from socialmap.db import db
from socialmap.importing.models import ImportRun
from socialmap.upkeep.stored import stored_values
from tests.listings import listing, put
from tests.standards.listed import FULL


@pytest.fixture
def catalogue(session):
    if session.connection().dialect.name != "sqlite":
        pytest.skip("PostgreSQL takes no such values")
    put(FULL, listing("Koffie"))
    session.add(ImportRun(source="lijst", actor="person:1", file_name="lijst.csv", file_digest="0"))
    session.flush()


def found():
    db.session.expunge_all()
    return [(one.table, one.column, one.value) for one in stored_values(db.session.connection())]


def test_a_sound_catalogue_has_none(catalogue):
    assert found() == []


@pytest.mark.parametrize(
    ("table", "column", "value", "shown"),
    [
        ("initiative", "changed_at", "'gisteren'", "gisteren"),
        ("initiative", "changed_at", "12", "12"),
        ("initiative", "version", "'twee'", "twee"),
        ("initiative", "online", "7", "7"),
        ("activity", "starts", "x'ff00'", "b'\\xff\\x00'"),
        ("import_run", "applied_at", "'2026-99-99'", "2026-99-99"),
        ("import_run", "counts", "'{kapot'", "{kapot"),
        ("revision", "document", "'{'", "{"),
    ],
)
def test_garbage_is_named_with_its_table_and_column(catalogue, table, column, value, shown):
    db.session.execute(text(f'UPDATE "{table}" SET "{column}" = {value}'))  # noqa: S608 - our own
    assert set(found()) == {(table, column, shown)}
