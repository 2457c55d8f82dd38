from datetime import date, datetime

from socialmap.catalogue.listing import ListedActivity
from socialmap.search import agenda
from tests.listings import AMERSFOORT, listing, put

MONDAY = date(2026, 11, 23)


def at(name, day, hour):
    return ListedActivity(name=name, starts=datetime(2026, 11, day, hour))


def shown(week):
    return {day.day: [each.activity.name for each in found] for day, found in week.days.items()}


def test_each_day_has_what_begins_on_it_in_order(session):
    put(
        listing("Hier", activities=(at("Zang", 24, 20), at("Voorbij", 22, 9))),
        listing("Daar", activities=(at("Koffie", 24, 9), at("Later", 30, 9))),
    )
    week = agenda.week_from(MONDAY)
    assert shown(week) == {24: ["Koffie", "Zang"], **{d: [] for d in (23, 25, 26, 27, 28, 29)}}
    assert not any(week.more.values())


def test_of_a_full_day_a_part_is_shown_and_the_rest_counted(session, monkeypatch):
    monkeypatch.setattr(agenda, "MOST_PER_DAY", 2)
    put(*(listing(f"Nummer {n}", activities=(at(f"A{n}", 25, 9 + n),)) for n in range(5)))
    week = agenda.week_from(MONDAY)
    assert shown(week)[25] == ["A0", "A1"]
    assert week.more[date(2026, 11, 25)] == 3


def test_near_a_place_is_what_can_be_reached(session):
    put(
        listing("Hier", activities=(at("Koffie", 24, 9),)),
        listing("Daar", AMERSFOORT, activities=(at("Soep", 24, 9),)),
    )
    assert shown(agenda.week_from(MONDAY, "Amersfoort"))[24] == ["Soep"]


def test_times_that_are_not_for_everybody_are_left_out(session):
    hidden = {"times": "professionals"}
    put(listing("Stil", activities=(at("Koffie", 24, 9),), visibility=hidden))
    assert shown(agenda.week_from(MONDAY))[24] == []
