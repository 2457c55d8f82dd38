"""Claims: the mail goes to a known address only, the link works once, and a person can undo it."""

import pytest
from sqlalchemy import select

from socialmap.catalogue.models import Organisation
from socialmap.db import db
from socialmap.errors import ConflictProblem, NotFoundProblem
from socialmap.organisations.claims import (
    HIDDEN,
    VALID_FOR,
    ask,
    claims_of,
    known_addresses,
    masked,
    open_claim,
    prove,
    refuse,
    take_back,
)
from socialmap.people.models import Grant, Person
from socialmap.people.permissions import Role
from socialmap.times.clock import now
from socialmap.upkeep.choices import change_contact
from socialmap.upkeep.models import OptOut
from tests.desk import a_person
from tests.listings import UTRECHT, listing, put


@pytest.fixture
def brug(app):
    put(
        listing("Koor", UTRECHT, organisation="De Brug", email="info@brug.nl"),
        listing(
            "Soep", UTRECHT, organisation="De Brug", email="els@brug.nl",
            visibility={"contact": "internal"},
        ),
        listing("Dans", UTRECHT, organisation="Een ander", email="post@ander.nl"),
    )  # fmt: skip
    return db.session.scalar(select(Organisation).where(Organisation.name == "De Brug"))


def code_of(organisation, address):
    return {each.address: each.code for each in known_addresses(organisation)}[address]


def test_only_addresses_of_the_organisation_are_known(brug):
    known = {each.address: each for each in known_addresses(brug)}
    assert set(known) == {"info@brug.nl", "els@brug.nl"}
    assert known["info@brug.nl"].masked == "i…@brug.nl"
    # Of an address that residents do not see, nothing shows.
    assert (known["els@brug.nl"].code, known["els@brug.nl"].masked) == (HIDDEN, "")


@pytest.mark.parametrize("code", ["", "post@ander.nl", "dief@example.com", "123456789012"])
def test_no_other_address_can_be_chosen(brug, code):
    with pytest.raises(ConflictProblem):
        ask(brug, code)
    assert claims_of(brug) == []


def test_where_it_wants_its_mail_is_known_too(brug):
    change_contact(brug.id, "bureau@brug.nl", "nl", "person:1")
    assert known_addresses(brug)[-1].address == "bureau@brug.nl"


def test_who_wants_no_mail_gets_none(brug):
    db.session.add(OptOut(recipient="mail:x", address="info@brug.nl", how="page"))
    db.session.flush()
    assert [each.address for each in known_addresses(brug)] == ["els@brug.nl"]
    db.session.add(OptOut(recipient=f"organisation:{brug.id}", address="", how="page"))
    db.session.flush()
    assert known_addresses(brug) == []


def test_made_up_addresses_are_not_offered(brug):
    change_contact(brug.id, "bureau@example.org", "nl", "person:1")
    assert "bureau@example.org" not in {each.address for each in known_addresses(brug)}


def test_the_link_makes_an_editor_once(brug):
    _, token = ask(brug, code_of(brug, "info@brug.nl"))
    assert db.session.scalar(select(Person)) is None
    # Opening it, as scanners of mail do, uses nothing up.
    assert open_claim(token) is open_claim(token)
    person = prove(open_claim(token))
    assert person.email == "info@brug.nl"
    assert [(each.role, each.organisation_id) for each in person.grants] == [(Role.EDITOR, brug.id)]
    with pytest.raises(NotFoundProblem):
        open_claim(token)


def test_an_account_that_is_there_gets_the_role_beside_its_own(brug):
    person = a_person(Role.PROFESSIONAL, email="info@brug.nl")
    _, token = ask(brug, code_of(brug, "info@brug.nl"))
    assert prove(open_claim(token)) is person
    assert {each.role for each in person.grants} == {Role.PROFESSIONAL, Role.EDITOR}


def test_a_disabled_account_stays_so(brug):
    person = a_person(Role.PROFESSIONAL, email="info@brug.nl")
    person.active = False
    _, token = ask(brug, code_of(brug, "info@brug.nl"))
    with pytest.raises(ConflictProblem, match="dichtgezet"):
        prove(open_claim(token))


@pytest.mark.parametrize("token", ["", "x", "abc.def"])
def test_a_link_that_was_not_made_here_does_not_work(brug, token):
    with pytest.raises(NotFoundProblem):
        open_claim(token)


def test_the_link_expires(brug):
    claim, token = ask(brug, code_of(brug, "info@brug.nl"))
    assert claim.expires_at <= now() + VALID_FOR
    claim.expires_at = now()
    db.session.flush()
    with pytest.raises(NotFoundProblem):
        open_claim(token)
    assert claims_of(brug) == []


def test_an_address_that_is_known_no_more_proves_nothing(brug):
    change_contact(brug.id, "weg@brug.nl", "nl", "person:1")
    _, token = ask(brug, code_of(brug, "weg@brug.nl"))
    change_contact(brug.id, "", "nl", "person:1")
    with pytest.raises(NotFoundProblem):
        open_claim(token)


def test_a_coordinator_refuses(brug):
    claim, token = ask(brug, code_of(brug, "info@brug.nl"))
    refuse(claim, "person:1")
    with pytest.raises(NotFoundProblem):
        open_claim(token)


def test_a_coordinator_takes_it_back(brug):
    person = a_person(Role.PROFESSIONAL, email="info@brug.nl")
    claim, token = ask(brug, code_of(brug, "info@brug.nl"))
    prove(open_claim(token))
    take_back(claim, "person:1")
    assert [each.role for each in person.grants] == [Role.PROFESSIONAL]
    assert db.session.scalar(select(Grant).where(Grant.organisation_id == brug.id)) is None


def test_little_of_an_address_shows():
    assert masked("els.de.vries@brug.nl") == "e…@brug.nl"
