from datetime import datetime, time, timedelta
from urllib.parse import parse_qs, urlsplit

import icalendar
import pytest
from bs4 import BeautifulSoup

from socialmap.catalogue.listing import ListedActivity
from socialmap.times.clock import AMSTERDAM, now, today
from tests.listings import ZEIST, listing, put
from tests.search.test_finder import queries_of


def read(answer):
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def words(element):
    return " ".join(element.get_text(" ").split())


def begins(ahead, hour):
    return datetime.combine(today() + timedelta(days=ahead), time(hour))


def activity(name, ahead, hour, repeats=""):
    return ListedActivity(name=name, starts=begins(ahead, hour), minutes=60, repeats=repeats)


def names(page):
    return [words(title) for title in page.select(".agenda__item h4")]


@pytest.fixture
def town(app):
    put(
        listing(
            "Koffie bij Noor",
            at={"town": "Utrecht"},
            kind="coffee_hour",
            free_of_charge=True,
            activities=(activity("Taart", 1, 10), activity("Zang", 3, 20)),
        ),
        listing(
            "Soep",
            ZEIST,
            at={"town": "Zeist"},
            cost_amount=3,
            activities=(activity("Samen soep eten", 1, 17),),
        ),
        listing("Later", free_of_charge=True, activities=(activity("Kerstkoffie", 20, 10),)),
    )


def test_the_agenda_is_seven_days_from_today(client, town):
    page = read(client.get("/agenda"))
    assert words(page.h1) == "Wat is er deze week te doen?"
    assert len(page.select(".agenda__day")) == 7
    assert words(page.select_one(".agenda__day h3")).startswith("Vandaag, ")
    assert names(page) == ["Taart", "Samen soep eten", "Zang"]
    assert [words(day) for day in page.select(".agenda-days__number")][:4] == [
        "0 activiteiten",
        "2 activiteiten",
        "0 activiteiten",
        "1 activiteit",
    ]
    later = page.select_one("a[rel=next]")["href"]
    assert urlsplit(later).fragment == "dagen"
    assert client.get(later).status_code == 200


def test_each_activity_says_where_it_is_and_what_it_costs(client, town):
    page = read(client.get("/agenda?waar=zeist&afstand=25"))
    items = [words(item) for item in page.select(".agenda__item")]
    soup = next(item for item in items if "soep" in item)
    assert "17.00–18.00" in soup
    assert "Soep , Zeist" in soup
    assert "€ 3" in soup
    assert "minuten lopen" in soup
    assert "gratis" in next(item for item in items if "Taart" in item)


def test_a_day_can_be_chosen_and_stays_with_the_other_choices(client, town):
    day = today() + timedelta(days=3)
    page = read(client.get(f"/agenda?vanaf={day}&waar=utrecht&afstand=5&dagdeel=avond"))
    assert names(page) == ["Zang"]
    assert page.select_one("#vanaf")["value"] == f"{day}"
    assert [box["value"] for box in page.select("input[type=checkbox][checked]")] == ["avond"]
    following = page.select_one("a[rel=next]")["href"]
    assert parse_qs(urlsplit(following).query) == {
        "vanaf": [f"{day + timedelta(days=7)}"],
        "waar": ["utrecht"],
        "afstand": ["5"],
        "dagdeel": ["avond"],
    }
    chips = page.select(".chips a.chip")
    assert [words(chip) for chip in chips] == ["’s avonds weghalen"]
    assert "dagdeel" not in chips[0]["href"]


def test_tomorrow_is_a_day_too(client, town):
    page = read(client.get("/agenda?vanaf=morgen"))
    assert page.select_one("#vanaf")["value"] == f"{today() + timedelta(days=1)}"


def test_free_leaves_out_what_costs_money(client, town):
    assert names(read(client.get("/agenda?drempel=free_of_charge"))) == ["Taart", "Zang"]


def test_an_empty_day_says_so_and_leads_on(client, town):
    page = read(client.get("/agenda?dagdeel=avond"))
    first = page.select(".agenda__day")[1]
    assert "Op deze dag staat er niets in de agenda." in words(first)
    link = first.select_one("a")
    assert link["href"] == f"#dag-{today() + timedelta(days=3)}"
    assert words(link).endswith(": 1 activiteit")
    assert page.select_one(link["href"])


def test_an_empty_week_leads_to_the_day_that_has_something(client, town):
    page = read(client.get(f"/agenda?vanaf={today() + timedelta(days=8)}"))
    assert not page.select(".agenda__day")
    link = page.select_one(".notice a")
    assert names(read(client.get(link["href"]))) == ["Kerstkoffie"]


def test_nothing_at_all_is_no_dead_end(client, town):
    page = read(client.get("/agenda?waar=zwolle&afstand=1&dagdeel=avond&drempel=free_of_charge"))
    ways = {words(way): way["href"] for way in page.select(".ways-out a")}
    assert list(ways) == [
        "Kijk op elk moment van de dag",
        "Kijk ook naar wat geld kost",
        "Kijk tot 25 kilometer",
        "Kijk in de hele regio",
        "Zoek plekken die je op gewone dagen kunt bezoeken",
    ]
    assert "dagdeel" not in ways["Kijk op elk moment van de dag"]
    assert names(read(client.get(ways["Kijk in de hele regio"]))) == ["Zang"]


def test_a_name_of_several_places_is_asked_first(client, town):
    page = read(client.get("/agenda?waar=hengelo&dagdeel=avond"))
    links = page.select(".choices a")
    assert len(links) > 2
    assert all("dagdeel=avond" in link["href"] for link in links)
    assert not page.select(".agenda__day")


def test_a_place_that_nobody_knows_is_said(client, town):
    page = read(client.get("/agenda?waar=qwxyzv"))
    assert "We kennen de plaats ‘qwxyzv’ niet" in words(page.select_one(".notice"))


@pytest.mark.parametrize("first", ["ooit", "2026-13-40", "9999-12-31", "0001-01-01", "%00ooit"])
def test_a_day_that_is_none_is_said_and_becomes_today(client, town, first):
    page = read(client.get(f"/agenda?vanaf={first}"))
    assert "kunnen we niet laten zien" in words(page.select_one(".notice"))
    assert page.select_one("#vanaf")["value"] == f"{today()}"


def test_no_day_is_today(client, town):
    assert not read(client.get("/agenda?vanaf=")).select(".notice")


def test_what_goes_on_now_is_said_when_its_end_is_known(client, app):
    begun = now().astimezone(AMSTERDAM).replace(second=0, microsecond=0, tzinfo=None)
    put(
        listing("Hier", activities=(ListedActivity(name="Bezig", starts=begun, minutes=60),)),
        listing("Daar", activities=(ListedActivity(name="Zonder einde", starts=begun),)),
    )
    items = [words(item) for item in read(client.get("/agenda")).select(".agenda__item")]
    assert ["nu bezig" in item for item in items] == [True, False]
    assert "Zonder einde" in items[1]


def test_what_is_shown_is_a_calendar(client, town):
    page = read(client.get("/agenda?drempel=free_of_charge&dagdeel=avond"))
    address = page.find("a", string=lambda text: "eigen agenda" in (text or ""))
    address = address or next(a for a in page.select("a") if "eigen agenda" in words(a))
    answer = client.get(address["href"])
    assert answer.mimetype == "text/calendar"
    events = icalendar.Calendar.from_ical(answer.data).walk("VEVENT")
    assert [str(event["summary"]) for event in events] == ["Zang – Koffie bij Noor"]
    assert events[0].decoded("dtstart").replace(tzinfo=None) == begins(3, 20)
    assert "rrule" not in events[0]


def test_a_date_of_a_series_is_in_the_calendar_by_itself(client, app):
    put(listing("Hier", activities=(activity("Elke dag", 1, 10, "FREQ=DAILY"),)))
    events = icalendar.Calendar.from_ical(client.get("/agenda.ics").data).walk("VEVENT")
    assert len(events) == 6
    assert len({str(event["uid"]) for event in events}) == 6


@pytest.mark.parametrize(
    "query", ["vanaf=x&dagdeel=nooit&afstand=-1", "waar=%00%ff&vanaf=%00", "drempel=a"]
)
def test_nonsense_gives_a_page_and_a_calendar(client, town, query):
    assert client.get(f"/agenda?{query}").status_code == 200
    assert client.get(f"/agenda.ics?{query}").status_code == 200


def test_the_number_of_questions_to_the_database_does_not_grow(client, app):
    def ask():
        client.get("/agenda?waar=utrecht")
        return queries_of(lambda: client.get("/agenda?waar=utrecht"))

    put(listing("Een", activities=(activity("A", 6, 10),)))
    before = ask()
    put(*(listing(f"Nog {n}", activities=(activity("B", 6, 11),)) for n in range(8)))
    assert ask() == before
