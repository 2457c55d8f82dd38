from datetime import date, datetime

import pytest

from socialmap.catalogue import queries
from socialmap.catalogue.listing import ListedActivity
from socialmap.search import agenda
from socialmap.search.query import SearchQuery
from socialmap.times.clock import AMSTERDAM
from tests.listings import AMERSFOORT, UTRECHT, ZEIST, listing, put
from tests.search.test_finder import queries_of

MONDAY = date(2026, 11, 23)
FREE = SearchQuery(chosen={"drempel": frozenset({"free_of_charge"})})


def at(name, day, hour, minutes=120):
    return ListedActivity(name=name, starts=datetime(2026, 11, day, hour), minutes=minutes)


def shown(week):
    return {day.day.day: [each.activity.name for each in day.occurrences] for day in week.days}


def parts(*codes):
    return SearchQuery(chosen={"dagdeel": frozenset(codes)})


def test_each_day_has_what_begins_on_it_in_order(session):
    put(
        listing("Hier", activities=(at("Zang", 24, 20), at("Voorbij", 22, 9))),
        listing("Daar", activities=(at("Koffie", 24, 9), at("Later", 30, 9))),
    )
    week = agenda.week_from(MONDAY)
    assert shown(week) == {24: ["Koffie", "Zang"], **{d: [] for d in (23, 25, 26, 27, 28, 29)}}
    assert all(day.total == len(day.occurrences) for day in week.days)


def test_of_a_full_day_a_part_is_shown_and_the_rest_counted(session, monkeypatch):
    monkeypatch.setattr(agenda, "MOST_PER_DAY", 2)
    put(*(listing(f"Nummer {n}", activities=(at(f"A{n}", 25, 9 + n),)) for n in range(5)))
    week = agenda.week_from(MONDAY)
    assert shown(week)[25] == ["A0", "A1"]
    assert week.days[2].total == 5


def test_near_a_place_is_what_can_be_reached(session):
    put(
        listing("Hier", activities=(at("Koffie", 24, 9),)),
        listing("Daar", AMERSFOORT, activities=(at("Soep", 24, 9),)),
    )
    assert shown(agenda.week_from(MONDAY, SearchQuery(where="Amersfoort")))[24] == ["Soep"]


def test_times_that_are_not_for_everybody_are_left_out(session):
    hidden = {"times": "professionals"}
    put(listing("Stil", activities=(at("Koffie", 24, 9),), visibility=hidden))
    assert shown(agenda.week_from(MONDAY))[24] == []


def test_what_is_over_today_is_left_out_and_counted(session):
    put(
        listing(
            "Hier", activities=(at("Vroeg", 24, 9), at("Bezig", 24, 13, 180), at("Straks", 24, 20))
        )
    )
    now = datetime(2026, 11, 24, 15, tzinfo=AMSTERDAM)
    today = agenda.week_from(date(2026, 11, 24), at=now).days[0]
    assert [each.activity.name for each in today.occurrences] == ["Bezig", "Straks"]
    assert today.over == 1
    # Of another day nothing is left out.
    assert (
        agenda.week_from(MONDAY, at=datetime(2026, 11, 25, 9, tzinfo=AMSTERDAM)).days[1].over == 0
    )


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (["ochtend"], ["Begint vroeg", "Hele dag"]),
        # What began earlier counts with an hour or more left.
        (["middag"], ["Hele dag", "Middag"]),
        (["avond"], ["Avond"]),
        (["ochtend", "avond"], ["Begint vroeg", "Hele dag", "Avond"]),
        ([], ["Begint vroeg", "Hele dag", "Middag", "Avond"]),
    ],
)
def test_a_part_of_the_day_is_what_begins_in_it_or_goes_on_in_it(session, chosen, expected):
    put(
        listing(
            "Hier",
            activities=(
                at("Begint vroeg", 24, 9, 210),
                at("Hele dag", 24, 10, 420),
                at("Middag", 24, 17, 90),
                at("Avond", 24, 20),
            ),
        )
    )
    assert shown(agenda.week_from(MONDAY, parts(*chosen)))[24] == expected


def test_free_is_what_is_known_to_be_free_and_the_rest_is_counted(session):
    put(
        listing("Gratis", free_of_charge=True, activities=(at("Koffie", 24, 9),)),
        listing("Betaald", free_of_charge=False, activities=(at("Soep", 24, 9),)),
        listing("Onbekend", activities=(at("Thee", 24, 9), at("Taart", 26, 9))),
    )
    week = agenda.week_from(MONDAY, FREE)
    assert shown(week)[24] == ["Koffie"]
    assert shown(week)[26] == []
    assert week.left_out == 2


def test_an_empty_day_leads_to_the_next_that_has_something(session):
    put(listing("Hier", activities=(at("Een", 24, 9), at("Twee", 27, 9), at("Drie", 27, 20))))
    week = agenda.week_from(MONDAY)
    assert [day.following for day in week.days] == [
        (date(2026, 11, 24), 1),
        None,
        (date(2026, 11, 27), 2),
        (date(2026, 11, 27), 2),
        None,
        None,
        None,
    ]


def test_a_later_week_is_looked_at_for_two_months(session):
    put(
        listing(
            "Ver", activities=(ListedActivity(name="Kerst", starts=datetime(2026, 12, 24, 19)),)
        ),
        listing(
            "Te ver", activities=(ListedActivity(name="Lente", starts=datetime(2027, 3, 1, 9)),)
        ),
    )
    assert agenda.week_from(MONDAY).days[-1].following == (date(2026, 12, 24), 1)
    # It has to fit as well.
    assert agenda.week_from(MONDAY, parts("ochtend")).days[-1].following is None


def test_the_distance_of_a_listing_is_known_near_a_place(session):
    put(
        listing("Hier", UTRECHT, activities=(at("Koffie", 24, 9),)),
        listing("Zeist", ZEIST, activities=(at("Soep", 24, 10),)),
    )
    week = agenda.week_from(MONDAY, SearchQuery(where="Utrecht", kilometres=25))
    far = [week.metres_of(each) for each in week.days[1].occurrences]
    assert far[0] < 2_000 < far[1]
    near = agenda.week_from(MONDAY, SearchQuery(where="Utrecht", kilometres=2))
    assert shown(near)[24] == ["Koffie"]


def test_a_name_of_several_places_is_asked_first(session):
    put(listing("Hier", activities=(at("Koffie", 24, 9),)))
    week = agenda.week_from(MONDAY, SearchQuery(where="Hengelo"))
    assert week.choosing
    assert week.total == 0


@pytest.mark.parametrize("query", [SearchQuery(), FREE, SearchQuery(where="Utrecht")])
def test_the_number_of_questions_to_the_database_does_not_grow(session, query, monkeypatch):
    monkeypatch.setattr(queries, "MOST_NAMED", 4)

    def ask():
        return queries_of(lambda: agenda.week_from(MONDAY, query))

    put(listing("Hier", free_of_charge=True, activities=(at("Koffie", 29, 9),)))
    ask()
    before = ask()
    put(*(listing(f"N{n}", free_of_charge=True, activities=(at("A", 29, 9),)) for n in range(9)))
    ask()
    assert ask() == before
