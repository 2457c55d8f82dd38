"""Organisations at the desk: the list, the page, the form, proposals, claims, and who may what."""

import re
from urllib.parse import unquote

import pytest
from sqlalchemy import select

from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.models import Initiative, Organisation, Status
from socialmap.db import db
from socialmap.organisations.actions import OrganisationFacts, make
from socialmap.organisations.claims import ask, known_addresses, prove
from socialmap.people.models import AuditEvent
from socialmap.people.permissions import Role
from socialmap.proposals.models import Proposal
from tests.desk import a_person, sign_in
from tests.listings import UTRECHT, ZEIST, listing, put

INDEX = "/beheer/organisaties"


@pytest.fixture
def two(app):
    put(
        listing("Koor", UTRECHT, organisation="Stichting A", email="post@stichting-a.nl"),
        listing("Soep", UTRECHT, organisation="Stichting A"),
        listing("Lopen", ZEIST, organisation="Club_B"),
    )
    return {each.name: each for each in db.session.scalars(select(Organisation))}


def path_of(organisation, *more):
    return "/".join([INDEX, str(organisation.id), *more])


def typed(organisation=None, **fields):
    """The form of an organisation as a browser sends it."""
    name = organisation.name if organisation else ""
    version = organisation.version if organisation else 0
    empty = dict.fromkeys(("description", "website", "email", "phones"), "")
    return {"name": name, "version": version, **empty, **fields}


def test_an_organisation_becomes_a_member_and_stops(client, two):
    sign_in(client, a_person())
    path = path_of(two["Stichting A"])
    assert client.post(path, data={"member": "1"}).status_code == 303
    assert two["Stichting A"].member
    assert "Geen lid meer" in client.get(path).text
    client.post(path, data={"member": "0"})
    assert not two["Stichting A"].member
    noted = db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all()
    assert noted[-2:] == ["add_member", "remove_member"]


def test_they_are_found_by_name(client, two):
    sign_in(client, a_person())
    assert "2 organisaties" in client.get(INDEX).text
    assert "1 organisatie" in client.get(f"{INDEX}?naam=b_").text
    assert "Geen organisatie gevonden" in client.get(f"{INDEX}?naam=100%25&pagina=-1").text


def test_they_are_found_by_a_former_name_and_by_what_is_lacking(client, two):
    sign_in(client, a_person())
    club = two["Club_B"]
    client.post(path_of(club, "wijzig"), data=typed(club, name="Wandelclub"))
    make(OrganisationFacts(name="Nog niets", website="https://example.nl"), "person:1")
    assert "Wandelclub" in client.get(f"{INDEX}?naam=club_b").text
    without = client.get(f"{INDEX}?toon=plekken").text
    assert "Nog niets" in without
    assert "Wandelclub" not in without
    lacking = client.get(f"{INDEX}?toon=contact").text
    assert "Wandelclub" in lacking
    assert "Stichting A" not in lacking
    assert "Nog niets" not in lacking


def test_only_of_the_own_area(client, two):
    sign_in(client, a_person(area="Zeist"))
    page = client.get(INDEX).text
    assert "Club_B" in page
    assert "Stichting A" not in page
    for method, path in (
        ("post", path_of(two["Stichting A"])),
        ("get", path_of(two["Stichting A"])),
        ("get", path_of(two["Stichting A"], "wijzig")),
        ("get", path_of(two["Stichting A"], "samenvoegen")),
    ):
        assert getattr(client, method)(path, data={"member": "1"}).status_code == 404
    assert not two["Stichting A"].member


def test_one_without_listings_is_everybodys(client, two):
    made = make(OrganisationFacts(name="Nog niets"), "person:1")
    sign_in(client, a_person(area="Zeist"))
    assert "Nog niets" in client.get(INDEX).text
    assert client.get(path_of(made)).status_code == 200
    sign_in(client, a_person(Role.EDITOR, organisation=two["Club_B"].id))
    assert "Nog niets" not in client.get(INDEX).text
    assert client.get(path_of(made)).status_code == 404


def test_the_page_has_its_listings_with_how_fresh_they_are(client, two):
    sign_in(client, a_person())
    page = client.get(path_of(two["Stichting A"])).text
    assert "Koor" in page
    assert "nog niet gecontroleerd" in page
    assert "op de kaart" in page


def test_a_new_one_is_made(client, two):
    sign_in(client, a_person())
    sent = typed(
        name="Buurtwerk", description="Wij helpen.", website="buurtwerk.nl",
        email="info@buurtwerk.nl", phones="030 234 56 78 (Jan); 06 12345678",
    )  # fmt: skip
    answer = client.post(f"{INDEX}/nieuw", data=sent)
    assert answer.status_code == 303
    page = client.get(answer.location).text
    for text in ("Buurtwerk", "Wij helpen.", "buurtwerk.nl", "030 234 5678", "Jan"):
        assert text in page
    assert "Zette de organisatie ‘Buurtwerk’ erbij." in page
    # The form shows the phones as they can be typed again.
    form = client.get(f"{answer.location}/wijzig").text
    assert "030 234 5678 (Jan); 06 12345678" in form


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("email", "geen adres"), ("website", "niets wat lijkt"), ("phones", "bel maar")],
)
def test_bad_input_keeps_what_was_typed(client, two, field, value):
    sign_in(client, a_person())
    sent = typed(name="Buurtwerk", description="Wij helpen.") | {field: value}
    answer = client.post(f"{INDEX}/nieuw", data=sent)
    assert answer.status_code == 422
    assert "Wij helpen." in answer.text
    assert f'value="{value}"' in answer.text
    assert f'id="{field}-error"' in answer.text


def test_a_name_that_another_has_is_refused_with_what_was_typed(client, two):
    sign_in(client, a_person())
    sent = typed(name="stichting a", description="Wij helpen.")
    answer = client.post(f"{INDEX}/nieuw", data=sent)
    assert answer.status_code == 422
    assert "Er is al een organisatie ‘Stichting A’." in answer.text
    assert "Wij helpen." in answer.text


def test_renaming_changes_its_listings(client, two):
    sign_in(client, a_person())
    club = two["Club_B"]
    client.post(path_of(club, "wijzig"), data=typed(club, name="Wandelclub"))
    lopen = db.session.scalar(select(Initiative).where(Initiative.name == "Lopen"))
    assert latest_listing(lopen.id).organisation == "Wandelclub"
    page = client.get(path_of(club)).text
    assert "Gaf ‘Club_B’ een andere naam: ‘Wandelclub’." in page
    assert "de organisatie kreeg een andere naam" in client.get(
        f"/beheer/geschiedenis/{lopen.id}"
    ).text  # fmt: skip


def test_one_with_listings_elsewhere_is_not_renamed_from_here(client, two):
    put(listing("Zwemmen", UTRECHT, at={"municipality": "Utrecht"}, organisation="Club_B"))
    lopen = db.session.scalar(select(Initiative).where(Initiative.name == "Lopen"))
    assert lopen.locations[0].municipality == "Zeist"
    sign_in(client, a_person(area="Zeist"))
    club = two["Club_B"]
    answer = client.post(path_of(club, "wijzig"), data=typed(club, name="Wandelclub"))
    assert answer.status_code == 422
    assert "buiten jouw gebied" in answer.text
    saved = client.post(path_of(club, "wijzig"), data=typed(club, description="Wij lopen."))
    assert saved.status_code == 303
    assert club.description == "Wij lopen."


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(client, two):
    sign_in(client, a_person())
    club = two["Club_B"]
    old = typed(club, description="Van mij")
    client.post(path_of(club, "wijzig"), data=typed(club, description="Van een ander"))
    answer = client.post(path_of(club, "wijzig"), data=old)
    assert answer.status_code == 409
    assert "Van mij" in answer.text
    assert club.description == "Van een ander"
    # Sent once more, after reading that, it is saved.
    again = typed(club, description="Van mij")
    assert f'name="version" value="{club.version}"' in " ".join(answer.text.split())
    assert client.post(path_of(club, "wijzig"), data=again).status_code == 303


def test_who_is_signed_out_while_typing_finds_it_again(app, client, two):
    person = sign_in(client, a_person())
    club = two["Club_B"]
    form = client.get(path_of(club, "wijzig")).text
    sender = re.search(r'name="sender"\s+value="([^"]+)"', form)[1]
    with client.session_transaction() as session:
        session.clear()
    sent = typed(club, description="Half verhaal", sender=sender)
    answer = client.post(path_of(club, "wijzig"), data=sent)
    assert answer.status_code == 403
    assert "Wat je typte is bewaard" in answer.text
    sign_in(client, person)
    back = re.search(r'next=([^"&]+)', answer.text)[1]
    assert "Half verhaal" in client.get(unquote(back)).text


def test_an_editor_of_a_member_changes_its_page_at_once(client, two):
    club = two["Club_B"]
    club.member = True
    sign_in(client, a_person(Role.EDITOR, organisation=club.id))
    client.post(path_of(club, "wijzig"), data=typed(club, description="Wij lopen."))
    assert club.description == "Wij lopen."


def test_an_editor_of_another_proposes_and_a_coordinator_answers(client, two):
    club = two["Club_B"]
    editor = a_person(Role.EDITOR, organisation=club.id)
    sign_in(client, editor)
    assert "Stel een wijziging voor" in client.get(path_of(club)).text
    client.post(path_of(club, "wijzig"), data=typed(club, description="Wij lopen."))
    assert club.description == ""
    assert "Een coördinator kijkt hiernaar" in client.get(path_of(club)).text
    assert client.post(path_of(club, "voorstel"), data={"do": "accept"}).status_code == 403
    sign_in(client, a_person())
    today = client.get("/beheer?soort=organisation").text
    assert path_of(club) in today
    assert "Wij lopen." in client.get(path_of(club)).text
    assert "Club_B" in client.get(f"{INDEX}?toon=voorstel").text
    client.post(path_of(club, "voorstel"), data={"do": "accept"})
    assert club.description == "Wij lopen."
    assert path_of(club) not in client.get("/beheer?soort=organisation").text
    assert client.post(path_of(club, "voorstel"), data={"do": "accept"}).status_code == 409


def test_a_coordinator_takes_a_claim_back(client, two):
    stichting = two["Stichting A"]
    [known] = known_addresses(stichting)
    claim, _ = ask(stichting, known.code)
    person = prove(claim)
    sign_in(client, a_person())
    path = path_of(stichting, "bijhouden", str(claim.id))
    assert path_of(stichting) in client.get("/beheer?soort=organisation").text
    page = client.get(path_of(stichting)).text
    assert "post@stichting-a.nl" in page
    assert client.post(path, data={"do": "akkoord"}).status_code == 303
    assert path_of(stichting) not in client.get("/beheer?soort=organisation").text
    assert client.post(path, data={"do": "neem-terug"}).status_code == 303
    assert person.grants == []
    assert client.post(path, data={"do": "neem-terug"}).status_code == 409
    assert client.post(path, data={"do": "iets"}).status_code == 400


def test_an_editor_sees_the_overdue_listings_of_the_own_organisation_today(client, two):
    from datetime import timedelta

    from socialmap.catalogue.freshness import confirmed
    from socialmap.times.clock import today

    long_ago = today() - timedelta(days=900)
    put(
        confirmed(listing("Oud koor", UTRECHT, organisation="Stichting A"), long_ago),
        confirmed(listing("Oud lopen", ZEIST, organisation="Club_B"), long_ago),
    )
    sign_in(client, a_person(Role.EDITOR, organisation=two["Club_B"].id))
    page = client.get("/beheer").text
    assert "Oud lopen" in page
    assert "Oud koor" not in page
    assert "/beheer/nakijken/oud-lopen" in page


def test_what_an_editor_of_no_member_publishes_waits_for_a_coordinator(client, two):
    sign_in(client, a_person(Role.EDITOR, organisation=two["Club_B"].id))
    sent = {
        "name": "Nieuw lopen", "organisation": "Club_B", "place-0-address": "Slotlaan 1, Zeist",
        "whole": "1", "do": "publish", "subject": "new", "version": "0",
    }  # fmt: skip
    assert client.post("/beheer/initiatieven/nieuw", data=sent).status_code == 303
    made = db.session.scalar(select(Initiative).where(Initiative.name == "Nieuw lopen"))
    assert made.status == Status.DRAFT
    [proposal] = db.session.scalars(select(Proposal))
    assert proposal.initiative_id == made.id
    status = f"/beheer/initiatieven/{made.id}/status"
    assert client.post(status, data={"to": "published"}).status_code == 303
    assert made.status == Status.DRAFT
