"""Forget a person: clear the personal columns of all rows about them. The door commits."""

from __future__ import annotations

import re
import secrets
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import JSON, Column, ColumnElement, RowMapping, Table, Text, cast, func, or_, select
from sqlalchemy import delete as delete_from
from sqlalchemy import update as change

from socialmap.db import Base, Checked, db
from socialmap.mail.actions import decide, plain_address
from socialmap.mail.models import Delivery, Message
from socialmap.people import attempts, audit
from socialmap.people.models import Grant, Passkey, Person, SignIn
from socialmap.people.queries import find_person

# In a document, these keys beside a person's mail address hold data of the same person.
BESIDE = frozenset({"contact_name", "phone", "phones"})
# Handled by _empty: the person's row stays, so that history's number never becomes another's.
OWN = {"person", "passkey", "grant_of_role", "sign_in"}
# The audit log names nobody, and is never changed.
KEPT = {"audit_event"}


def forget(email: str, actor: str) -> Counter[str]:
    """Clear everything about the person with this address; return the number of rows per table."""
    address = plain_address(email)
    person = find_person(address)
    _cancel_mail(address)
    cleared: Counter[str] = Counter()
    for table in Base.metadata.sorted_tables:
        if table.name not in OWN | KEPT:
            cleared[table.name] += _forget_in(table, address, person)
    if person is not None:
        _empty(person)
        cleared["person"] += 1
        audit.note(actor, audit.Verb.FORGET, person.actor)
    else:
        audit.note(actor, audit.Verb.FORGET)
    for what in attempts.PACES:
        attempts.forgive(what, address)
    db.session.flush()
    db.session.expire_all()
    return +cleared


def personal(table: Table) -> list[Column[Any]]:
    """Return the columns of a table that may hold personal data."""
    return [column for column in table.columns if column.info.get("personal")]


def without(value: Any, address: str) -> Any:
    """Return a JSON value without the mail address, and without the BESIDE keys next to it."""
    if isinstance(value, Mapping):
        theirs = any(isinstance(item, str) and _names(item, address) for item in value.values())
        return {
            name: _nothing(item) if theirs and name in BESIDE else without(item, address)
            for name, item in value.items()
        }
    if isinstance(value, list):
        return [without(item, address) for item in value]
    return _pattern(address).sub("", value) if isinstance(value, str) else value


def _forget_in(table: Table, address: str, person: Person | None) -> int:
    """Delete or clear the rows of a table that are about the person; return their number."""
    rows = [
        row for row in _candidates(table, address, person) if _about(table, row, address, person)
    ]
    for row in rows:
        key = [column == row[column.name] for column in table.primary_key]
        if _owned(table, row, person) or any(column.primary_key for column in personal(table)):
            db.session.execute(delete_from(table).where(*key))
        elif values := dict(_cleared(table, row, address)):
            db.session.execute(change(table).where(*key).values(values))
    return len(rows)


def _candidates(table: Table, address: str, person: Person | None) -> list[RowMapping]:
    """Return the rows that may be about the person: those that hold the address, or are theirs."""
    like = f"%{address}%"
    conditions: list[ColumnElement[bool]] = [
        func.lower(cast(column, Text)).like(like) for column in _searched(table)
    ]
    if person is not None:
        conditions += [column == person.id for column in _owners(table)]
    if not conditions:
        return []
    return list(db.session.execute(select(table).where(or_(*conditions))).mappings())


def _holds_json(column: Column[Any]) -> bool:
    kind = column.type
    return isinstance(kind.column_type if isinstance(kind, Checked) else kind, JSON)


def _searched(table: Table) -> list[Column[Any]]:
    """Return the columns to look for the address in: the personal ones, and the documents."""
    return [
        column for column in table.columns if column.info.get("personal") or _holds_json(column)
    ]


def _owners(table: Table) -> list[Column[Any]]:
    """Return the columns that refer to a person."""
    return [
        column
        for column in table.columns
        if any(key.column.table.name == "person" for key in column.foreign_keys)
    ]


def _owned(table: Table, row: RowMapping, person: Person | None) -> bool:
    return person is not None and any(row[column.name] == person.id for column in _owners(table))


def _about(table: Table, row: RowMapping, address: str, person: Person | None) -> bool:
    named = any(_names(str(row[column.name]), address) for column in _searched(table))
    return named or _owned(table, row, person)


def _cleared(table: Table, row: RowMapping, address: str) -> Iterator[tuple[str, Any]]:
    """Yield the new values of a row.

    All personal columns are emptied if one of them holds the address; documents lose the address.
    """
    mine = [column for column in personal(table) if _names(str(row[column.name]), address)]
    for column in _searched(table):
        if column.info.get("personal") and mine:
            yield column.name, None if column.nullable else _empty_value(column, row[column.name])
        elif _holds_json(column):
            yield column.name, without(row[column.name], address)


def _empty_value(column: Column[Any], value: Any) -> Any:
    return _nothing(value) if _holds_json(column) else ""


def _nothing(value: Any) -> Any:
    """Return an empty value of the type of a JSON value."""
    return type(value)() if isinstance(value, list | dict) else ""


def _pattern(address: str) -> re.Pattern[str]:
    """Match the address as a whole, not as a part of a longer one."""
    return re.compile(rf"(?<![\w.+-]){re.escape(address)}(?![\w-]|\.\w)", re.IGNORECASE)


def _names(text: str, address: str) -> bool:
    return _pattern(address).search(text) is not None


def _cancel_mail(address: str) -> None:
    waiting = (Message.address == address, Message.status == Delivery.WAITING)
    for message in db.session.scalars(select(Message).where(*waiting)):
        decide(message, Delivery.CANCELLED)


def _empty(person: Person) -> None:
    """Clear an account, so that only its number is left."""
    for model, owner in (
        (Passkey, Passkey.user_id),
        (Grant, Grant.person_id),
        (SignIn, SignIn.person_id),
    ):
        db.session.execute(delete_from(model).where(owner == person.id))
    nothing = dict.fromkeys(
        ("password", "oidc_subject", "tf_primary_method", "tf_totp_secret", "last_counter"),
    )
    values = nothing | {
        "email": f"vergeten-{person.id}",
        "name": "",
        "active": False,
        "mf_recovery_codes": None,
        "fs_webauthn_user_handle": None,
        "fs_uniquifier": secrets.token_urlsafe(24),
    }
    db.session.execute(change(Person).where(Person.id == person.id).values(values))
