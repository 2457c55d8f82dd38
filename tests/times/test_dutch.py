import csv
from pathlib import Path

import opening_hours
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socialmap.times.dutch import read_dutch, read_times
from socialmap.validity import hours_of

with (Path(__file__).parent / "dutch_hours.csv").open(encoding="utf-8", newline="") as file:
    CASES = [(row["text"], row["osm"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("text", "osm"), [case for case in CASES if case[1]])
def test_what_is_certain_becomes_osm(text, osm):
    assert read_dutch(text).hours == osm
    assert opening_hours.validate(osm)


@pytest.mark.parametrize("text", [text for text, osm in CASES if not osm])
def test_what_is_not_certain_stays_a_text_with_the_reason(text):
    read = read_dutch(text)
    assert (read.hours, read.remaining) == ("", text)
    assert (read.reason % dict(read.facts))[-1] in ".:"


def test_a_word_that_says_more_than_the_hours_stays_beside_them():
    read = read_dutch("inloop dinsdag 10-12")
    assert (read.hours, read.remaining) == ("Tu 10:00-12:00", "inloop dinsdag 10-12")
    assert read.reason


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("Mo-Fr 09:00-17:00; PH off", "Mo-Fr 09:00-17:00; PH off"),
        ("ma-vr 9-17", "Mo-Fr 09:00-17:00"),
        ("24/7", "24/7"),
        ("10:00-12:00", ""),
        ("10:00-12:00, 14:00-16:00", ""),
        ("op afspraak", '"op afspraak"'),
        # As our own exports write it.
        ('"op afspraak"', '"op afspraak"'),
        ('"Bel eerst even"', '"Bel eerst even"'),
        ("Su", ""),
        ("Mo-Fr 09:00-17:00, Sa", ""),
        ("Mo-Fr 09:00-17:00; Sa open", "Mo-Fr 09:00-17:00; Sa open"),
        ("Mo-Fr 09:00-17:00; Sa off", "Mo-Fr 09:00-17:00; Sa off"),
        ("Mo-Su 00:00-00:00", ""),
        ("Mo-Su 00:00-24:00", "Mo-Su 00:00-24:00"),
        ("", ""),
    ],
)
def test_osm_and_dutch_are_read_alike_and_times_without_a_day_are_no_hours(text, hours):
    assert read_times(text).hours == hours


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("di 24-2", "nacht voor of na die dag"),
        ("ma-zo 00:00-00:00", "de hele dag open of juist dicht"),
        ("Mo-Su 00:00-00:00", "de hele dag open of juist dicht"),
        ("Mo-Fr 09:00-17:00, Sa", "Van een van de dagen"),
        ("van oktober tot april elke zo 14-16", "‘tot april’"),
        ("ma 10-12, laatste ma 13-15", "die ene keer andere tijden"),
        ("elke 14 dagen di 10-12, vanaf 5 januari 2027", "Zet het bij de activiteiten"),
        ("di in oneven weken 19u-21u", "Zet het bij de activiteiten"),
        ("om de week di 10-12", "niet in welke weken"),
        ("1x per 3 weken op vrijdag 10-12", "niet elke week"),
        ("di 10-12 2x per week", "‘2x’"),
        ("di 10-12, dicht van 20 december tot en met 3 januari", "Schrijf het jaar erbij"),
        ("elke woensdagochtend, laatste vrijdag v/d maand 19-21u", "‘19 - 21’ past niet bij"),
        ("vr 20:00", "geen eindtijd bij ‘20:00’"),
        ("di,do,za 10-16 (april t/m sept)", "Zet ze vooraan"),
    ],
)
def test_the_reason_says_what_is_not_certain(text, reason):
    read = read_times(text)
    assert (read.hours, read.remaining) == ("", text)
    assert reason in read.reason % dict(read.facts)


def test_a_text_that_is_too_long_is_no_timetable():
    assert read_dutch("ma 10-12, " * 50).hours == ""


def test_an_empty_text_says_nothing():
    assert read_dutch("  ") == read_dutch("")
    assert not read_dutch("").reason


WORDS = (
    "ma di wo-vr 1e laatste van de maand en , ; - tot t/m 10 12.30 24 0 24.00 2 9:00 uur gesloten"
    " elke vanaf avond nacht zonsopgang juli feestdagen ook niet x"
)


@settings(deadline=None)
@given(st.lists(st.sampled_from(WORDS.split()), max_size=12).map(" ".join) | st.text(max_size=60))
def test_whatever_comes_out_is_osm(text):
    osm = read_dutch(text).hours
    assert not osm or opening_hours.validate(osm)
    assert hours_of(osm) == osm
    assert osm or not text.strip() or read_dutch(text).reason
