import re
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup

from socialmap.web.public.pages import HELP_GROUPS, manual, manuals

TEXTS = ("/over", "/privacy", "/toegankelijkheid", "/help")


@pytest.mark.parametrize("path", TEXTS)
def test_pages_about_the_site_are_there_and_lead_to_each_other(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    for other in ("/over", "/privacy", "/toegankelijkheid"):
        assert f'href="{other}"' in answer.text


def test_every_manual_is_listed_once_and_can_be_read(client):
    listed = [name for _, names in HELP_GROUPS for name in names]
    assert sorted(listed) == sorted(manuals())
    index = client.get("/help").text
    for name in manuals():
        assert f'href="/help/{name}"' in index
        assert client.get(f"/help/{name}").status_code == 200


def test_residents_come_first_with_their_own_questions(client):
    page = BeautifulSoup(client.get("/help").text, "html.parser")
    first, *others = page.select("main section")
    assert first.h2.get_text() == "Je zoekt iets in de buurt"
    assert [other.h2.get_text() for other in others] == [
        "Je organiseert iets",
        "Je helpt iemand zoeken",
        "Je werkt aan de kaart",
    ]
    questions = [link["href"] for link in first.select(".help-questions a")]
    assert len(questions) >= 8
    manual_page = BeautifulSoup(client.get("/help/bewoners").text, "html.parser")
    for link in questions:
        path, _, code = link.partition("#")
        assert path == "/help/bewoners"
        assert manual_page.select_one(f"h2[id='{code}']")
        assert manual_page.select_one(f"nav a[href='#{code}']")


def test_a_manual_says_first_whom_it_is_for_and_then_what_is_in_it(client):
    page = BeautifulSoup(client.get("/help/bewoners").text, "html.parser").select_one(".prose")
    order = [part.name for part in page.find_all(["h1", "p", "nav", "h2"], recursive=False)]
    assert order[:5] == ["p", "h1", "p", "nav", "h2"]


def test_the_questions_of_a_manual_have_different_ids(client):
    for name in manuals():
        codes = [code for code, _ in manual(name).questions]
        assert len({*codes}) == len(codes)
        assert all(codes)


def test_links_in_manuals_for_residents_lead_somewhere(client, app):
    for name in ("bewoners", "initiatief", "samen-zoeken"):
        page = BeautifulSoup(client.get(f"/help/{name}").text, "html.parser")
        for link in page.select(".prose a[href^='/']"):
            assert client.get(link["href"]).status_code == 200, link["href"]


@pytest.mark.parametrize("name", ["niets", "..%2fREADME", "bewoners.md"])
def test_a_manual_that_is_not_there_is_told(client, name):
    assert client.get(f"/help/{name}").status_code == 404


def test_search_engines_are_told_what_to_leave_alone(client):
    answer = client.get("/robots.txt")
    assert answer.mimetype == "text/plain"
    assert "Disallow: /kaart/" in answer.text


def test_who_finds_a_leak_knows_where_to_report_it(client):
    text = client.get("/.well-known/security.txt").text
    assert "Contact: http://localhost/over#lek" in text
    expires = datetime.fromisoformat(re.search(r"Expires: (.*)", text)[1])
    assert datetime.now(UTC) < expires < datetime.now(UTC) + timedelta(days=365)
