import pytest

from socialmap.isolation.classifier import Described, classify
from socialmap.isolation.lexicon import phrase_of
from socialmap.isolation.surroundings import denied, is_institution, only_around


@pytest.mark.parametrize(
    "text", ["in de school", "in een oude school", "de voormalige school", "naast onze school"]
)
def test_a_school_in_which_something_is_done_is_only_around(text):
    stems = phrase_of(text)
    assert is_institution(stems[-1:])
    assert only_around(stems, len(stems) - 1)


@pytest.mark.parametrize("text", ["school", "openbare school", "speciale school"])
def test_a_school_that_is_the_listing_is_not(text):
    stems = phrase_of(text)
    assert not only_around(stems, len(stems) - 1)


def test_what_there_is_not_is_denied():
    assert denied(phrase_of("zonder behandelaars"), 1)
    assert not denied(phrase_of("met behandelaars"), 1)


@pytest.mark.parametrize(
    ("name", "description", "form"),
    [
        ("De Klok", "In de oude school drinken buurtgenoten koffie.", "individual"),
        (
            "Huiskamer bij het ziekenhuis",
            "Thee en een praatje voor mensen met kanker.",
            "individual",
        ),
        ("Inloopspreekuur", "Loop binnen bij een vrijwilliger met je brieven.", "individual"),
        ("Rustpunt", "Zonder behandelaars, voor wie psychisch kwetsbaar is.", "individual"),
        ("De Klok", "School voor leerlingen die moeilijk leren.", "none"),
        ("Sint Jozef", "Ziekenhuis met polikliniek en spoedeisende hulp.", "none"),
        ("De Wit", "Praktijk van twee psychologen, na verwijzing.", "none"),
        ("Loket", "Bij het loket van de gemeente kun je een vergoeding aanvragen.", "none"),
    ],
)
def test_words_of_institutions_are_read_in_their_context(name, description, form):
    assert classify(Described(name, description=description)).primary == form


@pytest.mark.parametrize(
    ("name", "description"),
    [
        ("Bakkerij Jansen", "Brood en taart, zes dagen open."),
        ("Haarstudio", "Kapper voor dames en heren, ook zonder afspraak."),
        ("Fietsenwinkel", "Verkoop en reparatie van fietsen."),
        ("Sportschool", "Fitness met een abonnement per maand."),
        ("Loodgieter", "Lekkages en ketels, dag en nacht bereikbaar."),
        ("Apotheek", ""),
        ("Supermarkt", ""),
    ],
)
def test_shops_and_services_address_no_form(name, description):
    assert classify(Described(name, description=description)).primary == "none"
