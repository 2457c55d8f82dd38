"""A search for a time: its chips, its filters, and what the cards then say."""

from datetime import datetime

import pytest
import time_machine
from bs4 import BeautifulSoup

from socialmap.catalogue.listing import ListedActivity
from tests.listings import listing, put

MONDAY = "2026-11-30T10:30+01:00"
EVENING = ListedActivity(name="Bingo", starts=datetime(2026, 12, 3, 19), minutes=120)


@pytest.fixture(autouse=True)
def monday():
    # The clock ticks, so that each test has a catalogue of its own.
    with time_machine.travel(datetime.fromisoformat(MONDAY)):
        yield


def read(client, path):
    return BeautifulSoup(client.get(path).text, "html.parser")


def words(element):
    return " ".join(element.get_text(" ").split())


def when(client, path):
    """What the card of each listing says about when it is open."""
    cards = read(client, path).select(".results__list .card")
    return {
        words(card.select_one(".card__title")): words(card.select_one(".card__fact"))
        for card in cards
    }


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("wat=donderdagavond", "open donderdag 19.00–22.00"),
        ("dag=do&dagdeel=avond", "open donderdag 19.00–22.00"),
        ("open=avond", "open donderdag 19.00–22.00"),
        ("wat=morgen", "open morgen 9.00–12.00 en 14.00–17.00"),
        ("wat=morgenmiddag", "open morgen 14.00–17.00"),
        ("wat=maandagochtend", "open tot 12.00"),
        ("wat=vanmiddag", "open vandaag 13.00–15.00"),
        ("wat=eerste+kerstdag", "open 25 december 10.00–12.00 (feestdag: bel eerst)"),
        ("op=2026-12-03T20:00", "open donderdag 19.00–22.00"),
        ("wat=koffie", "open tot 12.00"),
    ],
)
def test_a_card_answers_the_time_that_was_asked(client, session, asked, text):
    put(
        listing(
            "Koffie",
            hours="Mo 09:00-12:00,13:00-15:00; Tu 09:00-12:00,14:00-17:00; Th 19:00-22:00;"
            " Fr 10:00-12:00",
        )
    )
    assert when(client, f"/zoeken?{asked}") == {"Koffie": text}


def test_a_card_says_when_a_dated_activity_is_and_what_is_not_known(client, session):
    put(
        listing("Bingo", activities=(EVENING,), hours="Mo 09:00-12:00"),
        listing("Onbekend"),
        listing("Donderdagavondclub", hours='Th 18:00-20:00 unknown "bel even"'),
    )
    assert when(client, "/zoeken?wat=donderdagavond") == {
        "Bingo": "te doen donderdag 19.00–21.00",
        "Onbekend": "bel eerst",
        "Donderdagavondclub": "bel eerst, misschien open donderdag 18.00–20.00",
    }


def test_what_was_read_is_a_chip_that_can_be_taken_away(client, session):
    put(listing("Koffie", hours="Th 19:00-22:00"), listing("Thee", hours="Mo 09:00-12:00"))
    page = read(client, "/zoeken?wat=donderdag+%27s+avonds+koffie")
    [chip] = page.select(".chip--understood")
    assert words(chip) == "donderdag ’s avonds weghalen"
    without = read(client, chip["href"])
    assert not without.select(".chip--understood")
    assert "zonder=time%3Ado_avond" in chip["href"]


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("doordeweeks", "doordeweeks"),
        ("elke+dag", "bijna elke dag"),
        ("na+vijven", "na 17.00"),
        ("om+half+drie", "om 14.30"),
        ("tussen+10+en+12+uur", "10.00–12.00"),
        ("zaterdag+en+zondag", "zaterdag, zondag"),
        ("15+december", "dinsdag 15 december"),
        ("voor+12+uur", "voor 12.00"),
    ],
)
def test_chips_say_times_in_plain_words(client, session, asked, text):
    [chip] = read(client, f"/zoeken?wat={asked}").select(".chip--understood")
    assert words(chip) == f"{text} weghalen"


def test_day_and_part_of_the_day_are_two_groups_that_narrow_each_other(client, session):
    put(
        listing("Nu", hours="Mo 09:00-12:00"),
        listing("Straks", hours="Mo 14:00-16:00"),
        listing("Later", hours="Tu 14:00-16:00"),
    )
    assert set(when(client, "/zoeken?dag=vandaag&dagdeel=middag")) == {"Straks"}
    page = read(client, "/zoeken?dag=vandaag")
    counts = {
        box["value"]: words(box.parent.select_one(".check__count"))
        for box in page.select("#groep-dagdeel input")
    }
    assert counts == {"ochtend": "1", "middag": "1", "avond": "0"}
    titles = [words(page.select_one(f"#groep-{name} summary")) for name in ("dag", "dagdeel")]
    assert titles == ["Welke dag", "Welk deel van de dag"]


def test_a_chosen_date_stays_ticked_with_its_number(client, session):
    put(listing("Kerst", hours="Dec 25 10:00-12:00"))
    [box] = read(client, "/zoeken?dag=2026-12-25").select("#groep-dag input[checked]")
    assert (box["value"], words(box.parent)) == ("2026-12-25", "vrijdag 25 december 1")


def test_programs_learn_what_was_understood_and_when_it_is_open(client, session):
    put(listing("Koffie", hours="Th 19:00-22:00"))
    answer = client.get("/zoeken.json?wat=koffie+donderdagavond").json
    [understood] = answer["understood"]
    assert understood.pop("text") == "donderdag ’s avonds"
    assert understood == {"kind": "time", "code": "do_avond", "words": "donderdagavond"}
    [found] = answer["results"]
    assert found["open_then"] == [
        {"start": "2026-12-03T19:00:00+01:00", "end": "2026-12-03T22:00:00+01:00", "sure": True}
    ]


def test_the_first_open_is_that_at_the_time_that_was_asked(client, session):
    put(
        listing("Laat", hours="Mo 09:00-12:00; Th 20:00-22:00"),
        listing("Vroeg", hours="Th 18:00-22:00"),
    )
    page = read(client, "/zoeken?wat=donderdagavond&sorteer=open")
    assert [words(name) for name in page.select(".card__title")] == ["Vroeg", "Laat"]
    assert "op die tijd het eerst open" in words(page.select_one(".sort"))
