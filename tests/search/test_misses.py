from datetime import timedelta

import flask_migrate
import pytest
from sqlalchemy import select

from socialmap import create_app
from socialmap.db import db
from socialmap.search.index.snapshot import store
from socialmap.search.jobs import forget_misses
from socialmap.search.misses import FORGOTTEN_AFTER, MissedSearch, miss, missed
from socialmap.times.clock import today


@pytest.fixture
def catalogue(tmp_path):
    app = create_app({"SOCIALMAP_DATA": str(tmp_path), "SOCIALMAP_TILES_URL": ""})
    with app.app_context():
        flask_migrate.upgrade()
        store().environ = None
        yield app
        db.session.remove()
        db.engine.dispose()


def look_for(words):
    db.session.remove()
    if counting := miss(words, "secret"):
        counting.result(timeout=10)


def rows():
    db.session.remove()
    return db.session.scalars(select(MissedSearch)).all()


def test_words_are_stored_from_the_third_time_on(catalogue):
    look_for("schaken")
    look_for(" Schaken ")
    assert [(row.count, row.words) for row in rows()] == [(2, "")]
    assert missed() == []
    look_for("schaken")
    assert [(row.words, row.count) for row in missed()] == [("schaken", 3)]


def test_before_that_the_words_cannot_be_read(catalogue):
    look_for("schaken")
    assert "schaken" not in rows()[0].digest


@pytest.mark.parametrize("words", ["", "*", "jan@example.org", "06 12345678", "123456782"])
def test_nothing_and_nobody_is_counted(catalogue, words):
    look_for(words)
    assert rows() == []


def test_what_is_long_ago_is_forgotten_also_when_nobody_searches(catalogue):
    for digest, last_on in (
        ("old", today() - FORGOTTEN_AFTER - timedelta(days=1)),
        ("new", today()),
    ):
        db.session.add(MissedSearch(digest=digest, words="iets", count=9, last_on=last_on))
    db.session.commit()
    assert forget_misses() == "gewist: 1"
    assert [row.digest for row in rows()] == ["new"]
    assert forget_misses() == ""


def test_a_search_that_finds_nothing_is_counted_by_the_page(catalogue):
    for _ in range(3):
        answer = catalogue.test_client().get("/zoeken?wat=parachutespringen")
        assert answer.status_code == 200
    look_for("iets anders")
    assert [row.words for row in missed()] == ["parachutespringen"]
