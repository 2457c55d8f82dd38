"""Two people at once, drafts that stay, buttons of the form, and what stays hidden."""

import re
from dataclasses import replace

import pytest

from socialmap.catalogue import actions
from socialmap.catalogue.actions import Change
from socialmap.catalogue.drafts import draft_of
from socialmap.catalogue.history import latest_listing, revisions_of
from socialmap.catalogue.models import Initiative, Status
from socialmap.catalogue.reasons import own_words
from tests.desk import a_person, sign_in
from tests.listings import CHANGE, listing, phoned, put
from tests.web.conftest import EVERYTHING
from tests.web.desk.editing.filling import filled, send, words

NEW = "/beheer/initiatieven/nieuw"
KEEP = "/beheer/initiatieven/concept"


@pytest.fixture
def me(client, session):
    person = sign_in(client, a_person())
    session.commit()
    return person


@pytest.fixture
def koffie(app, session):
    [initiative_id] = put(EVERYTHING)
    session.commit()
    return initiative_id


def address(initiative_id):
    return f"/beheer/initiatieven/{initiative_id}"


def sign_out(client):
    with client.session_transaction() as cookie:
        cookie.clear()


def another(session, initiative_id, **changes):
    """Somebody else changes the listing meanwhile."""
    changed = replace(latest_listing(initiative_id), **changes)
    actions.rewrite(
        [(initiative_id, changed)], Change(actor="person:99", reason=own_words("gemaild"))
    )
    session.commit()


def test_different_fields_of_two_people_are_both_kept(client, session, me, koffie):
    page = client.get(address(koffie))
    another(session, koffie, phones=phoned("+31301111111"))
    answer = send(client, page, "save", {"summary": "Van mij."})
    assert "Iemand anders veranderde ook iets" in words(client.get(answer.location))
    saved = latest_listing(koffie)
    assert (saved.phone, saved.summary) == ("+31301111111", "Van mij.")
    assert revisions_of(koffie)[0].version == 3


def test_a_step_of_another_is_no_conflict(client, session, me, koffie):
    page = client.get(address(koffie))
    actions.step(session.get(Initiative, koffie), Status.PAUSED, CHANGE)
    session.commit()
    assert send(client, page, "save", {"summary": "Van mij."}).status_code == 303
    assert session.get(Initiative, koffie).status == Status.PAUSED


@pytest.mark.parametrize("whose", ["mine", "theirs", "before"])
def test_the_same_field_asks_whose_it_must_be(client, session, me, koffie, whose):
    page = client.get(address(koffie))
    another(session, koffie, summary="Van een ander.", quiet=True)
    answer = send(client, page, "save", {"summary": "Van mij.", "how_to_join": "Bel even."})
    assert answer.status_code == 409
    text = words(answer)
    assert all(
        each in text for each in ("Van een ander.", "Van mij.", EVERYTHING.summary, "gemaild")
    )
    assert latest_listing(koffie).summary == "Van een ander."
    answer = send(client, answer, "save", {"pick-summary": whose}, form="main form.form")
    assert answer.status_code == 303
    saved = latest_listing(koffie)
    summaries = {"mine": "Van mij.", "theirs": "Van een ander.", "before": EVERYTHING.summary}
    assert (saved.summary, saved.how_to_join, saved.quiet) == (summaries[whose], "Bel even.", True)


def test_a_choice_holds_only_for_what_was_seen(client, session, me, koffie):
    page = client.get(address(koffie))
    another(session, koffie, summary="Van een ander.")
    answer = send(client, page, "save", {"summary": "Van mij."})
    another(session, koffie, summary="Weer anders.")
    answer = send(client, answer, "save", {"pick-summary": "mine"}, form="main form.form")
    assert answer.status_code == 409
    assert "Weer anders." in words(answer)
    assert latest_listing(koffie).summary == "Weer anders."


def test_what_is_typed_is_kept_past_signing_out(client, session, me, koffie, app):
    sent = filled(client.get(address(koffie)))
    sent["summary"] = "Nog niet af."
    answer = client.post(KEEP, data=sent)
    assert re.fullmatch(r"Je klad is bewaard om \d+\.\d\d\.", answer.json["tekst"])
    assert latest_listing(koffie).summary == EVERYTHING.summary
    session.commit()
    sign_out(client)
    assert client.get(address(koffie)).status_code == 302
    sign_in(client, me)
    page = client.get(address(koffie))
    assert filled(page)["summary"] == "Nog niet af."
    assert "Je gaat verder met je klad van" in words(page)
    assert "Koffie bij Noor" in words(client.get("/beheer/initiatieven"))
    answer = send(client, page, "save")
    assert latest_listing(koffie).summary == "Nog niet af."
    assert draft_of(me.id, str(koffie)) is None


def test_a_draft_may_be_thrown_away(client, session, me, koffie):
    sent = filled(client.get(NEW))
    sent["name"] = "Half"
    client.post(KEEP, data=sent)
    session.commit()
    page = client.get(NEW)
    assert filled(page)["name"] == "Half"
    answer = send(client, page, "", form="form.editing__draft")
    assert answer.status_code == 303
    assert filled(client.get(NEW))["name"] == ""


def test_drafts_of_another_are_not_seen(client, session, me, koffie):
    sent = filled(client.get(address(koffie)))
    sent["summary"] = "Geheim"
    client.post(KEEP, data=sent)
    session.commit()
    sign_in(client, a_person(email="ander@example.org"))
    session.commit()
    assert "Geheim" not in client.get(address(koffie)).text


def test_a_draft_of_an_old_version_meets_what_changed(client, session, me, koffie):
    sent = filled(client.get(address(koffie)))
    sent["summary"] = "Van mij."
    client.post(KEEP, data=sent)
    another(session, koffie, phones=phoned("+31301111111"))
    send(client, client.get(address(koffie)), "save")
    saved = latest_listing(koffie)
    assert (saved.phone, saved.summary) == ("+31301111111", "Van mij.")


def test_the_buttons_of_the_form_work_without_scripts(client, session, me):
    page = send(client, client.get(NEW), "hours", {"hours_typed": "ma en wo 10-12, do 14-16"})
    sent = filled(page)
    assert (sent.getlist("line-0-day"), sent["line-0-start"]) == (["0", "2"], "10:00")
    assert (sent["line-1-end"], sent["hours_typed"]) == ("16:00", "")
    assert "Elke maandag en woensdag, 10.00–12.00." in words(page)
    for row in ("place", "line", "except", "date"):
        before = len([name for name in filled(page) if name.startswith(f"{row}-")])
        page = send(client, page, f"add:{row}")
        assert len([name for name in filled(page) if name.startswith(f"{row}-")]) > before
    page = send(client, page, "drop:line:0")
    assert filled(page)["line-0-start"] == "14:00"
    # All of it is saved as a draft.
    assert filled(client.get(NEW))["line-0-start"] == "14:00"


def test_the_pin_moves_step_by_step(client, session, me, koffie):
    page = client.get(address(koffie))
    for way in ("north", "north", "east"):
        page = send(client, page, f"{way}:0")
    assert latest_listing(koffie).locations == EVERYTHING.locations
    assert send(client, page, "save").status_code == 303
    [place], [before] = latest_listing(koffie).locations, EVERYTHING.locations
    assert place.lat - before.lat == pytest.approx(20 / 111_195, rel=0.01)
    assert place.lon > before.lon
    assert (place.precision, place.street) == ("given", before.street)


def test_a_hidden_address_shows_no_home(client, session, me, koffie):
    send(client, client.get(address(koffie)), "save", {"place-0-hidden": "1"})
    [place], [before] = latest_listing(koffie).locations, EVERYTHING.locations
    assert (place.hidden, place.precision, place.bag_id) == (True, "postcode", "")
    assert (place.lon, place.lat) != (before.lon, before.lat)
    assert place.street == before.street
    assert "Domplein 1" not in client.get("/initiatief/koffie-bij-noor").text


SECRET = {
    "what": (),
    "times": ("9.00–12.00",),
    "place": ("Domplein 1", "3512 JC"),
    "contact": ("030 234 5678", "noor@example.org", "example.org/noor"),
    "threshold": ("Loop binnen en vraag", "1,50"),
}


@pytest.mark.parametrize("group", SECRET)
@pytest.mark.parametrize("who", ["professionals", "internal"])
def test_what_is_hidden_is_on_no_public_page(client, session, me, koffie, group, who):
    put(listing("Buren", kind="coffee_hour"))
    session.commit()
    send(client, client.get(address(koffie)), "save", {f"visibility-{group}": who})
    sign_out(client)
    pages = (
        "/initiatief/koffie-bij-noor",
        "/initiatief/buren",
        "/zoeken?wat=koffie&waar=utrecht",
        "/agenda?vanaf=2026-11-22",
        "/melden/koffie-bij-noor",
        "/kaart/punten.json?vak=5,52,5.3,52.2&zoom=12",
        "/suggesties.json?q=koffie",
        "/zoeken.json?wat=koffie&waarom=1",
    )
    shown = "".join(client.get(path).text for path in pages)
    assert "Koffie bij Noor" in shown
    for secret in SECRET[group]:
        assert secret not in shown, secret
    if group == "what":
        assert EVERYTHING.summary not in shown
        assert "op bij de deur" not in shown


@pytest.mark.parametrize(
    ("group", "query"),
    [
        ("what", "wat=deur"),
        ("what", "doelgroep=women"),
        ("threshold", "drempel=met_at_door"),
        ("times", "wat=taart"),
        ("place", "toegankelijk=step_free"),
    ],
)
def test_what_is_hidden_is_not_found_by_it(client, session, me, koffie, group, query):
    def results():
        return [each["slug"] for each in client.get(f"/zoeken.json?{query}").json["results"]
                if not each["unknown"]]  # fmt: skip

    assert results() == ["koffie-bij-noor"]
    send(client, client.get(address(koffie)), "save", {f"visibility-{group}": "professionals"})
    assert results() == []
