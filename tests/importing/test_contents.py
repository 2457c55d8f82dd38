import pytest

from socialmap.importing.columns import map_columns
from tests.importing.samples import brought


def fields(header, *rows):
    columns = [list(column) for column in zip(*rows, strict=True)]
    mapping = map_columns(header, None, None, columns)
    return mapping.by_header, {mapping.headers[at] for at in mapping.by_content}


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        (("Elke dinsdag staat de koffie klaar en is iedereen welkom.",
          "We lopen elke vrijdag een uur door het park met buren."), "description"),
        (("3701 AB", "3511LN"), "postcode"),
        (("030 234 56 78", "06-12345678"), "phone"),
        (("a@example.org", "b@example.org"), "email"),
        (("www.example.org", "https://example.org/thee"), "website"),
        (("di 10:00-12:00", "elke vrijdag 14-16 uur"), "hours"),
        (("Zeist", "Soest"), "town"),
        (("koffieuurtje", "wandelgroep"), "kind"),
        (("€ 2,50", "gratis"), "cost"),
        (("Slotlaan 12", "Kerkplein 1a"), "street"),
        (("Slotlaan 12, 3701 AB Zeist", "Kerkplein 1, 3941 CV Doorn"), "address"),
        (("52.0907, 5.1214", "52.10, 5.20"), "coordinates"),
        (("52.0907", "52,1012"), "lat"),
        (("5.1214", "5,2012"), "lon"),
        (("2024", "2025"), ""),
        (("ja", "nee"), ""),
        (("52,09", "52,10"), ""),
        (("2026-03-12", "2026-04-01"), ""),
    ],
)  # fmt: skip
def test_a_header_that_nobody_knows_is_told_by_its_cells(cells, field):
    by_header, by_content = fields(
        ["naam", "kolomzoveel"], *zip(("Een", "Twee"), cells, strict=True)
    )
    assert by_header["kolomzoveel"] == field
    assert by_content == ({"kolomzoveel"} if field else set())


def test_names_are_the_first_short_texts_that_differ():
    by_header, _ = fields(
        ["nr", "wie", "waar"], ("1", "De Linde", "Zeist"), ("2", "Taalcafé", "Zeist")
    )
    assert by_header == {"nr": "", "wie": "name", "waar": "town"}


def test_a_column_with_whole_points_is_one_whatever_its_header():
    by_header, _ = fields(["naam", "locatie"], ("Een", "5.1214,52.0907"))
    assert by_header["locatie"] == "coordinates"


def test_what_is_internal_is_not_offered():
    text = "Penningmeester is Piet, en die is bereikbaar op zijn eigen nummer."
    by_header, _ = fields(["naam", "Opmerkingen intern"], ("Een", text), ("Twee", text))
    assert by_header["Opmerkingen intern"] == ""


def test_two_phone_columns_are_read_together_and_other_twins_apart(tmp_path):
    path = tmp_path / "lijst.csv"
    path.write_text(
        "naam;plaats;telefoon;telefoon;adres;adres\nEen;Zeist;;030 234 56 78;Laan 1;Postbus 2\n"
    )
    rows, _ = brought(path)
    listing = rows["Een"].listing
    assert listing.phone == "+31302345678"
    assert listing.locations[0].street == "Laan 1"


def test_a_secret_address_is_hidden_and_a_doubted_town_is_asked(tmp_path):
    path = tmp_path / "lijst.csv"
    path.write_text("naam;adres;plaats\nEen;GEHEIM;Zeist\nTwee;Laan 1;Soest?\n")
    rows, remarks = brought(path)
    (hidden,) = rows["Een"].listing.locations
    assert (hidden.hidden, hidden.street) == (True, "")
    assert rows["Twee"].listing.locations[0].town == "Soest"
    assert {one.column for one in remarks if one.column in ("adres", "plaats")} == {
        "adres",
        "plaats",
    }
