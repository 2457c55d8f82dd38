import zipfile
from datetime import datetime

import pytest
import xlsxwriter

from socialmap.errors import FileProblem
from socialmap.importing.checking import ImportOptions, check_file
from socialmap.importing.columns import NamelessProblem, header_score
from socialmap.importing.files import unpacker
from socialmap.importing.files.readers import read_table
from socialmap.importing.files.tables import ReadOptions
from socialmap.importing.remarks import SHEET_LINES, ranges_by_sheet
from tests.importing.samples import brought, table


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
    read = table(path.rename(path.with_suffix(".csv")))
    assert (read.header_line, read.header) == (3, ("Naam", "Plaats"))
    assert list(read.rows) == [(4, ["Taalcafé", "Zeist"])]


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
    read = table(workbook(Lijst=[header, values]))
    assert next(read.rows)[1] == ["612345678", "52.155", "2026-03-12", "2026-03-12 10:30", "ja"]


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
    with pytest.raises(FileProblem, match="een zip zonder lijst"):
        table(path)


def test_a_locked_workbook_asks_to_take_the_password_off(tmp_path, monkeypatch):
    path = tmp_path / "slot.xlsx"
    path.write_bytes(b"PK\x03\x04")
    program = tmp_path / "locked.py"
    program.write_text(f"raise SystemExit({unpacker.PASSWORD})")
    monkeypatch.setattr(unpacker, "__file__", str(program))
    with pytest.raises(FileProblem, match="wachtwoord"):
        table(path)


OPEN_DOCUMENT = "urn:oasis:names:tc:opendocument:xmlns"
CONTENT = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="{OPEN_DOCUMENT}:office:1.0"
 xmlns:table="{OPEN_DOCUMENT}:table:1.0" xmlns:text="{OPEN_DOCUMENT}:text:1.0">
<office:body><office:spreadsheet>%s</office:spreadsheet></office:body></office:document-content>
"""


@pytest.fixture
def open_document(tmp_path):
    """Write an ODS file: sheet name to rows of texts."""

    def write(**sheets):
        cell = '<table:table-cell office:value-type="string"><text:p>%s</text:p></table:table-cell>'
        tables = "".join(
            f'<table:table table:name="{name}">'
            + "".join(
                f"<table:table-row>{''.join(cell % each for each in row)}</table:table-row>"
                for row in rows
            )
            + "</table:table>"
            for name, rows in sheets.items()
        )
        path = tmp_path / "lijst.ods"
        with zipfile.ZipFile(path, "w") as file:
            file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            file.writestr("META-INF/manifest.xml", "<manifest/>")
            file.writestr("content.xml", CONTENT % tables)
        return path

    return write


def test_a_sheet_of_libreoffice_comes_in(open_document):
    path = open_document(
        Uitleg=[["Lees dit eerst"]],
        Lijst=[["Overzicht"], ["Naam", "Plaats", "Tel."], ["Taalcafé", "Zeist", "030 69 12 345"]],
    )
    assert table(path).layout.sheet == "Lijst"
    assert table(path).header_line == 2
    rows, _ = brought(path)
    assert rows["Taalcafé"].line == 3
    assert rows["Taalcafé"].listing.phone == "+31306912345"


def test_an_open_document_that_is_no_sheet_is_refused(tmp_path):
    path = tmp_path / "brief.odt"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        file.writestr("content.xml", "<kapot")
    with pytest.raises(FileProblem, match="een tekstdocument"):
        table(path)


def test_a_workbook_without_names_is_refused_with_what_stands_on_each_sheet(session, workbook):
    path = workbook(Oud=[["plaats", "tel"], ["Zeist", "1"]], Uitleg=[["Lees dit"]], Leeg=[])
    with pytest.raises(FileProblem, match=r"Oud \(plaats, tel\); Uitleg \(Lees dit\); Leeg \(-\)"):
        check_file(path, ImportOptions())
    with pytest.raises(NamelessProblem, match="plaats, tel"):
        check_file(path, ImportOptions(sheet="Oud"))


def test_a_dirty_workbook_of_others_is_refused_by_sheet_and_by_row(session, shared):
    path = shared / "data" / "import" / "data_inclusion_messy_fixture.xlsx"
    with pytest.raises(FileProblem, match=r"Structures \(.*Services \(.*Publics \(value"):
        check_file(path, ImportOptions())
    french = {"nom": "naam", "commune": "plaats", "adresse": "straat", "code_postal": "postcode"}
    plan = check_file(path, ImportOptions(sheet="Structures", columns=french)).plan
    assert plan.counts["wrong"] == len(
        {each.line for each in plan.remarks if each.level == "error"}
    )
    assert plan.counts["new"] == 0
    assert plan.counts["wrong"]


@pytest.fixture
def sheets(tmp_path):
    """Write a workbook with a function that gets the book of xlsxwriter."""

    def write(fill, name="lijst.xlsx"):
        path = tmp_path / name
        with xlsxwriter.Workbook(path) as book:
            fill(book)
        return path

    return write


def put(sheet, *rows):
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    return sheet


def sentences(read):
    """Read a table to its end, and return its rows and what was said of them by line."""
    rows = list(read.rows)
    return rows, {one.line: one.sentence % dict(one.facts) for one in read.refused.remarks}


def test_a_hidden_sheet_is_left_out_and_said_unless_it_is_wanted(sheets):
    def fill(book):
        header = ["naam", "plaats", "telefoon", "website"]
        put(book.add_worksheet("Oud"), header, ["Oud", "Zeist"]).hide()
        put(book.add_worksheet("Geheim"), header, ["Weg", "Zeist"]).very_hidden()
        put(book.add_worksheet("Lijst"), ["naam", "plaats"], ["Nieuw", "Zeist"]).activate()

    path = sheets(fill)
    rows, said = sentences(table(path))
    assert rows == [(2, ["Nieuw", "Zeist"])]
    assert "verborgen" in said[0]
    assert next(iter(table(path, "Oud").rows))[1][0] == "Oud"
    assert read_table(path, header_score, 50, ReadOptions(hidden=True)).layout.read == (
        "Oud", "Geheim", "Lijst",
    )  # fmt: skip


def test_sheets_with_the_same_columns_are_one_table_whatever_their_order(sheets):
    def fill(book):
        put(book.add_worksheet("Noord"), ["Titel"], ["naam", "telefoon"], ["Een", "1"])
        put(book.add_worksheet("Zuid"), ["telefoon", "naam", "website"], ["2", "Twee", "w"])
        put(book.add_worksheet("Uitleg bij de lijst"), ["Afkorting", "Betekenis"], ["zn", "z"])

    read = table(sheets(fill))
    rows, said = sentences(read)
    assert read.header == ("naam", "telefoon", "website")
    assert rows == [(3, ["Een", "1", ""]), (SHEET_LINES + 2, ["Twee", "2", "w"])]
    assert "Uitleg bij de lijst" in said[0]
    assert "Afkorting, Betekenis" in said[0]
    assert ranges_by_sheet([3, SHEET_LINES + 2], read.layout.read) == [
        ("Noord", "3"),
        ("Zuid", "2"),
    ]


def test_sheets_named_after_towns_tell_where_their_rows_are(sheets):
    def fill(book):
        for town in ("Zeist", "Soest"):
            put(book.add_worksheet(town), ["naam", "telefoon"], [f"Koffie {town}", "030 234 56 78"])

    by_name, _ = brought(sheets(fill))
    assert {name: row.listing.locations[0].town for name, row in by_name.items()} == {
        "Koffie Zeist": "Zeist", "Koffie Soest": "Soest",
    }  # fmt: skip


def test_hidden_and_filtered_rows_and_hidden_columns_are_left_out_and_said(sheets):
    def fill(book):
        sheet = put(
            book.add_worksheet("Lijst"),
            ["naam", "intern", "plaats"],
            ["Een", "geheim", "Zeist"],
            ["Twee", "", "Soest"],
            ["Drie", "", "Doorn"],
        )
        sheet.autofilter(0, 0, 3, 2)
        sheet.set_row(2, options={"hidden": True})
        sheet.set_column(1, 1, options={"hidden": True})

    path = sheets(fill)
    rows, said = sentences(table(path))
    assert [(line, [cell for cell in cells if cell]) for line, cells in rows] == [
        (2, ["Een", "Zeist"]), (4, ["Drie", "Doorn"]),
    ]  # fmt: skip
    assert "weggefilterd" in said[3]
    assert "‘intern’" in said[0]
    with_all = list(read_table(path, header_score, 50, ReadOptions(hidden=True)).rows)
    assert [cells for _, cells in with_all][:2] == [
        ["Een", "geheim", "Zeist"],
        ["Twee", "", "Soest"],
    ]


def test_a_merged_cell_holds_for_each_of_its_rows(sheets):
    def fill(book):
        sheet = put(
            book.add_worksheet("Lijst"), [], ["naam", "plaats"], ["Een"], ["Twee"], ["Drie"]
        )
        sheet.merge_range("A1:B1", "Overzicht")
        sheet.merge_range("B3:B4", "Zeist")
        sheet.write("B5", "Soest")

    rows, said = sentences(table(sheets(fill)))
    assert [cells for _, cells in rows] == [["Een", "Zeist"], ["Twee", "Zeist"], ["Drie", "Soest"]]
    assert "samengevoegd" in said[4]


def test_an_open_document_says_what_it_hides_and_merges(tmp_path):
    open_cell = '<table:table-cell office:value-type="string"{}><text:p>{}</text:p>'
    cell = open_cell + "</table:table-cell>"
    spanned = ' table:number-rows-spanned="2"'
    rows = (
        f"<table:table-row>{cell.format('', 'naam')}{cell.format('', 'plaats')}</table:table-row>"
        f"<table:table-row>{cell.format('', 'Een')}{cell.format(spanned, 'Zeist')}</table:table-row>"
        f"<table:table-row>{cell.format('', 'Twee')}<table:covered-table-cell/></table:table-row>"
        '<table:table-row table:visibility="filter">'
        f"{cell.format('', 'Drie')}{cell.format('', 'Soest')}</table:table-row>"
    )
    path = tmp_path / "lijst.ods"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("META-INF/manifest.xml", "<manifest/>")
        sheet = f'<table:table table:name="Lijst">{rows}</table:table>'
        file.writestr("content.xml", CONTENT % sheet)
    read, said = sentences(table(path))
    assert [cells for _, cells in read] == [["Een", "Zeist"], ["Twee", "Zeist"]]
    assert "weggefilterd" in said[4]


def test_two_columns_of_one_name_are_both_there(workbook):
    header = ["naam", "plaats", "Telefoon", "telefoon", "Adres", "Adres", "", "leeg"]
    read = table(workbook(Lijst=[header, ["Een", "Zeist", "1", "2", "a", "b", "c", ""]]))
    assert read.header == (
        "naam", "plaats", "Telefoon", "telefoon (2)", "Adres", "Adres (2)", "kolom G", "leeg",
    )  # fmt: skip
