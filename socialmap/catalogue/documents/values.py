"""The values of a document, field by field: each read as what its field can have, or set apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any, TypeVar

from socialmap import validity
from socialmap.catalogue import fields as table
from socialmap.catalogue.fields import FIELD_GROUPS, Field, Sort, Visibility
from socialmap.db import storable

T = TypeVar("T")
Read = Callable[[Any], Any]
VISIBILITIES = frozenset(map(str, Visibility))
# A field, and a value of it that is not valid, as it stands in a document.
Broken = tuple[str, Any]


class BrokenError(Exception):
    """Raised for a value that its field cannot have."""


def must(value: T | None) -> T:
    """Return a value; raise BrokenError for None, which the checks of `validity` answer."""
    if value is None:
        raise BrokenError
    return value


def text(value: Any) -> str:
    """Return a text without control characters; raise BrokenError for anything else."""
    if not isinstance(value, str):
        raise BrokenError
    return storable(value)


def _checked(check: Callable[[str], str | None]) -> Read:
    return lambda value: must(check(text(value)))


def _fact(value: Any) -> bool | None:
    if value is not None and not isinstance(value, bool):
        raise BrokenError
    return value


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise BrokenError
    return tuple(filter(None, map(text, value)))


@lru_cache(maxsize=4096)
def _day(value: str) -> date:
    try:
        return must(validity.day_of(date.fromisoformat(value)))
    except (TypeError, ValueError):
        raise BrokenError from None


def _start(value: Any) -> datetime:
    try:
        return must(validity.start_of(datetime.fromisoformat(value)))
    except (TypeError, ValueError):
        raise BrokenError from None


def _count(value: Any) -> int:
    whole = validity.number_within(0, validity.MOST_PLACES)(value)
    if type(whole) is not int:
        raise BrokenError
    return whole


def _forms(value: Any) -> dict[str, float]:
    if not isinstance(value, dict):
        raise BrokenError
    return {text(form): must(validity.weight_of(weight)) for form, weight in value.items()}


def visibility_of(value: Any) -> dict[str, str]:
    """Return who may see each group of fields.

    What cannot be read hides: nobody may see by a mistake what somebody wanted to hide.
    """
    if not isinstance(value, dict):
        return dict.fromkeys(FIELD_GROUPS, Visibility.INTERNAL.value)
    known = {group: value[group] for group in FIELD_GROUPS if group in value}
    return {
        group: who if isinstance(who, str) and who in VISIBILITIES else Visibility.INTERNAL.value
        for group, who in known.items()
    }


BY_SORT: Mapping[Sort, Read] = {
    **dict.fromkeys((Sort.TEXT, Sort.PROSE, Sort.CODE), text),
    Sort.MAIL: _checked(validity.mail_of),
    **dict.fromkeys((Sort.SITE, Sort.LINK), _checked(validity.site_of)),
    Sort.FACT: _fact,
    Sort.MARK: lambda value: bool(_fact(value)),
    Sort.NUMBER: lambda value: must(validity.amount_of(value)),
    Sort.COUNT: _count,
    Sort.DATE: _day,
    **dict.fromkeys((Sort.CODES, Sort.NAMES), _texts),
}


def _readers(fields: tuple[Field, ...], own: dict[str, Read]) -> Mapping[str, Read]:
    return {field.name: BY_SORT[field.sort] for field in fields if field.sort in BY_SORT} | own


# The fields of a listing that are one value; places, activities and confirmations are records.
LISTING = _readers(
    table.LISTING,
    {
        "hours": _checked(validity.hours_of),
        "forms": _forms,
        "picture": _checked(validity.picture_of),
    },
)
RECORDS: Mapping[str, Mapping[str, Read]] = {
    "phones": {"number": text, "words": text},
    "locations": _readers(table.LOCATION, {"lon": float, "lat": float, "precision": text}),
    "activities": _readers(
        table.ACTIVITY,
        {
            "starts": _start,
            "minutes": lambda value: must(validity.minutes_of(value)),
            "repeats": _checked(validity.rule_of),
        },
    ),
    "confirmations": {"group": text, "on": _day, "by": text, "how": text},
}
# What a record cannot do without.
NEEDED = {
    "phones": {"number"},
    "locations": {"lon", "lat"},
    "activities": {"name", "starts"},
    "confirmations": {"group", "on"},
}
# What reading a value that can be anything may raise.
WRONG = (BrokenError, TypeError, ValueError, OverflowError)


def record(name: str, value: Any) -> dict[str, Any]:
    """Return the values of one place, activity or confirmation; raise one of WRONG."""
    if not isinstance(value, dict):
        raise BrokenError
    readers = RECORDS[name]
    values = {key: read(value[key]) for key, read in readers.items() if key in value}
    if not NEEDED[name] <= values.keys():
        raise BrokenError
    if name == "locations":
        must(validity.point_of(values["lon"], values["lat"]))
    return values


def read_document(document: Any) -> tuple[dict[str, Any], list[Broken]]:
    """Return the values of a document by field, records as dictionaries, and what is not valid."""
    values: dict[str, Any] = {"name": ""}
    broken: list[Broken] = []
    for name, value in document.items() if isinstance(document, dict) else ():
        try:
            if name in LISTING:
                values[name] = LISTING[name](value)
            elif name in RECORDS:
                values[name] = _records(name, value, broken)
        except WRONG:
            broken.append((name, validity.plain(value)))
    # Until a listing had several phones, its document held one number.
    first = document.get("phone") if isinstance(document, dict) else None
    if first and isinstance(first, str):
        values.setdefault("phones", [{"number": text(first)}])
    if isinstance(document, dict) and "visibility" in document:
        values["visibility"] = visibility_of(document["visibility"])
        if values["visibility"] != document["visibility"]:
            broken.append(("visibility", validity.plain(document["visibility"])))
    return values, broken


def _records(name: str, value: Any, broken: list[Broken]) -> list[dict[str, Any]]:
    if not isinstance(value, list):
        raise BrokenError
    records: list[dict[str, Any]] = []
    for one in value:
        try:
            records.append(record(name, one))
        except WRONG:
            broken.append((name, validity.plain(one)))
    return records
