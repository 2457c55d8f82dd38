import string
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from socialmap.language.spelling import Vocabulary
from socialmap.search.reading.where import split_place
from socialmap.search.words import (
    MOST_CLAUSES,
    AnyOf,
    Phrase,
    Prefix,
    Wanted,
    Words,
    parse_words,
)

NASTY = [
    *(
        "",
        " ",
        "*",
        "-",
        '"',
        '""',
        '" " *',
        "-- - -x",
        "OF",
        "OR OF",
        "a OF b OF",
        '-"',
        '-"a',
        "de het een",
    ),
    *(
        "😀 👩‍👩‍👧",
        "قهوة في الحي",
        "a*b*c*",
        "\x00\ufeff",
        "(((",
        "koffie~9",
        "x:y^2",
        "' OR 1=1 --",
        "%_%",
        "-*",
    ),
    *("koffie " * 1_500, '"koffie ' * 1_300, "-a* " * 2_500, "x" * 10_000, "a OF " * 2_000),
]


def typed(clause):
    return clause.alternatives[0].terms


def test_words_are_wanted_each_with_its_alternatives():
    wanted = parse_words("schaken dinsdag")
    assert [typed(clause) for clause in wanted.all] == [("schaak",), ("dinsdag",)]
    assert wanted.none == ()


def test_a_phrase_is_wanted_as_it_stands():
    assert parse_words('"samen eten" dinsdag').all[0] == Phrase(("samen", "eten"))


def test_a_phrase_of_one_word_is_that_word_and_no_synonym():
    assert [len(clause.alternatives) for clause in parse_words('"moestuin"').all] == [1]


def test_what_is_not_wanted_is_taken_to_the_letter():
    wanted = parse_words('wandelen -fietsen -"jeu de boules"')
    assert [typed(clause) for clause in wanted.all] == [("wandel",)]
    [word, phrase] = wanted.none
    assert word.alternatives[0].terms == ("fiet",)
    assert len(word.alternatives) == 1
    assert phrase == Phrase(("jeu", "boules"))


@pytest.mark.parametrize("either", ["OF", "OR"])
def test_one_of_two_may_do(either):
    [any_of] = parse_words(f'"open tafel" {either} lunch').all
    assert isinstance(any_of, AnyOf)
    assert any_of.clauses[0] == Phrase(("open", "tafel"))


def test_of_in_small_letters_is_an_ordinary_word():
    assert all(isinstance(clause, Words) for clause in parse_words("wandelen of fietsen").all)


def test_the_start_of_a_word():
    assert parse_words("wandel*").all == (Prefix(("wandel",)),)
    assert parse_words("w*").all == ()


def test_a_hyphen_inside_a_word_is_no_minus():
    assert parse_words("mee-eten").none == ()
    assert len(parse_words("mee-eten").all) == 2


def test_words_beside_an_operator_still_speak_together():
    terms = {
        each.terms
        for clause in parse_words('niemand om mee te praten -"x y"').all
        for each in clause.alternatives
    }
    assert ("luister", "oor") in terms


def test_a_misspelling_is_read_with_the_vocabulary():
    [clause] = parse_words("boerdery", Vocabulary.of(["boerderij"])).all
    assert ("boerderij",) in {each.terms for each in clause.alternatives}


@pytest.mark.parametrize("text", NASTY)
def test_any_text_is_answered_soon(text):
    # The first question of a process reads the word lists and the gazetteer.
    parse_words('"warm" boerdery', Vocabulary.of(["boerderij"]))
    split_place("warm in Zeist")
    started = time.process_time()
    wanted = parse_words(text)
    split_place(text)
    assert time.process_time() - started < 0.050
    assert len(wanted.all) <= MOST_CLAUSES
    assert len(wanted.none) <= MOST_CLAUSES


@given(st.text(alphabet=st.sampled_from(string.ascii_letters + '"*- OFR()é'), max_size=120))
@example('"a OF -b* "')
@settings(max_examples=300, deadline=None)
def test_no_text_is_an_error(text):
    wanted = parse_words(text)
    assert isinstance(wanted, Wanted)
    words, where = split_place(text)
    assert len((words + where).split()) <= len(text.split())


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_no_sign_of_any_script_is_an_error(text):
    assert isinstance(parse_words(text), Wanted)
    assert all(isinstance(part, str) for part in split_place(text))
