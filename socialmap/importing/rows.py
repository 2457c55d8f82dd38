"""Make listings of rows of cells, with a remark for each flaw."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from socialmap.catalogue.listing import Listing
from socialmap.fields.flaws import Flaw, Level
from socialmap.fields.listing import NOWHERE, make_listing
from socialmap.fields.schema import read_values, schema_of
from socialmap.importing.columns import JOINED, ColumnMapping
from socialmap.importing.files.readers import is_totals
from socialmap.importing.remarks import Remark, remark
from socialmap.importing.returned import Returned
from socialmap.importing.words import Words, explaining
from socialmap.language.folding import fold
from socialmap.places.geocoding import Geocoder
from socialmap.wording import N_

UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
NO_WORDS: Words = {}
# The row of our template that shows how to fill it in.
EXAMPLE_ID, EXAMPLE_NAME = "voorbeeld", "Voorbeeld: koffie in de buurt"
# What a remark says of one place when the listing has others.
LEFT_OUT = {NOWHERE: N_("Van één plek weten we niet waar die is. We nemen alleen de andere.")}
BEGINS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
FORMULA = re.compile(r"=.|[+\-@]\s*[A-Za-z_.]+\(|[+\-@].*\|.*!", re.DOTALL)
ERRORS = frozenset({"#N/A", "#N/B", "#REF!", "#VALUE!", "#WAARDE!", "#DIV/0!", "#NAME?", "#NAAM?"})


@dataclass(slots=True)
class Row:
    """One line of a file: its listing, or None if it cannot be imported, and its remarks.

    `cells` are its texts by field, one mapping per row, if it may be a listing of our own that
    comes back: then it has a record, or the id of one. `keyed` is True if the file gives no id, so
    that its source id is made of its name and place. `unknown` are the words that are no term of
    ours, each once with its column.
    """

    line: int
    source_id: str
    listing: Listing | None
    remarks: list[Remark]
    cells: tuple[Mapping[str, str], ...] = ()
    returned: Returned | None = None
    keyed: bool = False
    unknown: tuple[tuple[str, str], ...] = ()


def read_rows(
    lines: Iterable[tuple[int, list[str]]],
    mapping: ColumnMapping,
    today: date,
    geocoder: Geocoder | None = None,
    words: Words = NO_WORDS,
) -> Iterator[Row]:
    """Yield rows one by one, so that a large file is never in memory as a whole."""
    headers = {
        field: mapping.headers[position] for position, field in [*mapping.fields.items()][::-1]
    }
    schema = schema_of(mapping.fields.values())
    explain = explaining(words)
    width = len(mapping.headers)
    for line, texts in lines:
        if is_totals(texts):
            flaw = Flaw(Level.NOTE, N_("Dit is een regel met een totaal. We slaan hem over."), "")
            yield Row(line, "", None, [remark(line, "", next(filter(None, texts)), flaw)])
            continue
        typed, flaws = read_cells(texts, mapping)
        if (typed.get("id"), typed.get("name")) == (EXAMPLE_ID, EXAMPLE_NAME):
            continue
        own = "record" in typed or UUID.fullmatch(typed.get("id", ""))
        cells = (dict(typed),) if own else ()
        values = read_values(schema, explain(typed), flaws)
        listing = make_listing(values, flaws, today, geocoder)
        if any(map(str.strip, texts[width:])):
            flaws[""] = Flaw(
                Level.WARNING,
                N_("Deze regel heeft meer cellen dan er kolommen zijn."),
                N_("Kijk of er een scheidingsteken in een tekst staat."),
            )
        remarks = [
            remark(line, headers.get(field, ""), typed.get(field, ""), flaw)
            for field, first in flaws.items()
            for flaw in (first, *first.more)
        ]
        unknown = [(field, word) for field, flaw in flaws.items() for word in flaw.unknown]
        key, keyed = values.get("id") or _key(values), not values.get("id")
        yield Row(line, key, listing, remarks, cells, keyed=keyed, unknown=tuple(unknown))


def join_rows(rows: Iterable[Row]) -> Iterator[Row]:
    """Merge consecutive rows of one line number: the later ones add places and activities."""
    for _, group in groupby(rows, key=lambda row: row.line):
        first, *more = group
        yield _joined(first, more) if more else first


def _joined(first: Row, more: list[Row]) -> Row:
    rows = (first, *more)
    listing = join_listings([row.listing for row in rows if row.listing])
    said = (_without_place(row) if listing and not row.listing else row.remarks for row in rows)
    remarks = list(dict.fromkeys(one for remarks in said for one in remarks))
    cells = tuple(cells for row in rows for cells in row.cells)
    unknown = tuple(dict.fromkeys(one for row in rows for one in row.unknown))
    return replace(first, listing=listing, remarks=remarks, cells=cells, unknown=unknown)


def _without_place(row: Row) -> list[Remark]:
    """Return the remarks on a place that is left out of a listing with other places."""
    return [
        replace(one, level=Level.WARNING, sentence=LEFT_OUT.get(one.sentence, one.sentence))
        if one.level == Level.ERROR
        else one
        for one in row.remarks
    ]


def join_listings(listings: Sequence[Listing]) -> Listing | None:
    """Return the first listing with the places and activities of all; None of none."""
    if not listings:
        return None
    places = dict.fromkeys(place for listing in listings for place in listing.locations)
    dated = dict.fromkeys(activity for listing in listings for activity in listing.activities)
    return replace(listings[0], locations=tuple(places), activities=tuple(dated))


def _clean(text: str) -> str:
    """Return a text without surrounding spaces and control characters, with plain line feeds."""
    if not text.isprintable():
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
        text = "".join(char for char in text if char.isprintable() or char in "\n\xa0\u200f\u200e")
        text = text.replace("\xa0", " ").encode(errors="ignore").decode()
    return text.strip()


def read_cells(
    texts: Sequence[str], mapping: ColumnMapping
) -> tuple[dict[str, str], dict[str, Flaw]]:
    """Return the non-empty texts by field, and flaws for formulas and spreadsheet errors."""
    typed: dict[str, str] = {}
    flaws: dict[str, Flaw] = {}
    for position, field in mapping.fields.items():
        text = _clean(texts[position]) if position < len(texts) else ""
        if not text:
            continue
        if text[0] == "'" and text[1:2] in BEGINS:
            text = text[1:]  # an export put it there to escape a formula
        elif text[0] in "=+-@" and FORMULA.match(text):
            flaws[field] = Flaw(
                Level.WARNING,
                N_("Hier staat een formule. Die nemen we niet over."),
                N_("Vul de tekst zelf in, zonder = aan het begin."),
            )
        elif text[0] == "#" and text in ERRORS:
            flaws[field] = Flaw(
                Level.WARNING,
                N_("Hier staat een foutmelding van het rekenblad."),
                N_("Herstel de formule, of vul de tekst zelf in."),
            )
        typed[field] = f"{typed[field]}{JOINED.get(field, ' ')}{text}" if field in typed else text
    return typed, flaws


def _key(values: Mapping[str, Any]) -> str:
    """Return a source id for a row without one: name and place, which seldom change."""
    place = values.get("postcode") or values.get("town") or values.get("address") or ""
    return f"{fold(values.get('name', ''))}|{fold(place)}"
