"""Our files after a trip through LibreOffice: it rewrites days and numbers, we see only edits."""

import uuid
from datetime import date

import pytest

from socialmap.config import resource
from socialmap.importing import recognising
from tests.importing import office
from tests.importing.samples import brought
from tests.importing.trips import read, whole, write

pytestmark = pytest.mark.skipif(not office.SOFFICE, reason="LibreOffice (soffice) is not here")
EDITS = [(7, "telefoon", "030 765 43 21"), (90, "nagekeken op", "2026-11-20")]


@pytest.fixture(scope="module")
def sent():
    """The demo region on its way out."""
    rows, _ = brought(resource("data", "demo", "initiatives.csv"))
    return [whole(row.listing, uuid.uuid4()) for row in rows.values()]


@pytest.fixture(autouse=True)
def _empty(monkeypatch):
    """The catalogue in which they come back is empty."""
    monkeypatch.setattr(recognising, "current_of", lambda _ids: {})


def changed(sent, path):
    """Return what changed by row, after checking that every row came back as itself."""
    rows = read(path)
    assert [row.returned.id for row in rows] == [each.id for each in sent]
    return {
        number: row.returned.mine
        for number, row in enumerate(rows)
        if row.returned.mine != sent[number].listing
    }


@pytest.mark.parametrize(
    ("form", "ending"), [("xlsx", "xlsx"), ("xlsx", "ods"), ("csv", "xlsx"), ("csv", "csv")]
)
def test_two_cells_edited_in_libreoffice_are_two_changes(sent, tmp_path, form, ending):
    flat = office.convert(write(sent, form, tmp_path), "fods", tmp_path / "open")
    assert changed(sent, office.convert(flat, ending, tmp_path / "same")) == {}
    office.edit_flat(flat, EDITS)
    found = changed(sent, office.convert(flat, ending, tmp_path / "edited"))
    assert {*found} == {7, 90}
    assert found[7].phone == "+31307654321"
    assert {each.on for each in found[90].confirmations} == {date(2026, 11, 20)}
