"""Forgetting a person: nothing personal of theirs is left anywhere, and nothing of others goes."""

import datetime
import uuid
from decimal import Decimal

import pytest
from sqlalchemy import JSON, insert, select

from socialmap.catalogue.queries import initiatives
from socialmap.db import Base, db
from socialmap.mail import queue
from socialmap.mail.models import Delivery, Message
from socialmap.people import forgetting
from socialmap.people.accounts import names_of
from socialmap.people.forgetting import KEPT, OWN, forget, personal, without
from socialmap.people.models import AuditEvent, Person
from socialmap.people.permissions import Role
from socialmap.times.clock import now
from tests.desk import a_person
from tests.listings import listing, put

EMAIL = "els.de-vries@example.org"
OTHER = "niels.de-vries@example.org"
TABLES = [
    table for table in Base.metadata.sorted_tables if personal(table) and table.name not in OWN
]


def some(column, number):
    """A value that a column takes."""
    if isinstance(column.type, JSON):
        return {"email": OTHER}
    kinds = {
        str: f"iets {number}",
        int: number,
        float: 1.0,
        bool: True,
        bytes: b"1",
        uuid.UUID: uuid.UUID(int=number),
        datetime.datetime: now(),
        datetime.date: now().date(),
        Decimal: Decimal(1),
    }
    kind = getattr(column.type, "impl", column.type)
    if "geom" in type(kind).__name__.lower():
        return "SRID=4326;POINT(5 52)"
    # A type that checks its values names no Python type of its own; all of them hold text.
    return kinds.get(kind.python_type, f"iets {number}")


def a_row(table, number, **more):
    """A row of a table with something in each column, in foreign keys too."""
    values = {
        column.name: some(column, number)
        for column in table.columns
        if not (column.nullable and not column.info.get("personal"))
    }
    return values | more


def naming(address, column):
    """A value for a column that names an address."""
    if column.name == "phones":
        return [{"number": address, "words": ""}]
    return {"contact": {"email": address}} if forgetting._holds_json(column) else address


@pytest.fixture
def loose(session):
    """A database that does not look whether what is pointed at is there."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(db.text("SET session_replication_role = replica"))
    else:
        session.execute(db.text("PRAGMA defer_foreign_keys = ON"))
    return session


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_each_personal_column_of_the_person_is_cleared_and_of_others_kept(loose, table):
    columns = sorted(personal(table), key=forgetting._holds_json)
    person = a_person(Role.EDITOR, email=EMAIL)
    owners = {each.name: person.id for each in forgetting._owners(table)}
    for number, column in enumerate(columns, 1):
        value = naming(EMAIL, column)
        loose.execute(insert(table).values(a_row(table, number, **{column.name: value}, **owners)))
    others = a_row(
        table,
        99,
        **{columns[0].name: naming(OTHER, columns[0])},
    )
    loose.execute(insert(table).values(others))
    forget(EMAIL, "test")
    rows = loose.execute(select(table)).mappings().all()
    assert not forgetting._names(str(rows), EMAIL)
    assert OTHER in str(rows)
    gone = [row for row in rows if OTHER not in str(row)]
    assert all(not row[column.name] for row in gone for column in columns if not column.primary_key)


def test_there_is_something_personal_to_forget_in_many_tables():
    assert {"message", "contact", "proposal", "revision"} <= {table.name for table in TABLES}
    assert "audit_event" in KEPT


def test_the_account_keeps_only_its_number(session):
    person = a_person(Role.COORDINATOR, email=EMAIL, password="x" * 12)
    number = person.id
    forget("ELS.de-vries@example.org", "test")
    kept = session.get(Person, number)
    assert (kept.name, kept.password, kept.active, kept.grants) == ("", None, False, [])
    for column in personal(Person.__table__):
        assert EMAIL not in str(getattr(kept, column.name))
    # History names a number, which never becomes another person.
    assert names_of([f"person:{number}"]) == {f"person:{number}": f"person:{number}"}
    assert a_person(Role.EDITOR).id != number
    assert session.scalars(select(AuditEvent.action)).all()[-1] == "forget"


def test_older_versions_of_a_listing_forget_too(session):
    (number,) = put(listing("Koffie", email=EMAIL, phone="+31301234567", contact_name="Els"))
    forget(EMAIL, "test")
    contact = initiatives([number])[number].contacts[0]
    assert (contact.name, contact.phones, contact.email) == ("", [], "")
    documents = session.execute(db.text("SELECT document FROM revision")).all()
    assert EMAIL not in str(documents)
    assert "+31301234567" not in str(documents)
    assert "Koffie" in str(documents)


def test_mail_that_waits_is_not_sent_any_more(session):
    queue(EMAIL, "Hallo", "Dag Els", key="een")
    forget(EMAIL, "test")
    message = session.scalars(select(Message)).one()
    assert (message.status, message.address, message.text) == (Delivery.CANCELLED, "", "")


@pytest.mark.parametrize(
    ("value", "left"),
    [
        (
            {"email": EMAIL, "phone": "1", "name": "Koffie"},
            {"email": "", "phone": "", "name": "Koffie"},
        ),
        ({"email": OTHER, "phone": "1"}, {"email": OTHER, "phone": "1"}),
        ([f"mail {EMAIL}."], ["mail ."]),
        (f"x{EMAIL}", f"x{EMAIL}"),
        (f"{EMAIL}.nl", f"{EMAIL}.nl"),
        (None, None),
    ],
)
def test_a_document_without_the_person(value, left):
    assert without(value, EMAIL) == left
