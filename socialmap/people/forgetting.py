"""Forget a person: clear each personal column of every row that is about them. The door commits."""

from __future__ import annotations

import re
import secrets
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import JSON, Column, ColumnElement, RowMapping, Table, Text, cast, func, or_, select
from sqlalchemy import delete as delete_from
from sqlalchemy import update as change

from socialmap.db import Base, db
from socialmap.mail.actions import decide, plain_address
from socialmap.mail.models import Delivery, Message
from socialmap.people import attempts, audit
from socialmap.people.models import Grant, Passkey, Person, SignIn
from socialmap.people.queries import find_person

# Beside a mail address in a document, these are of the same person.
BESIDE = frozenset({"contact_name", "phone"})
# The person's own row stays, emptied: its number in history must never become somebody else's.
OWN = {"person", "passkey", "grant_of_role", "sign_in"}
# Nothing in the log is about a person, and nobody changes it.
KEPT = {"audit_event"}


def forget(email: str, actor: str) -> Counter[str]:
    """Clear what there is of the person with this mail address; how many rows of each table."""
    address = plain_address(email)
    person = find_person(address)
    _cancel_mail(address)
    told: Counter[str] = Counter()
    for table in Base.metadata.sorted_tables:
        if table.name not in OWN | KEPT:
            told[table.name] += _forget_in(table, address, person)
    if person is not None:
        _empty(person)
        told["person"] += 1
        audit.note(actor, audit.Verb.FORGET, person.actor)
    else:
        audit.note(actor, audit.Verb.FORGET)
    for what in attempts.PACES:
        attempts.forgive(what, address)
    db.session.flush()
    db.session.expire_all()
    return +told


def personal(table: Table) -> list[Column[Any]]:
    """The columns of a table that may hold something about a person."""
    return [column for column in table.columns if column.info.get("personal")]


def without(value: Any, address: str) -> Any:
    """A document without the mail address, and without what stands beside it."""
    if isinstance(value, Mapping):
        theirs = any(isinstance(each, str) and _names(each, address) for each in value.values())
        return {
            name: "" if theirs and name in BESIDE else without(each, address)
            for name, each in value.items()
        }
    if isinstance(value, list):
        return [without(each, address) for each in value]
    return _pattern(address).sub("", value) if isinstance(value, str) else value


def _forget_in(table: Table, address: str, person: Person | None) -> int:
    rows = [
        row for row in _candidates(table, address, person) if _about(table, row, address, person)
    ]
    for row in rows:
        key = [column == row[column.name] for column in table.primary_key]
        if _owned(table, row, person) or any(each.primary_key for each in personal(table)):
            db.session.execute(delete_from(table).where(*key))
        elif values := dict(_cleared(table, row, address)):
            db.session.execute(change(table).where(*key).values(values))
    return len(rows)


def _candidates(table: Table, address: str, person: Person | None) -> list[RowMapping]:
    """The rows that may be about the person: the address stands somewhere in them."""
    like = f"%{address}%"
    conditions: list[ColumnElement[bool]] = [
        func.lower(cast(column, Text)).like(like) for column in _telling(table)
    ]
    if person is not None:
        conditions += [column == person.id for column in _owners(table)]
    if not conditions:
        return []
    return list(db.session.execute(select(table).where(or_(*conditions))).mappings())


def _telling(table: Table) -> list[Column[Any]]:
    return [
        column
        for column in table.columns
        if column.info.get("personal") or isinstance(column.type, JSON)
    ]


def _owners(table: Table) -> list[Column[Any]]:
    """The columns that say whose a row is."""
    return [
        column
        for column in table.columns
        if any(key.column.table.name == "person" for key in column.foreign_keys)
    ]


def _owned(table: Table, row: RowMapping, person: Person | None) -> bool:
    return person is not None and any(row[each.name] == person.id for each in _owners(table))


def _about(table: Table, row: RowMapping, address: str, person: Person | None) -> bool:
    told = any(_names(str(row[column.name]), address) for column in _telling(table))
    return told or _owned(table, row, person)


def _cleared(table: Table, row: RowMapping, address: str) -> Iterator[tuple[str, Any]]:
    """The personal columns emptied, when one of them names the person; documents without them."""
    mine = [column for column in personal(table) if _names(str(row[column.name]), address)]
    for column in _telling(table):
        if column.info.get("personal") and mine:
            yield column.name, None if column.nullable else _nothing(column)
        elif isinstance(column.type, JSON):
            yield column.name, without(row[column.name], address)


def _nothing(column: Column[Any]) -> Any:
    return {} if isinstance(column.type, JSON) else ""


def _pattern(address: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.+-]){re.escape(address)}(?![\w-]|\.\w)", re.IGNORECASE)


def _names(text: str, address: str) -> bool:
    return _pattern(address).search(text) is not None


def _cancel_mail(address: str) -> None:
    waiting = (Message.address == address, Message.status == Delivery.WAITING)
    for message in db.session.scalars(select(Message).where(*waiting)):
        decide(message, Delivery.CANCELLED)


def _empty(person: Person) -> None:
    """Leave of an account its number only."""
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
