import pytest

from socialmap.isolation.stems import stem_of


@pytest.mark.parametrize(
    ("infinitive", "forms"),
    [
        ("beheren", ["beheert", "beheerde", "beheerden", "beheerd"]),
        ("runnen", ["runt", "runde", "gerund"]),
        ("regelen", ["regelt", "regelden", "geregeld"]),
        ("geven", ["geeft"]),
        ("praten", ["praat", "praatten", "gepraat"]),
        ("bouwen", ["bouwt", "bouwden", "gebouwd"]),
    ],
)
def test_the_forms_of_a_verb_have_one_stem(infinitive, forms):
    assert {stem_of(form) for form in forms} == {stem_of(infinitive)}


def test_a_noun_stays_what_it_is():
    assert stem_of("buurt") != stem_of("buren")
    assert stem_of("kunst") != stem_of("kunnen")
