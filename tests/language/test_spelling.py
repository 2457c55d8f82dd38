import time

import pytest

from socialmap.language.compounds import read_words
from socialmap.language.spelling import Vocabulary, corrections, did_you_mean, sound

VOCABULARY = Vocabulary.of(
    ("boerderij", "vrijwilliger", "dagbesteding", "koffie", "taart", "kaart", "eettafel", "gezond")
)


@pytest.mark.parametrize(
    ("typed", "meant", "distance"),
    [
        ("boerdery", "boerderij", 1),
        ("boerderei", "boerderij", 1),
        ("vrijwiliger", "vrijwilliger", 1),
        ("vreiwilliger", "vrijwilliger", 1),
        ("dagbestedding", "dagbesteding", 1),
        ("koffi", "koffie", 1),
        ("gezont", "gezond", 1),
        ("eetafel", "eettafel", 1),
        ("vrjwilleger", "vrijwilliger", 2),
        ("oerderij", "boerderij", 1),
    ],
)
def test_a_misspelling_is_recognised(typed, meant, distance):
    assert corrections(typed, VOCABULARY)[0] == (meant, distance)


@pytest.mark.parametrize("typed", ["", "x", "kip", "maart", "zwemmen", "xxxxxxxxxx", "قهوة"])
def test_another_word_is_no_misspelling(typed):
    assert corrections(typed, VOCABULARY) == []


def test_words_that_sound_alike_are_spelled_apart():
    assert sound("boerderij") == sound("boerdery") == sound("boerderei")
    assert sound("koud") == sound("kaut")
    assert sound("bieb") != sound("baas")


def test_did_you_mean_takes_the_more_frequent_of_what_is_equally_near():
    counts = {"kaart": 9, "taart": 2, "koffie": 5, "kaars": 1}
    assert did_you_mean(["kaarr", "koffie"], counts) == ("kaart", "koffie")


def test_there_is_nothing_else_to_mean_when_all_is_known_or_nothing_is_near():
    assert did_you_mean(["koffie"], {"koffie": 1}) is None
    assert did_you_mean(["zwemmen"], {"koffie": 1}) is None


def test_corrections_are_found_quickly_among_many_words():
    parts = read_words("parts.txt")
    vocabulary = Vocabulary.of(f"{one}{two}" for one in parts[::30] for two in parts[::31])
    assert len(vocabulary.known) > 50_000
    corrections("eerste", vocabulary)
    started = time.process_time()
    for typed in ("vrijwiliger", "dagbestedding", "boerdery", "oerderij", "zvqxwwqz"):
        corrections(typed, vocabulary)
    assert (time.process_time() - started) / 5 < 0.010
