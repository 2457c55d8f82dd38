import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialmap.language.letters import Letters, pieces

PHRASES = ["samen breien", "een fiets lenen", "mijn fiets is kapot", "dagbesteding"]
LETTERS = Letters(PHRASES, {"een", "mijn", "is"})


def nearest(question):
    similar = LETTERS.similar(question)
    return PHRASES[similar.argmax()] if similar.any() else None


def test_a_word_has_pieces_of_three_and_four_letters_with_its_edges():
    assert list(pieces("tuin")) == ["<tu", "tui", "uin", "in>", "<tui", "tuin", "uin>"]


@pytest.mark.parametrize(
    ("question", "phrase"),
    [
        ("gebreid", "samen breien"),
        ("breiclub", "samen breien"),
        ("fietz kappot", "mijn fiets is kapot"),
        ("dagbestedingen", "dagbesteding"),
        ("xyz", None),
        ("een", None),
        ("", None),
    ],
)
def test_other_forms_and_misspellings_are_alike(question, phrase):
    assert nearest(question) == phrase


def test_the_same_words_are_quite_alike():
    assert LETTERS.similar("samen breien").max() == pytest.approx(1, abs=1e-5)


@given(st.text(max_size=100))
def test_likeness_is_a_share(text):
    similar = LETTERS.similar(text)
    assert (similar >= 0).all()
    assert (similar <= 1.0001).all()
