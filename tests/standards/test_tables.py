import csv
import io
from dataclasses import replace

import pytest
import python_calamine

from socialmap.catalogue.listing import ListedLocation, Listing
from socialmap.importing.columns import map_columns
from socialmap.standards.cells import phone_text, safe
from socialmap.standards.tables import HEADERS, csv_parts, row_of, write_workbook
from tests.importing.samples import brought
from tests.standards.listed import FULL, exported

OURS = ("nog meer plekken", "nog meer activiteiten", "staat", "pagina op de kaart")


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|'/c'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1"]
)
def test_what_begins_as_a_formula_stays_a_text(text):
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "koffie", "-68.28", "+31", "5 + 5", "'s avonds"])
def test_other_texts_stay_as_they_are(text):
    assert safe(text) == text


@pytest.mark.parametrize(
    ("phone", "shown"),
    [("+31301234567", "030 123 4567"), ("+3223456789", "00 32 2 345 67 89"), ("112", "112"),
     ("", "")],
)  # fmt: skip
def test_a_phone_number_is_written_as_it_is_dialled(phone, shown):
    assert phone_text(phone) == shown


def test_an_import_knows_every_column_but_ours():
    assert map_columns(HEADERS).unknown == OURS


def test_a_listing_comes_back_from_its_own_table(tmp_path):
    path = tmp_path / "lijst.csv"
    text = "".join(csv_parts(map(row_of, [exported()])))
    path.write_text(text, encoding="utf-8")
    rows, remarks = brought(path)
    row = rows[FULL.name]
    assert row.source_id == str(exported().id)
    again = replace(
        FULL,
        locations=(replace(FULL.locations[0], precision=row.listing.locations[0].precision),),
        confirmations=row.listing.confirmations,
    )
    assert row.listing == again
    assert {str(each.on) for each in row.listing.confirmations} == {"2026-10-01"}
    assert [each for each in remarks if each.level != "note"] == []


def test_a_csv_file_is_what_a_dutch_spreadsheet_opens():
    text = "".join(
        csv_parts([row_of(exported(replace(FULL, name="=HYPERLINK(1)", summary='a;"b\nc')))])
    )
    assert text.startswith("\ufeffid;naam;")
    _, row = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";")
    assert row[1:3] == ["'=HYPERLINK(1)", 'a;"b\nc']


def test_an_empty_listing_has_empty_cells():
    cells = dict(zip(HEADERS, row_of(exported(Listing(name="Iets"))), strict=True))
    filled = {name: cell for name, cell in cells.items() if cell and name not in ("id", *OURS)}
    assert filled == {"naam": "Iets", "online": "nee"}


def test_a_workbook_has_texts_only(tmp_path):
    path = tmp_path / "lijst.xlsx"
    bad = replace(FULL, name="@SUM(1)", summary="https://example.org",
                  locations=(ListedLocation(lon=-68.28, lat=12.15),))  # fmt: skip
    with path.open("wb") as file:
        write_workbook(file, map(row_of, [exported(bad)]))
    sheet = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    header, row = sheet.to_python()
    assert tuple(header) == HEADERS
    assert row[1:3] == ["'@SUM(1)", "https://example.org"]
    assert row[HEADERS.index("lon")] == "-68,28"
    assert all(isinstance(cell, str) for cell in row)
