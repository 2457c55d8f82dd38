import re
from datetime import UTC, datetime, timedelta

import pytest

from socialmap.web.public.pages import manuals

TEXTS = ("/over", "/privacy", "/toegankelijkheid", "/help")


@pytest.mark.parametrize("path", TEXTS)
def test_pages_about_the_site_are_there_and_lead_to_each_other(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    for other in ("/over", "/privacy", "/toegankelijkheid"):
        assert f'href="{other}"' in answer.text


def test_every_manual_can_be_read(client):
    index = client.get("/help").text
    assert manuals()
    for name in manuals():
        assert f'href="/help/{name}"' in index
        assert client.get(f"/help/{name}").status_code == 200


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
