import pytest

from socialmap.catalogue.listing import Listing
from socialmap.search.reading.correcting import corrected
from tests.search.test_text import segment_of


@pytest.fixture(scope="module")
def segment():
    text = "vrijwilligers en een boerderij met spullen"
    return segment_of([Listing(name="Zorgboerderij", description=text)])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("boerdery", "boerderij"),
        ("vrijwiligers op de boerdery", "vrijwilligers op de boerderij"),
        ("boerderij", ""),
        ("de het", ""),
        ('"boerdery"', ""),
        ("xqzwv", ""),
        ("schulden sinds gisteren", ""),
        ("boerderijen", ""),
        ("boerenkoolmaaltijd", ""),
        ("hilversum", ""),
        ("alzheimer", ""),
        ("", ""),
    ],
)
def test_only_a_word_that_no_listing_has_is_corrected_and_to_a_written_word(segment, typed, meant):
    assert corrected(typed, segment, typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "is there a vrijwiligers group nearby",
        "boerderi ile ilgili bir yer arıyorum",
        "szukam grupy sportowej boerderi",
        "busco una boerdery para mis hijos",
        "je cherche une boerdery avec mon fils",
        "boerderą",
        "spazieren boerderie nachbarn",
    ],
)
def test_no_word_of_a_question_in_another_language_is_misspelt_dutch(segment, typed):
    assert corrected(typed, segment, typed) == ""


def test_a_foreign_word_in_a_dutch_question_is_not_corrected_but_a_misspelling_is(segment):
    typed = "ik zoek een boerdery met someone"
    assert corrected(typed, segment, typed) == "ik zoek een boerderij met someone"
