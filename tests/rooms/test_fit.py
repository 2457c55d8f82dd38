from datetime import datetime

import pytest

from socialmap.catalogue.listing import ListedLocation
from socialmap.catalogue.models import Initiative
from socialmap.db import db
from socialmap.errors import ConflictProblem
from socialmap.rooms.actions import (
    RoomFacts,
    change_room,
    look_for_room,
    offer_room,
    set_status,
    stop_looking,
)
from socialmap.rooms.fit import Offer, Verdict, Wish, fit
from socialmap.rooms.models import RoomStatus
from socialmap.rooms.queries import as_wish, matches, room_by_id, rooms, wish_of, wishes
from socialmap.times.clock import AMSTERDAM
from tests.listings import AMERSFOORT, UTRECHT, ZEIST, listing, put

MONDAY = datetime(2026, 1, 5, tzinfo=AMSTERDAM)


def facts(name="De Zaal", point=UTRECHT, **told):
    place = ListedLocation(
        lon=point[0], lat=point[1], town="Utrecht", step_free=told.pop("step_free", None)
    )
    return RoomFacts(name=name, location=place, **told)


@pytest.mark.parametrize(
    ("wish", "offer", "name", "answer"),
    [
        ({"people": 20}, {"people": 20}, "people", Verdict.YES),
        ({"people": 20}, {"people": 19}, "people", Verdict.NO),
        ({"people": 20}, {}, "people", Verdict.UNKNOWN),
        ({"step_free": True}, {"step_free": False}, "step_free", Verdict.NO),
        ({"step_free": True}, {}, "step_free", Verdict.UNKNOWN),
        ({"most_price": 0}, {"price": 0}, "price", Verdict.YES),
        ({"most_price": 10}, {"price": 10.5}, "price", Verdict.NO),
        ({"hours": "Tu 10:00-12:00"}, {"hours": "Mo-Fr 11:00-17:00"}, "times", Verdict.YES),
        ({"hours": "Tu 10:00-12:00"}, {"hours": "Mo-Fr 11:30-17:00"}, "times", Verdict.NO),
        ({"hours": "Sa 10:00-12:00"}, {"hours": "Mo-Fr 09:00-17:00"}, "times", Verdict.NO),
        ({"hours": "Sa 10:00-12:00"}, {}, "times", Verdict.UNKNOWN),
        ({"point": UTRECHT}, {"point": AMERSFOORT}, "distance", Verdict.NO),
        ({"point": UTRECHT, "within": 25_000}, {"point": AMERSFOORT}, "distance", Verdict.YES),
    ],
)
def test_each_question_has_an_answer(wish, offer, name, answer):
    assert fit(Wish(**wish), Offer(**{"point": UTRECHT} | offer), MONDAY).answers[name] == answer


def test_what_is_not_asked_is_not_answered():
    assert fit(Wish(), Offer(point=UTRECHT, people=3), MONDAY).answers == {}


def test_rooms_that_surely_fit_come_first_then_the_nearest(app):
    offer_room(facts("Ver", ZEIST, people=30), "test")
    offer_room(facts("Misschien", UTRECHT), "test")
    offer_room(facts("Klein", UTRECHT, people=5), "test")
    offer_room(facts("Dichtbij", UTRECHT, people=30), "test")
    found = matches(Wish(point=UTRECHT, people=20, within=15_000))
    assert [each.room.name for each in found] == ["Dichtbij", "Ver", "Misschien"]


def test_a_room_is_changed_by_one_person_at_a_time(app):
    room = offer_room(facts(), "person:1")
    change_room(room, facts(people=12), room.version, "person:1")
    assert (room_by_id(room.id).people, room.version) == (12, 2)
    with pytest.raises(ConflictProblem):
        change_room(room, facts(people=13), 1, "person:2")


def test_a_withdrawn_room_is_not_on_offer(app):
    room = offer_room(facts(), "person:1")
    set_status(room, RoomStatus.WITHDRAWN, "person:1")
    assert not rooms()
    assert rooms(also_withdrawn=True) == [room]


def test_an_initiative_looks_for_a_room_until_it_has_one(app):
    (number,) = put(listing("Koor", UTRECHT))
    initiative = db.session.get(Initiative, number)
    row = look_for_room(initiative, Wish(people=15), "Met piano", "person:1")
    assert [each.initiative.name for each in wishes()] == ["Koor"]
    assert as_wish(row).point == pytest.approx(UTRECHT)
    stop_looking(row, "person:1")
    assert wish_of(number) is None
