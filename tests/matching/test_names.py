import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialmap.matching.names import APART, names_agree, read_name

SOME = st.text("aabdeegiknorstuë '-.3", max_size=30)


def agree(one, other, town=""):
    return names_agree(read_name(one, town), read_name(other, town))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("De Brug", "Stichting De Brug"),
        ("DE BRUG", "brug, de"),
        ("Café De Brug", "Cafe de brug"),
        ("Taalcafé De Brug", "Taal café De Brug"),
        ("Wandelgroep Zon", "Wandelgroepen zon"),
        ("Wijkcentrum De Brug", "Wijkc. De Brug"),
        ("Wijkcentrum De Brug", "Buurthuis De Brug"),
        ("Boerderij De Linde", "Boerdery De Linde"),
        ("Koffieochtend", "Koffieochtned"),
        ("Buurthuis De Brug", "De Brug Zeist"),
    ],
)
def test_one_name_as_people_write_it(one, other):
    assert agree(one, other, "Zeist") >= 0.84


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("De Brug", "De Molen"),
        ("Breicafé De Brug", "Bingo De Brug"),
        ("Buurthuis De Brug", "Schaakclub De Brug"),
        ("Wandelgroep Noord", "Wandelgroep Oost"),
        ("Samen eten dinsdag", "Samen eten donderdag"),
        ("Groep 1", "Groep 2"),
        ("Mannengroep", "Vrouwengroep"),
    ],
)
def test_names_of_two_things(one, other):
    assert agree(one, other) < 0.7


def test_the_walking_group_of_a_house_is_not_the_house():
    assert agree("De Brug", "Wandelgroep De Brug") < agree("De Brug", "De Brug Overvecht") - 0.1


def test_a_name_of_nothing_but_fillers_and_the_town_is_still_a_name():
    assert agree("Stichting Zeist", "Zeist", "Zeist") > 0.8
    assert agree("De", "Het") < 0.7
    assert agree("", "") == 0


@given(SOME, SOME)
def test_agreement_has_no_direction_and_is_between_0_and_1(one, other):
    there, back = agree(one, other), agree(other, one)
    assert there == pytest.approx(back)
    assert 0 <= there <= 1


@given(SOME, SOME, st.sampled_from((0.5, 0.69, 0.8, 0.9)))
def test_what_agrees_enough_is_told_alike_however_much_is_asked(one, other, least):
    whole = agree(one, other)
    asked = names_agree(read_name(one), read_name(other), least)
    assert asked == whole if whole >= least else asked < least


def test_long_rests_are_apart_unless_they_look_alike_as_a_whole():
    words = [f"{one}{two}rp" for one in "bdklmn" for two in "aeiou"]
    long = " ".join(words)
    assert agree(long, long.replace("barp", "balp")) > 0.9
    assert agree(long, " ".join(f"{word}el" for word in reversed(words))) <= APART


@given(SOME)
def test_a_name_agrees_with_itself(name):
    assert agree(name, name) == (1 if read_name(name).words else 0)
