import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialmap.language.analysis import (
    MOST_CHARACTERS,
    MOST_WORDS,
    Alternative,
    query_alternatives,
    query_words,
    stems,
)
from socialmap.language.spelling import Vocabulary
from tests.terms import index_terms


def alternatives(text, vocabulary=None):
    return query_alternatives(query_words(text), vocabulary)


def reasons(text, vocabulary=None):
    return {(each.terms, each.reason) for word in alternatives(text, vocabulary) for each in word}


def test_stop_words_and_single_letters_are_left_out():
    assert stems("de het van a") == []


def test_the_parts_of_a_compound_stand_at_its_place_with_less_weight():
    found = [(each.term, each.position, each.weight) for each in index_terms("Een buurtmaaltijd!")]
    assert found == [("buurtmaaltijd", 0, 1.0), ("buurt", 0, 0.5), ("maaltijd", 0, 0.5)]


def test_positions_count_words_that_say_something():
    assert {(each.term, each.position) for each in index_terms("hulp bij formulieren")} == {
        ("hulp", 0),
        ("formulier", 1),
    }


@pytest.mark.parametrize(
    ("listed", "asked"),
    [
        ("Gezellig taalcafé", "taalcafes"),
        ("Kookgroep voor mannen", "koken"),
        ("Wandelgroep Roden", "wandelen"),
        ("Vrijwilligerswerk in de tuin", "vrijwilliger"),
        ("Mensen in eenzaamheid", "eenzame"),
        ("cafe\u0301 De Punt", "café"),
    ],
)
def test_a_listing_is_found_by_another_form_of_its_word(listed, asked):
    terms = {each.term for each in index_terms(listed)}
    assert any(terms.issuperset(each.terms) for word in alternatives(asked) for each in word)


def test_a_typed_word_stands_for_itself_first():
    [word] = alternatives("koffie")
    assert word[0] == Alternative(("koffie",), 1.0, "same")
    assert [each.weight for each in word] == sorted((each.weight for each in word), reverse=True)


def test_a_typed_compound_stands_for_its_parts_together():
    assert (("computer", "less"), "compound") in reasons("computerles")


@pytest.mark.parametrize(
    ("typed", "subject", "head"),
    [
        ("schaakcursus", ("schaak",), ("cursus",)),
        ("tuinmannen", ("tuin",), ("man",)),
        ("formulierenhulpverlening", ("formulier",), ("hulpverlen",)),
        ("vrouwenontmoetingsgroep", ("vrouw",), ("groep",)),
    ],
)
def test_of_a_compound_counts_what_it_is_about_more_than_how_it_is_done(typed, subject, head):
    [word] = alternatives(typed)
    weights = {each.terms: each.weight for each in word}
    assert weights[subject] > 2 * weights[head]


def test_the_subject_of_a_compound_stands_for_what_it_means():
    assert (("administratie",), "synonym") in reasons("formulierenhulpverlening")


def test_two_typed_words_stand_for_their_compound():
    assert (("kookgroep",), "joined") in reasons("kook groep")


def test_a_phrase_of_life_stands_for_words_of_the_field():
    assert (("rouw",), "synonym") in reasons("alleen sinds mijn man overleden is")
    assert (("dagbested",), "synonym") in reasons("ik zit de hele dag binnen")


def test_a_phrase_of_words_that_say_nothing_alone_still_speaks():
    assert (("eenzam",), "synonym") in reasons("ik ken niemand")


def test_words_around_the_question_are_left_out_when_others_remain():
    assert [word[0].terms for word in alternatives("ik zoek graag iets met schaken")] == [
        ("schaak",)
    ]
    assert [word[0].terms for word in alternatives("leuk")] == [("leuk",)]


def test_only_a_word_that_no_listing_has_is_corrected():
    vocabulary = Vocabulary.of(["boerderij", "koffie", "koffer"])
    assert (("boerderij",), "spelling") in reasons("boerdery", vocabulary)
    assert not any(reason == "spelling" for _, reason in reasons("koffie", vocabulary))


def test_a_word_that_everybody_knows_is_no_misspelling_of_another():
    vocabulary = Vocabulary.of(["spul", "vertrouw"])
    assert not any(reason == "spelling" for _, reason in reasons("schulden", vocabulary))
    assert (("vertrouw",), "spelling") in reasons("vertrouwd", vocabulary)


def test_a_misspelt_word_of_life_means_what_the_word_means():
    vocabulary = Vocabulary.of(["huiskamer", "ontmoet"])
    assert (("ontmoet",), "spelling") in reasons("eenzaamhied", vocabulary)


def test_a_compound_that_no_listing_has_is_also_read_as_nearly_the_same():
    vocabulary = Vocabulary.of(["buurttuin", "tuin", "buur"])
    assert {(("buurttuin",), "spelling"), (("buur", "tuin"), "compound")} <= reasons(
        "buurtuin", vocabulary
    )


def test_a_phrase_of_empty_words_is_not_looked_for_to_the_letter():
    assert ("weer",) not in {terms for terms, _ in reasons("weer onder de mensen")}


def test_a_long_question_is_read_as_far_as_makes_sense():
    assert len(query_words("koffie " * 1_400)) <= MOST_WORDS
    assert len("".join(query_words("x" * 10_000))) <= MOST_CHARACTERS
    assert len(alternatives("koffie thee taart " * 500)) <= 10


@pytest.mark.parametrize("text", ["", "de het een", "!?", "😀", "a"])
def test_a_text_without_words_asks_nothing(text):
    assert alternatives(text) == []


def weights(text, rare):
    [word] = query_alternatives(query_words(text), None, lambda term: rare.get(term, 1.0))
    return {each.terms: each.weight for each in word}


def test_a_rare_synonym_weighs_no_more_than_the_typed_word():
    usual, rare = weights("koffie", {}), weights("koffie", {"bakkie": 8.0})
    assert rare[("koffie",)] == 1
    assert rare[("bakkie",)] * 8 == pytest.approx(usual[("bakkie",)])
    assert {each: rare[each] for each in rare if each != ("bakkie",)} == {
        each: usual[each] for each in usual if each != ("bakkie",)
    }


@given(st.sampled_from(["koffie", "wandelen", "schulden", "eenzaam", "moestuin"]), st.data())
def test_no_rarity_lets_a_meaning_outweigh_what_was_typed(typed, data):
    own = stems(typed)[0]
    drawn = st.floats(0.01, 12)
    rarities: dict[str, float] = {}

    def rarity(term):
        if term not in rarities:
            rarities[term] = data.draw(drawn)
        return rarities[term]

    [word] = query_alternatives(query_words(typed), None, rarity)
    for each in word:
        if each.reason == "synonym":
            rare = sum(map(rarity, each.terms)) / len(each.terms)
            assert each.weight * rare < rarity(own)


def test_the_order_is_typed_then_parts_then_synonyms_then_needs():
    best = {
        reason: max(each.weight for word in found for each in word if each.reason == reason)
        for reason, found in (
            ("same", alternatives("computerles")),
            ("compound", alternatives("computerles")),
            ("synonym", alternatives("computerles")),
        )
    }
    need = max(each.weight for each in alternatives("ik ken niemand")[0])
    assert best["same"] > best["compound"] > best["synonym"] > need


def test_a_word_of_a_phrase_with_a_meaning_of_its_own_weighs_less():
    [word] = alternatives("ik drink te veel")
    assert word[0].reason == "synonym"
    assert {each.terms: each.weight for each in word}[("drink",)] < 0.5
