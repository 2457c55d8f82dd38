"""What a listing must have before everybody sees it is the same at every door: a name and a place."""

import pytest
from sqlalchemy import select

from socialmap.catalogue import actions
from socialmap.catalogue.actions import Entry
from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.listing import Listing
from socialmap.catalogue.models import Initiative, Status
from socialmap.errors import ConflictProblem
from socialmap.fields.listing import make_listing
from socialmap.lists.actions import movable
from socialmap.proposals import answers
from socialmap.proposals.actions import propose_addition
from socialmap.proposals.answers import Answer
from socialmap.proposals.models import Proposer
from socialmap.times.clock import today
from socialmap.web.public.contributions import read_listing
from tests.desk import a_person, sign_in
from tests.listings import CHANGE
from tests.web.desk.editing.filling import send, words

NEW = "/beheer/initiatieven/nieuw"
# What it is, is not known.
PLAIN = {"name": "Inloop", "place-0-address": "Zeist"}
TYPED = {"name": "Inloop", "description": "Kom langs.", "address": "Zeist"}


def kinds(session):
    return [(row.name, row.kind, row.status) for row in session.scalars(select(Initiative))]


def test_the_form_asks_no_kind(client, session):
    sign_in(client, a_person())
    assert send(client, client.get(NEW), "publish", PLAIN).status_code == 303
    assert kinds(session) == [("Inloop", "", Status.PUBLISHED)]


def test_an_import_asks_no_kind():
    listing = make_listing({"name": "Inloop", "town": "Zeist"}, {}, today(), None)
    assert (listing.kind, listing.unfinished) == ("", ())


def test_a_proposal_asks_no_kind_and_neither_does_its_answer(app, session):
    listing, errors = read_listing(TYPED, today())
    assert errors == {}
    proposal = propose_addition(listing, origin=Proposer.VISITOR, draft=None)
    answer = Answer(actor="person:1", reason="", text="")
    answers.answer_addition(proposal, listing, Status.PUBLISHED, answer)
    assert kinds(session) == [("Inloop", "", Status.PUBLISHED)]


@pytest.mark.parametrize("typed", [{"name": "Inloop"}, {"place-0-address": "Zeist"}])
def test_the_form_asks_a_name_and_a_place(client, session, typed):
    sign_in(client, a_person())
    assert send(client, client.get(NEW), "publish", typed).status_code == 422
    assert kinds(session) == []


@pytest.mark.parametrize("values", [{"name": "Inloop"}, {"town": "Zeist"}])
def test_an_import_asks_a_name_and_a_place(values):
    assert make_listing(values, {}, today(), None) is None


@pytest.mark.parametrize("without", ["name", "address"])
def test_a_proposal_asks_a_name_and_a_place(without):
    listing, errors = read_listing(TYPED | {without: ""}, today())
    assert listing is None
    assert without in errors


def test_a_concept_without_a_place_stays_off_the_map(client, session):
    sign_in(client, a_person())
    [number] = actions.add([Entry(Listing(name="Inloop"))], CHANGE, Status.DRAFT)
    initiative = session.get(Initiative, number)
    with pytest.raises(ConflictProblem):
        actions.step(initiative, Status.PUBLISHED, CHANGE)
    assert movable([number], Status.PUBLISHED) == []
    answer = client.post(f"/beheer/initiatieven/{number}/status", data={"to": "published"})
    assert answer.status_code == 409
    assert "Vul eerst een adres in" in words(answer)
    assert latest_listing(number).unfinished == ("place",)


def test_a_postcode_and_a_town_that_contradict_are_a_doubt_at_every_door(app, session):
    listing, errors = read_listing(TYPED | {"address": "Dorpsstraat 7, 9999 ZZ Zeist"}, today())
    assert listing is None
    assert "ligt in Kantens, niet in Zeist. Welke van de twee klopt?" in errors["address"][0]
    flaws = {}
    row = {"name": "Inloop", "postcode": "9999 ZZ", "town": "Zeist"}
    assert make_listing(row, flaws, today(), None) is not None
    assert dict(flaws["postcode"].facts)["known"] == "Kantens"
