from datetime import date

import pytest

from socialmap.upkeep.reminders import Asked, Asking
from socialmap.web.letters.reminders import render
from socialmap.web.letters.rendering import letter, link

FACTS = {"address": "https://kaart.example.org/nagaan/x", "contact": "hulp@example.org"}


def asking(turn=1, names=("Koffie & <thee>",), organisation="De Brug"):
    listings = tuple(Asked(None, name, None, organisation, "", date(2026, 1, 1)) for name in names)
    return Asking("organisation:1", "brug@example.org", organisation, turn, listings)


@pytest.mark.usefixtures("session")
def test_a_reminder_reads_well_as_text_and_is_safe_as_html(app):
    told = render(asking(), "token")
    assert told.subject == "Klopt Koffie & <thee> nog?"
    assert told.text.startswith(
        "Hallo,\n\nOp Sociale kaart provincie Utrecht staat wat De Brug doet:"
    )
    assert "\n\n- Koffie & <thee>\n\nKijk je even" in told.text
    assert "/nagaan/token\n\n" in told.text
    assert "Koffie &amp; &lt;thee&gt;" in told.html
    assert "\n\n\n" not in told.text
    assert "laatste mail" not in told.text


@pytest.mark.usefixtures("session")
def test_many_names_are_counted_and_the_last_mail_says_what_follows(app):
    told = render(asking(4, [f"Koffie {n}" for n in range(30)], ""), "token")
    assert told.subject == "Kloppen jullie initiatieven nog?"
    assert told.text.count("- Koffie") == 12
    assert "en nog 18." in told.text
    assert "laatste mail" in told.text
    assert "staat wat jullie doen:" in told.text


@pytest.mark.usefixtures("session")
def test_a_warning_tells_the_day(app):
    told = letter("hiding", name="Koffie", on=date(2026, 12, 22), **FACTS)
    assert "op 22 december 2026 van de kaart" in told.text
    assert "\n\n\n" not in told.text


def test_an_address_in_mail_is_that_of_the_settings(app, monkeypatch):
    with app.test_request_context(base_url="https://evil.example.org"):
        assert link("confirming.index", token="x") == "http://127.0.0.1:8000/nagaan/x"
