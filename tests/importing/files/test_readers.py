import csv
import tracemalloc
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from socialmap.errors import FileProblem
from socialmap.importing.columns import header_score
from socialmap.importing.files.readers import MAX_COLUMNS, is_totals, read_table
from tests.importing.samples import LIMIT, table

LINES = "Naam;Plaats;Telefoon\nTaalcafé;Zeist;030-1234567\nKoffie;Soest;\n"


def write(folder, content, name="lijst.csv"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_encoding_is_found(tmp_path, encoding):
    read = table(write(tmp_path, LINES.encode(encoding)))
    assert read.header == ("Naam", "Plaats", "Telefoon")
    assert [cells[0] for _, cells in read.rows] == ["Taalcafé", "Koffie"]


def test_a_file_from_an_old_mac_is_read(tmp_path):
    text = "naam,beschrijving\nCafé Één,Een plek voor cliënten, ideeën en coöperaties\n" * 20
    read = table(write(tmp_path, text.replace("\n", "\r").encode("mac_roman")))
    assert next(read.rows)[1][0] == "Café Één"


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
@pytest.mark.parametrize("price", ["€3,00", "€ 2", "20 €"])
def test_a_euro_beside_an_amount_tells_windows_from_mac(tmp_path, encoding, price):
    text = f"naam;prijs\nSoepgroep;{price}\nKoersbal;gratis\n"
    assert next(table(write(tmp_path, text.encode(encoding))).rows)[1][1] == price


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_found(tmp_path, delimiter):
    read = table(write(tmp_path, LINES.replace(";", delimiter)))
    assert read.layout.delimiter == delimiter
    assert read.header == ("Naam", "Plaats", "Telefoon")


def test_titles_above_the_header_and_empty_lines_keep_their_line_number(tmp_path):
    read = table(write(tmp_path, f"Overzicht 2026;;\n;;\n\n{LINES}\n;;\nKnus;Doorn;\n"))
    assert read.header_line == 4
    assert [(line, cells[0]) for line, cells in read.rows] == [
        (5, "Taalcafé"),
        (6, "Koffie"),
        (9, "Knus"),
    ]


def test_a_cell_with_line_ends_counts_all_its_lines(tmp_path):
    read = table(write(tmp_path, 'naam,plaats\n"een\ntwee",Zeist\ndrie,Soest\n'))
    assert [line for line, _ in read.rows] == [2, 4]


def test_a_header_that_comes_again_is_no_row(tmp_path):
    read = table(write(tmp_path, "naam;plaats\nA;Zeist\nnaam;plaats\nB;Soest\n"))
    assert [cells[0] for _, cells in read.rows] == ["A", "B"]


@pytest.mark.parametrize(
    ("cells", "answer"),
    [
        (["Totaal: 84", "", ""], True),
        (["Totaal", "", "84"], True),
        (["TOTAAL", "€ 12,50"], True),
        (["Totaal welzijn", "Zeist"], False),
        (["Aantal bezoekers", "12", "€ 3"], True),
        (["Koffie", "12"], False),
    ],
)
def test_a_line_with_totals_is_known(cells, answer):
    assert is_totals(cells) is answer


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "leeg"),
        (b"\n\n;;\n", "geen regel met kolomnamen"),
        (b"foo;bar\n1;2\n", "geen regel met kolomnamen"),
        (b"%PDF-1.7 \x00\x01", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00", "PNG"),
        (b"\x00\x01\x02\x03" * 100, "geen tabel"),
        (b"\xef\xbb\xbf<html><table><tr><td>naam</td></tr></table>", "webpagina"),
        (b'<?xml version="1.0"?>\n<Workbook>', "webpagina"),
        (b'{"lijst": [1, 2]}', "JSON"),
        (b"PK\x03\x04 broken", "beschadigd"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken", "beschadigd"),
        (b'naam;plaats\n"open;Zeist\n' + b"x" * 200_000, "aanhalingsteken"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(tmp_path, content, words):
    with pytest.raises(FileProblem, match=words):
        list(table(write(tmp_path, content)).rows)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(FileProblem, match="is er niet"):
        table(tmp_path / "nergens.csv")
    with pytest.raises(FileProblem, match="is er niet"):
        table(tmp_path)


def test_a_file_of_200_mb_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "groot.csv"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    tracemalloc.start()
    with pytest.raises(FileProblem, match=r"200 MB.*50 MB"):
        table(path)
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


def test_too_many_columns_are_refused(tmp_path):
    header = "naam;" + ";".join(f"k{n}" for n in range(MAX_COLUMNS))
    with pytest.raises(FileProblem, match="kolommen"):
        list(table(write(tmp_path, f"{header}\nA\n")).rows)


def test_too_many_rows_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("socialmap.importing.files.readers.MAX_ROWS", 3)
    with pytest.raises(FileProblem, match="regels"):
        list(table(write(tmp_path, "naam\n" + "A\n" * 5)).rows)


def test_rows_are_streamed(tmp_path):
    path = tmp_path / "lang.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([["naam", "beschrijving"], *[["A", "x" * 200]] * 40_000])
    tracemalloc.start()
    assert sum(1 for _ in table(path).rows) == 40_000
    assert tracemalloc.get_traced_memory()[1] < 3_000_000
    tracemalloc.stop()


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.binary(max_size=300), st.sampled_from([b"", b"naam;plaats\n", b"\xff\xfe", b"PK\x03\x04"])
)
def test_no_bytes_give_a_traceback(tmp_path, content, start):
    if start == b"PK\x03\x04" and len(content) > 30:
        content = content[:30]
    path = write(tmp_path, start + content)
    with suppress(FileProblem):
        for line, cells in read_table(path, header_score, LIMIT).rows:
            assert line > 0
            assert all(isinstance(cell, str) for cell in cells)
