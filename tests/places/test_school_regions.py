import pytest

from socialmap.places.municipalities import island_names, municipality_names
from socialmap.places.school_regions import _regions, school_region
from socialmap.times.school_holidays import REGIONS


@pytest.mark.parametrize(
    ("municipality", "town", "region"),
    [
        ("Groningen", "", "noord"),
        ("Amsterdam", "", "noord"),
        ("Utrecht", "", "midden"),
        ("Eemnes", "", "noord"),
        ("De Ronde Venen", "Mijdrecht", "midden"),
        ("De Ronde Venen", "Abcoude", "noord"),
        ("Zeewolde", "", "midden"),
        ("Almere", "", "noord"),
        ("Hattem", "", "noord"),
        ("Arnhem", "", "zuid"),
        ("Apeldoorn", "", "midden"),
        ("Montferland", "Didam", "zuid"),
        ("Montferland", "'s-Heerenberg", "midden"),
        ("Altena", "Werkendam", "midden"),
        ("Altena", "Hank", "zuid"),
        ("Breda", "", "zuid"),
        ("Rotterdam", "", "midden"),
        ("Maastricht", "", "zuid"),
        ("Antwerpen", "", ""),
        ("", "", ""),
    ],
)
def test_the_region_is_that_of_the_ministry(municipality, town, region):
    assert school_region(municipality, town) == region


def test_each_named_municipality_exists():
    named = {municipality for _, municipality, _ in _regions() if municipality}
    assert named <= set(municipality_names())


def test_every_municipality_has_a_region():
    european = set(municipality_names()) - set(island_names())
    assert {school_region(name) for name in european} == set(REGIONS)


def test_the_islands_have_school_holidays_of_their_own_which_we_do_not_know():
    assert {school_region(name) for name in island_names()} == {""}
