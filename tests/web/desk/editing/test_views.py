"""Write a listing at the desk: see, fill in, save."""

from dataclasses import replace
from datetime import date

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from socialmap.catalogue import actions
from socialmap.catalogue.fields import FIELD_GROUPS
from socialmap.catalogue.history import latest_listing, revisions_of
from socialmap.catalogue.listing import ListedActivity, Listing
from socialmap.catalogue.models import Initiative, Organisation, Status
from socialmap.people.permissions import Role
from socialmap.proposals.unlisting import remember
from socialmap.upkeep.models import Pause
from tests.desk import a_person, sign_in
from tests.listings import CHANGE, UTRECHT, ZEIST, listing, located, put
from tests.web.conftest import EVERYTHING
from tests.web.desk.editing.filling import filled, send, words

NEW = "/beheer/initiatieven/nieuw"
LITTLE = {
    "name": "Soep van Sam",
    "kind": "shared_meal",
    "summary": "Elke week soep.",
    "place-0-street": "Neude 11",
    "place-0-postcode": "3512 AE",
    "place-0-town": "Utrecht",
    "hours_typed": "di en do 12-14",
    "phone-0-number": "030 234 56 78",
}


@pytest.fixture
def me(client, session):
    """A coordinator who is signed in."""
    person = sign_in(client, a_person())
    session.commit()
    return person


@pytest.fixture
def koffie(app, session):
    [place] = EVERYTHING.locations
    here = replace(EVERYTHING, locations=(replace(place, municipality="Utrecht"),))
    [initiative_id] = put(here)
    session.commit()
    return initiative_id


def address(initiative_id):
    return f"/beheer/initiatieven/{initiative_id}"


def one(session):
    return session.scalars(select(Initiative)).one()


def test_a_new_listing_goes_on_the_map(client, session, me):
    answer = send(client, client.get(NEW), "publish", LITTLE)
    assert answer.status_code == 303, words(answer)
    made = one(session)
    assert made.status == Status.PUBLISHED
    saved = latest_listing(made.id)
    assert (saved.name, saved.kind, saved.hours) == (
        "Soep van Sam",
        "shared_meal",
        "Tu,Th 12:00-14:00",
    )
    assert saved.phone == "+31302345678"
    [place] = saved.locations
    assert (place.municipality, place.precision) == ("Utrecht", "postcode")
    assert "Het staat op de kaart." in words(client.get(answer.location))
    assert client.get("/initiatief/soep-van-sam").status_code == 200
    [revision] = revisions_of(made.id)
    assert (revision.actor, revision.action) == (me.actor, "added")


def test_a_new_listing_may_be_a_draft_first(client, session, me):
    answer = send(client, client.get(NEW), "save", {"name": "Soep"})
    assert answer.status_code == 303
    assert one(session).status == Status.DRAFT
    assert client.get("/initiatief/soep").status_code == 404


def test_what_is_missing_is_said_at_its_field(client, session, me):
    answer = send(client, client.get(NEW), "publish", {"summary": "Soep.", "phone-0-number": "12"})
    assert answer.status_code == 422
    text = words(answer)
    for sentence in ("Vul een naam in.", "Vul een adres in", "030 123 45 67"):
        assert sentence in text
    assert filled(answer)["summary"] == "Soep."
    assert session.scalars(select(Initiative)).all() == []


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"place-0-postcode": "12"}, "vier cijfers en twee letters"),
        ({"place-0-town": "Xqzwv", "place-0-postcode": ""}, "Xqzwv"),
        ({"hours_typed": "als het zo uitkomt"}, "Dit kunnen we niet zeker lezen"),
        ({"line-0-day": ["1"], "line-0-end": "12:00"}, "hoe laat het begint"),
        ({"line-0-start": "12:00", "line-0-end": "13:00"}, "Kies op welke dagen"),
        ({"line-0-day": ["1"], "line-0-start": "25:00", "line-0-end": "13:00"}, "zoals 10.00"),
        ({"except-0-first": "2026-12-24", "except-0-last": "2026-12-20"}, "ligt voor de eerste"),
        ({"date-0-name": "Feest"}, "Vul de eerste dag in."),
        (
            {
                "date-0-name": "Feest",
                "date-0-day": "2026-12-01",
                "date-0-start": "10:00",
                "date-0-repeats": "yearly",
                "date-0-also": ["3"],
            },
            "bij elke week of om de week",
        ),
        (
            {
                "date-0-name": "Feest",
                "date-0-day": "2027-01-05",
                "date-0-start": "10:00",
                "date-0-repeats": "weekly",
                "date-0-until": "2020-01-01",
            },
            "eindigt voordat de activiteit begint",
        ),
        (
            {
                "date-0-name": "Feest",
                "date-0-day": "2027-01-05",
                "date-0-start": "10:00",
                "date-0-repeats": "other",
                "date-0-rule": "FREQ=MONTHLY;BYDAY=5MO",
            },
            "29-03-2027",
        ),
        (
            {"date-0-name": "Feest", "date-0-day": "2027-03-28", "date-0-start": "02:30"},
            "gaat de klok vooruit",
        ),
        ({"cost_amount": "veel"}, "getal"),
        ({"description": "Mijn BSN is 111222333."}, "burgerservicenummer"),
        ({"summary": "x" * 301}, "300"),
        ({"website": "example.org", "email": "noor(at)"}, "naam@voorbeeld.nl"),
        ({"hours_by": "osm", "hours": "altijd"}, "geen OSM-tijden"),
    ],
)
def test_a_mistake_is_said_in_plain_words(client, me, typed, sentence):
    answer = send(client, client.get(NEW), "publish", LITTLE | {"hours_typed": ""} | typed)
    assert answer.status_code == 422
    assert sentence in words(answer)
    for name, value in typed.items():
        assert filled(answer).getlist(name) == (value if isinstance(value, list) else [value])


def test_a_listing_that_is_only_looked_at_stays_as_it_is(client, session, me, koffie):
    answer = send(client, client.get(address(koffie)), "save")
    assert "Er is niets veranderd." in words(client.get(answer.location))
    assert len(revisions_of(koffie)) == 1


ODD = replace(
    EVERYTHING,
    name="Alles anders",
    description="Eén.\n\nTwee & <drie>.",
    kind="een_vorm_van_vroeger",
    setting="warm_place",
    hours="Apr-Sep: We 11:00-17:00; Oct: Sa 11:00-16:00",
    forms={"group": 0.45, "individual": 1.0},
    visibility={"contact": "internal", "place": "professionals"},
    free_of_charge=False,
    funding_until=date(2027, 1, 1),
    locations=(
        located(UTRECHT, street="Neude 1", postcode="3512 AE", town="Utrecht", hidden=True),
        located(ZEIST, name="De Peppel", parking=True, precision="given", bag_id="0355200000"),
    ),
    activities=(
        ListedActivity(
            name="Kaarten",
            starts=EVERYTHING.activities[0].starts,
            minutes=90,
            repeats="FREQ=WEEKLY;BYDAY=WE,FR;COUNT=9",
        ),
    ),
)


@pytest.mark.parametrize(
    "kept", [ODD, Listing(name="Kaal"), listing("Belcirkel", None, online=True)]
)
def test_nothing_that_is_known_gets_lost_in_the_form(client, session, me, kept):
    [initiative_id] = put(kept)
    actions.step(session.get(Initiative, initiative_id), Status.PAUSED, CHANGE)
    before = latest_listing(initiative_id)
    session.commit()
    answer = send(client, client.get(address(initiative_id)), "save", {"waiting_time": "een week"})
    assert answer.status_code == 303, words(answer)
    assert latest_listing(initiative_id) == replace(before, waiting_time="een week")


def test_a_change_has_a_reason_and_who_made_it(client, session, me, koffie):
    page, before = client.get(address(koffie)), latest_listing(koffie)
    send(client, page, "save", {"summary": "Anders.", "reason": "gebeld\x00 met Noor"})
    last = revisions_of(koffie)[0]
    assert (last.version, last.actor, last.reason) == (2, me.actor, "gebeld met Noor")
    assert latest_listing(koffie) == replace(before, summary="Anders.")


def test_who_asked_today_confirms_all(client, session, me, koffie):
    send(client, client.get(address(koffie)), "save", {"confirmed": "1"})
    confirmations = latest_listing(koffie).confirmations
    assert {each.group for each in confirmations} == set(FIELD_GROUPS)
    assert {each.how for each in confirmations} == {"desk"}


def test_a_new_listing_that_is_there_already_asks_first(client, session, me, koffie):
    typed = LITTLE | {
        "name": "Koffie bij Noor",
        "kind": "coffee_hour",
        "place-0-street": "Domplein 1",
        "place-0-postcode": "3512 JC",
    }
    answer = send(client, client.get(NEW), "publish", typed)
    assert answer.status_code == 422
    assert "Staat dit er al?" in words(answer)
    assert str(koffie) in answer.text
    answer = send(client, answer, "publish")
    assert answer.status_code == 303
    assert len(session.scalars(select(Initiative)).all()) == 2


def test_a_form_that_did_not_arrive_whole_is_refused(client, me, koffie):
    sent = filled(client.get(address(koffie)))
    sent.poplist("whole")
    assert client.post(address(koffie), data=sent | {"do": "save"}).status_code == 400


@pytest.mark.parametrize(
    ("status", "to"),
    [
        (Status.PUBLISHED, [Status.PAUSED, Status.ARCHIVED]),
        (Status.DRAFT, [Status.PUBLISHED, Status.ARCHIVED]),
        (Status.ARCHIVED, []),
    ],
)
def test_a_listing_steps_on(client, session, me, status, to):
    [initiative_id] = actions.add([actions.Entry(EVERYTHING)], CHANGE, status)
    session.commit()
    page = client.get(address(initiative_id))
    for each in Status:
        assert (f'name="to" value="{each}"' in " ".join(page.text.split())) == (each in to)
    for each in to[:1]:
        sent = {"to": each, "reason": "verbouwing"}
        assert client.post(f"{address(initiative_id)}/status", data=sent).status_code == 303
        assert session.get(Initiative, initiative_id).status == each
        assert revisions_of(initiative_id)[0].reason == "verbouwing"
    assert client.post(f"{address(initiative_id)}/status", data={"to": "x"}).status_code == 400


def test_a_pause_has_an_end(client, session, me, koffie):
    status = f"{address(koffie)}/status"
    assert client.post(status, data={"to": "paused", "until": "2020-01-01"}).status_code == 409
    assert client.post(status, data={"to": "paused", "until": "2099-01-01"}).status_code == 303
    assert session.get(Pause, koffie).until == date(2099, 1, 1)
    assert client.post(status, data={"to": "published"}).status_code == 303
    assert session.get(Pause, koffie) is None
    assert session.get(Initiative, koffie).status == Status.PUBLISHED


def test_an_editor_writes_for_the_own_organisation_only(client, session, koffie):
    put(listing("Van een ander", organisation="Stichting Anders", kind="coffee_hour"))
    mine = session.scalar(select(Organisation).where(Organisation.name == "Stichting Plein"))
    other = session.scalar(select(Initiative).where(Initiative.name == "Van een ander"))
    sign_in(client, a_person(Role.EDITOR, organisation=mine.id))
    session.commit()
    page = client.get(address(koffie))
    assert filled(page)["organisation"] == "Stichting Plein"
    assert "Stichting Anders" not in page.text
    assert send(client, page, "save", {"summary": "Mag."}).status_code == 303
    assert send(client, page, "save", {"organisation": "Stichting Anders"}).status_code == 422
    assert latest_listing(koffie).organisation == "Stichting Plein"
    for path in (
        address(other.id),
        f"/beheer/geschiedenis/{other.id}",
        f"/beheer/geschiedenis/{other.id}/1",
    ):
        assert client.get(path).status_code == 403
    sent = filled(page) | {"do": "save"}
    assert client.post(address(other.id), data=sent).status_code == 403
    for path in ("voorbeeld", "voorbeeld-pagina", "gelezen", "concept", "concept/weg"):
        sent = filled(page)
        sent["subject"] = str(other.id)
        away = client.post(f"/beheer/initiatieven/{path}", data=sent)
        assert away.status_code == 403
    assert client.post(f"{address(other.id)}/status", data={"to": "archived"}).status_code == 403
    assert latest_listing(other.id).summary == ""


def test_a_coordinator_keeps_to_the_own_municipality(client, session, koffie):
    sign_in(client, a_person(area="Zeist"))
    session.commit()
    assert client.get(address(koffie)).status_code == 403
    answer = send(client, client.get(NEW), "publish", LITTLE)
    assert answer.status_code == 422
    assert "Dit ligt in Utrecht. Jij werkt voor Zeist" in words(answer)
    assert filled(answer)["name"] == "Soep van Sam"
    assert session.scalars(select(Initiative.name)).all() == ["Koffie bij Noor"]
    here = {
        "place-0-street": "Dorpsstraat 1",
        "place-0-postcode": "3701 AA",
        "place-0-town": "Zeist",
    }
    answer = send(client, client.get(NEW), "publish", LITTLE | here)
    assert answer.status_code == 303
    page = client.get(answer.location)
    away = {name: LITTLE[name] for name in here}
    assert send(client, page, "save", away).status_code == 422


def test_what_asked_to_stay_off_the_map_is_not_added(client, me):
    remember(listing("Soep van Sam", phone="+31302345678"), "het is te druk", "Sam", "person:1")
    answer = send(client, client.get(NEW), "publish", LITTLE)
    assert answer.status_code == 422
    assert "Soep van Sam wil niet op de kaart staan: het is te druk." in answer.text


def test_a_text_that_is_too_long_is_not_cut_and_says_by_how_much(client, session, me):
    long = {"name": "x" * 153, "otherwise": "y" * 61, "reason": "z" * 202}
    page = client.get(NEW)
    fields = BeautifulSoup(page.text, "html.parser").select_one("#formulier")
    assert not fields.select("input[type=text][maxlength], textarea[maxlength]")
    answer = send(client, page, "publish", LITTLE | long)
    assert answer.status_code == 422
    for over, longest in ((3, 150), (1, 60), (2, 200)):
        assert f"Dit is {over} tekens te lang. Er passen er {longest}." in words(answer)
    again = filled(answer)
    assert {name: again[name] for name in long} == long
    assert not session.scalars(select(Initiative)).all()


def test_what_is_wrong_is_named_by_the_labels_of_its_fields(client, me):
    page = client.get(NEW)
    form = BeautifulSoup(page.text, "html.parser").select_one("#formulier")
    written = form.select("input[name]:not([type=hidden], [type=checkbox], [type=radio])")
    typed = {field["name"]: "x" * 9_000 for field in [*written, *form.select("textarea[name]")]}
    answer = send(client, page, "save", typed)
    links = BeautifulSoup(answer.text, "html.parser").select(".error-summary a")
    named = {link["href"].removeprefix("#"): link.text.partition(":")[0] for link in links}
    assert {"name", "reason", "otherwise"} <= named.keys()
    assert [name for name, label in named.items() if label == name] == []
