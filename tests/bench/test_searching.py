from pathlib import Path

import pytest

from socialmap.bench.answering import make_questions, measure_answers
from socialmap.bench.catalogues import day_of, environ, prepare
from socialmap.bench.generator import listings
from socialmap.bench.ratios import ratios
from socialmap.bench.rivals import fts5
from socialmap.bench.snapshots import measure_build, measure_start

COUNT, EACH = 300, 8
KINDS = {
    "combined",
    "common_word",
    "two_words",
    "phrase",
    "prefix",
    "fuzzy",
    "no_words",
    "box_small",
    "sentence",
    "clusters_city",
    "clusters_province",
    "clusters_nation",
}


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    settings = environ(tmp_path_factory.mktemp("bench"))
    prepare(settings, COUNT, 1)
    return settings


@pytest.fixture(scope="module")
def built(settings):
    return measure_build(settings, COUNT)


@pytest.fixture(scope="module")
def questions(settings, built):
    return make_questions(settings, COUNT, 1, EACH)


def test_a_catalogue_is_made_once(settings):
    assert prepare(settings, COUNT, 1) == {"kept": True}


def test_a_build_tells_its_speed_and_size(built):
    assert built["listings"] == COUNT
    assert set(built) >= {"listings_per_second", "peak_rss_mb", "mapped_mb_per_100000"}


def test_a_start_tells_how_soon_it_answers(settings, built):
    _moment, told = measure_start(settings, "koffie")
    assert told["seconds_first_answer"] >= 0


def test_every_kind_of_question_is_measured(settings, questions):
    report = measure_answers(settings, questions)
    assert set(report) == set(questions) == KINDS
    for kind, told in report.items():
        assert told["questions"] == EACH, kind
        assert 0 < told["cpu_ms"]["p50"] <= told["cpu_ms"]["p95"]
    assert report["clusters_nation"]["hits_p50"] > COUNT * 0.8


def test_the_same_questions_are_asked_of_sqlite(settings, questions, tmp_path):
    file = tmp_path / "rows.sqlite"
    fts5.make(file, listings(COUNT, 1, day_of(Path(settings["SOCIALMAP_DATA"]))))
    report = fts5.measure(file, questions)
    assert report["common_word"]["without_hits"] == 0
    assert report["phrase"]["without_hits"] == 0
    assert len(list(fts5.rows(file))) == COUNT


def test_a_ratio_needs_both_sides():
    quick, slow = ({"cpu_ms": {"p50": p50}, "wall_ms": {"p50": p50}} for p50 in (2.0, 9.0))
    served = {
        "html": {"per_second": 10.0, "per_cpu_second": 8.0},
        "hello": {"per_second": 40.0, "per_cpu_second": 16.0},
        "datasette_text": {"per_second": 5.0, "per_cpu_second": 4.0},
    }
    report = {"answers": {"combined": quick}, "fts5": {"combined": slow}, "served": served}
    assert ratios(report) == {
        "combined_vs_fts5": 4.5,
        "html_vs_hello": 0.25,
        "html_vs_hello_per_cpu": 0.5,
    }
