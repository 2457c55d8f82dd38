import csv

import pytest

from socialmap.config import resource
from socialmap.language.ambiguity import (
    collapsing,
    collapsing_meanings,
    colliding,
    known_words,
)


def listed(name):
    with resource("data", "language", name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_phrases_that_collapse_are_those_that_may_and_each_says_why():
    rows = listed("collapsing.csv")
    assert sorted(collapsing()) == sorted(row["phrase"] for row in rows)
    assert all(row["reason"] for row in rows)


def test_no_phrase_means_one_everyday_word_of_several():
    assert collapsing_meanings() == []


def test_the_stems_that_collide_are_those_that_may_and_each_says_why():
    rows = listed("colliding.csv")
    found = [(stem, f"{one} {other}") for stem, one, other in colliding(known_words())]
    assert found == [(row["stem"], row["words"]) for row in rows]
    assert all(row["reason"] for row in rows)


@pytest.mark.parametrize(
    "forms", ["maan manen", "brief brieven", "bak bakken bakker", "zon zonnig"]
)
def test_forms_of_one_word_do_not_collide(forms):
    assert colliding(forms.split()) == []


def test_a_stem_of_two_words_is_named():
    assert colliding(["bijen", "bij"]) == [("bij", "bij", "bijen")]
