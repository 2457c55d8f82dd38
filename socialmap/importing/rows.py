"""A row of cells becomes a listing, with a remark for each flaw."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from socialmap.catalogue.listing import Listing
from socialmap.fields.flaws import Flaw, Level
from socialmap.fields.listing import make_listing
from socialmap.fields.schema import read_values, schema_of
from socialmap.importing.columns import ColumnMapping
from socialmap.importing.files.readers import is_totals
from socialmap.importing.remarks import Remark, remark
from socialmap.language.folding import fold
from socialmap.places.geocoding import Geocoder
from socialmap.wording import N_

BEGINS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
FORMULA = re.compile(r"=.|[+\-@]\s*[A-Za-z_.]+\(|[+\-@].*\|.*!", re.DOTALL)
ERRORS = frozenset({"#N/A", "#N/B", "#REF!", "#VALUE!", "#WAARDE!", "#DIV/0!", "#NAME?", "#NAAM?"})


@dataclass(slots=True)
class Row:
    """What one line of the file says: a listing, or none when it cannot come in."""

    line: int
    source_id: str
    listing: Listing | None
    remarks: list[Remark]


def read_rows(
    lines: Iterable[tuple[int, list[str]]],
    mapping: ColumnMapping,
    today: date,
    geocoder: Geocoder | None = None,
) -> Iterator[Row]:
    """Read rows one by one, so that a large file never stands in memory."""
    headers = {field: mapping.headers[place] for place, field in mapping.fields.items()}
    schema = schema_of(mapping.fields.values())
    width = len(mapping.headers)
    for line, texts in lines:
        if is_totals(texts):
            flaw = Flaw(Level.NOTE, N_("Dit is een regel met een totaal. We slaan hem over."), "")
            yield Row(line, "", None, [remark(line, "", next(filter(None, texts)), flaw)])
            continue
        typed, flaws = _cells(texts, mapping)
        values = read_values(schema, typed, flaws)
        listing = make_listing(values, flaws, today, geocoder)
        if any(map(str.strip, texts[width:])):
            flaws[""] = Flaw(
                Level.WARNING,
                N_("Deze regel heeft meer cellen dan er kolommen zijn."),
                N_("Kijk of er een scheidingsteken in een tekst staat."),
            )
        remarks = [
            remark(line, headers.get(field, ""), typed.get(field, ""), flaw)
            for field, flaw in flaws.items()
        ]
        yield Row(line, values.get("id") or _key(values), listing, remarks)


def join_rows(rows: Iterable[Row]) -> Iterator[Row]:
    """Rows with one number become one: each more adds a place or an activity to the first."""
    for _, group in groupby(rows, key=lambda row: row.line):
        first, *more = group
        yield _joined(first, more) if more else first


def _joined(first: Row, more: list[Row]) -> Row:
    rows = (first, *more)
    remarks = list(dict.fromkeys(each for row in rows for each in row.remarks))
    listings = [row.listing for row in rows if row.listing]
    if not listings:
        return replace(first, remarks=remarks)
    places = dict.fromkeys(each for listing in listings for each in listing.locations)
    dated = dict.fromkeys(each for listing in listings for each in listing.activities)
    listing = replace(listings[0], locations=tuple(places), activities=tuple(dated))
    return replace(first, listing=listing, remarks=remarks)


def _clean(text: str) -> str:
    """A text without spaces around it and without control characters, with single line ends."""
    if not text.isprintable():
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
        text = "".join(each for each in text if each.isprintable() or each in "\n\xa0\u200f\u200e")
        text = text.replace("\xa0", " ").encode(errors="ignore").decode()
    return text.strip()


def _cells(texts: list[str], mapping: ColumnMapping) -> tuple[dict[str, str], dict[str, Flaw]]:
    """The texts that say something per field; formulas and errors of a spreadsheet are flaws."""
    typed: dict[str, str] = {}
    flaws: dict[str, Flaw] = {}
    for place, field in mapping.fields.items():
        text = _clean(texts[place]) if place < len(texts) else ""
        if not text:
            continue
        if text[0] == "'" and text[1:2] in BEGINS:
            text = text[1:]  # put there by a program that kept a text from being a formula
        elif text[0] in "=+-@" and FORMULA.match(text):
            flaws[field] = Flaw(
                Level.ERROR,
                N_("Hier staat een formule. Die nemen we niet over."),
                N_("Vul de tekst zelf in, zonder = aan het begin."),
            )
        elif text[0] == "#" and text in ERRORS:
            flaws[field] = Flaw(
                Level.ERROR,
                N_("Hier staat een foutmelding van het rekenblad."),
                N_("Herstel de formule, of vul de tekst zelf in."),
            )
        typed[field] = text
    return typed, flaws


def _key(values: Mapping[str, Any]) -> str:
    """An identity for a row without one: what stays the same when its texts are improved."""
    place = values.get("postcode") or values.get("town") or values.get("address") or ""
    return f"{fold(values.get('name', ''))}|{fold(place)}"
