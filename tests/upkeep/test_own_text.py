import pytest

from socialmap.errors import Problem
from socialmap.upkeep.own_text import check_text, fill, paragraphs


def test_the_names_that_we_know_are_filled_in_and_others_stay():
    facts = {"organisatie": "De {brug}", "aantal": 3}
    assert fill("{aantal} van {organisatie}, {x}", facts) == "3 van De {brug}, {x}"


@pytest.mark.parametrize(
    "text", ["", "Dag", "Dag {organisatie} op {kaart} in {gemeente}: {aantal}"]
)
def test_a_text_with_names_that_we_know_is_fine(text):
    check_text(text)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Dag {naam}", "{naam}"), ("{organisatie.__class__}", "{organisatie.__class__}"),
        ("{0}", "{0}"), ("{}", "{}"), ("Dag {organisatie", "losse accolade"), ("}", "losse accolade"),
        ("{{organisatie}}", "losse accolade"), ("{ organisatie }", "{ organisatie }"),
    ],
)  # fmt: skip
def test_a_name_that_we_do_not_know_is_refused_with_those_that_we_do(text, named):
    with pytest.raises(Problem) as wrong:
        check_text(text)
    assert named in str(wrong.value)
    assert "{organisatie}, {aantal}, {gemeente}, {kaart}" in str(wrong.value)


def test_empty_lines_part_paragraphs():
    assert paragraphs("Een\ntwee\n\n \nDrie\n") == ["Een\ntwee", "Drie"]
    assert paragraphs("") == []
