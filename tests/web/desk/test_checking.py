"""Checking at the desk: one listing after another, and all of an organisation at once."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from socialmap.catalogue.fields import FIELD_GROUPS
from socialmap.catalogue.freshness import confirmed
from socialmap.catalogue.history import revisions_of
from socialmap.catalogue.models import Initiative
from socialmap.people.permissions import Role
from socialmap.times.clock import today
from socialmap.upkeep.models import Call
from tests.desk import a_person, sign_in
from tests.listings import UTRECHT, ZEIST, listing, put

INDEX = "/beheer/nakijken"
BRUG = {"organisation": "De Brug", "phone": "+31302345678"}


@pytest.fixture
def three(session):
    """Two that were checked long ago, the one longer than the other, and one that never was."""
    long_ago = today() - timedelta(days=800)
    put(
        confirmed(listing("Later", UTRECHT, **BRUG), long_ago + timedelta(days=90)),
        confirmed(listing("Eerst", UTRECHT, summary="Samen eten.", **BRUG), long_ago),
        listing("Nieuw", ZEIST, cost_text="2 euro"),
    )
    return {each.slug: each for each in session.scalars(select(Initiative))}


def versions(three, *slugs):
    return [three[slug].version for slug in slugs]


def say(client, three, slug, part="", **more):
    data = {"version": three[slug].version, "part": part} | more
    return client.post(f"{INDEX}/{slug}", data=data)


def test_the_list_begins_with_what_is_longest_overdue(client, three):
    sign_in(client, a_person())
    page = BeautifulSoup(client.get(INDEX).text, "html.parser")
    assert [each.text for each in page.select(".calls h2 a")] == ["Eerst", "Later", "Nieuw"]
    assert "3 initiatieven wachten op een controle. Daarvan zijn er 2 te laat." in " ".join(
        page.text.split()
    )
    assert page.find("a", string="Begin bovenaan")["href"] == f"{INDEX}/eerst"


def test_each_group_of_facts_is_read_in_words_with_a_way_to_change_it(client, three):
    sign_in(client, a_person())
    page = BeautifulSoup(client.get(f"{INDEX}/eerst").text, "html.parser")
    assert len(page.select(".checking__part")) == len(FIELD_GROUPS)
    assert "Samen eten." in page.text
    assert "030 234 5678" in page.text
    first = page.select_one(".checking__actions a")
    back = "terug=/beheer/nakijken/eerst"
    assert first["href"] == f"/beheer/initiatieven/{three['eerst'].id}?{back}#summary"
    assert client.get(first["href"].partition("#")[0]).status_code == 200


def test_all_is_right_with_one_button_and_the_next_one_follows(client, three):
    sign_in(client, a_person())
    answer = say(client, three, "eerst")
    assert (answer.status_code, answer.location) == (303, f"{INDEX}/later")
    found = three["eerst"]
    assert {(each.group, each.on, each.how) for each in found.confirmations} == {
        (group, today(), "desk") for group in FIELD_GROUPS
    }
    assert {each.by.partition(":")[0] for each in found.confirmations} == {"person"}
    assert revisions_of(found.id)[0].reason == "Nagekeken en het klopt nog"
    assert say(client, three, "later").location == f"{INDEX}/nieuw"
    assert say(client, three, "nieuw").location == INDEX
    assert "Alles is nagekeken" in client.get(INDEX).text


def test_a_group_alone_is_confirmed_and_one_stays_until_all_are(client, three):
    sign_in(client, a_person())
    answer = say(client, three, "nieuw", "times")
    assert answer.location == f"{INDEX}/nieuw"
    assert [each.group for each in three["nieuw"].confirmations] == ["times"]
    assert "Opgeschreven: tijden klopt" in client.get(answer.location).text
    assert say(client, three, "nieuw", "nonsense").status_code == 400


def test_what_was_changed_meanwhile_is_looked_at_again(client, three):
    sign_in(client, a_person())
    answer = client.post(f"{INDEX}/eerst", data={"version": "7"})
    assert answer.location == f"{INDEX}/eerst"
    assert "intussen veranderd" in client.get(answer.location).text
    assert client.post(f"{INDEX}/eerst", data={}).status_code == 303
    assert three["eerst"].confirmed_on < today()


def test_all_of_an_organisation_is_gone_through_on_the_phone(client, three):
    sign_in(client, a_person())
    path = f"{INDEX}/organisatie/{three['eerst'].organisation_id}"
    page = BeautifulSoup(client.get(path).text, "html.parser")
    assert [each.text for each in page.select(".checking__listing h2")] == ["Eerst", "Later"]
    one = say(client, three, "eerst", organisation=three["eerst"].organisation_id, how="phone")
    assert one.location == f"{path}#eerst"
    sent = {"slug": ["eerst", "later"], "version": versions(three, "eerst", "later")}
    client.post(path, data=sent | {"how": "phone"})
    assert three["later"].confirmed_on == today()
    assert {each.how for each in three["later"].confirmations} == {"phone"}


def test_a_call_about_everything_is_on_record(client, three, session):
    sign_in(client, a_person())
    say(client, three, "eerst", how="phone")
    [call] = session.scalars(select(Call))
    assert (call.outcome, call.initiative_id) == ("right", three["eerst"].id)


def test_nobody_checks_what_is_not_theirs(client, three):
    sign_in(client, a_person(area="Zeist"))
    assert client.get(f"{INDEX}/eerst").status_code == 403
    assert say(client, three, "eerst").status_code == 403
    assert "Eerst" not in client.get(INDEX).text
    assert client.get(f"{INDEX}/organisatie/{three['eerst'].organisation_id}").status_code == 404


def test_an_editor_checks_the_listings_of_the_own_organisation(client, three):
    sign_in(client, a_person(Role.EDITOR, organisation=three["eerst"].organisation_id))
    assert "2 initiatieven" in client.get(INDEX).text
    assert say(client, three, "later").location == INDEX
