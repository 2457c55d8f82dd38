"""The front page: what is open today near a place, and questions that ask for a place first."""

from datetime import datetime

import pytest
import time_machine
from bs4 import BeautifulSoup

from socialmap.catalogue.listing import ListedActivity
from tests.listings import UTRECHT, ZEIST, listing, put

MONDAY = "2026-11-30T10:00:00Z"


def page_of(client, path):
    return BeautifulSoup(client.get(path).text, "html.parser")


def words(element):
    return " ".join(element.get_text(" ").split())


def names_today(page):
    section = page.select_one("#vandaag").parent
    return [words(title) for title in section.select(".card__title")]


@pytest.fixture
def monday(session):
    """A Monday morning with places in two towns that are open, open later or closed today."""
    put(
        listing("Open in Utrecht", UTRECHT, hours="Mo 09:00-17:00"),
        listing("Later in Utrecht", UTRECHT, hours="Mo 14:00-17:00"),
        listing("Dicht in Utrecht", UTRECHT, hours="Tu 09:00-17:00"),
        listing("Open in Zeist", ZEIST, hours="Mo 09:00-17:00"),
        listing(
            "Koor in Zeist",
            ZEIST,
            activities=(ListedActivity(name="Zang", starts=datetime(2026, 11, 30, 20)),),
        ),
    )
    with time_machine.travel(MONDAY, tick=False):
        yield


def test_without_a_place_it_shows_what_is_open_today_in_the_region(client, monday):
    page = page_of(client, "/")
    assert words(page.select_one("#vandaag")) == "Vandaag in de provincie Utrecht"
    assert len(names_today(page)) == 3
    assert "Dicht in Utrecht" not in names_today(page)
    assert page.select_one("a[href='/zoeken?dag=vandaag&sorteer=open']")


def test_with_a_place_it_shows_what_is_open_or_happens_there(client, monday):
    page = page_of(client, "/?waar=Zeist")
    assert words(page.select_one("#vandaag")) == "Vandaag bij jou: rond Zeist"
    assert names_today(page) == ["Open in Zeist", "Koor in Zeist"]


def test_a_place_that_is_not_clear_is_said_and_stays_in_the_field(client, monday):
    page = page_of(client, "/?waar=Hengelo")
    assert "niet duidelijk welke plaats je bedoelt met ‘Hengelo’" in words(page.main)
    assert page.select_one("#woonplaats")["value"] == "Hengelo"
    assert len(names_today(page)) == 3


def test_at_night_nothing_is_open_any_more(client, monday):
    with time_machine.travel("2026-11-30T22:30:00Z", tick=False):
        assert "vandaag niets meer open" in words(page_of(client, "/").main)


def test_a_question_asks_for_a_place_and_then_leads_to_its_results(client, monday):
    link = page_of(client, "/").select_one(".tile a")["href"]
    page = page_of(client, link)
    assert words(page.h1) == "Waar woon je?"
    assert "‘Ik voel me alleen’" in words(page.main)
    sent = {field["name"]: field["value"] for field in page.select("form [type=hidden]")}
    assert sent == {"wat": "eenzaam", "isolement": "individual"}
    assert page.select_one("form")["action"] == "/zoeken"
    without = page.select_one("p.section a")["href"]
    assert without == "/zoeken?wat=eenzaam&isolement=individual"


def test_a_question_does_not_ask_again_for_a_place_that_is_known(client, monday):
    tile = page_of(client, "/?waar=Zeist").select_one(".tile a")["href"]
    assert tile == "/zoeken?wat=eenzaam&waar=Zeist&isolement=individual"


def test_the_way_back_to_the_front_page_keeps_the_place(client, monday):
    assert page_of(client, "/zoeken?waar=Zeist").select_one(".brand")["href"] == "/?waar=Zeist"


@pytest.mark.parametrize("path", ["/?waar=%00%ff", "/waar-woon-je?soort=kasteel&waar=%3Cb%3E"])
def test_odd_addresses_do_no_harm(client, session, path):
    assert client.get(path).status_code == 200
