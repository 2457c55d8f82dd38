"""A question and a listing that write one word in two ways, and still meet."""

import pytest

from socialmap.language.analysis import query_alternatives, query_words, word_terms
from socialmap.language.tokens import content_words, words

MEET = [
    ("AA", "A.A. Zeist"),
    ("A.A.", "AA-groep Zeist"),
    ("C&A", "C&A Kledingbank"),
    ("50plus", "50+ Soos"),
    ("50 plus", "Soos voor 50+"),
    ("ebike", "E-bikeles voor senioren"),
    ("e-bike", "Ebike-les"),
    ("digi-d", "DigiD-spreekuur"),
    ("schaats", "Schaatsen op de ijsbaan"),
    ("ijs", "IJsclub"),
    ("genaaid", "Naaiatelier"),
    ("gevallen", "Vallen voorkomen"),
    ("gezwommen", "Zwemmen met anderen"),
    ("oekrainers", "Oekraïense Ontmoeting"),
    ("Oekraïne", "Oekraïense Ontmoeting"),
]


@pytest.mark.parametrize(("typed", "name"), MEET)
def test_they_meet(typed, name):
    terms = {term for word in content_words(name) for term, _ in word_terms(word)}
    for alternatives in query_alternatives(query_words(typed)):
        assert any(terms.issuperset(each.terms) for each in alternatives), (typed, terms)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("koffie-ochtend", ["koffie", "ochtend"]),
        ("open van 3+4 uur", ["open", "van", "3", "4", "uur"]),
        ("Jan & Piet", ["jan", "piet"]),
        ("in 1 - 2 dagen", ["in", "1", "2", "dagen"]),
        ("om 9.30 u. Daarna", ["om", "9", "30", "u", "daarna"]),
    ],
)
def test_other_signs_separate_words(text, expected):
    assert words(text) == expected
