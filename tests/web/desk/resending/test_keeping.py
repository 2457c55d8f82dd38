"""Who is signed out while filling in a form of the desk loses nothing, and nobody else reads it."""

import io

import pytest
from bs4 import BeautifulSoup

from socialmap.catalogue.drafts import drafts_of, sent_forms_of
from socialmap.people.actions import sign_out_everywhere
from socialmap.rooms.models import Room
from tests.desk import a_person, sign_in
from tests.web.desk.editing.filling import filled, words

NEW = "/beheer/ruimtes/nieuw"
THERE = "/beheer/verder"
TYPED = "Groot, met een keuken.\nDe sleutel ligt bij Ans."
FORM = f'form[action="{NEW}"]'


@pytest.fixture
def noor(client, session):
    person = sign_in(client, a_person(email="noor@example.org"))
    session.commit()
    return person


def typed(client, **more):
    sent = filled(client.get(NEW), FORM)
    for name, value in {"name": "Zaal Zuid", "description": TYPED, **more}.items():
        sent[name] = value
    return sent


def signed_out(client, session, noor, how):
    if how == "cookie gone":
        client.delete_cookie("socialmap")
    else:
        sign_out_everywhere(noor, noor.actor)
        session.commit()


@pytest.mark.parametrize("how", ["session ended", "cookie gone"])
def test_a_form_that_was_sent_is_saved_shown_and_sent_again(client, session, noor, how):
    sent = typed(client)
    signed_out(client, session, noor, how)
    answer = client.post(NEW, data=sent)
    assert answer.status_code == 403
    assert "Je bent uitgelogd Wat je typte is bewaard." in words(answer)
    assert f"/inloggen?next={THERE}" in answer.text
    assert "Zaal Zuid" not in answer.text
    sign_in(client, noor)
    page = client.get(THERE)
    assert "De sleutel ligt bij Ans." in words(page)
    again = client.post(NEW, data=filled(page, FORM))
    assert (again.status_code, 'value="Zaal Zuid"' in again.text) == (422, True)
    assert "Er is niets blijven liggen." in words(client.get(THERE))


def test_all_that_was_filled_in_comes_along(client, session, noor):
    sent = typed(client)
    client.delete_cookie("socialmap")
    client.post(NEW, data=sent)
    sign_in(client, noor)
    again = filled(client.get(THERE), FORM)
    ours = {"csrf_token", "sender", "again"}
    fields = {name: values for name, values in again.lists() if name not in ours}
    expected = {name: values for name, values in sent.lists() if name not in ours}
    assert fields == expected


def test_another_person_on_that_computer_reads_nothing_of_it(client, session, noor):
    sent = typed(client)
    sam = sign_in(client, a_person(email="sam@example.org"))
    answer = client.post(NEW, data=sent)
    assert (answer.status_code, session.query(Room).count()) == (403, 0)
    assert "Hier is nu iemand anders ingelogd" in words(answer)
    assert (len(sent_forms_of(noor.id)), len(sent_forms_of(sam.id))) == (1, 0)
    assert "Ans" not in client.get(THERE).text


def test_a_page_of_an_earlier_session_leads_to_what_was_typed(app, client, session, noor):
    sent = typed(client)
    client.delete_cookie("socialmap")
    sign_in(client, noor)
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        answer = client.post(NEW, data=sent)
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert (answer.status_code, answer.location) == (303, THERE)
    assert "De sleutel ligt bij Ans." in words(client.get(THERE))


def test_it_can_be_thrown_away(client, session, noor):
    sent = typed(client)
    client.delete_cookie("socialmap")
    client.post(NEW, data=sent)
    sign_in(client, noor)
    form = filled(client.get(THERE), f'form[action="{THERE}/weg"]')
    assert client.post(f"{THERE}/weg", data=form).status_code == 303
    assert sent_forms_of(noor.id) == []


def test_it_is_no_draft_of_a_listing(client, session, noor):
    sent = typed(client)
    client.delete_cookie("socialmap")
    client.post(NEW, data=sent)
    assert drafts_of(noor.id) == []


@pytest.mark.parametrize("token", ["", "iets", "WzEsInNlbnQ6Il0.aaa.bbb"])
def test_what_nobody_of_ours_sent_is_not_saved(client, session, noor, token):
    sent = typed(client, sender=token)
    client.delete_cookie("socialmap")
    assert client.post(NEW, data=sent).status_code == 302
    assert sent_forms_of(noor.id) == []


def test_a_form_with_a_file_is_not_saved_and_that_is_said(client, session, noor):
    sent = typed(client).to_dict() | {"file": (io.BytesIO(b"naam\nZaal Zuid\n"), "zalen.csv")}
    client.delete_cookie("socialmap")
    answer = client.post(NEW, data=sent)
    assert "Een bestand kunnen we niet bewaren. Kies het straks opnieuw." in words(answer)
    assert sent_forms_of(noor.id) == []


def test_a_form_of_the_desk_says_whose_it_is_and_one_of_a_resident_does_not(client, noor):
    def senders(path):
        return BeautifulSoup(client.get(path).text, "html.parser").select("[name=sender]")

    assert senders(NEW)
    assert not senders("/meedoen")
    assert not senders("/account")
