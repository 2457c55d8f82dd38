import pytest

from socialmap.places.geocoding import NoPlace, OnePlace, SeveralPlaces, locate
from socialmap.places.spelling import key
from socialmap.search.reading.spelled_places import (
    certain_name,
    is_choice,
    meant_place,
    resembling_names,
)


@pytest.mark.parametrize(
    ("typed", "name"),
    [("zijst", "zeist"), ("amersvoort", "amersfoort"), ("utregt", "utrecht"), ("xqxqxq", "")],
)
def test_one_name_that_sounds_the_same_is_certain(typed, name):
    assert certain_name(typed) == name


def test_names_that_look_alike_are_not_certain():
    assert certain_name("heum") == ""
    assert len(resembling_names("heum")) > 1


def test_a_certain_misspelling_is_corrected():
    answer = meant_place(locate("Zijst"), lambda _: True)
    assert isinstance(answer, OnePlace)
    assert (answer.place.label, answer.typed) == ("Zeist", "Zijst")


def test_of_several_resembling_places_the_one_on_this_map_is_meant():
    [first, *others] = resembling_names("heum")
    answer = meant_place(locate("Heum"), lambda place: key(place.town) == first)
    assert isinstance(answer, OnePlace)
    assert key(answer.place.town) == first
    assert others


def test_an_uncertain_misspelling_is_a_choice():
    answer = meant_place(locate("Heum"), lambda _: False)
    assert isinstance(answer, NoPlace)
    assert is_choice(answer)


def test_of_several_places_of_one_name_the_one_on_this_map_is_meant():
    answer = meant_place(locate("Loenen"), lambda place: place.province == "Utrecht")
    assert answer.place.label == "Loenen aan de Vecht"
    assert [place.label for place in answer.others] == ["Loenen (Gelderland)"]
    both = meant_place(locate("Loenen"), lambda _: True)
    assert isinstance(both, SeveralPlaces)
    assert is_choice(both)


def test_a_place_that_resembles_none_is_no_choice():
    assert not is_choice(meant_place(locate("xqxqxqxq"), lambda _: True))
    assert not is_choice(None)
