"""The privacy page says what the code does."""

import ast
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

import socialmap
from socialmap.search.misses import STORED_FROM
from socialmap.web.public import finding
from socialmap.web.public.retention import OF_WORKERS, of_visitors

SOURCE = Path(socialmap.__file__).parent
# Periods after which nothing about people is deleted.
OTHER = {
    ("jobs.py", "KEPT_FOR"),  # what jobs did, without people
    ("upkeep/calls.py", "WARNED_FOR"),  # until a listing goes off the map
    ("upkeep/site_checks.py", "FAILING_FOR"),  # how long a site is out of reach
}


def periods():
    """The constants of the code that are a time, and named after how long something stays."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
                name = getattr(node.targets[0], "id", "")
                called = getattr(node.value.func, "id", "")
                if called == "timedelta" and name.endswith(
                    ("_FOR", "RETENTION", "FORGOTTEN_AFTER")
                ):
                    days = ast.literal_eval(node.value.keywords[0].value)
                    yield (path.relative_to(SOURCE).as_posix(), name), timedelta(days=days)


def test_every_period_of_the_code_is_in_the_table():
    table = sorted(row.period for row in (*of_visitors(counting=True), *OF_WORKERS))
    assert table == sorted(period for where, period in periods() if where not in OTHER)


def test_the_page_has_every_row_with_its_days(client):
    page = client.get("/privacy").text
    for row in (*of_visitors(counting=True), *OF_WORKERS):
        assert row.what in page
        days = "1 dag" if row.days == 1 else f"{row.days} dagen"
        assert f"tot {days} na {row.after}" in page


def test_the_page_says_from_which_time_words_are_stored(client):
    assert STORED_FROM == 3
    assert "drie keer" in client.get("/privacy").text


@pytest.fixture
def counted(app, monkeypatch):
    """The words that were handed to the counter, which the fixture of the app replaces."""
    words = []
    monkeypatch.setattr(finding, "miss", lambda typed, _: words.append(typed))
    return words


def test_a_search_in_vain_is_counted(counted, client):
    client.get("/zoeken?wat=xqzvbkw")
    assert counted == ["xqzvbkw"]


def test_counting_can_be_switched_off(counted, app, client, monkeypatch):
    settings = replace(app.extensions["socialmap"], count_misses=False)
    monkeypatch.setitem(app.extensions, "socialmap", settings)
    client.get("/zoeken?wat=xqzvbkw")
    assert counted == []
    page = client.get("/privacy").text
    assert "We bewaren niet wat je zoekt." in page
    assert "drie keer" not in page
