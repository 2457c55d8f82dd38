import pytest
from sqlalchemy.exc import OperationalError

from socialmap.web.page.errors import TEXTS
from socialmap.web.public import finding as public


def fail_with(error):
    def fail(*_args, **_kwargs):
        raise error

    return fail


def test_a_page_that_is_not_there_helps_on(client):
    answer = client.get("/bestaat-niet")
    assert answer.status_code == 404
    assert "Deze pagina is er niet" in answer.text
    assert 'href="/zoeken"' in answer.text


def test_a_wrong_method_says_which_are_right(client):
    answer = client.post("/zoeken")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_a_database_that_is_away_is_no_crash(client, monkeypatch):
    monkeypatch.setattr(
        public.finder, "find", fail_with(OperationalError("", {}, Exception("away")))
    )
    answer = client.get("/")
    assert answer.status_code == 503
    assert "De kaart is er even niet" in answer.text


def test_a_mistake_of_ours_is_a_page_without_a_traceback(client, app, monkeypatch):
    monkeypatch.setattr(public.finder, "find", fail_with(ZeroDivisionError("secret")))
    monkeypatch.setitem(app.config, "TESTING", False)
    answer = client.get("/")
    assert answer.status_code == 500
    assert "Er ging iets mis bij ons" in answer.text
    assert "secret" not in answer.text


def test_a_program_that_asks_for_data_gets_the_error_as_data(client):
    answer = client.get("/kaart/punten.json?vak=onzin")
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"
    assert answer.json["status"] == 400


@pytest.mark.parametrize("status", TEXTS)
def test_every_error_has_a_heading_and_a_sentence(status):
    heading, sentence = TEXTS[status]
    assert heading
    assert sentence.endswith(".")
