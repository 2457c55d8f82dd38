"""Address cards (vCard): organisations and places become listings, private persons do not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from socialmap.errors import FileProblem
from socialmap.fields.facts import code_of
from socialmap.fields.flaws import Flaw, Level
from socialmap.importing.columns import label
from socialmap.importing.files.contentlines import (
    Component,
    Value,
    components,
    is_private,
    read_text,
    unescaped,
)
from socialmap.importing.files.tables import Elements, Line, RefusedRows
from socialmap.wording import N_

FORMAT = "vCard"
FIELDS = (
    "id", "name", "description", "kind", "organisation", "street", "postcode", "town", "country",
    "lat", "lon", "phone", "email", "website", "contact_name",
)  # fmt: skip
PERSON = Flaw(
    Level.ERROR,
    N_("Dit is een persoon zonder organisatie. We slaan het over."),
    N_("Op deze kaart staan geen privépersonen. Zet de organisatie op het kaartje."),
    secret=True,
)
CONFIDENTIAL = Flaw(
    Level.NOTE,
    N_("Dit kaartje is privé of vertrouwelijk. We slaan het over."),
    N_("Mag iedereen het zien? Maak het kaartje openbaar."),
    secret=True,
)
HOME_ONLY = Flaw(
    Level.WARNING,
    N_("Er staat alleen een thuisadres op het kaartje. Dat nemen we niet over."),
    N_("Zet het adres van de organisatie op het kaartje, als werkadres."),
    secret=True,
)
ORGANISATIONS = frozenset({"ORG", "ORGANIZATION", "LOCATION", "GROUP"})
PRIVATE = frozenset({"HOME", "FAX", "PAGER"})
GEO = re.compile(r"\s*(?:geo:)?(-?\d{1,3}(?:\.\d+)?)[;,](-?\d{1,3}(?:\.\d+)?)", re.I)
POST_BOX, EXTENDED, STREET, TOWN, REGION, POSTCODE, COUNTRY = range(7)


def read_cards(path: Path, refused: RefusedRows) -> Elements:
    """Read the cards in a file; raise FileProblem if there are none."""
    cards = components(read_text(path), "VCARD", path.name)
    if not cards:
        raise FileProblem(N_("Er staat geen enkel kaartje in het bestand."))
    return Elements(FORMAT, tuple(map(label, FIELDS)), _rows(cards, refused))


def _rows(cards: list[Component], refused: RefusedRows) -> Iterator[Line]:
    for number, card in enumerate(cards, start=1):
        organisation, *units = _parts(card.first("ORG")) or [""]
        name = card.text("FN")
        kind = (card.text("KIND") or card.text("X-ADDRESSBOOKSERVER-KIND")).upper()
        shown = card.text("X-ABSHOWAS").upper() == "COMPANY"
        if not organisation and kind not in ORGANISATIONS and not shown:
            refused.add(number, PERSON)
            continue
        if is_private(card):
            refused.add(number, CONFIDENTIAL)
            continue
        if card.first("ADR") and not _first_public(card, "ADR"):
            refused.add(number, HOME_ONLY)
        thing = kind in ORGANISATIONS or shown
        unit = ", ".join(filter(None, units))
        cells = _cells(card) | {
            "name": (name if thing else "") or unit or organisation,
            "organisation": organisation,
        }
        yield number, [cells.get(field, "") for field in FIELDS]


def _cells(card: Component) -> dict[str, str]:
    address = _parts(_first_public(card, "ADR"))
    address += [""] * (COUNTRY + 1 - len(address))
    geo = GEO.match(card.text("GEO"))
    words = [word for value in card.values.get("CATEGORIES", ()) for word in value.text.split(",")]
    kinds = (word.strip() for word in words if code_of("kind", word) or code_of("setting", word))
    email, site = (_first_public(card, name) for name in ("EMAIL", "URL"))
    return {
        "id": card.text("UID"),
        "description": card.text("NOTE"),
        "kind": next(kinds, ""),
        "street": " ".join(address[STREET].split()),
        "postcode": address[POSTCODE],
        "town": address[TOWN],
        "country": address[COUNTRY],
        "lat": geo[1] if geo else "",
        "lon": geo[2] if geo else "",
        "phone": " | ".join(dict.fromkeys(_numbers(card))),
        "email": email.text if email else "",
        "website": site.text if site else "",
        # A role is enough to ask for, and keeps the name of a person off the map.
        "contact_name": card.text("ROLE") or card.text("TITLE"),
    }


def _types(value: Value) -> set[str]:
    return {word.strip().upper() for word in value.parameters.get("TYPE", "").split(",")}


def _first_public(card: Component, name: str) -> Value | None:
    """Return the first value of a property that is not of somebody's home."""
    return next((one for one in card.values.get(name, ()) if not _types(one) & PRIVATE), None)


def _numbers(card: Component) -> Iterator[str]:
    for value in card.values.get("TEL", ()):
        if not _types(value) & PRIVATE:
            yield value.text.strip().removeprefix("tel:").replace(";", " ").replace("ext=", "ext. ")


def _parts(value: Value | None) -> list[str]:
    """Return the parts of a value that are separated by semicolons."""
    parts = re.split(r"(?<!\\);", value.raw) if value else []
    return [unescaped(part).strip() for part in parts]
