"""An activity of which the end is not known: no page, calendar or file says one."""

from datetime import datetime

import icalendar
import pytest
import time_machine
from bs4 import BeautifulSoup

from socialmap.catalogue.listing import ListedActivity, from_document, to_document
from socialmap.catalogue.queries import initiative_by_slug
from socialmap.standards.hsds_schedules import schedules
from socialmap.web.desk.editing.dates import from_activity, next_moments, to_activity
from tests.listings import listing, put

CHOIR = ListedActivity(name="Koor", starts=datetime(2026, 12, 3, 14), repeats="FREQ=WEEKLY")


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(datetime.fromisoformat("2026-11-30T10:30+01:00")):
        yield


@pytest.fixture
def choir(session):
    put(listing("Samen zingen", activities=(CHOIR,)))
    return initiative_by_slug("samen-zingen")


def words(answer):
    return " ".join(BeautifulSoup(answer.text, "html.parser").get_text(" ").split())


def test_its_page_says_from_when(client, choir):
    page = words(client.get("/initiatief/samen-zingen"))
    assert "Elke donderdag, vanaf 14.00 uur." in page
    assert "Donderdag 3 december, vanaf 14.00 uur" in page
    assert "16.00" not in page


@pytest.mark.parametrize("path", ["/agenda", "/lijstje?plek=samen-zingen", "/zoeken?wat=donderdag"])
def test_other_pages_say_from_when(client, choir, path):
    page = words(client.get(path))
    assert "vanaf 14.00 uur" in page
    assert "16.00" not in page
    assert "14.00–" not in page


def test_a_search_finds_it_at_its_time(client, choir):
    found = [
        "Samen zingen" in client.get(f"/zoeken.json?op=2026-12-03T{clock}").text
        for clock in ("13:59", "14:00", "14:59", "15:00")
    ]
    assert found == [False, True, True, False]


def test_its_calendar_has_a_start_alone(client, choir):
    calendar = icalendar.Calendar.from_ical(client.get("/initiatief/samen-zingen.ics").data)
    (event,) = calendar.walk("VEVENT")
    assert event["DTSTART"].dt.isoformat() == "2026-12-03T14:00:00+01:00"
    assert "DTEND" not in event
    assert "DURATION" not in event


def test_hsds_says_when_it_opens():
    (schedule,) = schedules(listing("Samen zingen", activities=(CHOIR,)))
    assert schedule["opens_at"] == "14:00"
    assert "closes_at" not in schedule


def test_the_form_of_the_desk_has_no_end_and_keeps_it_so():
    dates = from_activity(CHOIR)
    assert dates.end is None
    assert to_activity(dates) == CHOIR
    assert [end for _, end in next_moments(CHOIR, CHOIR.starts.date(), 2)] == [None, None]


def test_the_history_keeps_that_it_is_not_known():
    whole = listing("Samen zingen", activities=(CHOIR,))
    assert from_document(to_document(whole)).activities == (CHOIR,)
