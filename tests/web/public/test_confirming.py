from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from socialmap.catalogue.history import revisions_of
from socialmap.catalogue.models import Initiative, Organisation, Status
from socialmap.db import db
from socialmap.mail.models import Message
from socialmap.proposals.models import Proposal
from socialmap.times.clock import now, today
from socialmap.upkeep.magic_links import make_link, recipient
from socialmap.upkeep.models import Pause
from tests.listings import listing, put


@pytest.fixture
def town(session):
    """Two listings of one organisation and one of another, and the link of the first."""
    put(
        listing("Koffie", organisation="De Brug", email="brug@example.org", phone="+31302345678"),
        listing("Soep", organisation="De Brug"),
        listing("Ver weg", organisation="De Hoek"),
    )
    found = {each.name: each for each in session.scalars(select(Initiative))}
    mine = [found["Koffie"], found["Soep"]]
    holder = recipient(mine[0].organisation_id, "")
    return found, f"/nagaan/{make_link(holder, [each.id for each in mine])}"


def test_the_page_shows_the_own_listings_and_keeps_its_address_secret(client, town):
    _, path = town
    page = client.get(path)
    assert "Koffie" in page.text
    assert "Soep" in page.text
    assert "Ver weg" not in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in page.headers


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_looking_changes_nothing(app, town, method):
    found, path = town
    app.test_client_class = FlaskClient  # the strict reader wants a page, also after HEAD
    client = app.test_client()
    ends = ["", "/klopt", "/koffie/anders", "/koffie/stoppen", "/koffie/terug", "/nieuw"]
    for end in ends:
        getattr(client, method)(path + end)
    assert {each.version for each in found.values()} == {1}
    assert not db.session.scalars(select(Message)).all()


def test_one_click_says_that_all_is_right(client, town):
    found, path = town
    answer = client.post(f"{path}/klopt")
    assert answer.status_code == 303
    assert "nog klopt" in client.get(answer.location).text
    assert found["Koffie"].confirmed_on == found["Soep"].confirmed_on == today()
    assert found["Ver weg"].confirmed_on is None
    [revision, _] = revisions_of(found["Koffie"].id)
    assert (revision.actor, revision.reason) == (
        "initiative:koffie", "Het initiatief zegt dat alles klopt",
    )  # fmt: skip


def test_or_that_one_of_them_is(client, town):
    found, path = town
    client.post(f"{path}/klopt", data={"slug": "soep"})
    assert (found["Koffie"].confirmed_on, found["Soep"].confirmed_on) == (None, today())


@pytest.mark.parametrize(
    ("end", "data"),
    [
        ("/klopt", {"slug": "ver-weg"}),
        ("/ver-weg/anders", {"cost": "gratis"}),
        ("/ver-weg/stoppen", {"what": "weg"}),
        ("/ver-weg/terug", {}),
    ],
)
def test_it_gives_no_right_to_what_is_of_others(client, town, end, data):
    found, path = town
    assert client.post(path + end, data=data).status_code == 404
    assert found["Ver weg"].version == 1


def test_a_change_waits_for_a_coordinator(client, town):
    found, path = town
    client.get(f"{path}/koffie/anders")
    answer = client.post(
        f"{path}/koffie/anders", data={"reach": "030 765 4321", "text": "Ook thee"}
    )
    assert answer.location.endswith("klaar=doorgegeven")
    [proposal] = db.session.scalars(select(Proposal))
    assert (proposal.origin, proposal.changes) == (
        "initiative",
        {"phones": [{"number": "+31307654321", "words": ""}]},
    )
    assert found["Koffie"].contacts[0].phones[0]["number"] == "+31302345678"


def test_a_change_of_a_member_is_on_the_map_at_once(client, town):
    found, path = town
    db.session.get_one(Organisation, found["Koffie"].organisation_id).member = True
    answer = client.post(f"{path}/koffie/anders", data={"reach": "030 765 4321"})
    assert answer.location.endswith("klaar=veranderd")
    db.session.refresh(found["Koffie"])
    assert found["Koffie"].contacts[0].phones[0]["number"] == "+31307654321"
    again = client.post(f"{path}/koffie/anders", data={"reach": "030 765 4321"})
    assert again.location.endswith("klaar=gelijk")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [({}, "Vul in wat er anders is"), ({"reach": "geen idee"}, "geen telefoonnummer")],
)
def test_a_change_that_cannot_be_read_comes_back_with_what_was_typed(client, town, data, sentence):
    _, path = town
    answer = client.post(f"{path}/koffie/anders", data=data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert all(value in answer.text for value in data.values())


def test_a_pause_and_back_again(client, town):
    found, path = town
    client.get(f"{path}/koffie/stoppen")
    until = today() + timedelta(days=30)
    client.post(f"{path}/koffie/stoppen", data={"what": "pauze", "until": until.isoformat()})
    assert found["Koffie"].status == Status.PAUSED
    assert db.session.get(Pause, found["Koffie"].id).until == until
    assert "Het is er weer" in client.get(path).text
    client.post(f"{path}/koffie/terug")
    assert (found["Koffie"].status, found["Koffie"].confirmed_on) == (Status.PUBLISHED, today())


@pytest.mark.parametrize(
    "data", [{}, {"what": "pauze", "until": "gisteren"}, {"what": "pauze", "until": "2020-01-01"}]
)
def test_a_pause_that_cannot_be_is_told(client, town, data):
    found, path = town
    assert client.post(f"{path}/koffie/stoppen", data=data).status_code == 422
    assert found["Koffie"].status == Status.PUBLISHED


def test_what_is_gone_leaves_the_map_and_waits_for_a_coordinator(client, town):
    found, path = town
    client.post(f"{path}/koffie/stoppen", data={"what": "weg"})
    assert found["Koffie"].status == Status.PAUSED
    assert [each.subject for each in db.session.scalars(select(Proposal))] == ["gone"]


def test_an_old_link_is_replaced_by_mail_to_the_known_address(client, town):
    _, path = town
    with time_machine.travel(now() + timedelta(days=130), tick=False):
        page = client.get(path)
        assert page.status_code == 410
        assert "Koffie" not in page.text
        assert client.post(f"{path}/klopt").location.endswith(path)
        for _ in range(2):
            assert client.post(f"{path}/nieuw").status_code == 303
    [message] = db.session.scalars(select(Message))
    assert message.address == "brug@example.org"
    assert "/nagaan/" in message.text


def test_another_site_cannot_press_the_buttons(client, town):
    _, path = town
    answer = client.post(f"{path}/klopt", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert client.get(path, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


@pytest.mark.parametrize("token", ["x", "x.y", "a" * 300, "%00", "é"])
def test_what_is_no_link_is_not_found(client, token):
    assert client.get(f"/nagaan/{token}").status_code == 404
    assert client.post(f"/nagaan/{token}/klopt").status_code == 404
