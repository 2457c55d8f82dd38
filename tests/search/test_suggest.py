import pytest

from socialmap.search.suggest import MOST, suggest_what, suggest_where
from tests.listings import listing, put


@pytest.fixture(autouse=True)
def named(app):
    put(listing("Koffie 100% puur"), listing("De koffiepot"))


def texts(suggestions):
    return [each.text for each in suggestions]


def test_a_kind_is_found_by_its_name_and_by_what_people_call_it():
    assert "koffieuurtje" in texts(suggest_what("koff"))
    assert "herstelacademie" in texts(suggest_what("herstel"))
    assert "repaircafé" in texts(suggest_what("repair ca"))


def test_a_life_domain_is_found_by_its_words():
    assert "geld" in texts(suggest_what("schuld"))


def test_an_initiative_is_found_by_the_beginning_of_a_word_of_its_name():
    named = [each for each in suggest_what("koffie") if each.kind == "initiatief"]
    assert {each.slug for each in named} == {"koffie-100-puur", "de-koffiepot"}
    assert "koffie-100-puur" in {each.slug for each in suggest_what("koffie 100% p")}


def test_a_need_is_found_in_the_words_of_the_person_who_has_it():
    assert "niemand om mee te praten" in texts(suggest_what("niemand om"))


def test_signs_of_the_database_are_only_signs():
    assert suggest_what("%%") == []
    assert suggest_what("k%") == []


def test_a_place_is_found_by_name_and_postcode():
    assert texts(suggest_where("amersf"))[0] == "Amersfoort"
    assert texts(suggest_where("3811"))[0].startswith("3811")


@pytest.mark.parametrize("suggest", [suggest_what, suggest_where])
@pytest.mark.parametrize("typed", ["", "k", "x" * 5000, "💥💥", "\x00\x01", "<script>", "' or 1=1"])
def test_any_text_gets_an_answer(suggest, typed):
    assert len(suggest(typed)) <= MOST
