import pytest

from socialmap.fields.facts import (
    codes_of,
    read_code,
    read_forms,
    read_hours,
    read_kind,
    read_names,
    read_postcode,
)
from socialmap.fields.flaws import Flaw


@pytest.mark.parametrize(
    ("text", "osm"),
    [
        ("Mo-Fr 09:00-17:00", "Mo-Fr 09:00-17:00"),
        ("ma-vr 9-17", "Mo-Fr 09:00-17:00"),
        ("24/7", "24/7"),
    ],
)
def test_hours_are_read_as_osm_or_certain_dutch(text, osm):
    assert read_hours(text) == (osm, "")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("di op afspraak", "‘afspraak’"),
        ("di 24-2", "de nacht voor of na die dag"),
        ("dagelijks", "van hoe laat"),
        ("2026", "een datum"),
        ("Su", "‘su’"),
        ("10:00-12:00", "op welke dag"),
        ("om de week ma 10-12", "niet elke week"),
    ],
)
def test_other_hours_are_kept_as_text_with_a_note_that_says_why(text, why):
    flaw = read_hours(text)
    assert (flaw.level, flaw.mended) == ("note", ("", text))
    sentence = flaw.sentence % dict(flaw.facts)
    assert sentence.startswith(f"Tijden: ‘{text}’ is niet zeker te lezen; we laten de tekst staan.")
    assert why in sentence


def test_hours_with_a_word_that_says_more_are_read_and_stay_a_text_too():
    flaw = read_hours("inloop di 10-12")
    assert flaw.mended == ("Tu 10:00-12:00", "inloop di 10-12")


@pytest.mark.parametrize(
    ("text", "postcode"),
    [
        ("3811lp", "3811 LP"),
        ("3811 LP", "3811 LP"),
        ("3811", "3811"),
        ("geen", ""),
        ("NL-3811 LP", "3811 LP"),
        ("NL 3811LP", "3811 LP"),
        ("3811 LP,", "3811 LP"),
    ],
)
def test_postcodes_are_written_one_way(text, postcode):
    assert read_postcode(text) == postcode


def test_what_is_no_postcode_is_left_out():
    assert read_postcode("38 11").mended == ""


@pytest.mark.parametrize(
    "text", ["dementia_meeting", "Dementie-inloop", "dementie_inloop", "DEMENTIE INLOOP"]
)
def test_kinds_go_by_code_name_and_alias(text):
    assert read_kind(text) == ("dementia_meeting", "warm_place")


def test_a_setting_may_stand_for_a_kind():
    assert read_kind("warme plek") == ("", "warm_place")
    assert read_kind("geen") == ("", "")


def test_an_unknown_kind_gets_a_suggestion_when_one_is_near():
    assert read_kind("koffieuur").suggestion == "koffieuurtje"
    assert read_kind("wandlegroep").suggestion == "wandelgroep"
    assert read_kind("regeling").suggestion == ""


@pytest.mark.parametrize("word", ["praatgroep", "eethuisje"])
def test_a_word_that_is_only_near_in_letters_is_no_suggestion(word):
    assert read_kind(word).suggestion == ""
    assert read_kind("regeling").mended == ("", "")


def test_lists_of_terms():
    assert codes_of("language")("nl | Engels, ar") == ("nl", "en", "ar")
    assert codes_of("audience")("ouderen en jongeren") == ("older_people", "young_people")
    flaw = codes_of("audience")("ouderen, marsmannen")
    assert isinstance(flaw, Flaw)
    assert flaw.mended == ("older_people",)


def test_a_sphere_is_one_term():
    assert read_code("gemeenschappelijk") == "communal"
    assert read_code("zakelijk").mended == ""


def test_forms_are_weighted_in_their_order():
    assert read_forms("individueel | groep") == {"individual": 1.0, "group": 0.6}
    assert read_forms("geen") == {}


def test_names_in_a_list():
    assert read_names("Zeist | De Bilt; Bunnik") == ("Zeist", "De Bilt", "Bunnik")
