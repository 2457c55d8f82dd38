"""What somebody types about hours is read at once, and never takes the place of times unasked."""

import pytest
from bs4 import BeautifulSoup

from socialmap.catalogue.listing import Listing
from socialmap.times.week import to_osm
from socialmap.web.desk.editing.form import Form, form_of
from socialmap.web.desk.editing.hours import read_plan
from socialmap.web.desk.editing.sheet import first_form
from socialmap.web.desk.editing.typed_hours import typed_hours, typed_trouble, with_typed_hours
from tests.desk import a_person, sign_in
from tests.web.desk.editing.filling import filled, send, words

NEW = "/beheer/initiatieven/nieuw"
TYPED = "/beheer/initiatieven/gelezen"


def form(hours, typed):
    return form_of(Listing(name="Soep", hours=hours)).with_values("hours_typed", typed)


def hours_after(hours, typed, how=""):
    after, _ = with_typed_hours(form(hours, typed), how)
    return to_osm(read_plan(after)[0]), after.get("hours_typed")


@pytest.fixture
def dutch(app):
    with app.test_request_context():
        yield


@pytest.mark.usefixtures("dutch")
class TestInWords:
    def test_what_is_read_is_said(self):
        typed = typed_hours(form("", "elke dinsdag 19.00 - 21.00 uur"))
        assert (typed.hours, typed.words) == ("Tu 19:00-21:00", "Elke dinsdag, 19.00–21.00.")
        assert not typed.meets

    def test_what_is_not_certain_stays_a_text(self):
        typed = typed_hours(form("Mo 10:00-12:00", "soms op dinsdag"))
        assert (typed.hours, typed.remaining) == ("", "soms op dinsdag")
        assert typed.reason
        assert hours_after("Mo 10:00-12:00", "soms op dinsdag") == (
            "Mo 10:00-12:00",
            "soms op dinsdag",
        )
        assert "hours_typed" in typed_trouble(form("", "soms op dinsdag"))

    def test_words_become_lines_where_there_are_none(self):
        assert hours_after("", "di 19-21") == ("Tu 19:00-21:00", "")

    def test_words_never_replace_times_unasked(self):
        assert hours_after("Mo 10:00-12:00", "di 19-21") == ("Mo 10:00-12:00", "di 19-21")
        assert hours_after("Mo 10:00-12:00", "di 19-21", "instead") == ("Tu 19:00-21:00", "")
        both = "Mo 10:00-12:00; Tu 19:00-21:00"
        assert hours_after("Mo 10:00-12:00", "di 19-21", "add") == (both, "")
        assert typed_trouble(form("Mo 10:00-12:00", "di 19-21"))["hours_typed"]

    def test_a_closure_is_no_weekly_time_and_stays_beside_what_is_typed(self):
        closed = "2026 Dec 20-2027 Jan 03 off"
        assert hours_after(closed, "di 19-21") == (f"Tu 19:00-21:00; {closed}", "")

    def test_a_tick_for_holidays_stays_beside_what_is_typed(self):
        after, _ = with_typed_hours(form("", "di 19-21").with_values("holidays", "1"))
        assert to_osm(read_plan(after)[0]) == "Tu 19:00-21:00; PH off"

    def test_an_exception_that_is_wrong_is_not_lost(self):
        wrong = form("", "di 19-21").with_values("except-0-first", "ooit")
        after, _ = with_typed_hours(wrong)
        assert after.get("except-0-first") == "ooit"
        assert "except-0-first" in read_plan(after)[1]

    def test_the_same_times_need_no_question(self):
        assert hours_after("Tu 19:00-21:00", "di 19-21") == ("Tu 19:00-21:00", "")

    def test_times_that_are_no_lines_are_not_replaced_either(self):
        odd = form("week 01-53/2 Mo 10:00-12:00", "di 19-21")
        after, _ = with_typed_hours(odd)
        assert (after.get("hours_by"), after.get("hours")) == (
            "osm",
            "week 01-53/2 Mo 10:00-12:00",
        )
        assert with_typed_hours(odd, "instead")[0].get("hours_by") == "lines"

    def test_words_can_go_to_the_note(self):
        after, focus = with_typed_hours(form("", "bel maar even"), "text")
        assert (after.get("hours_text"), after.get("hours_typed")) == ("bel maar even", "")
        assert focus == "hours_text"

    def test_a_new_form_has_no_words(self):
        assert typed_hours(first_form(Listing(name=""), new=False)).text == ""
        assert typed_trouble(Form()) == {}


def test_the_page_says_what_it_reads(client):
    sign_in(client, a_person())
    page = client.get(NEW)

    def read(typed):
        sent = filled(page)
        sent["hours_typed"] = typed
        part = client.post(TYPED, data=sent).json["gelezen"]["hours_typed-read"]
        return " ".join(BeautifulSoup(part, "html.parser").get_text(" ").split())

    assert read("elke dinsdag 19-21") == "We lezen: Elke dinsdag, 19.00–21.00."
    assert read("zo nu en dan").startswith("Dit kunnen we niet zeker lezen. De tekst blijft zo")
    assert read("") == ""


def test_the_button_asks_before_it_replaces(client):
    sign_in(client, a_person())
    page = send(client, client.get(NEW), "hours", {"hours_typed": "ma 10-12"})
    page = send(client, page, "hours", {"hours_typed": "di 19-21"})
    assert "Er staan al tijden. Die blijven staan tot je kiest:" in words(page)
    assert filled(page)["line-0-start"] == "10:00"
    page = send(client, page, "hours:add")
    assert [filled(page)[f"line-{number}-start"] for number in (0, 1)] == ["10:00", "19:00"]


def test_a_row_that_is_added_or_dropped_keeps_the_focus(client):
    sign_in(client, a_person())
    page = send(client, client.get(NEW), "add:line")
    assert 'id="line-1-day"' in focused(page)
    page = send(client, page, "add:except")
    assert 'id="except-0-first"' in focused(page)
    page = send(client, page, "drop:except:0")
    assert 'value="add:except"' in focused(page)
    page = send(client, page, "drop:line:1")
    assert 'id="line-0-day"' in focused(page)
    page = send(client, page, "add:date:fortnightly", {"name": "Soep"})
    assert 'id="date-0-day"' in focused(page)
    assert filled(page)["date-0-repeats"] == "fortnightly"
    assert filled(page)["date-0-name"] == "Soep"


def focused(page):
    """The elements of a page that get the focus."""
    return str(BeautifulSoup(page.text, "html.parser").select("[autofocus]"))
