import csv

import pytest

from socialmap.config import resource
from socialmap.language.readability import Hint, hints


def test_a_plain_text_has_no_hints():
    assert hints("Kom langs voor koffie. Je hoeft niets af te spreken. Kijk op tv of bel.") == []
    assert hints("") == []


def test_a_long_sentence_is_named_by_its_beginning():
    [hint] = hints("Bel ons. " + "Wij eten samen " + "soep en brood en " * 5 + "kaas.")
    assert hint == Hint("sentence", "Wij eten samen soep en brood", count=24)


def test_points_inside_a_word_end_no_sentence():
    text = "Kijk op www.plein.nl voor de tijden van 10.30 uur en kom daarna met ons mee naar de markt in de stad."
    [hint] = hints(text)
    assert hint.count == 21


@pytest.mark.parametrize(
    ("text", "word", "easier"),
    [
        ("Wij faciliteren dat.", "faciliteren", "mogelijk maken"),
        ("Wij zijn LAAGDREMPELIG hier.", "LAAGDREMPELIG", "makkelijk om binnen te komen"),
        ("Dit is in het kader van de wet.", "in het kader van", "voor"),
        ("Onze re-integratie begint.", "re-integratie", "weer aan het werk gaan"),
        ("Voor mantelzorgers.", "mantelzorgers", "wie voor een ander zorgt"),
        ("Voor cliënten.", "cliënten", "mensen die hulp krijgen"),
    ],
)
def test_a_hard_word_comes_with_an_easier_one(text, word, easier):
    assert hints(text) == [Hint("word", word, easier)]


def test_letters_stand_for_words():
    assert hints("Met een brief van de GGZ of de XYZ.") == [
        Hint("letters", "GGZ", "hulp als het in je hoofd niet goed gaat"),
        Hint("letters", "XYZ", ""),
    ]
    assert hints("WELKOM BIJ ONS ALLEN.") == []


def test_people_are_je():
    assert hints("Neem uw kop mee als u komt.") == [
        Hint("formal", "uw", "je"),
        Hint("formal", "u", "je"),
    ]
    # A name may begin with it.
    assert hints("Zorgcafé U en Ik") == []


def test_the_same_hint_is_given_once():
    assert len(hints("Ondersteuning en ondersteuning. ONDERSTEUNING, en ook.")) == 1


def test_each_hard_word_is_in_the_list_once_with_an_easier_one():
    with resource("data", "language", "hard_words.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [row["word"] for row in rows]
    assert len(set(names)) == len(names) > 200
    assert all(row["easier"] and row["easier"] != row["word"] for row in rows)
