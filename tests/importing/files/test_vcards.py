import pytest

from socialmap.errors import FileProblem
from socialmap.fields.flaws import Level
from tests.importing.files.maps import VCF
from tests.importing.samples import brought, table


def write(folder, content):
    path = folder / "kaartjes.txt"
    path.write_text(content, encoding="utf-8")
    return path


def test_organisations_come_in_and_private_persons_do_not(tmp_path):
    rows, remarks = brought(write(tmp_path, VCF))
    assert list(rows) == ["Taalcafé", "Café De Hoek"]
    listing, place = rows["Taalcafé"].listing, rows["Taalcafé"].listing.locations[0]
    assert (listing.organisation, listing.kind) == ("Stichting Taal", "language_cafe")
    assert listing.contact_name == "Gastvrouw"
    assert listing.description == "Praten met koffie, elke week."
    assert (place.street, place.postcode, place.lat) == ("Kamp 8", "3811 AR", 52.155)
    assert "46" not in str(listing.phone)[-2:]
    errors = [(each.line, each.value) for each in remarks if each.level == Level.ERROR]
    assert errors == [(1, "")]
    assert all("Jan" not in str(each) for each in remarks)


@pytest.mark.parametrize("line", ["KIND:org", "KIND:location", "X-ABShowAs:COMPANY"])
def test_a_card_of_a_place_needs_no_organisation(tmp_path, line):
    card = f"BEGIN:VCARD\nFN:De Kei\n{line}\nADR:;;Kamp 8;Amersfoort;;3811 AR;\nEND:VCARD\n"
    assert list(brought(write(tmp_path, card))[0]) == ["De Kei"]


def test_cards_that_are_not_complete_are_refused(tmp_path):
    with pytest.raises(FileProblem, match="niet af"):
        table(write(tmp_path, VCF[:200]))


def test_a_private_card_stays_off_the_map(tmp_path):
    card = "BEGIN:VCARD\nFN:De Kei\nKIND:org\nADR:;;Kamp 8;Amersfoort;;3811 AR;\nCLASS:PRIVATE\n"
    rows, remarks = brought(write(tmp_path, f"{card}END:VCARD\n"))
    assert (rows, [each.level for each in remarks]) == ({}, ["note"])


def test_a_home_address_stays_off_the_map_and_the_remark_says_so(tmp_path):
    card = "BEGIN:VCARD\nFN:Piet Jansen\nORG:De Kei\nADR;TYPE=HOME:;;Thuisstraat 5;Utrecht;;;\n"
    rows, remarks = brought(write(tmp_path, f"{card}END:VCARD\n"))
    assert rows == {}
    assert any("alleen een thuisadres" in each.sentence for each in remarks)
    assert "Thuisstraat" not in str(list(remarks))
