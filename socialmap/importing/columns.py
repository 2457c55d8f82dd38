"""The import columns with their headers, and how the columns of a file map to them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process

from socialmap.catalogue.fields import LISTING, PARTS
from socialmap.errors import FileProblem
from socialmap.importing.contents import guesses
from socialmap.language.folding import fold
from socialmap.wording import N_

ALIKE = 90  # percent of likeness from which a header is a misspelling of a known one
# Fields that may fill two columns of one name, and what stands between their texts.
JOINED: Mapping[str, str] = {
    "phone": " | ", "description": "\n\n", "audiences": " | ", "life_domains": " | ",
    "languages": " | ", "service_areas": " | ",
}  # fmt: skip
# Headers of what is not meant for others, whatever it holds.
INTERNAL = re.compile(r"intern|opmerking|notitie|priv[eé]|vertrouwelijk|logboek", re.IGNORECASE)
AGAIN = re.compile(r" \(\d+\)$")  # how a reader numbers the second column of one name
SHORTEST = 6  # characters: shorter headers resemble each other by chance


class NamelessProblem(FileProblem):
    """Raised if no column holds the name, which every listing needs."""


@dataclass(frozen=True)
class Column:
    """An import column: its field, the fields of a listing that it fills, and its headers."""

    field: str
    fills: tuple[str, ...]
    headers: tuple[str, ...]


def _column(name: str, headers: str, *fills: str) -> Column:
    return Column(name, fills, tuple(headers.split("|")))


NUMBERS = frozenset({"nr", "nummer", "no"})
# Columns that fill other fields than the one that they are named after.
FILLS = {
    "kind": ("kind", "setting"),
    "hours": ("hours", "hours_text"),
    "cost": ("cost_text", "free_of_charge"),
}
# Columns that are no field of a listing, by the column that they follow.
EXTRA: Mapping[str, tuple[Column, ...]] = {
    "": (_column("id", "id|kenmerk|sleutel|referentie"),),
    "forms": (
        _column(
            "first_form", "primaire vorm van isolement|isolatie_primair|isolement primair", "forms"
        ),
        _column(
            "second_form",
            "secundaire vorm van isolement|isolatie_secundair|isolement secundair",
            "forms",
        ),
    ),
    "location_name": (
        _column("address", "adres|volledig adres|bezoekadres|locatie adres", "locations"),
    ),
    "street": (_column("house_number", "huisnummer|huisnr|huisnummer en toevoeging", "locations"),),
    "town": (_column("country", "land|landcode|country"),),
    "lon": (
        _column("x", "x|rd x|x-coördinaat|rdx|x coordinaat", "locations"),
        _column("y", "y|rd y|y-coördinaat|rdy|y coordinaat", "locations"),
        _column(
            "coordinates",
            "coördinaten|coordinates|gps|gps coördinaten|gps locatie|lat,lon|lat lng|lon,lat|"
            "latlong|latitude longitude|breedte en lengte|lat en lon|punt|point|geo|geopunt|"
            "geometrie|geometry|wkt|geolocatie|geo point|locatie coördinaten|x,y|rd coördinaten|"
            "rd|coord",
            "locations",
        ),
    ),
    # What only our own files have: columns to read, and the record to compare with.
    "licence": (
        _column("more_places", "nog meer plekken"),
        _column("more_activities", "nog meer activiteiten"),
        _column("status", "staat"),
        _column("page", "pagina op de kaart"),
        _column("changed_at", "gewijzigd op"),
        _column("setting", "soort plek"),
        _column("free_of_charge", "gratis"),
        _column("precision", "hoe precies de plek is"),
        _column("record", "voor import"),
    ),
}
# Columns of our own files that people read, and that an import does not take.
TO_READ = frozenset({column.field for column in EXTRA["licence"]} - {"record"})


def _columns() -> Iterator[Column]:
    yield from EXTRA[""]
    for field in LISTING:
        for part in PARTS.get(field.name, (field,)):
            name = part.column_name
            if part.headers:
                yield _column(name, part.headers, *FILLS.get(name, (field.name,)))
                yield from EXTRA.get(name, ())


COLUMNS = tuple(_columns())


@dataclass(frozen=True)
class ColumnMapping:
    """Which column of a file holds which field: the headers, and the field by position in a row.

    Columns that hold the same field, as two columns for phone numbers do, are taken together.
    """

    headers: tuple[str, ...]
    fields: Mapping[int, str]
    # The positions whose field was guessed by the cells, because nobody knows the header.
    by_content: frozenset[int] = frozenset()

    @property
    def unknown(self) -> tuple[str, ...]:
        """The columns that are not imported."""
        # Only beside a record it is clear what somebody changed in a column to read.
        ours = "record" in self.fields.values()
        known = {
            position for position, field in self.fields.items() if ours or field not in TO_READ
        }
        return tuple(
            header for position, header in enumerate(self.headers) if position not in known
        )

    @property
    def by_header(self) -> dict[str, str]:
        """The field of each header; empty for a column that is not imported."""
        return {
            header: self.fields.get(position, "") for position, header in enumerate(self.headers)
        }


@cache
def known_headers() -> dict[str, str]:
    """Return the field by folded header; the name of the field is a header too."""
    fields = {fold(column.field): column.field for column in COLUMNS}
    for column in COLUMNS:
        for header in column.headers:
            fields.setdefault(fold(header), column.field)
    return fields


def label(field: str) -> str:
    """Return the Dutch header of a field."""
    return next(column.headers[0] for column in COLUMNS if column.field == field)


def again(header: str, headers: Sequence[str]) -> str:
    """Return the column of the same name that stands before this one; empty if there is none."""
    first = AGAIN.sub("", header)
    return first if first != header and first in headers else ""


def _exact(header: str) -> str:
    """Return the field of a header, with or without its part in brackets; empty if unknown."""
    fields = known_headers()
    return fields.get(fold(header)) or fields.get(fold(header.partition("(")[0])) or ""


def field_of(header: str) -> str:
    """Return the field that a header names; empty if it names none."""
    return _exact(header)


def _resembling(header: str) -> str:
    folded = fold(header)
    if len(folded) < SHORTEST:
        return ""
    headers = list(known_headers())
    best = process.extractOne(folded, headers, scorer=fuzz.ratio, score_cutoff=ALIKE)
    return known_headers()[best[0]] if best else ""


def header_score(cells: Sequence[str], wanted: frozenset[str] = frozenset()) -> int:
    """Return how much a row looks like a header: the number of its cells that name a column.

    `wanted` are folded headers that the operator mapped; they count as well.
    """
    return len(
        {_exact(cell) or fold(cell) for cell in cells if _exact(cell) or fold(cell) in wanted}
    )


def _overridden(headers: Sequence[str], overrides: Mapping[str, str]) -> dict[int, str]:
    """Return the field by position of the columns that the operator mapped; empty leaves it out.

    Raise FileProblem for an unknown header or field.
    """
    positions = {fold(header): position for position, header in reversed(list(enumerate(headers)))}
    chosen: dict[int, str] = {}
    for header, wanted in overrides.items():
        position, field = positions.get(fold(header)), _exact(wanted)
        if position is None:
            raise FileProblem(
                N_("De kolom '%(column)s' staat niet in het bestand. Wel: %(columns)s."),
                column=header,
                columns=", ".join(filter(None, headers)),
            )
        if wanted and not field:
            raise FileProblem(
                N_("We kennen geen veld '%(field)s'. Wel: %(fields)s."),
                field=wanted,
                fields=", ".join(column.field for column in COLUMNS),
            )
        chosen[position] = field
    return chosen


def _beside_street(headers: Sequence[str], fields: Mapping[int, str]) -> dict[int, str]:
    """Return the column of house numbers, if "nr" stands right after the street.

    Anywhere else it may be the number of the row.
    """
    beside = [position + 1 for position, field in fields.items() if field == "street"]
    return {
        position: "house_number"
        for position in beside
        if position < len(headers)
        and position not in fields
        and "house_number" not in fields.values()
        and fold(headers[position]) in NUMBERS
    }


def guess_columns(
    headers: Sequence[str],
    overrides: Mapping[str, str] | None = None,
    format_headers: Mapping[str, str] | None = None,
    columns: Sequence[Sequence[str]] = (),
) -> ColumnMapping:
    """Guess which field each column holds; `overrides` of the operator come first.

    `format_headers` are headers that have a meaning in this file format only; `columns` are the
    first cells of each column, which tell what a header does not.
    """
    fields = _overridden(headers, overrides or {})
    chosen = frozenset(fields)
    for guess in (_exact, (format_headers or {}).get, _resembling):
        for position, header in enumerate(headers):
            field = guess(header)
            if field and position not in fields and field not in fields.values():
                fields[position] = field
    fields |= _beside_street(headers, fields)
    for position, header in enumerate(headers):
        field = _exact(header)
        if position not in fields and field in JOINED and again(header, headers):
            fields[position] = field
    free = {
        position
        for position, header in enumerate(headers)
        if position not in chosen and not (INTERNAL.search(header) or again(header, headers))
    }
    content = guesses(columns, fields, free)
    fields |= content
    fields = {position: field for position, field in sorted(fields.items()) if field}
    return ColumnMapping(tuple(headers), fields, frozenset(content))


def map_columns(
    headers: Sequence[str],
    overrides: Mapping[str, str] | None = None,
    format_headers: Mapping[str, str] | None = None,
    columns: Sequence[Sequence[str]] = (),
) -> ColumnMapping:
    """Return the guessed mapping; raise NamelessProblem if no column holds the name."""
    mapping = guess_columns(headers, overrides, format_headers, columns)
    if "name" not in mapping.fields.values():
        raise NamelessProblem(
            N_(
                "Er is geen kolom met de naam van het initiatief. Noem die kolom 'naam', of wijs"
                ' hem aan met --map "Kolom=naam". In het bestand staan: %(columns)s.'
            ),
            columns=", ".join(filter(None, headers)),
        )
    return mapping
