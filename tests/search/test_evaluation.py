import csv
from collections import defaultdict
from dataclasses import replace

import orjson
import pytest
from click.testing import CliRunner

from socialmap.catalogue.taxonomy import taxonomy
from socialmap.cli.evaluating import evaluate_group
from socialmap.language.spelling import Vocabulary
from socialmap.search.evaluation import (
    AnsweredQuestion,
    JudgedQuery,
    dcg,
    ndcg,
    recall,
    reciprocal_rank,
    search_figures,
    share_answered,
    shares_by_kind,
)
from socialmap.search.words import Words, parse_words
from tests.search.brute_force import BruteForce

GRADES = {"a": 2, "b": 1}


def test_gains_are_discounted_by_rank():
    assert dcg([2, 1]) == pytest.approx(3 + 1 / 1.584962500721156)
    assert dcg([]) == 0


def test_ndcg_is_1_for_the_best_order_and_less_for_another():
    assert ndcg(["a", "b", "x"], GRADES) == 1
    assert 0 < ndcg(["x", "b", "a"], GRADES) < ndcg(["b", "a"], GRADES) < 1
    assert ndcg([], GRADES) == ndcg(["a"], {}) == 0


def test_ndcg_counts_results_up_to_its_depth_only():
    assert ndcg(["x", "a"], GRADES, depth=1) == 0


def test_reciprocal_rank_and_recall():
    assert reciprocal_rank(["x", "b"], GRADES) == 0.5
    assert reciprocal_rank(["x"], GRADES) == 0
    assert recall(["x", "b"], GRADES) == 0.5
    assert recall(["x", "b", "a"], GRADES, depth=1) == 0


def test_figures_are_means_over_queries_that_can_be_answered():
    judged = [
        JudgedQuery("1", "een", ("a", "b"), GRADES),
        JudgedQuery("2", "twee", (), GRADES),
        JudgedQuery("3", "drie", ("x",), {}),
    ]
    found = search_figures(judged)
    assert (found.queries, found.ndcg, found.mrr, found.recall) == (2, 0.5, 0.5, 0.5)
    assert found.empty == ("2",)
    assert search_figures([]).queries == 0


def test_figures_per_kind_of_question_have_the_worst_first():
    judged = [
        JudgedQuery("1", "een", ("a", "b"), GRADES, ("kort",)),
        JudgedQuery("2", "twee", (), GRADES, ("zin", "kort")),
        JudgedQuery("3", "drie", ("x",), {}, ("plaats",)),
    ]
    found = search_figures(judged).per_kind
    assert {kind: (each.queries, each.ndcg) for kind, each in found.items()} == {
        "zin": (1, 0.0),
        "kort": (2, 0.5),
    }
    assert list(found) == ["zin", "kort"]


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def fields(row):
    kind = next(
        (k for k in taxonomy().terms("kind") if row["soort"] in {k.code, k.nl, *k.aliases}), None
    )
    names = (
        (kind.nl, *kind.aliases, taxonomy().name("setting", kind.parent))
        if kind
        else (row["soort"],)
    )
    return {
        "name": row["naam"],
        "kind": " ".join(names),
        "description": row["beschrijving"],
        "other": row["plaats"],
    }


def test_words_alone_rank_the_development_set_well(shared):
    folder = shared / "data" / "eval"
    listings = {row["id"]: fields(row) for row in rows(folder / "initiatives_dev.csv")}
    brute_force = BruteForce(listings)
    vocabulary = Vocabulary.of(brute_force.listings_with)
    grades = defaultdict(dict)
    for row in rows(folder / "qrels_dev.csv"):
        grades[row["qid"]][row["listing_id"]] = int(row["grade"])
    judged = []
    for row in rows(folder / "queries_dev.csv"):
        clauses = [
            each.alternatives
            for each in parse_words(row["query"], vocabulary).all
            if isinstance(each, Words)
        ]
        ranked = tuple(each.id for each in brute_force.rank(clauses))
        judged.append(JudgedQuery(row["qid"], row["query"], ranked, grades[row["qid"]]))
    found = search_figures(judged)
    assert found.empty == ()
    assert found.ndcg >= 0.88


@pytest.fixture
def files(tmp_path):
    (tmp_path / "listings.csv").write_text(
        "id,naam,beschrijving,soort,plaats\n"
        "tuin,De Tuin,Samen tuinieren,moestuin,Zeist\n"
        "soep,Soep,Samen soep eten,samen eten,Zeist\n",
        encoding="utf-8",
    )
    (tmp_path / "queries.csv").write_text("qid,query\nQ1,soep\n", encoding="utf-8")
    (tmp_path / "qrels.csv").write_text("qid,listing_id,grade\nQ1,soep,2\n", encoding="utf-8")
    return tmp_path


def evaluate(folder, *options):
    named = ("listings", "queries", "qrels")
    args = [part for name in named for part in (f"--{name}", str(folder / f"{name}.csv"))]
    return CliRunner().invoke(evaluate_group, ["search", *args, *options])


def test_the_command_prints_what_was_found_and_the_figures(files):
    result = evaluate(files)
    assert result.exit_code == 0, result.output
    assert "1. [2] soep" in result.output
    assert "nDCG@10 1.000, MRR 1.000, recall@20 1.000" in result.output


def test_the_command_answers_in_json(files):
    assert '"ndcg": 1.0' in evaluate(files, "--json").output


def test_the_command_says_which_column_is_missing(files):
    (files / "qrels.csv").write_text("qid,grade\nQ1,2\n", encoding="utf-8")
    result = evaluate(files)
    assert result.exit_code == 1
    assert "has no column listing_id" in result.output


def test_the_command_refuses_a_grade_that_is_no_number(files):
    (files / "qrels.csv").write_text("qid,listing_id,grade\nQ1,soep,veel\n", encoding="utf-8")
    assert "has the grade 'veel'" in evaluate(files).output


def test_a_question_is_answered_by_a_wanted_listing_among_the_first_three():
    wanted = frozenset({"a", "b"})
    assert AnsweredQuestion("?", "zin", wanted, ("x", "y", "b")).answered
    assert not AnsweredQuestion("?", "zin", wanted, ("x", "y", "z", "a")).answered
    assert AnsweredQuestion("?", "niets", frozenset(), ()).answered
    assert not AnsweredQuestion("?", "niets", frozenset(), ("x",)).answered


def test_shares_of_answered_questions_are_counted_by_kind():
    answered = AnsweredQuestion("?", "zin", frozenset({"a"}), ("a",))
    others = [replace(answered, ranked=()), replace(answered, kind="woord")]
    assert shares_by_kind([answered, *others]) == {"zin": 0.5, "woord": 1}
    assert share_answered([answered, *others]) == pytest.approx(2 / 3)
    assert share_answered([]) == 0


def test_evaluate_questions_asks_those_of_a_file(tmp_path):
    listings, questions = tmp_path / "plekken.csv", tmp_path / "vragen.csv"
    listings.write_text(
        "id,naam,soort,plaats\na,Samen Breien,creatieve groep,Utrecht\n"
        "b,Rondje Plas,wandelgroep,Utrecht\n"
    )
    questions.write_text(
        "question,kind,wanted\nbreien,woord,a\nwandelen,woord,a\nschaatsbaan,niets,-\n"
    )
    command = ["questions", str(questions), "--listings", str(listings)]
    printed = CliRunner().invoke(evaluate_group, command, catch_exceptions=False).output
    assert "50.0%  woord (2)" in printed
    assert "100.0%  niets (1)" in printed
    assert "66.7%  of 3 questions" in printed
    document = orjson.loads(
        CliRunner().invoke(evaluate_group, [*command, "--json"], catch_exceptions=False).output
    )
    assert document["kinds"] == {"woord": 0.5, "niets": 1.0}
    assert [one["answered"] for one in document["per_question"]] == [True, False, True]
