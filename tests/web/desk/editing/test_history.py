"""Look back at a listing, take one change back, or go back to a version."""

from dataclasses import replace
from datetime import date

import pytest

from socialmap.catalogue import actions
from socialmap.catalogue.actions import Change, Entry
from socialmap.catalogue.history import latest_listing, revisions_of
from socialmap.catalogue.models import Initiative, Status
from socialmap.catalogue.reasons import FACTS, STORED, own_words
from socialmap.lists.actions import apply_edit, undo_bulk
from socialmap.lists.changes import STATUS, Edit
from socialmap.web.desk.editing.history_words import REASONS, actor_words, reason_words
from tests.desk import a_person, sign_in
from tests.listings import listing, phoned
from tests.web.desk.editing.filling import send, words

FIRST = listing("Koffie", summary="Elke dag.", phone="+31302345678", kind="coffee_hour")
SECOND = replace(FIRST, summary="Elke ochtend.", hours="Tu[1] 10:00-12:00")


@pytest.fixture
def noor(client, session):
    person = sign_in(client, a_person(email="noor@example.org"))
    person.name = "Noor"
    session.commit()
    return person


@pytest.fixture
def koffie(session, noor):
    [initiative_id] = actions.add([Entry(FIRST)], Change(actor="socialmap import"))
    actions.rewrite([(initiative_id, SECOND)], Change(actor=noor.actor, reason=own_words("gebeld")))
    actions.rewrite([(initiative_id, replace(SECOND, phones=phoned("")))], Change(actor=noor.actor))
    session.commit()
    return initiative_id


def address(initiative_id, version=""):
    return f"/beheer/geschiedenis/{initiative_id}/{version}".rstrip("/")


def test_the_history_tells_who_what_when_and_why(client, koffie):
    text = words(client.get(address(koffie)))
    for each in (
        "Noor",
        "import",
        "Reden: gebeld",
        "In één zin: Elke dag. Elke ochtend.",
        "(versie 3)",
    ):
        assert each in text
    text = words(client.get(address(koffie, 2)))
    assert "Wat er toen veranderde" in text
    assert "Telefoon" not in text.split("Draai alleen")[0]


def test_one_change_is_taken_back_with_a_reason(client, koffie, noor):
    page = client.get(address(koffie, 2))
    answer = send(client, page, "", {"reason": "klopte niet"}, form="form[action$=terugdraaien]")
    assert answer.status_code == 303
    assert latest_listing(koffie) == replace(FIRST, phones=phoned(""))
    last = revisions_of(koffie)[0]
    assert (last.actor, last.reason, last.version) == (noor.actor, "klopte niet", 4)
    assert "teruggedraaid" in words(client.get(answer.location))
    assert "al teruggedraaid" in words(client.get(address(koffie, 2)))


def test_what_changed_again_asks(client, session, koffie):
    actions.rewrite([(koffie, replace(SECOND, summary="Elke middag."))], Change(actor="x"))
    session.commit()
    page = client.get(address(koffie, 2))
    assert "later nog een keer veranderd" in words(page)
    form = "form[action$=terugdraaien]"
    answer = client.post(f"{address(koffie, 2)}/terugdraaien", data={"seen": "4"})
    assert answer.status_code == 409
    assert latest_listing(koffie).summary == "Elke middag."
    send(client, page, "", {"pick-summary": "theirs"}, form=form)
    saved = latest_listing(koffie)
    assert (saved.summary, saved.hours) == ("Elke middag.", "")


def test_back_to_a_version(client, koffie):
    answer = send(client, client.get(address(koffie, 1)), "", form="form[action$=herstellen]")
    assert answer.status_code == 303
    assert latest_listing(koffie) == FIRST
    assert revisions_of(koffie)[0].reason == "Terug naar versie 1"


def test_a_status_is_taken_back(client, session, koffie):
    actions.step(session.get(Initiative, koffie), Status.ARCHIVED, Change(actor="x"))
    session.commit()
    assert "Gearchiveerd" in words(client.get(address(koffie)))
    send(client, client.get(address(koffie, 4)), "", form="form[action$=terugdraaien]")
    assert session.get(Initiative, koffie).status == Status.PUBLISHED


def test_the_first_version_is_not_taken_back(client, koffie):
    assert "terugdraaien" not in client.get(address(koffie, 1)).text
    assert client.post(f"{address(koffie, 1)}/terugdraaien").status_code == 409
    assert client.get(address(koffie, 99)).status_code == 404


def test_a_long_history_has_pages(client, session, koffie):
    for number in range(30):
        changed = replace(SECOND, summary=f"Zin {number}.")
        actions.rewrite([(koffie, changed)], Change(actor="x"))
    session.commit()
    assert "Zin 29." in words(client.get(address(koffie)))
    assert "Zin 29." not in words(client.get(f"{address(koffie)}?pagina=2"))
    assert client.get(f"{address(koffie)}?pagina=onzin").status_code == 200


def test_who_and_why_are_told_in_words(app):
    with app.test_request_context():
        assert actor_words("person:1", {"person:1": "Noor"}) == "Noor"
        assert actor_words("person:1", {"person:1": "person:1"}) == "onbekend"
        assert actor_words("job:freshness", {}) == "de kaart zelf"
        assert actor_words("koffie-kaart.nl", {}) == "koffie-kaart.nl"
        assert reason_words("merged with soep: dubbel") == "samengevoegd met soep: dubbel"
        assert reason_words("undo of import 12") == "import 12 teruggedraaid"
        assert reason_words("100% zeker") == "100% zeker"
        assert reason_words("") == ""


def test_each_reason_has_its_words():
    assert REASONS.keys() == STORED.keys()
    for code, sentence in REASONS.items():
        names = {name for name in FACTS if f"%({name})s" in sentence}
        assert names == {name for name in FACTS if f"{{{name}}}" in STORED[code]}


def test_an_undone_change_of_many_reads_in_dutch(client, session, koffie, noor):
    edit = Edit(STATUS, Status.PAUSED)
    bulk = apply_edit(
        [koffie], edit, Change(actor=noor.actor, reason=own_words("zomer")), date(2026, 11, 30)
    )
    undo_bulk(bulk, Change(actor=noor.actor))
    session.commit()
    text = words(client.get(address(koffie)))
    assert f"wijziging {bulk.id} via de lijst teruggedraaid" in text
    assert "undo" not in text
