from datetime import date, datetime

import pytest

from socialmap.catalogue.models import Initiative
from socialmap.places.models import Location
from socialmap.times.clock import AMSTERDAM
from socialmap.times.hours import opening, week_hours
from socialmap.web.page.filters import (
    address,
    checked,
    cost,
    day,
    day_hours_text,
    distance,
    in_words,
    opening_text,
    phone,
    travel,
    weekday,
)

WEDNESDAY = datetime(2026, 11, 18, 10, 0, tzinfo=AMSTERDAM)


@pytest.fixture(autouse=True)
def in_a_request(app):
    with app.test_request_context():
        yield


@pytest.mark.parametrize(
    ("metres", "text"),
    [(3, "50 m"), (312, "300 m"), (990, "1 km"), (1240, "1,2 km"), (14_200, "14 km")],
)
def test_distances_are_round(metres, text):
    assert distance(metres) == text


def test_how_far_is_in_minutes_and_only_kilometres_when_nobody_would_cycle():
    assert travel(30) == "1 minuut lopen"
    assert travel(740) == "12 minuten lopen of 4 minuten fietsen"
    assert travel(6000) == "31 minuten fietsen (6 km)"
    assert travel(40_000) == "40 km"


@pytest.mark.parametrize(
    ("hours", "text"),
    [
        ("We 09:00-17:00", "open tot 17.00"),
        ("24/7", "altijd open"),
        ("We 13:30-16:00", "open vandaag vanaf 13.30"),
        ("Th 09:00-12:00", "open morgen vanaf 9.00"),
        ("Mo 09:00-12:00", "open maandag vanaf 9.00"),
        ("2026 Dec 24 18:00-20:00", "dicht, weer open op 24 december"),
        ("", "bel eerst"),
        ("op afspraak", "bel eerst"),
        ("2020 Jan 01 10:00-11:00", "nu dicht"),
        ("We 09:30+", "nu open"),
        ("We 07:30+", "bel eerst"),
        ("We 11:30+", "open vandaag vanaf 11.30"),
        ('We 09:00-17:00 "op afspraak"', "bel eerst: op afspraak"),
        ('Th 09:00-17:00 || "op afspraak"', "bel eerst: op afspraak"),
    ],
)
def test_opening_tells_until_when_or_from_when(hours, text):
    assert opening_text(opening(hours, WEDNESDAY), WEDNESDAY) == text


def test_a_day_tells_its_times():
    days = week_hours(
        "Mo 09:00-12:00,14:00-17:00; Tu 20:00-24:00; We 00:00-24:00", date(2026, 11, 16)
    )
    assert day_hours_text(days[0]) == "9.00–12.00 en 14.00–17.00"
    assert day_hours_text(days[1]) == "20.00–24.00"
    assert day_hours_text(days[2]) == "hele dag"
    assert day_hours_text(days[3]) == "dicht"


def test_a_day_tells_what_one_should_call_about():
    days = week_hours(
        'Mo 10:00+; Tu 22:00-02:00; We 10:00-12:00 "inloop"; Th "op afspraak"', date(2026, 11, 16)
    )
    assert [day_hours_text(day) for day in days[:5]] == [
        "vanaf 10.00",
        "22.00–2.00",
        "10.00–12.00 (bel eerst)",
        "bel eerst: op afspraak",
        "dicht",
    ]


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        ({"free_of_charge": True}, "gratis"),
        ({"cost_amount": 0.0}, "gratis"),
        ({"cost_amount": 2.5}, "€ 2,50"),
        ({"cost_amount": 2.5, "cost_text": "€ 2,50 met koffie"}, "€ 2,50 met koffie"),
        ({"free_of_charge": False}, "niet gratis"),
        ({}, ""),
    ],
)
def test_costs_are_told_as_far_as_known(facts, text):
    assert cost(Initiative(**{"cost_text": "", **facts})) == text


def test_a_check_of_long_ago_is_said_to_be_that(monkeypatch):
    monkeypatch.setattr("socialmap.web.page.filters.today", lambda: date(2026, 11, 21))
    assert checked(date(2026, 10, 1), date(2027, 10, 1)) == "gecontroleerd op 1 oktober 2026"
    long_ago = checked(date(2025, 6, 12), date(2026, 6, 12))
    assert long_ago == "niet meer gecontroleerd sinds 12 juni 2025"
    assert checked(None, date(1970, 1, 1)) == "nog niet gecontroleerd"


def test_phone_numbers_read_as_the_dutch_write_them():
    assert phone("+31302345678") == "030 234 5678"
    assert phone("+442079460000").startswith("+44 20")
    assert phone("onbekend") == "onbekend"


def test_an_address_is_one_line_and_a_hidden_one_only_its_town():
    here = {"street": "Domplein 1", "postcode": "3512 JC", "town": "Utrecht"}
    assert address(Location(**here)) == "Domplein 1, 3512 JC Utrecht"
    assert address(Location(**here, hidden=True)) == "Utrecht"
    assert address(Location(street="", postcode="", town="Utrecht")) == "Utrecht"


def test_dates_and_lists_are_dutch():
    assert day(date(2026, 3, 1)) == "1 maart 2026"
    assert in_words(["koffie", "thee", "taart"]) == "koffie, thee en taart"
    assert in_words([]) == ""
    assert weekday(date(2026, 11, 21)) == "zaterdag 21 november"
    assert weekday(date(2026, 11, 21), short=True) == "zaterdag 21 nov"
