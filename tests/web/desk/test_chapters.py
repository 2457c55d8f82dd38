"""Each page of the desk leads to the chapter of the manuals that is about it."""

import pytest
from bs4 import BeautifulSoup

from socialmap.people.permissions import Role
from socialmap.web.desk.chapters import CHAPTERS, chapter_of
from socialmap.web.public.pages import manual, manuals
from tests.desk import a_person, sign_in
from tests.shape.test_access import DESK, requests_to


def endpoints(app):
    return {rule.endpoint for rule in app.url_map.iter_rules()}


def test_every_page_of_the_desk_has_a_chapter(app):
    own = {name for name in endpoints(app) if name in DESK or name.startswith("security.")}
    files = {"import_templates.template"}
    assert {name for name in own if chapter_of(name) is None} == files


def test_every_chapter_is_there():
    for page, (name, anchor) in CHAPTERS.items():
        assert name in manuals(), page
        assert not anchor or anchor in dict(manual(name).questions), page


def test_every_line_is_of_a_page_that_exists(app):
    known = endpoints(app) | set(app.blueprints)
    assert set(CHAPTERS) <= known


@pytest.fixture
def administrator(client):
    return sign_in(client, a_person(Role.ADMINISTRATOR))


def test_every_page_that_opens_shows_the_link_to_its_chapter(app, client, administrator):
    opened = 0
    for endpoint, method, path in requests_to(app):
        answer = client.get(path) if method == "GET" else None
        if answer is None or answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        opened += 1
        link = BeautifulSoup(answer.text, "html.parser").select_one(".desk-help a")
        name, anchor = chapter_of(endpoint)
        assert link.get_text() == "Hulp bij deze pagina"
        assert link["href"] == f"/help/{name}" + (f"#{anchor}" if anchor else "")
    assert opened > 12


def test_the_sign_in_page_shows_what_to_do_when_it_fails(client):
    page = BeautifulSoup(client.get("/inloggen").text, "html.parser")
    assert page.select_one(".desk-help a")["href"] == "/help/account#het-inloggen-lukt-niet"


def test_a_page_for_residents_has_no_such_link(client):
    assert "desk-help" not in client.get("/over").text
