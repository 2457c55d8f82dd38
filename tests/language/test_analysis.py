import pytest

from socialmap.language.analysis import stem_line, stems


@pytest.mark.parametrize(
    ("one", "other"),
    [("eenzaam", "eenzaamheid"), ("Wandelgroepen", "wandelgroep"), ("CAFÉ", "cafe")],
)
def test_words_of_one_meaning_have_one_stem(one, other):
    assert stems(one) == stems(other)


def test_stop_words_and_single_letters_are_left_out():
    assert stems("de het van a") == []


def test_a_line_of_stems_has_a_space_around_each():
    assert stem_line("Samen", "eten") == " sam eten "
