import pytest
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import BadRequest

from socialmap.server import REFUSED
from socialmap.web.page.errors import TEXTS
from socialmap.web.public import agenda
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


# Per status a request that ends in it, once something of ours is broken.
ENDS_IN = {
    400: lambda client: client.get("/agenda"),
    404: lambda client: client.get("/bestaat-niet"),
    413: lambda client: client.post("/aanmelden", data={"name": "x" * 100_000}),
    500: lambda client: client.get("/zoeken"),
}
OUR_SESSION = "flask.sessions.SecureCookieSessionInterface.open_session"


def break_database(monkeypatch, _app):
    for name in ("execute", "scalar", "scalars", "get", "connection", "rollback", "commit"):
        monkeypatch.setattr(f"sqlalchemy.orm.Session.{name}", fail_with(RuntimeError("broken")))


def break_snapshot(monkeypatch, _app):
    monkeypatch.setattr("socialmap.web.page.site.snapshot", fail_with(ValueError("broken")))
    monkeypatch.setattr("socialmap.search.finder.snapshot", fail_with(ValueError("broken")))


def break_session(monkeypatch, app):
    monkeypatch.setattr(OUR_SESSION, fail_with(RuntimeError("broken")))


def break_page(monkeypatch, app):
    monkeypatch.setattr("socialmap.web.page.errors.site_words", fail_with(KeyError("broken")))


@pytest.mark.parametrize("broken", [break_database, break_snapshot, break_session, break_page])
@pytest.mark.parametrize("status", ENDS_IN)
def test_the_page_of_an_error_needs_nothing_that_can_break(
    client, app, monkeypatch, broken, status
):
    monkeypatch.setitem(app.config, "TESTING", False)
    monkeypatch.setattr(public.finder, "find", fail_with(ZeroDivisionError("secret")))
    monkeypatch.setattr(agenda, "week_from", fail_with(BadRequest()))
    with monkeypatch.context() as context:
        broken(context, app)
        answer = ENDS_IN[status](client)
    # What is broken may be needed before the request gets as far as its own error.
    assert answer.status_code in (status, 500)
    assert TEXTS[answer.status_code][0] in answer.text
    assert 'href="/"' in answer.text
    assert "broken" not in answer.text


@pytest.mark.parametrize(
    ("status", "words"), [(400, "niet kunnen lezen"), (408, "niet helemaal"), (414, "te lang")]
)
@pytest.mark.parametrize("path", ["/zoeken", "/zoeken.json", "/bestaat-niet"])
def test_a_request_that_the_server_could_not_read_gets_a_sentence(client, status, words, path):
    answer = client.get(path, environ_overrides={REFUSED: status})
    assert answer.status_code == status
    assert words in answer.text
    assert (answer.mimetype == "application/problem+json") == path.endswith(".json")
