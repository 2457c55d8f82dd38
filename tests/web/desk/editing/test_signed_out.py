"""Who is signed out while writing loses nothing, and nobody else reads it."""

import pytest
from bs4 import BeautifulSoup

from socialmap.catalogue.drafts import drafts_of
from socialmap.people.actions import sign_out_everywhere
from socialmap.web.desk.editing.form import Form
from tests.desk import a_person, sign_in
from tests.listings import put
from tests.web.conftest import EVERYTHING
from tests.web.desk.editing.filling import filled, words

NEW = "/beheer/initiatieven/nieuw"
KEEP = "/beheer/initiatieven/concept"


@pytest.fixture
def noor(client, session):
    person = sign_in(client, a_person(email="noor@example.org"))
    session.commit()
    return person


def typed(page, **more):
    sent = filled(page)
    for name, value in {"do": "publish", "name": "Thee bij Ans", **more}.items():
        sent[name] = value
    return sent


def typed_of(person):
    return [Form(draft.form).get("name") for draft in drafts_of(person.id)]


@pytest.mark.parametrize("how", ["session ended", "cookie gone"])
def test_what_was_typed_is_saved_and_there_again_after_signing_in(client, session, noor, how):
    page = client.get(NEW)
    if how == "cookie gone":
        client.delete_cookie("socialmap")
    else:
        sign_out_everywhere(noor, noor.actor)
        session.commit()
    answer = client.post(NEW, data=typed(page))
    assert answer.status_code == 403
    assert "Je bent uitgelogd" in words(answer)
    assert "Wat je typte is bewaard." in words(answer)
    assert "/inloggen?next=/beheer/initiatieven/nieuw" in answer.text
    assert "Thee bij Ans" not in answer.text
    sign_in(client, noor)
    assert filled(client.get(NEW))["name"] == "Thee bij Ans"


def test_another_person_on_that_computer_reads_nothing_of_it(client, session, noor):
    page = client.get(NEW)
    client.delete_cookie("socialmap")
    client.post(NEW, data=typed(page))
    sam = sign_in(client, a_person(email="sam@example.org"))
    assert filled(client.get(NEW))["name"] == ""
    assert (typed_of(noor), typed_of(sam)) == (["Thee bij Ans"], [])


def test_a_form_of_one_person_that_another_sends_stays_of_the_first(client, session, noor):
    page = client.get(NEW)
    sam = sign_in(client, a_person(email="sam@example.org"))
    answer = client.post(NEW, data=typed(page))
    assert answer.status_code == 403
    assert "Hier is nu iemand anders ingelogd" in words(answer)
    assert (typed_of(noor), typed_of(sam)) == (["Thee bij Ans"], [])


def test_who_signed_in_again_meanwhile_goes_on_in_the_form(app, client, session, noor):
    page = client.get(NEW)
    client.delete_cookie("socialmap")
    sign_in(client, noor)
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        answer = client.post(NEW, data=typed(page))
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert (answer.status_code, answer.location) == (303, NEW)
    again = client.get(NEW)
    assert "Wat je typte staat er nog." in words(again)
    assert filled(again)["name"] == "Thee bij Ans"


def test_saving_while_typing_says_it_too(client, session, noor):
    page = client.get(NEW)
    client.delete_cookie("socialmap")
    answer = client.post(KEEP, data=typed(page))
    assert answer.status_code == 403
    assert answer.json["tekst"] == "Je bent uitgelogd. Wat je typte is bewaard."
    assert answer.json["inloggen"] == "/inloggen?next=/beheer/initiatieven/nieuw"
    assert typed_of(noor) == ["Thee bij Ans"]


def test_a_change_of_a_listing_comes_back_at_that_listing(client, session, noor):
    [koffie] = put(EVERYTHING)
    session.commit()
    address = f"/beheer/initiatieven/{koffie}"
    page = client.get(address)
    client.delete_cookie("socialmap")
    answer = client.post(address, data=typed(page, do="save", summary="Anders."))
    assert f"next={address}" in answer.text
    sign_in(client, noor)
    assert filled(client.get(address))["summary"] == "Anders."


@pytest.mark.parametrize("owner", ["", "x.y.z"])
def test_a_form_of_nobody_is_not_saved(client, session, noor, owner):
    page = client.get(NEW)
    client.delete_cookie("socialmap")
    answer = client.post(NEW, data=typed(page, owner=owner))
    assert answer.location == "/inloggen"
    assert typed_of(noor) == []


def test_the_form_says_once_whose_it_is(client, session, noor):
    fields = BeautifulSoup(client.get(NEW).text, "html.parser").select("#formulier [type=hidden]")
    named = [field["name"] for field in fields]
    assert (named.count("csrf_token"), named.count("owner"), named.count("sender")) == (1, 1, 0)
