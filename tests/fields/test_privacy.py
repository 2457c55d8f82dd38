"""Personal data in a text: the words are left out and named, and the rest is kept."""

import pytest

from socialmap.fields.privacy import privacy_flaw
from tests.importing.samples import row


def test_a_citizen_number_is_left_out_and_named_by_its_end():
    flaw = privacy_flaw("Mevrouw heeft nummer 111222333 bij ons. Iedereen is welkom.")
    assert flaw.mended == "Mevrouw heeft nummer … bij ons. Iedereen is welkom."
    assert (flaw.level, flaw.secret) == ("error", True)
    assert "333" in flaw.sentence % dict(flaw.facts)
    assert "111222333" not in str(flaw)


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
