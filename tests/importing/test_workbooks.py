import zipfile
from datetime import datetime

import pytest
import xlsxwriter

from socialmap.errors import FileProblem
from socialmap.importing import unpacker
from socialmap.importing.columns import map_columns
from tests.importing.files import table


@pytest.fixture
def workbook(tmp_path):
    """Write a workbook: sheet name to rows; values keep their type."""

    def write(**sheets):
        path = tmp_path / "lijst.xlsx"
        with xlsxwriter.Workbook(path, {"default_date_format": "dd-mm-yyyy"}) as book:
            for name, rows in sheets.items():
                sheet = book.add_worksheet(name)
                for number, row in enumerate(rows):
                    sheet.write_row(number, 0, row)
        return path

    return write


def test_a_workbook_is_read_whatever_its_name(workbook):
    path = workbook(Blad1=[["Overzicht"], [], ["Naam", "Plaats"], ["Taalcafé", "Zeist"]])
    found = table(path.rename(path.with_suffix(".csv")))
    assert (found.header_line, found.header) == (3, ("Naam", "Plaats"))
    assert list(found.rows) == [(4, ["Taalcafé", "Zeist"])]


def test_the_sheet_with_the_best_header_is_taken_unless_another_is_wanted(workbook):
    path = workbook(
        Uitleg=[["Lees dit eerst"]],
        Oud=[["naam"], ["Oud"]],
        Lijst=[["naam", "plaats", "telefoon"], ["Nieuw", "Zeist", "030"]],
    )
    assert table(path).layout.sheet == "Lijst"
    assert list(table(path, "Oud").rows) == [(2, ["Oud"])]
    with pytest.raises(FileProblem, match=r"Uitleg, Oud, Lijst"):
        table(path, "Niets")


def test_numbers_dates_and_yes_become_text_as_people_type_it(workbook):
    values = [612345678, 52.155, datetime(2026, 3, 12), datetime(2026, 3, 12, 10, 30), True]
    header = ["naam", "lat", "nagekeken op", "begin", "online"]
    found = table(workbook(Lijst=[header, values]))
    assert next(found.rows)[1] == ["612345678", "52.155", "2026-03-12", "2026-03-12 10:30", "ja"]


def test_a_workbook_without_rows_is_empty(workbook):
    with pytest.raises(FileProblem, match="leeg"):
        table(workbook(Lijst=[]))


def test_a_workbook_that_unpacks_to_far_too_much_is_refused(tmp_path, workbook):
    """Two cells at the far corners: a few kilobytes that would take half a terabyte."""
    path = workbook(Lijst=[["naam"]])
    bomb = tmp_path / "bom.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(bomb, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                content = content.replace(b"</sheetData>", far)
            new.writestr(name, content)
    with pytest.raises(FileProblem, match="te groot"):
        table(bomb)


def test_a_zip_of_something_else_is_refused(tmp_path):
    path = tmp_path / "foto.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("foto.txt", "geen rekenblad")
    with pytest.raises(FileProblem, match="geen rekenblad"):
        table(path)


def test_a_locked_workbook_asks_to_take_the_password_off(tmp_path, monkeypatch):
    path = tmp_path / "slot.xlsx"
    path.write_bytes(b"PK\x03\x04")
    program = tmp_path / "locked.py"
    program.write_text(f"raise SystemExit({unpacker.PASSWORD})")
    monkeypatch.setattr(unpacker, "__file__", str(program))
    with pytest.raises(FileProblem, match="wachtwoord"):
        table(path)


def test_a_dirty_workbook_of_others_is_refused_or_read_but_never_breaks(shared):
    path = shared / "data" / "import" / "data_inclusion_messy_fixture.xlsx"
    found = table(path)
    with pytest.raises(FileProblem, match="naam van het initiatief"):
        map_columns(found.header)
