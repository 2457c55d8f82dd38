import pytest

from socialmap.catalogue.taxonomy import SCHEMES, read_scheme, taxonomy
from socialmap.errors import FileProblem
from socialmap.isolation.forms import IsolationForm
from socialmap.search.index.facts import FACTS

HEADER = "code,parent,nl,en,definition_nl,definition_en,forms,aliases,links\n"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_term_has_two_names_and_a_definition(scheme):
    assert all(t.nl and t.en and t.definition_nl for t in taxonomy().terms(scheme))


def test_every_kind_stands_under_a_setting_and_names_its_forms():
    for kind in taxonomy().terms("kind"):
        assert kind.parent in taxonomy().schemes["setting"]
        assert kind.forms
        assert set(kind.forms) <= set(IsolationForm)


def test_every_setting_has_a_letter_of_its_own():
    letters = [setting.letter for setting in taxonomy().terms("setting")]
    assert len(set(letters)) == len(letters) == 4


@pytest.mark.parametrize("scheme", ["threshold", "accessibility"])
def test_every_fact_of_a_taxonomy_is_one_that_the_finder_knows(scheme):
    assert set(taxonomy().schemes[scheme]) == set(FACTS[scheme])


def test_a_town_replaces_a_scheme_by_a_file_of_its_own(tmp_path):
    (tmp_path / "sphere.csv").write_text(HEADER + "street,,straat,street,De straat.,,,,\n")
    own = taxonomy(tmp_path)
    assert own.name("sphere", "street") == "straat"
    assert own.name("setting", "warm_place") == "warme plek"


@pytest.mark.parametrize("rows", [",,naamloos,,,,,,\n", "a,,x,,,,,,\na,,y,,,,,,\n", "a,,,,,,,,\n"])
def test_a_wrong_file_says_which_line(tmp_path, rows):
    (tmp_path / "sphere.csv").write_text(HEADER + rows)
    with pytest.raises(FileProblem, match=r"sphere\.csv, regel \d"):
        read_scheme(tmp_path / "sphere.csv")
