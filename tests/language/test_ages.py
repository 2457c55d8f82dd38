import pytest

from socialmap.language.ages import audience_of, is_age
from socialmap.language.analysis import query_alternatives, query_words


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("mijn vader van 82 zit thuis", ["82"]),
        ("ik ben 20", ["20"]),
        ("voor mijn dochter, 8 jaar", ["8"]),
        ("om 9 uur", []),
        ("van 10 tot 12 uur", []),
        ("goedkoper dan 5 euro, van 5 euro", []),
        ("een 83-jarige man", ["83"]),
        ("demo 82", []),
    ],
)
def test_a_number_that_says_how_old_somebody_is_is_an_age(text, ages):
    typed = query_words(text)
    assert [word for place, word in enumerate(typed) if is_age(typed, place)] == ages


@pytest.mark.parametrize(
    ("age", "audience"), [("8", "kinderen"), ("20", "jongeren"), ("45", ""), ("82", "ouderen")]
)
def test_an_age_says_for_whom_something_is(age, audience):
    assert audience_of(age) == audience


def test_an_age_is_not_looked_for_to_the_letter():
    found = query_alternatives(query_words("bezoek voor mijn vader van 82"))
    terms = {each.terms for word in found for each in word}
    assert ("82",) not in terms
    assert ("ouderen",) in terms


def test_a_number_that_is_all_there_is_stays_a_word():
    assert [word[0].terms for word in query_alternatives(["20"])] == [("20",)]
