from datetime import date, datetime, timedelta
from urllib.parse import quote
from xml.etree import ElementTree

import icalendar
import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from socialmap.catalogue.listing import ListedActivity
from socialmap.catalogue.models import Initiative
from socialmap.db import db
from tests.listings import UTRECHT, ZEIST, listing, phoned, put

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def places(session):
    singing = ListedActivity(
        name="Zang",
        starts=datetime(2026, 1, 6, 19),
        minutes=90,
        repeats="FREQ=WEEKLY;UNTIL=20261231T225959Z",
    )
    put(
        listing(
            "Koor De Brug",
            UTRECHT,
            at={"street": "Domplein 1", "postcode": "3512 JC", "town": "Utrecht"},
            summary="Samen zingen.",
            phones=phoned("+31302345678", "ma-vr"),
            activities=(singing, ListedActivity(name="Feest", starts=datetime(2027, 5, 5, 20))),
            free_of_charge=True,
        ),
        listing("Soep & brood", ZEIST, hours="Tu 12:00-13:30", summary="Soep < 3 euro."),
        listing("Huis", ZEIST, hours="24/7"),
        listing("Stil", ZEIST, hours="Mo 10:00-11:00", visibility={"times": "professionals"}),
    )
    return {place.name: place for place in db.session.scalars(select(Initiative))}


def page(client, *slugs):
    query = "&".join(f"plek={quote(slug)}" for slug in slugs)
    return BeautifulSoup(client.get(f"/lijstje?{query}").text, "html.parser")


def words(element):
    return " ".join(element.get_text(" ").split())


def events(answer):
    assert answer.content_type == "text/calendar; charset=utf-8"
    return icalendar.Calendar.from_ical(answer.data).walk("VEVENT")


def test_the_list_is_its_address_in_that_order(client, places):
    shown = page(client, "soep-brood", "koor-de-brug")
    assert [words(title) for title in shown.select(".shortlist h2")] == [
        "Soep & brood",
        "Koor De Brug",
    ]
    text = words(shown)
    for fact in ("Domplein 1, 3512 JC Utrecht", "030 234 5678", "Elke dinsdag, 12.00–13.30."):
        assert fact in text
    [code] = shown.select(".shortlist__code img")
    assert code["src"].startswith("data:image/svg+xml")


def test_each_place_can_be_taken_off(client, places):
    shown = page(client, "soep-brood", "koor-de-brug")
    [first, _] = shown.select("[data-remove]")
    left = client.get(first["href"])
    assert "Soep" not in left.text
    assert "Koor De Brug" in left.text


def test_an_address_of_a_place_can_be_pasted(client, places):
    shown = page(client, "soep-brood", "https://kaart.example.org/initiatief/koor-de-brug?x=1")
    assert len(shown.select(".shortlist__place")) == 2


def test_what_left_the_map_is_said_and_nonsense_too(client, places):
    assert "1 plek staat niet meer op de kaart." in words(page(client, "koor-de-brug", "weg"))
    assert "Er staat nog niets op je lijstje." in words(page(client, "weg"))
    assert client.get("/lijstje?plek=%00%ff&plek=" + "x" * 5000).status_code == 200


def test_a_list_has_thirty_places_at_most(client, places):
    many = page(client, *(f"plek-{number}" for number in range(500)), "koor-de-brug")
    assert "30 plekken staan niet meer" in words(many)


def test_the_list_as_text_can_be_copied(client, places):
    text = page(client, "koor-de-brug").select_one("textarea").text
    for line in ("Koor De Brug", "Samen zingen.", "gratis", "030 234 5678"):
        assert line in text.lower() or line in text


def test_what_is_not_for_everybody_is_not_on_a_list_either(client, places):
    shown = words(page(client, "stil"))
    assert "maandag" not in shown
    assert events(client.get("/initiatief/stil.ics")) == []


def test_activities_repeat_in_a_calendar_up_to_their_last_day(client, places):
    singing, party = events(client.get("/initiatief/koor-de-brug.ics"))
    assert singing["SUMMARY"] == "Zang – Koor De Brug"
    assert singing["LOCATION"] == "Domplein 1, 3512 JC Utrecht"
    assert singing["URL"].endswith("/initiatief/koor-de-brug")
    assert singing["DTSTART"].dt.tzinfo is not None
    assert singing["DTEND"].dt - singing["DTSTART"].dt == timedelta(minutes=90)
    [until] = singing["RRULE"]["UNTIL"]
    assert until.utcoffset() == timedelta(0)
    assert until.date() == date(2026, 12, 31)
    assert "RRULE" not in party


def test_one_activity_has_a_calendar_of_its_own(client, places):
    activity = places["Koor De Brug"].activities[1]
    [party] = events(client.get(f"/initiatief/koor-de-brug.ics?activiteit={activity.id}"))
    assert party["SUMMARY"].startswith("Feest")
    assert events(client.get("/initiatief/koor-de-brug.ics?activiteit=999999")) == []


def test_without_activities_a_calendar_has_the_coming_weeks(client, places):
    soup = events(client.get("/initiatief/soep-brood.ics"))
    assert 8 <= len(soup) <= 10
    assert {event["DTSTART"].dt.weekday() for event in soup} == {1}
    assert len({event["UID"] for event in soup}) == len(soup)
    # A house that is always open is no appointment.
    assert events(client.get("/initiatief/huis.ics")) == []


def test_a_search_and_a_list_have_calendars(client, places):
    assert {e["SUMMARY"] for e in events(client.get("/zoeken.ics?wat=zingen"))} == {
        "Zang – Koor De Brug",
        "Feest – Koor De Brug",
    }
    both = events(client.get("/lijstje.ics?plek=koor-de-brug&plek=soep-brood"))
    assert len(both) > 2
    assert events(client.get("/zoeken.ics?wat=qqqqq")) == []


def test_a_search_has_a_feed_with_what_changed_last_first(client, places):
    answer = client.get("/zoeken.atom?waar=Zeist")
    assert answer.content_type.startswith("application/atom+xml")
    feed = ElementTree.fromstring(answer.data)  # noqa: S314 - our own answer
    titles = [title.text for title in feed.findall("a:entry/a:title", ATOM)]
    assert {"Soep & brood", "Huis", "Stil"} <= set(titles)
    changed = [moment.text for moment in feed.findall("a:entry/a:updated", ATOM)]
    assert changed == sorted(changed, reverse=True)
    assert "Soep &lt; 3 euro." in {s.text for s in feed.findall("a:entry/a:summary", ATOM)}


def test_a_name_that_no_xml_can_hold_does_not_break_a_feed(client, places):
    places["Huis"].name = "Huis\x0b\x01"
    db.session.flush()
    assert client.get("/zoeken.atom?waar=Zeist").status_code == 200


def test_a_page_offers_both(client, places):
    shown = BeautifulSoup(client.get("/initiatief/koor-de-brug").text, "html.parser")
    assert shown.select_one("[data-listed]")["href"] == "/lijstje?plek=koor-de-brug"
    assert shown.select_one('a[href="/initiatief/koor-de-brug.ics"]')
