"""Rows of our own files that come back: recognised by their id, with only the cells that differ."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from itertools import zip_longest

import orjson

from socialmap.catalogue.differences import Side, merge_three
from socialmap.catalogue.listing import NAMES, TOGETHER, ListedLocation, Listing
from socialmap.catalogue.models import Status
from socialmap.fields.flaws import Flaw, Level
from socialmap.fields.listing import make_listing
from socialmap.fields.schema import READERS, read_values, schema_of
from socialmap.fields.sound import is_sound
from socialmap.importing.columns import COLUMNS, TO_READ, ColumnMapping, known_headers
from socialmap.importing.files import geojson
from socialmap.importing.files.hsds import services as hsds
from socialmap.importing.queries import current_of, versions_of
from socialmap.importing.remarks import Remark, remark
from socialmap.importing.returned import Current, Returned
from socialmap.importing.retyped import same_cell
from socialmap.importing.rows import Row, join_listings, read_cells
from socialmap.language.folding import fold
from socialmap.paging import batches
from socialmap.places.geocoding import Geocoder
from socialmap.standards.exported import Exported, shared
from socialmap.standards.geojson import OPTIONS, feature
from socialmap.standards.hsds import service
from socialmap.standards.records import from_record
from socialmap.standards.tables import HEADERS, row_of
from socialmap.times.clock import now
from socialmap.wording import N_

PART = 500  # rows that are looked up at a time
Cells = Mapping[str, str]
FILLS = {column.field: column.fills for column in COLUMNS}
NOT_COMPARED = frozenset({"id", "record"})
ADDRESS = frozenset({"street", "house_number", "postcode", "town", "address"})
ELSEWHERE = frozenset({"postcode", "town", "address"})
POINT = frozenset({"lat", "lon", "x", "y"})
LOCATED = ("lat", "lon", "bag_id", "municipality")
EMPTIED = Flaw(
    Level.NOTE,
    N_("Dit is leeggemaakt in het bestand. We maken het ook op de kaart leeg."),
    N_("Moet het blijven? Vul de cel dan weer in."),
)
ONLY_TO_READ = Flaw(
    Level.WARNING,
    N_("Deze kolom is er om te lezen. We nemen de wijziging niet mee."),
    N_("Wijzig dit in het formulier van het initiatief."),
)
NEEDED = Flaw(
    Level.WARNING,
    N_("Dit kan niet leeg zijn. We laten staan wat er stond."),
    N_("Moet het weg? Doe dat in het formulier van het initiatief."),
)

STAYS = N_("Op de kaart blijft staan wat er stond. Verbeter de cel als je het wilt wijzigen.")


@dataclass(frozen=True)
class Reading:
    """How a file is read: the name of its format, its columns, the day and the geocoder."""

    format: str
    mapping: ColumnMapping
    today: date
    geocoder: Geocoder | None = None


@dataclass
class Edits:
    """The cells of a row beside those that we wrote, and the fields of the cells that differ.

    `noted` are the fields of all cells that were edited, also those that cannot be taken over.
    """

    written: list[dict[str, str]]
    found: list[dict[str, str]]
    fields: set[str]
    noted: frozenset[str] = frozenset()
    flaws: dict[str, Flaw] = field(default_factory=dict)


def recognised(rows: Iterable[Row], reading: Reading) -> Iterator[Row]:
    """Yield the rows; one of a listing that we exported has what returned, others stay."""
    for part in batches(rows, PART):
        ids = {row.line: key for row in part if (key := _id_of(row, reading))}
        known = current_of(set(ids.values())) if ids else {}
        for row in part:
            key = ids.get(row.line)
            yield _recognised(row, key, known.get(key), reading) if key else row


def _id_of(row: Row, reading: Reading) -> uuid.UUID | None:
    """Return the id of the listing that a row may be; None if the person cleared it."""
    if not row.cells:
        return None
    if "id" not in reading.mapping.fields.values():
        exported = from_record(row.cells[0].get("record", ""))
        return exported.id if exported else None
    text = row.cells[0].get("id", "")
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _recognised(row: Row, key: uuid.UUID, current: Current | None, reading: Reading) -> Row:
    exported = from_record(row.cells[0].get("record", ""))
    if exported and exported.id == key and is_sound(exported.listing):
        edits = _edits(exported, row.cells, reading)
    elif current and not current.merged_into:
        exported, edits = _likeliest(key, current, row.cells, reading)
    else:
        return row
    mine, remarks = _edited(row, exported.listing, edits, reading)
    if mine is None:
        return replace(row, listing=None, remarks=remarks)
    returned = Returned(
        key, exported.listing, mine, Status(exported.status), current,
        exported.source, exported.source_id,
    )  # fmt: skip
    return replace(row, listing=mine, remarks=remarks, returned=returned, source_id=str(key))


def _written(exported: Exported, reading: Reading) -> list[dict[str, str]]:
    """Return the cells by field that this kind of file has of a listing: one mapping per row."""
    mapping = reading.mapping
    if reading.format == hsds.FORMAT:
        rows = hsds.rows_of(service(exported))
    elif reading.format == geojson.FORMAT:
        values = geojson.values_of(orjson.loads(orjson.dumps(feature(exported), option=OPTIONS)))
        texts = {} if isinstance(values, Flaw) else values
        rows = [[texts.get(header, "") for header in mapping.headers]]
    else:
        cells = dict(zip(_fields_of_table(), row_of(exported), strict=False))
        fields = mapping.fields
        rows = [[cells.get(fields.get(at, ""), "") for at in range(len(mapping.headers))]]
    return [read_cells(texts, mapping)[0] for texts in rows]


def _edits(exported: Exported, found: Sequence[Cells], reading: Reading) -> Edits:
    written = _written(exported, reading)
    fields = {
        name
        for ours, theirs in zip(written, found, strict=False)
        for name in (ours.keys() | theirs.keys()) - NOT_COMPARED
        if not same_cell(name, ours.get(name, ""), theirs.get(name, ""))
    }
    if len(written) != len(found):
        fields |= {"location_name", "activity_name"}
    return Edits(written, [dict(cells) for cells in found], fields)


def _likeliest(
    key: uuid.UUID, current: Current, found: Sequence[Cells], reading: Reading
) -> tuple[Exported, Edits]:
    """Return the version that a file without records was made of, and what differs from it.

    That is the version, whole or as everybody sees it, from which the fewest cells differ. An
    empty cell says nothing there: the file may never have had its value.
    """
    candidates: list[tuple[Exported, Edits]] = []
    for listing in [current.listing, *versions_of(key)]:
        whole = Exported(
            id=key, listing=listing, page=current.page, status=current.status, changed_at=now()
        )
        for exported in (whole, shared(whole)):
            edits = _edits(exported, found, reading)
            edits.fields -= {*TO_READ, *_empty(found)}
            if not edits.fields:
                return whole, edits
            candidates.append((whole, edits))
    return min(candidates, key=lambda candidate: len(candidate[1].fields))


def _empty(rows: Sequence[Cells]) -> set[str]:
    """Return the fields that have no text in any of the rows."""
    return FILLS.keys() - {name for cells in rows for name, text in cells.items() if text}


@cache
def _fields_of_table() -> tuple[str, ...]:
    """Return the field of each column of a table that we write."""
    return tuple(known_headers()[fold(header)] for header in HEADERS)


def _edited(
    row: Row, base: Listing, edits: Edits, reading: Reading
) -> tuple[Listing | None, list[Remark]]:
    """Return the listing with the edits of a row, None if they cannot be, and the remarks."""
    if not edits.fields:
        return base, []
    _put_back(edits)
    _locate_anew(edits, reading)
    written = _listing(edits.written, reading, {})
    if written is None and "online" not in edits.fields:
        # It was nowhere already: that is no fault of the file.
        for cells in (*edits.written, *edits.found):
            cells["online"] = "ja"
        written = _listing(edits.written, reading, {})
    found = _listing(edits.found, reading, edits.flaws)
    if written is None or found is None:
        edits.noted |= edits.flaws.keys()
        return None, _remarks(row, edits, reading)
    touched = {name for field in edits.fields for name in FILLS.get(field, ())}
    touched |= {name for group in TOGETHER if touched & {*group} for name in group}
    found = replace(found, **{name: getattr(written, name) for name in NAMES - touched})
    return _grafted(base, written, found), _remarks(row, edits, reading)


def _put_back(edits: Edits) -> None:
    """Put back what we wrote in cells that cannot be taken over, and note why."""
    edits.noted = frozenset(edits.fields)
    for name in sorted(edits.fields):
        text = next(filter(None, (cells.get(name, "") for cells in edits.found)), "")
        flaw = _refusal(name, text)
        if flaw is None:
            if not text:
                edits.flaws[name] = EMPTIED
            continue
        edits.flaws[name] = flaw
        edits.fields.discard(name)
        for ours, theirs in zip(edits.written, edits.found, strict=False):
            theirs[name] = ours.get(name, "")


def _refusal(name: str, text: str) -> Flaw | None:
    """Return why the text of an edited cell cannot be taken over; None if it can."""
    if name in TO_READ:
        return ONLY_TO_READ
    if not text:
        return NEEDED if name in ("name", "checked_on") else None
    value = READERS[name](text)
    unread = isinstance(value, Flaw) and value.mended in (None, "", ())
    return replace(value, remedy=STAYS) if unread else None


def _locate_anew(edits: Edits, reading: Reading) -> None:
    """Clear the point of an address that was edited, so that the new address is looked up.

    A street without a geocoder cannot be: its point stays.
    """
    address = edits.fields & ADDRESS
    if not address or edits.fields & POINT:
        return
    moved = bool(address & ELSEWHERE or reading.geocoder)
    for cells in edits.found[:1]:
        for name in LOCATED if moved else ("bag_id",):
            if name not in edits.fields:
                cells.pop(name, None)


def _listing(rows: Sequence[Cells], reading: Reading, flaws: dict[str, Flaw]) -> Listing | None:
    """Return the listing of rows of cells; None if it has no name or is nowhere."""
    schema = schema_of(FILLS)
    listings: list[Listing] = []
    for cells in rows:
        texts = {name: text for name, text in cells.items() if text}
        found: dict[str, Flaw] = {}
        values = read_values(schema, texts, found)
        listing = make_listing(values, found, reading.today, reading.geocoder)
        flaws |= {name: flaw for name, flaw in found.items() if name not in flaws}
        if listing:
            # No summary is made up of the description: what is empty was emptied.
            listings.append(replace(listing, summary=values.get("summary", "")))
    return join_listings(listings)


def _grafted(base: Listing, written: Listing, found: Listing) -> Listing:
    """Return the base with what differs between the cells as we wrote them and as they are.

    A table holds one place and one activity: the further ones of the base stay.
    """
    places, dated = len(written.locations), len(written.activities)
    head = replace(base, locations=base.locations[:places], activities=base.activities[:dated])
    merged = merge_three(written, found, head)
    if merged.clashes:
        picks: dict[str, Side] = {clash.part: "mine" for clash in merged.clashes}
        merged = merge_three(written, found, head, picks)
    locations = (
        _as_precise(place, old)
        for place, old in zip_longest(merged.listing.locations, head.locations)
        if place
    )
    return replace(
        merged.listing,
        locations=(*locations, *base.locations[places:]),
        activities=(*merged.listing.activities, *base.activities[dated:]),
    )


def _as_precise(place: ListedLocation, old: ListedLocation | None) -> ListedLocation:
    """Return a place with the precision that it had, if its point stayed."""
    if old and (place.lon, place.lat) == (old.lon, old.lat):
        return replace(place, precision=old.precision)
    return place


def _remarks(row: Row, edits: Edits, reading: Reading) -> list[Remark]:
    """Return the remarks on the cells that were edited; the others are as they were."""
    headers = {name: reading.mapping.headers[at] for at, name in reading.mapping.fields.items()}
    texts = row.cells[0]
    return [
        remark(row.line, headers.get(name, ""), texts.get(name, ""), flaw)
        for name, flaw in edits.flaws.items()
        if name in edits.noted
    ]
