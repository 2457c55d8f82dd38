import pytest

from socialmap.errors import FileProblem
from socialmap.importing.columns import map_columns
from socialmap.importing.rows import read_rows
from socialmap.importing.words import read_explanations, words_of
from tests.importing.samples import TODAY

WORDS = """veld;woord;betekent
soort;koffie;koffieuurtje
soort;eetclub;warme plek
doelgroep;55+;ouderen
doelgroep;iedereen;
"""


@pytest.fixture
def words(tmp_path):
    path = tmp_path / "woorden.csv"
    path.write_text(WORDS, encoding="utf-8")
    return words_of(read_explanations(path))


def read(words, **cells):
    mapping = map_columns(list(cells))
    lines = [(2, list(cells.values()))]
    return next(read_rows(lines, mapping, TODAY, words=words))


def test_explained_words_are_terms_and_the_rest_stays(words):
    row = read(words, name="Een", town="Zeist", kind="Koffie", audiences="55+; jongeren; iedereen")
    assert row.listing.kind == "coffee_hour"
    assert set(row.listing.audiences) == {"older_people", "young_people"}
    assert not [one for one in row.remarks if one.level == "warning"]


def test_a_kind_may_be_a_setting(words):
    row = read(words, name="Een", town="Zeist", kind="eetclub")
    assert (row.listing.kind, row.listing.setting) == ("", "warm_place")


def test_a_word_that_nobody_explained_is_still_remarked_with_what_was_typed(words):
    row = read(words, name="Een", town="Zeist", audiences="55+; marsmannetjes")
    (warning,) = [one for one in row.remarks if one.level == "warning"]
    assert warning.value == "55+; marsmannetjes"


@pytest.mark.parametrize("line", ["soort;koffie;onzin", "kleur;koffie;koffieuurtje"])
def test_a_term_or_column_that_does_not_exist_is_refused_with_its_line(tmp_path, line):
    path = tmp_path / "woorden.csv"
    path.write_text(f"soort;thee;koffieuurtje\n{line}\n")
    with pytest.raises(FileProblem) as problem:
        read_explanations(path)
    assert "Regel 2" in problem.value.sentence % problem.value.facts


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(FileProblem):
        read_explanations(tmp_path / "niets.csv")
