"""Plain lists of objects in JSON as tables, among them those of Kartevonmorgen (OpenFairDB)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from socialmap.fields.facts import code_of
from socialmap.fields.flaws import Flaw, Level
from socialmap.importing.columns import known_headers
from socialmap.importing.files.documents import as_text, drain, objects
from socialmap.importing.files.tables import Elements, Line, RefusedRows
from socialmap.language.folding import fold
from socialmap.wording import N_

JSON, KARTEVONMORGEN = "JSON", "Kartevonmorgen"
DEEPEST = 3  # levels at which a list can stand, and that an object is flattened
MOST_COLUMNS = 300
# What the columns of other maps mean, in the English that most of them use.
HEADERS: Mapping[str, str] = {
    "title": "name", "label": "name", "summary": "summary", "body": "description",
    "content": "description", "text": "description", "category": "kind", "categories": "kind",
    "organization": "organisation", "organisation": "organisation", "venue": "location_name",
    "address": "address", "full_address": "address", "street_address": "street",
    "streetaddress": "street", "address_1": "street", "house_number": "house_number",
    "zip": "postcode", "zip_code": "postcode", "postal_code": "postcode", "postalcode": "postcode",
    "city": "town", "locality": "town", "telephone": "phone", "phone_number": "phone",
    "phonenumber": "phone", "mail": "email", "contact_email": "email", "homepage": "website",
    "web": "website", "lng": "lon", "opening_hours": "hours", "openinghours": "hours",
    "hours": "hours", "price": "cost", "fees": "cost", "contact_name": "contact_name",
    "uuid": "id", "_id": "id", "license": "licence",
}  # fmt: skip
NAMES = frozenset({"name", "title", "label", "naam"})
# What shows that a list is of Kartevonmorgen: an entry has all of these.
ENTRY = frozenset({"id", "title", "lat", "lng"})
ENTRY_TOO = frozenset({"tags", "categories", "license", "ratings", "created"})
TAGGED = {"kind": "kind", "audience": "audiences", "life_domain": "life_domains"}
UNKNOWN_TAG = Flaw(
    Level.NOTE,
    N_("Dit trefwoord hoort niet bij een soort, doelgroep of leefgebied dat we kennen."),
    N_("Zegt het iets over het initiatief? Zet het in de beschrijving."),
)


def list_in(document: Any) -> list[dict[str, Any]] | None:
    """Return the one list of objects in a document, the longest of several; None without one."""
    lists = list(_lists(document, DEEPEST))
    return max(lists, key=len, default=None)


def _lists(value: Any, depth: int) -> Iterator[list[dict[str, Any]]]:
    if isinstance(value, list):
        if found := objects(value):
            yield found
    elif isinstance(value, dict) and depth:
        inner = list(value.values())
        if len(inner) > 1 and all(isinstance(one, dict) for one in inner):
            yield inner  # objects under their ids
        for one in inner:
            yield from _lists(one, depth - 1)


def read_list(items: list[dict[str, Any]], refused: RefusedRows) -> Elements:
    """Read objects as rows: their names are the columns, also of the objects inside them."""
    ours = all(item.keys() >= ENTRY and ENTRY_TOO & item.keys() for item in items)
    names: dict[str, None] = {}
    for item in items:
        for name in flat(item) if len(names) <= MOST_COLUMNS else ():
            names[name] = None
    if ours:
        names |= dict.fromkeys(TAGGED.values())
        for name in ("tags", "categories"):
            names.pop(name, None)
    header = tuple(names)
    rows = _rows(items, header, ours, refused)
    return Elements(KARTEVONMORGEN if ours else JSON, header, rows, _meanings(header))


def _meanings(header: Iterable[str]) -> dict[str, str]:
    """Return the field by header; of 'venue.name' it is that of venue, of 'adres.plaats' plaats."""
    fields: dict[str, str] = {}
    for name in header:
        outer, _, last = name.lower().rpartition(".")
        if outer and last in NAMES:
            last = outer.rpartition(".")[2]
        field = HEADERS.get(last) or (known_headers().get(fold(last)) if outer else "")
        if field:
            fields[name] = field
    return fields


def flat(item: Mapping[str, Any], depth: int = DEEPEST) -> dict[str, str]:
    """Return the texts of an object by name; of an object inside it as 'address.city'."""
    texts: dict[str, str] = {}
    for name, value in item.items():
        if isinstance(value, dict) and value.get("type") == "Point":
            lon, lat, *_ = [*_numbers(value.get("coordinates")), "", ""]
            texts |= {"lat": lat, "lon": lon}
        elif isinstance(value, dict) and depth:
            for inner, text in flat(value, depth - 1).items():
                texts[f"{name}.{inner}"] = text
        elif isinstance(value, list) and objects(value):
            words = (one.get("name") or one.get("title") for one in objects(value))
            texts[name] = as_text([word for word in words if word])
        else:
            texts[name] = as_text(value)
    return texts


def _numbers(value: Any) -> list[str]:
    return [as_text(number) for number in value] if isinstance(value, list) else []


def _rows(
    items: list[dict[str, Any]], header: tuple[str, ...], ours: bool, refused: RefusedRows
) -> Iterator[Line]:
    for number, item in enumerate(drain(items), start=1):
        texts = flat(item) | (_tags(item, number, refused) if ours else {})
        yield number, [texts.get(name, "") for name in header]


def _tags(item: Mapping[str, Any], line: int, refused: RefusedRows) -> dict[str, str]:
    """Return the cells that the tags of an entry stand for; tags that are unknown are named."""
    found: dict[str, dict[str, None]] = {field: {} for field in TAGGED.values()}
    tags = item.get("tags")
    for tag in map(as_text, tags if isinstance(tags, list) else []):
        codes = {field: code_of(scheme, tag) for scheme, field in TAGGED.items()}
        if tag and not any(codes.values()):
            refused.add(line, UNKNOWN_TAG, "tags", tag)
        for field, code in codes.items():
            found[field] |= {code: None} if code else {}
    return {
        field: next(iter(codes), "") if field == "kind" else " | ".join(codes)
        for field, codes in found.items()
    }
