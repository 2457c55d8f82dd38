import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialmap.places.gazetteer import Place
from socialmap.places.geocoding import (
    Doubt,
    Located,
    NoPlace,
    OnePlace,
    SeveralPlaces,
    geocode_address,
    locate,
    suggest_places,
)


@pytest.mark.parametrize("text", ["heel Nederland", "In heel Nederland", "heel het land"])
def test_the_whole_country_is_no_village(text):
    assert isinstance(locate(text), NoPlace)
    assert locate("Heel, Nederland").place.label == "Heel"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("3811 lp", "3811 LP Amersfoort"),
        ("3811LP", "3811 LP Amersfoort"),
        ("3811", "3811 Amersfoort"),
        ("3811 Amersfoort", "3811 Amersfoort"),
        ("Kerkplein 3a, 3811 LP", "3811 LP Amersfoort"),
        ("amersfoort", "Amersfoort"),
        ("AMERSFOORT centrum", "Centrum (Amersfoort)"),
        ("Loenen a/d Vecht", "Loenen aan de Vecht"),
        ("Alphen a.d. Rijn", "Alphen aan den Rijn"),
        ("Zeist, Nederland", "Zeist"),
        ("utrecht provincie", "provincie Utrecht"),
        ("Amersfoort station", "station Amersfoort Centraal"),
        ("station Driebergen-Zeist", "station Driebergen-Zeist"),
        ("Utrecht CS", "station Utrecht Centraal"),
        ("Kattenbroek", "Kattenbroek (Amersfoort)"),
        ("kattenbroek amersfoort", "Kattenbroek (Amersfoort)"),
        ("Amersfoort Kattenbroek", "Kattenbroek (Amersfoort)"),
        ("Vleuten-De Meern", "Vleuten-De Meern"),
        ("Vreeswijk", "Vreeswijk"),
        ("de Heuvelrug", "Utrechtse Heuvelrug"),
        ("Gelderse Vallei", "Gelderse Vallei"),
        ("'s-hertogenbosch", "'s-Hertogenbosch"),
        ("’s Hertogenbosch", "'s-Hertogenbosch"),
        ("den bosch", "'s-Hertogenbosch"),
        ("denbosch", "'s-Hertogenbosch"),
        ("'s-gravenhage", "Den Haag"),
        ("utrecht (stad)", "Utrecht"),
        ("provincie utrecht", "provincie Utrecht"),
        ("gemeente stichtse vecht", "Stichtse Vecht"),
        ("sudwest fryslan", "Súdwest-Fryslân"),
        ("Alphen a/d Rijn", "Alphen aan den Rijn"),
        ("St Willebrord", "St. Willebrord"),
        ("Hengelo (O)", "Hengelo (Overijssel)"),
        ("hengelo overijssel", "Hengelo (Overijssel)"),
        ("Bergen NH", "Bergen (Noord-Holland)"),
        ("Rijswijk zuid-holland", "Rijswijk (Zuid-Holland)"),
        ("Dorpsstraat 5, Zeist", "Zeist"),
        ("Kerkstraat 12 Ede", "Ede"),
        ("Brinkstraat 1200 Deventer", "Deventer"),
        ("Krimpen ad IJssel", "Krimpen aan den IJssel"),
        ("Bilthoven (De Bilt)", "Bilthoven"),
        ("Beek (Montferland)", "Beek (Montferland)"),
        ("Mokum", "Amsterdam"),
        ("'t gooi", "Het Gooi"),
        ("amsterdam-noord", "Amsterdam Noord"),
        ("1000 AA", "Amsterdam"),
        ("3509", "Utrecht"),
    ],
)
def test_places_are_found_as_people_write_them(text, label):
    answer = locate(text)
    assert isinstance(answer, OnePlace)
    assert answer.place.label == label


@pytest.mark.parametrize(
    "text",
    [
        "52.15, 5.39",
        "52,15 5,39",
        "52,15, 5,39",
        "5.39 52.15",
        "geo:52.15,5.39",
        "52.15N 5.39E",
        "N52.15 E5.39",
    ],
)
def test_typed_coordinates_are_found_in_either_order(text):
    place = locate(text).place
    assert (place.lat, place.lon, place.kind) == (52.15, 5.39, "point")
    assert place.town == "Amersfoort"


def test_the_islands_are_found():
    place = locate("12.15, -68.27").place
    assert (place.lon, place.lat, place.town) == (-68.27, 12.15, "Kralendijk")


def test_rijksdriehoek_is_found():
    place = locate("155000, 463000").place
    assert (place.lon, place.lat) == pytest.approx((5.38721, 52.15517), abs=1e-4)


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Hengelo", ("Hengelo (Overijssel)", "Hengelo (Gelderland)")),
        ("bergen", ("Bergen (Noord-Holland)", "Bergen (Limburg)")),
    ],
)
def test_a_name_of_two_towns_is_answered_with_choices(text, labels):
    answer = locate(text)
    assert isinstance(answer, SeveralPlaces)
    assert tuple(place.label for place in answer.places) == labels
    assert [locate(label).place for label in labels] == list(answer.places)


@pytest.mark.parametrize(
    ("text", "town", "unknown"),
    [
        ("Zeist Kersenpit", "Zeist", "Kersenpit"),
        ("Kersenpit, Zeist", "Zeist", "Kersenpit"),
        ("Dorpsstraat 5, Zeist", "Zeist", "Dorpsstraat 5"),
        ("Soesterberg station", "Soesterberg", "station"),
        ("gemeente Zeist", "Zeist", ""),
        ("omgeving Zeist", "Zeist", ""),
        ("Zeist", "Zeist", ""),
    ],
)
def test_what_is_not_known_of_a_place_is_told(text, town, unknown):
    answer = locate(text)
    assert (answer.place.label, answer.unknown) == (town, unknown)


def test_a_loaded_area_is_found_beside_its_town():
    area = Place("Kersenpit (Zeist)", 5.24, 52.08, "neighbourhood", 1_000)
    found = locate("Zeist Kersenpit", areas=lambda name: [area] if name == "Kersenpit" else [])
    assert found == OnePlace(area)


def test_towns_that_share_a_name_with_an_abbreviation_can_be_chosen():
    labels = [place.label for place in locate("Loenen").places]
    assert labels == ["Loenen (Gelderland)", "Loenen aan de Vecht"]
    assert [locate(label).place.label for label in labels] == labels


@pytest.mark.parametrize(
    ("text", "suggestion"), [("amersfort", "Amersfoort"), ("Zaltbomel", "Zaltbommel")]
)
def test_a_misspelled_town_is_unknown_with_suggestions(text, suggestion):
    answer = locate(text)
    assert isinstance(answer, NoPlace)
    assert suggestion in [place.label for place in answer.suggestions]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "😀",
        "3811 SS",
        "nergens 3811",
        "\x00\x07",
        "<script>alert(1)</script>",
        "48.85, 2.35",
        "0123 AB",
        "1e999 9",
    ],
)
def test_nonsense_is_unknown(text):
    assert isinstance(locate(text), NoPlace)


@given(st.text() | st.text(alphabet="0123456789., -<>'()aeilnoprstu", max_size=60))
def test_any_text_gets_an_answer(text):
    assert isinstance(locate(text), OnePlace | SeveralPlaces | NoPlace)
    assert isinstance(suggest_places(text), list)


def test_a_very_long_text_is_answered_at_once():
    start = time.process_time()
    assert isinstance(locate("zeist " * 10_000), OnePlace | NoPlace)
    assert isinstance(locate("," * 10_000), NoPlace)
    assert time.process_time() - start < 0.1


def test_loaded_areas_are_looked_up_too():
    area = Place("Nergenshuizen", 5.0, 52.0, "neighbourhood", 1_000)
    assert locate("nergenshuizen", areas=lambda _: [area]) == OnePlace(area)
    assert locate("zeist", areas=lambda _: [area]).place.label == "Zeist"


class Service:
    """A geocoder that knows one house."""

    house = Place("Kerkplein 3", 5.39, 52.155, "address", 3_000)

    def search(self, text):
        return self.house if "Kerkplein" in text else None

    def address(self, street, postcode, town):
        return Located(5.39, 52.155, "address") if "Kerkplein" in street else None


def test_a_geocoder_is_asked_for_addresses_only():
    assert locate("Kerkplein 3, Amersfoort", geocoder=Service()).place is Service.house
    assert locate("Dorpsstraat 3, Zeist", geocoder=Service()).place.label == "Zeist"
    assert locate("3811 LP", geocoder=Service()).place.kind == "postcode"


def test_an_address_is_as_precise_as_what_is_known():
    assert geocode_address("Kerkplein 3", "3811 LP", "Amersfoort").precision == "postcode"
    assert geocode_address("Kerkplein 3", "", "Amersfoort").precision == "town"
    assert geocode_address("Kerkplein 3", "", "Nergens") is None
    located = geocode_address("Kerkplein 3", "3811 LP", "Amersfoort", geocoder=Service())
    assert located.precision == "address"


@pytest.mark.parametrize(
    ("postcode", "town", "doubt"),
    [
        ("3811lp", "Deventer", Doubt("postcode_elsewhere", "Deventer", "Amersfoort")),
        ("0000 AA", "Zeist", Doubt("unknown_postcode", "0000 AA", "Zeist")),
        (
            "",
            "Hengelo",
            Doubt("ambiguous_town", "Hengelo", "Hengelo (Overijssel), Hengelo (Gelderland)"),
        ),
        ("3601 AB", "Stichtse Vecht", None),
        ("7255 AA", "Hengelo", None),
        ("NL-3811 LP", "Amersfoort", None),
        ("3811 LP", "Ergens", None),
    ],
)
def test_postcode_and_town_are_checked_against_each_other(postcode, town, doubt):
    assert geocode_address("Kerkplein 3", postcode, town, geocoder=None).doubt == doubt


def test_an_address_in_doubt_is_not_sent_to_the_geocoder():
    located = geocode_address("Kerkplein 3", "3811 LP", "Deventer", geocoder=Service())
    assert (located.precision, located.doubt.kind) == ("postcode", "postcode_elsewhere")


def test_suggestions_follow_what_was_typed():
    assert suggest_places("amersf", 3)[0].label == "Amersfoort"
    assert suggest_places("utrehct", 3)[0].label == "Utrecht"
    assert suggest_places("3811", 3)[0].label == "3811 Amersfoort"
