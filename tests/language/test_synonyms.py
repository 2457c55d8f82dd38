import csv

import pytest

from socialmap.config import resource
from socialmap.language.synonyms import MOST, known_phrases
from socialmap.language.tokens import words


def meant(text):
    return {each.terms for found in known_phrases(words(text)) for each in found.meanings}


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("niemand om mee te praten", ("luister", "oor")),
        ("ik heb niemand om mee te praten", ("eenzam",)),
        ("ik zit de hele dag binnen", ("inlop",)),
        ("alleen sinds mijn man overleden is", ("rouw",)),
        ("samen eten", ("eettafel",)),
        ("geen geld", ("voedselbank",)),
        ("zonder werk", ("werkervar",)),
        ("alzheimer", ("dementie",)),
        ("lonely", ("ontmoet",)),
        ("قهوة", ("koffie",)),
    ],
)
def test_what_people_say_means_words_of_the_field(text, terms):
    assert terms in meant(text)


@pytest.mark.parametrize(
    ("typed", "other", "terms"),
    [
        ("mijn man is in de war", "waar is de koffie", ("dementie",)),
        ("ik heb niets te doen", "niets voor mij", ("dagbested",)),
        ("ik drink te veel", "koffie drinken", ("verslaf",)),
        ("mijn zoon gamet", "lekker in de zon", ("jonger",)),
        ("ik moet er uit zijn", "een dagje uit", ("uitje",)),
        ("ik ga ouder worden", "ouders en kinderen", ("senior",)),
        ("ik zit in de put", "een waterput slaan", ("herstel",)),
    ],
)
def test_a_phrase_of_one_everyday_word_means_something_as_a_whole_only(typed, other, terms):
    assert terms in {each for found in exact(typed) for each in found}
    assert exact(other) == []


def exact(text):
    phrases = [found for found in known_phrases(words(text)) if found.exact]
    return [{each.terms for each in found.meanings} for found in phrases]


def test_a_longer_phrase_of_words_that_say_something_wins_from_an_exact_one():
    [found] = known_phrases(words("voor mijn moeder met dementie"))
    assert found.places == (2, 4)
    assert not found.exact


def test_the_longest_phrase_wins():
    [found] = known_phrases(["samen", "eten"])
    assert found.places == (0, 1)


def test_places_are_those_of_the_typed_words():
    [found] = [
        each for each in known_phrases(words("ik heb echt geen geld meer")) if len(each.places) > 1
    ]
    assert found.places == (3, 4)


def test_field_words_stand_for_life_words_only_in_rows_marked_both():
    assert ("senior",) in meant("bejaarden")
    assert ("ouderen",) in meant("senioren")
    assert ("schuld",) in meant("geen geld")
    assert ("geen", "geld") not in meant("schulden")


def test_alternatives_are_bounded_and_weighed():
    for word in ("eenzaam", "wandelen", "samen eten", "moestuin", "geen geld"):
        for found in known_phrases(words(word)):
            assert 0 < len(found.meanings) <= MOST
            assert all(0 < each.weight < 1 for each in found.meanings)


def test_every_line_is_well_formed():
    with resource("data", "language", "synonyms.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 350
    for row in rows:
        assert set(row) == {"words", "means", "weight", "both", "note"}
        assert 0 < float(row["weight"]) < 1
        assert row["both"] in {"", "ja"}
        assert all(text.strip() for text in f"{row['words']}|{row['means']}".split("|")), row
