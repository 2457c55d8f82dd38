"""The JSON of the finder: the same as the page, cached for a minute and never after an edit."""

from datetime import UTC, datetime
from importlib import import_module

import pytest
import time_machine

from tests.listings import UTRECHT, listing, put

DOOR = import_module("socialmap.api.search")
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def worked_out(monkeypatch):
    """Counts the answers that were worked out."""
    asked, find = [], DOOR.find
    monkeypatch.setattr(
        DOOR, "find", lambda *args, **facts: asked.append(1) or find(*args, **facts)
    )
    return asked


def names(client, path="/zoeken.json?wat=koffie", **options):
    return [each["name"] for each in client.get(path, **options).json["results"]]


def test_the_same_question_within_a_minute_is_worked_out_once(client, worked_out):
    put(listing("Koffie", UTRECHT))
    with time_machine.travel(MONDAY, tick=False):
        assert names(client) == names(client) == ["Koffie"]
        assert len(worked_out) == 1
        assert names(client, "/zoeken.json?wat=koffie&waar=utrecht") == ["Koffie"]
        assert len(worked_out) == 2
    with time_machine.travel(MONDAY.replace(minute=1), tick=False):
        assert names(client) == ["Koffie"]
    assert len(worked_out) == 3


def test_an_edit_is_in_the_next_answer(client):
    with time_machine.travel(MONDAY, tick=False):
        put(listing("Koffie", UTRECHT))
        assert names(client) == ["Koffie"]
        put(listing("Koffie en taart", UTRECHT))
        assert sorted(names(client)) == ["Koffie", "Koffie en taart"]


def test_a_request_for_a_new_answer_gets_one(client, worked_out):
    put(listing("Koffie", UTRECHT))
    with time_machine.travel(MONDAY, tick=False):
        for _ in range(2):
            assert names(client, headers={"Cache-Control": "no-cache"}) == ["Koffie"]
    assert len(worked_out) == 2


def test_no_more_answers_are_cached_than_fit(client, worked_out, monkeypatch):
    monkeypatch.setattr(DOOR, "MOST_CACHED", 1)
    put(listing("Koffie", UTRECHT))
    with time_machine.travel(MONDAY, tick=False):
        for word in ("koffie", "thee", "thee", "koffie"):
            client.get(f"/zoeken.json?wat={word}")
    assert len(worked_out) == 3


def test_questions_with_other_repeated_values_are_cached_apart(client):
    put(listing("Koffie", UTRECHT, kind="coffee_hour"))
    with time_machine.travel(MONDAY, tick=False):
        one = client.get("/zoeken.json?soort=warm_place&soort=volunteer_group").json
        two = client.get("/zoeken.json?soort=mild_work_setting").json
    assert one["total"] == 1
    assert two["total"] == 0
