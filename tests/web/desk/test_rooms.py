"""Rooms at the desk and for everybody."""

import pytest

from socialmap.catalogue.models import Initiative, Organisation
from socialmap.db import db
from socialmap.people.permissions import Role
from socialmap.rooms.queries import rooms, wish_of
from tests.desk import a_person, sign_in
from tests.listings import UTRECHT, listing, put

ROOM = {"name": "De Zaal", "postcode": "3511 LN", "town": "Utrecht", "people": "30", "price": "0"}


@pytest.fixture
def coordinator(client):
    return sign_in(client, a_person())


def offer(client, **typed):
    return client.post("/beheer/ruimtes/nieuw", data=ROOM | typed)


def test_a_room_is_offered_and_everybody_finds_it(client, coordinator):
    assert offer(client, when="ma t/m vr 9.00-17.00").status_code == 303
    page = client.get("/ruimtes?waar=Utrecht&mensen=20&gratis=1").text
    assert "De Zaal" in page
    assert "Maandag tot en met vrijdag" in page
    assert "De Zaal" not in client.get("/ruimtes?waar=Utrecht&mensen=31").text
    assert "De Zaal" in client.get("/beheer/ruimtes").text


def test_what_nobody_told_is_said(client, coordinator):
    offer(client, people="")
    page = client.get("/ruimtes?waar=Utrecht&mensen=20&drempelvrij=1").text
    assert "Vraag na: hoeveel mensen erin kunnen en of het drempelvrij is." in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "Geef de ruimte een naam."),
        ({"postcode": "", "town": "Nergenshuizen"}, "Deze plek vinden we niet."),
        ({"people": "veel"}, "Vul alleen een getal in"),
        ({"people": "99999"}, "Dit getal kan niet kloppen."),
        ({"email": "jan"}, "naam@voorbeeld.nl"),
        ({"phone": "12"}, "Schrijf het nummer met alle cijfers"),
    ],
)
def test_what_is_wrong_comes_back_with_a_sentence_and_what_was_typed(
    client, coordinator, typed, sentence
):
    answer = offer(client, description="met keuken", **typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "met keuken" in answer.text
    assert not rooms()


def test_two_people_who_change_a_room_lose_nothing(client, coordinator):
    offer(client)
    (room,) = rooms()
    path = f"/beheer/ruimtes/{room.id}"
    assert client.post(path, data=ROOM | {"version": "1", "people": "40"}).status_code == 303
    answer = client.post(path, data=ROOM | {"version": "1", "people": "50"})
    assert answer.status_code == 409
    assert 'value="50"' in answer.text


def test_a_room_is_taken_away_and_offered_again(client, coordinator):
    offer(client)
    (room,) = rooms()
    client.post(f"/beheer/ruimtes/{room.id}/status")
    assert "De Zaal" not in client.get("/ruimtes").text
    client.post(f"/beheer/ruimtes/{room.id}/status")
    assert "De Zaal" in client.get("/ruimtes").text


def test_an_initiative_looks_for_a_room(client, coordinator):
    put(listing("Koor", UTRECHT))
    offer(client)
    path = "/beheer/ruimtes/gezocht/koor"
    assert client.get(path).status_code == 200
    assert client.post(path, data={"people": "20", "most_price": "0"}).status_code == 303
    assert "1 ruimte kan passen" in client.get(path).text
    assert "Koor" in client.get("/ruimtes").text
    client.post(f"{path}/klaar")
    assert "Koor" not in client.get("/ruimtes").text


def test_the_times_of_a_room_are_words_that_stay_the_same_times(client, coordinator):
    put(listing("Koor", UTRECHT))
    path = "/beheer/ruimtes/gezocht/koor"
    client.post(path, data={"people": "20", "when": "Tu[2] 10:00-12:00"})
    words = "Elke tweede dinsdag van de maand, 10.00–12.00."
    assert f'value="{words}"' in client.get(path).text
    client.post(path, data={"people": "25", "when": words})
    wish = wish_of(db.session.query(Initiative).one().id)
    assert (wish.people, wish.hours) == (25, "Tu[2] 10:00-12:00")
    answer = client.post(path, data={"people": "25", "when": "als het zo uitkomt"})
    assert answer.status_code == 422
    assert "Dit kunnen we niet zeker lezen." in answer.text


def test_rooms_of_others_cannot_be_changed(client):
    sign_in(client, a_person())
    offer(client)
    (room,) = rooms()
    put(listing("Koor", UTRECHT, organisation="Stichting A"))
    organisation = db.session.query(Organisation).one()
    other = Organisation(name="Stichting B", slug="b")
    db.session.add(other)
    db.session.flush()
    for person, wish in (
        (a_person(Role.EDITOR, organisation=other.id), 403),
        (a_person(area="Zeist"), 403),
        (a_person(Role.EDITOR, organisation=organisation.id), 200),
    ):
        sign_in(client, person)
        assert client.get(f"/beheer/ruimtes/{room.id}").status_code == 403
        assert client.post(f"/beheer/ruimtes/{room.id}", data=ROOM).status_code == 403
        assert client.post(f"/beheer/ruimtes/{room.id}/status").status_code == 403
        assert client.get("/beheer/ruimtes/gezocht/koor").status_code == wish
    assert db.session.query(Initiative).count() == 1


def test_an_editor_offers_rooms_of_the_own_organisation(client):
    put(listing("Koor", UTRECHT, organisation="Stichting A"))
    organisation = db.session.query(Organisation).one()
    sign_in(client, a_person(Role.EDITOR, organisation=organisation.id))
    assert offer(client).status_code == 303
    assert [each.organisation_id for each in rooms()] == [organisation.id]


@pytest.mark.parametrize(
    "args", ["mensen=x", "mensen=-1", "afstand=7", "waar=%00", "gratis=misschien"]
)
def test_nonsense_in_the_address_shows_all_rooms(client, args):
    assert client.get(f"/ruimtes?{args}").status_code == 200
