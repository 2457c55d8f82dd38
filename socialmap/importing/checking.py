"""Make a plan of a file: read it, map its columns, and compare it with the catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from socialmap.catalogue.organisations import all_former_names
from socialmap.catalogue.scopes import scope_in
from socialmap.errors import FileProblem
from socialmap.fields.flaws import Flaw, Level
from socialmap.importing.columns import (
    ColumnMapping,
    NamelessProblem,
    again,
    header_score,
    label,
    map_columns,
)
from socialmap.importing.files.readers import read_table
from socialmap.importing.files.tables import Layout, ReadOptions, Table
from socialmap.importing.memory import fewer_collections
from socialmap.importing.plan import Origin, Plan, Progress, make_plan, no_progress
from socialmap.importing.queries import known_listings
from socialmap.importing.recognising import Reading, recognised
from socialmap.importing.remarks import line_ranges, remark
from socialmap.importing.returned import Keep
from socialmap.importing.rows import Row, join_rows, read_rows
from socialmap.importing.words import Words
from socialmap.language.folding import fold
from socialmap.people.permissions import covers
from socialmap.places.geocoding import Geocoder
from socialmap.times.clock import today
from socialmap.wording import N_

T = TypeVar("T")
OUTSIDE = (
    N_("Dit ligt in %(area)s. Dat is niet jouw gebied. We nemen het niet mee."),
    N_("Vraag een coördinator van dat gebied om het op de kaart te zetten."),
)
GUESSED = (
    N_("De kolom '%(column)s' kennen we niet. Door wat erin staat denken we: %(field)s."),
    N_("Klopt dat niet? Wijs dan een ander veld aan."),
)
TWICE = (
    N_("Er zijn twee kolommen '%(column)s'. We nemen de eerste, en deze niet."),
    N_("Staat hier iets anders in? Wijs dan een veld aan."),
)
COLUMNS_SHOWN = 6  # of each sheet in a sentence


@dataclass(frozen=True)
class ImportOptions:
    """How a person wants a file imported; what is empty is guessed.

    `columns` maps headers to fields, "" leaves a column out; `upload_limit` is in megabytes;
    `licence` goes to listings that name none; `areas` are the municipalities in which the person
    may write, None for all of them; `keep` says whose value stays where the desk changed a listing
    since we exported it; `hidden` takes along what a workbook hides;
    `words` has what words of other people mean.
    """

    source: str = ""
    sheet: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    upload_limit: int = 50
    geocoder: Geocoder | None = None
    encoding: str = ""
    licence: str = ""
    areas: frozenset[str] | None = None
    keep: Keep = "desk"
    hidden: bool = False
    words: Words = field(default_factory=dict)


@dataclass
class Checked:
    """A file that was read and compared: its plan, and how the file was read."""

    plan: Plan
    origin: Origin
    mapping: ColumnMapping
    layout: Layout
    header_line: int


@fewer_collections()
def check_file(path: Path, options: ImportOptions, progress: Progress = no_progress) -> Checked:
    """Read a file into a plan, without writing. Raise FileProblem if it cannot be read."""
    wanted = frozenset(fold(header) for header, name in options.columns.items() if name)
    table = read_table(
        path,
        lambda cells: header_score(cells, wanted),
        options.upload_limit,
        ReadOptions(options.sheet, options.encoding, options.hidden),
        options.columns,
    )
    mapping = _mapped(table, options)
    source = options.source or path.absolute().stem
    reading = Reading(table.layout.format, mapping, today(), options.geocoder)
    read = read_rows(table.rows, mapping, reading.today, options.geocoder, options.words)
    rows = join_rows(read)
    rows = recognised(rows, reading)
    names = all_former_names()
    rows = (_licensed(_within(row, options.areas), options.licence) for row in rows)
    rows = (_with_current_name(row, names) for row in rows)
    plan = make_plan(_counted(rows, progress), known_listings(source), options.keep)
    _remark_on_file(plan, table, mapping)
    plan.remarks.add(table.refused.remarks)
    plan.wrong = sorted({*plan.wrong, *table.refused.wrong})
    origin = Origin(source, table.file_name, table.file_digest, mapping.by_header)
    return Checked(plan, origin, mapping, table.layout, table.header_line)


def _mapped(table: Table, options: ImportOptions) -> ColumnMapping:
    """Map the columns; raise FileProblem with the columns of each sheet if none holds a name."""
    try:
        return map_columns(table.header, options.columns, table.format_headers, table.columns())
    except NamelessProblem as problem:
        if options.sheet or len(table.layout.sheets) < 2:
            raise
        sheets = (
            f"{sheet} ({', '.join(filter(None, header[:COLUMNS_SHOWN])) or '-'})"
            for sheet, header in table.layout.headers.items()
        )
        raise FileProblem(
            N_(
                "Op geen van de bladen vinden we een kolom met de naam van het initiatief. Noem die"
                " kolom 'naam', of wijs blad en kolom aan met --sheet en --map \"Kolom=naam\"."
                " Per blad staan er: %(sheets)s."
            ),
            sheets="; ".join(sheets),
        ) from problem


def _counted(rows: Iterator[T], progress: Progress) -> Iterator[T]:
    for row in rows:
        yield row
        progress(1)


def _with_current_name(row: Row, names: Mapping[str, str]) -> Row:
    """Return the row with the present name of its organisation, if the file has a former one."""
    if row.listing is None or row.listing.organisation not in names:
        return row
    return replace(row, listing=replace(row.listing, organisation=names[row.listing.organisation]))


def _licensed(row: Row, licence: str) -> Row:
    """Return the row with the licence of its source, unless it names one itself."""
    if row.listing is None or row.returned or row.listing.licence or not licence:
        return row
    return replace(row, listing=replace(row.listing, licence=licence))


def _within(row: Row, areas: frozenset[str] | None) -> Row:
    """Return the row, without its listing if that lies outside the areas."""
    # A listing that is on the map is judged by where it is now, when the plan is saved.
    there = row.returned and row.returned.current
    if row.listing is None or areas is None or there:
        return row
    scope = scope_in(row.listing)
    if covers(areas, (), scope):
        return row
    flaw = Flaw(Level.ERROR, *OUTSIDE, facts=(("area", ", ".join(sorted(scope.areas))[:80]),))
    return replace(
        row, listing=None, remarks=[*row.remarks, remark(row.line, "", row.listing.name, flaw)]
    )


def _remark_on_file(plan: Plan, table: Table, mapping: ColumnMapping) -> None:
    """Add remarks on the lines above the header and on the unknown columns."""
    if table.header_line > 1:
        above = line_ranges(range(1, table.header_line))
        flaw = Flaw(
            Level.NOTE,
            N_("Wat op regel %(lines)s boven de kolomnamen staat, slaan we over."),
            N_("Dat is goed als daar alleen een titel staat."),
            facts=(("lines", above),),
        )
        plan.remarks.add([remark(1, "", "", flaw)])
    for position in sorted(mapping.by_content):
        header, name = mapping.headers[position], label(mapping.fields[position])
        facts = (("column", header), ("field", name))
        plan.remarks.add(
            [remark(table.header_line, header, "", Flaw(Level.NOTE, *GUESSED, facts=facts))]
        )
    for header in filter(None, mapping.unknown):
        if first := again(header, mapping.headers):
            flaw = Flaw(Level.NOTE, *TWICE, facts=(("column", first),))
            plan.remarks.add([remark(table.header_line, header, "", flaw)])
            continue
        flaw = Flaw(
            Level.NOTE,
            N_("De kolom '%(column)s' kennen we niet. We nemen hem niet mee."),
            N_("Hoort hij er wel bij? Wijs dan een veld aan."),
            facts=(("column", header),),
        )
        plan.remarks.add([remark(table.header_line, header, "", flaw)])
