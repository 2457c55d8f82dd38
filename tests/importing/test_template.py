import io

import pytest
from python_calamine import CalamineWorkbook

from socialmap.catalogue.fields import Sort
from socialmap.catalogue.taxonomy import taxonomy
from socialmap.importing.template import EXAMPLE, as_csv, as_xlsx, columns, explanation, words
from tests.importing.samples import brought, table

WRITERS = {"xlsx": as_xlsx, "csv": as_csv}


@pytest.mark.parametrize("ending", WRITERS)
def test_the_template_itself_brings_nothing_and_needs_no_remark(tmp_path, ending):
    path = tmp_path / f"sjabloon.{ending}"
    path.write_bytes(WRITERS[ending]())
    assert brought(path) == ({}, [])


def test_every_column_is_recognised_and_explained(tmp_path):
    path = tmp_path / "sjabloon.xlsx"
    path.write_bytes(as_xlsx())
    from_file = table(path)
    assert len(from_file.header) == len(columns())
    for name, field in columns().items():
        assert explanation(name, field), name


def test_the_words_to_choose_from_are_those_of_the_taxonomy():
    book = CalamineWorkbook.from_filelike(io.BytesIO(as_xlsx()))
    assert book.sheet_names == ["Initiatieven", "Uitleg", "Woorden"]
    rows = book.get_sheet_by_name("Woorden").to_python()
    kinds = [row[0] for row in rows if row[0]]
    assert kinds[0] == "soort:"
    assert kinds[1:] == [term.nl for term in taxonomy().terms("kind")]


def test_a_row_like_the_example_comes_in_without_a_remark(tmp_path):
    named = columns()
    filled = dict(EXAMPLE) | {"id": "1", "name": "Koffie aan het plein"}
    for name, field in named.items():
        if known := words(field):
            filled.setdefault(name, known[0])
        if field and field.sort is Sort.DATE:
            filled.setdefault(name, "31-10-2026")
    path = tmp_path / "sjabloon.csv"
    line = ";".join(filled.get(name, "") for name in named)
    path.write_bytes(as_csv() + line.encode())
    rows, remarks = brought(path)
    assert list(rows) == ["Koffie aan het plein"]
    assert remarks == []
