import time

import pytest

from socialmap.language.compounds import read_words
from socialmap.language.spelling import Vocabulary, corrections, sound

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


def test_corrections_are_found_quickly_among_many_words():
    parts = read_words("parts.txt")
    vocabulary = Vocabulary.of(f"{one}{two}" for one in parts[::30] for two in parts[::31])
    assert len(vocabulary.known) > 50_000
    corrections("eerste", vocabulary)
    started = time.process_time()
    for typed in ("vrijwiliger", "dagbestedding", "boerdery", "oerderij", "zvqxwwqz"):
        corrections(typed, vocabulary)
    assert (time.process_time() - started) / 5 < 0.010
