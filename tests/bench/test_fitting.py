import pytest
from click.testing import CliRunner

from socialmap.bench import fitting
from socialmap.bench.fitting import Fitting, Weight, fit_command

TABLE = (Weight(fitting, "ROUNDS"), Weight(fitting, "LEAST_GAIN"))


@pytest.fixture
def peaked(monkeypatch):
    """A ranking that is best when the first weight is near 3, and does not see the second."""
    monkeypatch.setattr(fitting, "TABLE", TABLE)

    def ndcgs(_fitting, values):
        return [1 - abs(values[0] - 3) / 10] * 10

    monkeypatch.setattr(Fitting, "ndcgs", ndcgs)
    return Fitting([None] * 10)


def test_a_weight_moves_only_as_long_as_the_ranking_gains(peaked):
    first, second = peaked.fitted((4.0, 1.0), range(10))
    assert first == 3.0
    assert second == 1.0


def test_queries_are_judged_by_weights_that_were_fitted_without_them(peaked):
    assert fitting.cross_validated(peaked, (4.0, 1.0)) == 1.0


def test_a_weight_is_read_and_replaced_where_the_search_reads_it(monkeypatch):
    monkeypatch.setattr(fitting, "SOME", {"name": 2.0}, raising=False)
    weight = Weight(fitting, "SOME", "name")
    weight.put(2.5)
    assert (weight.get(), weight.label) == (2.5, "bench.fitting.SOME['name']")


def test_every_weight_of_the_table_is_in_the_code():
    assert all(weight.get() > 0 for weight in fitting.TABLE)


def test_as_many_judgements_as_queries_are_asked_for(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("qid,query\n", encoding="utf-8")
    args = ["--listings", file, "--queries", file, "--queries", file, "--qrels", file]
    result = CliRunner().invoke(fit_command, [str(arg) for arg in args])
    assert result.exit_code == 2
    assert "as many" in result.output
