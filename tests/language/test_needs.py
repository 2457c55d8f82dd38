import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialmap.catalogue.taxonomy import taxonomy
from socialmap.language.analysis import query_words
from socialmap.language.needs import heard, needs, sayings, spelled_out
from socialmap.search.query import FACETS, KEY, facet_codes


def said(text):
    return [one.need for one in heard(query_words(text))]


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("mijn man is overleden", "bereavement"),
        ("mijn man is vorig jaar overleden", "bereavement"),
        ("weduwe", "bereavement"),
        ("Ik kan niet rondkomen.", "little_money"),
        ("ik zoek een boormachine, wie kan ik lenen", "lending"),
        ("nauka języka: nauka niderlandzkiego", "learn_dutch"),
        ("безкоштовна їжа", "food_help"),
        ("غذای رایگان", "food_help"),
        ("dhar bilaash ah", "clothes"),
        ("ክዳን", "clothes"),
    ],
)
def test_words_say_a_need(text, need):
    assert need in said(text)


@pytest.mark.parametrize(
    "text",
    ["", "de", "ik", "mijn man", "ik ben", "het is niet zo", "man en vrouw", "automaat", "xyzzy"],
)
def test_words_that_say_little_are_no_need(text):
    assert said(text) == []


def test_a_saying_of_one_word_that_counts_is_there_as_it_is():
    assert "hospital_discharge" not in said("het ziekenhuis in het centrum")
    assert "stuck_at_home" not in said("de deur")


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("feest zonder alcohol", "addiction_self"),
        ("club zonder bingo", "cards_games"),
        ("ik kan niet wandelen", "walking"),
        ("onze hond kan niet kapot", "repair"),
    ],
)
def test_what_is_denied_is_not_needed(text, need):
    assert need not in said(text)


def test_a_denial_may_be_what_is_said():
    assert "eat_together" in said("ik wil niet alleen eten")


def test_what_is_part_of_a_longer_saying_says_nothing_of_its_own():
    assert said("ons kind is overleden") == ["child_loss"]


def test_a_saying_with_choices_is_several():
    assert list(spelled_out("mijn (zoon/dochter) is (heel/) ziek")) == [
        "mijn zoon is heel ziek",
        "mijn zoon is ziek",
        "mijn dochter is heel ziek",
        "mijn dochter is ziek",
    ]


def test_every_need_is_said_in_many_ways_and_can_stand_in_an_address():
    ways = Counter(saying.need for saying in sayings())
    assert ways.keys() == needs().keys()
    assert 140 <= len(needs()) <= 200
    assert [need for need, number in ways.items() if number < 8] == []
    assert all(KEY.fullmatch(f"need:{code}") for code in needs())


def test_no_two_needs_are_said_alike():
    needs_of = {}
    for saying in sayings():
        needs_of.setdefault(saying.text.casefold(), set()).add(saying.need)
    assert {text: each for text, each in needs_of.items() if len(each) > 1} == {}


def test_what_answers_a_need_exists():
    codes = {facet.param: facet_codes(facet, taxonomy()) for facet in FACETS}
    for need in needs().values():
        assert need.means or need.door, need.code
        assert re.fullmatch(r"[^_@|=]+", need.name), need.code
        for means in need.means:
            assert 0 < means.weight <= 1, (need.code, means)
            if means.facet:
                assert means.code in codes[means.facet], (need.code, means)
            else:
                assert re.fullmatch(r"[\w’' -]+", means.words), (need.code, means)


@given(st.text(max_size=200))
def test_any_text_is_heard(text):
    typed = query_words(text)
    for one in heard(typed):
        assert one.need in needs()
        assert one.places == tuple(sorted(one.places))
        assert all(place < len(typed) for place in one.places)
