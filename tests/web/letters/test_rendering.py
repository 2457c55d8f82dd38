from datetime import date

import pytest

from socialmap.upkeep.reminders import DueListing, ReminderMail
from socialmap.web.letters.reminders import Links, render
from socialmap.web.letters.rendering import language_for, letter, page_url

FACTS = {"address": "https://kaart.example.org/nagaan/x", "contact": "hulp@example.org"}
LINKS = Links("https://kaart.example.org/nagaan/token", "https://kaart.example.org/geen-mail/x")


def asking(turn=1, names=("Koffie & <thee>",), organisation="De Brug"):
    listings = tuple(
        DueListing(None, name, None, organisation, "", date(2026, 1, 1)) for name in names
    )
    day = date(2026, 12, 1)
    return ReminderMail(day, "organisation:1", "brug@example.org", organisation, turn, listings,
                        ("Zeist",))  # fmt: skip


@pytest.mark.usefixtures("session")
def test_a_reminder_reads_well_as_text_and_is_safe_as_html(app):
    message = render(asking(), LINKS)
    assert message.subject == "Klopt Koffie & <thee> nog?"
    assert message.text.startswith(
        "Hallo,\n\nSociale kaart provincie Utrecht laat zien wat De Brug doet:"
    )
    assert "\n\n- Koffie & <thee>\n\nKijk je even" in message.text
    assert "/nagaan/token\n\n" in message.text
    assert "Koffie &amp; &lt;thee&gt;" in message.html
    assert "\n\n\n" not in message.text
    assert "laatste mail" not in message.text
    assert message.text.endswith("Zeg het hier:\nhttps://kaart.example.org/geen-mail/x\n")
    assert 'href="https://kaart.example.org/geen-mail/x"' in message.html


@pytest.mark.usefixtures("session")
def test_an_own_text_stands_above_what_is_always_there(app):
    own = "Dag {organisatie},\nover {aantal} in {gemeente}:\n\nGroet van <b>Noor</b>"
    message = render(asking(), LINKS, own)
    assert message.text.startswith(
        "Dag De Brug,\nover 1 in Zeist:\n\nGroet van <b>Noor</b>\n\n- Koffie"
    )
    assert "laat zien wat" not in message.text
    for always in ("/nagaan/token", "/geen-mail/x", "Groeten van Sociale kaart", "niet door"):
        assert always in message.text
    assert "<b>Noor</b>" not in message.html
    assert "&lt;b&gt;Noor" in message.html
    assert "\n\n\n" not in message.text


@pytest.mark.usefixtures("session")
def test_a_language_without_translation_is_written_in_dutch(app):
    assert language_for("ar") == "nl"
    message = render(asking(), LINKS, "", "ar")
    assert message.text.startswith("Hallo,")
    assert '<html lang="nl">' in message.html


@pytest.mark.usefixtures("session")
def test_many_names_are_counted_and_the_last_mail_says_what_follows(app):
    message = render(asking(4, [f"Koffie {n}" for n in range(30)], ""), LINKS)
    assert message.subject == "Kloppen jullie initiatieven nog?"
    assert message.text.count("- Koffie") == 12
    assert "en nog 18." in message.text
    assert "laatste mail" in message.text
    assert "laat zien wat jullie doen:" in message.text


@pytest.mark.usefixtures("session")
def test_a_warning_tells_the_day(app):
    message = letter("hiding", name="Koffie", on=date(2026, 12, 22), **FACTS)
    assert "op 22 december 2026 van de kaart" in message.text
    assert "\n\n\n" not in message.text


def test_an_address_in_mail_is_that_of_the_settings(app, monkeypatch):
    with app.test_request_context(base_url="https://evil.example.org"):
        assert page_url("confirming.index", token="x") == "http://127.0.0.1:8000/nagaan/x"
