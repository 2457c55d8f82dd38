"""Personal data in a text: the words are left out and named, and the rest is kept."""

import pytest

from socialmap.fields.privacy import privacy_flaw
from tests.importing.samples import row


def test_a_citizen_number_is_left_out_and_named_by_its_end():
    flaw = privacy_flaw("Mevrouw heeft nummer 111222333 bij ons. Iedereen is welkom.")
    assert flaw.mended == "Mevrouw heeft nummer … bij ons. Iedereen is welkom."
    assert (flaw.level, flaw.secret) == ("warning", True)
    assert "333" in flaw.sentence % dict(flaw.facts)
    assert "111222333" not in str(flaw)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("BSN 123456782 belt 111222333", "BSN … belt …"),
        ("BSN’s: 123456782 en ref 111222333", "BSN’s: … en ref …"),
        ("BSN 123456782, tel. 0302345678", "BSN …, tel. 0302345678"),
        ("Bel 111222333", "Bel 111222333"),
    ],
)
def test_beside_one_named_citizen_number_every_number_that_may_be_one_is_left_out(text, kept):
    flaw = privacy_flaw(text)
    assert (flaw.mended if flaw else text) == kept
    if kept.count("…") == 2:
        assert "782, 333" in flaw.sentence % dict(flaw.facts)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Vraag naar Jan, 12-03-1955.", "Vraag naar Jan, …."),
        ("Vraag naar Jan (12-03-1955)", "Vraag naar Jan (…)"),
        ("Jan is van 12 maart 1955. Kom langs.", "Jan is van …. Kom langs."),
        ("Jan, 12-3-1955, en Piet, 1950-05-03.", "Jan, …, en Piet, …."),
    ],
)
def test_a_birth_date_is_left_out_and_named(text, kept):
    flaw = privacy_flaw(text)
    assert (flaw.level, flaw.mended) == ("warning", kept)
    assert "19" in flaw.sentence % dict(flaw.facts)


def test_a_phone_number_is_pointed_out():
    flaw = privacy_flaw("Bel 030-1234567 voor meer.")
    assert (flaw.level, flaw.mended) == ("note", "Bel 030-1234567 voor meer.")
    assert "030-1234567" in flaw.sentence % dict(flaw.facts)
    assert privacy_flaw("Elke week samen eten.") is None


def test_a_row_keeps_its_description_and_its_summary_has_no_personal_data():
    read = row(name="A", town="Zeist", description="Vraag naar Jan, 12-03-1955. Iedereen welkom.")
    assert read.listing.description == "Vraag naar Jan, …. Iedereen welkom."
    assert "1955" not in read.listing.summary
