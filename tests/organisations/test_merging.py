"""Merging organisations: everything follows, and undoing puts all back that nobody changed."""

import pytest
from sqlalchemy import select

from socialmap.catalogue.actions import Entry, add, rewrite
from socialmap.catalogue.addresses import OrganisationAlias
from socialmap.catalogue.history import latest_listing, revisions_of
from socialmap.catalogue.models import Initiative, Organisation
from socialmap.catalogue.organisations import former_names, organisation_by_slug, successor_of
from socialmap.catalogue.scopes import EVERYWHERE
from socialmap.db import db
from socialmap.errors import ConflictProblem, Problem
from socialmap.organisations.actions import (
    NameProblem,
    OrganisationFacts,
    change,
    facts_of,
    make,
    set_member,
)
from socialmap.organisations.merging import merge, mergers_into, undo
from socialmap.people.actions import take_role
from socialmap.people.models import AuditEvent, Grant
from socialmap.people.permissions import Role
from socialmap.rooms.models import Room
from socialmap.upkeep.choices import change_contact, contact_of
from socialmap.upkeep.magic_links import make_link, open_link, recipient
from socialmap.upkeep.models import MailContact
from tests.desk import a_person
from tests.listings import CHANGE, UTRECHT, ZEIST, listing, put

ACTOR = "person:1"


def called(name):
    return db.session.scalar(select(Organisation).where(Organisation.name == name))


def organisation_of(initiative_id):
    listed = db.session.get(Initiative, initiative_id).organisation
    return listed.name if listed else ""


@pytest.fixture
def two(app):
    """The ids of three listings: two of De Brug, and one of Stichting de Brug."""
    ids = put(
        listing("Koor", UTRECHT, organisation="De Brug"),
        listing("Soep", UTRECHT, organisation="De Brug"),
        listing("Lopen", ZEIST, organisation="Stichting de Brug"),
    )
    return [*ids, called("Stichting de Brug"), called("De Brug")]


def renamed(organisation, name, **more):
    facts = OrganisationFacts(**{**vars(facts_of(organisation)), "name": name, **more})
    return change(organisation, facts, organisation.version, ACTOR, EVERYWHERE)


def test_listings_follow_and_the_old_name_finds_the_one_that_stays(two):
    koor, soep, lopen, keep, drop = two
    slug, old_id = drop.slug, drop.id
    merge(keep, drop, ACTOR)
    assert {organisation_of(each) for each in (koor, soep, lopen)} == {"Stichting de Brug"}
    assert latest_listing(koor).organisation == "Stichting de Brug"
    assert called("De Brug") is None
    assert organisation_by_slug(slug) is called("Stichting de Brug")
    assert successor_of(old_id) == keep.id
    # What comes with the old name later belongs to the one that stays.
    [later] = add([Entry(listing("Dans", UTRECHT, organisation="De Brug"))], CHANGE)
    assert organisation_of(later) == latest_listing(later).organisation == "Stichting de Brug"
    assert former_names(keep.id) == ["De Brug"]


def test_undoing_puts_everything_back(two):
    koor, soep, lopen, keep, drop = two
    change_contact(drop.id, "post@brug.nl", "nl", ACTOR)
    person = a_person(Role.EDITOR, organisation=drop.id, email="els@brug.nl")
    token = make_link(recipient(drop.id, ""), [koor])
    renamed(
        drop,
        "De Brug",
        description="Samen sterk.",
        phones=({"number": "+31302345678", "words": ""},),
    )
    before = facts_of(drop), drop.slug, drop.id, facts_of(keep)
    row = merge(keep, drop, ACTOR)
    assert facts_of(keep).description == "Samen sterk."
    assert contact_of(keep.id).address == "post@brug.nl"
    assert [each.organisation_id for each in person.grants] == [keep.id]
    assert [each.id for each in open_link(token).initiatives] == [koor]
    undone = undo(row, ACTOR)
    assert undone.left == []
    assert undone.others.total() == 0
    back = undone.organisation
    assert (facts_of(back), back.slug, back.id, facts_of(keep)) == before
    assert {organisation_of(koor), organisation_of(soep)} == {"De Brug"}
    assert organisation_of(lopen) == "Stichting de Brug"
    assert contact_of(back.id).address == "post@brug.nl"
    assert db.session.get(MailContact, keep.id) is None
    db.session.refresh(person)
    assert [each.organisation_id for each in person.grants] == [back.id]
    assert [each.id for each in open_link(token).initiatives] == [koor]
    assert db.session.scalar(select(OrganisationAlias)) is None
    assert mergers_into(keep.id) == []


def test_undoing_leaves_what_somebody_changed_since(two):
    koor, soep, _, keep, drop = two
    person = a_person(Role.EDITOR, organisation=drop.id, email="els@brug.nl")
    renamed(drop, "De Brug", description="Samen sterk.")
    row = merge(keep, drop, ACTOR)
    db.session.refresh(person)
    take_role(person, person.grants[0].id, ACTOR)
    renamed(keep, "Stichting de Brug", description="Iets anders.")
    soup = latest_listing(soep)
    rewrite([(soep, listing("Soep!", UTRECHT, organisation="Een derde"))], CHANGE)
    choir = latest_listing(koor)
    rewrite([(koor, listing("Koor nu", UTRECHT, organisation=choir.organisation))], CHANGE)
    undone = undo(row, ACTOR)
    # Another organisation and another description stay, and so does a role that was taken away.
    assert undone.left == ["Soep!"]
    assert undone.others == {"fields": 1, "people": 1, "removed": 0, "rooms": 0}
    assert organisation_of(soep) == "Een derde"
    assert keep.description == "Iets anders."
    assert db.session.scalar(select(Grant).where(Grant.organisation_id == drop.id)) is None
    # What was edited and is still of the organisation goes back, with the edit.
    assert organisation_of(koor) == "De Brug"
    assert latest_listing(koor).name == "Koor nu"
    assert soup.organisation == "Stichting de Brug"


def test_one_who_edits_both_is_an_editor_of_both_again(two):
    *_, keep, drop = two
    person = a_person(Role.EDITOR, organisation=drop.id, email="els@brug.nl")
    person.grants.append(Grant(role=Role.EDITOR, organisation_id=keep.id))
    db.session.flush()
    row = merge(keep, drop, ACTOR)
    db.session.refresh(person)
    assert [each.organisation_id for each in person.grants] == [keep.id]
    undo(row, ACTOR)
    db.session.refresh(person)
    assert {each.organisation_id for each in person.grants} == {keep.id, row.dropped_id}


def test_rooms_follow(two):
    from socialmap.catalogue.rows import location_row
    from socialmap.places.models import Location

    *_, keep, drop = two
    location = Location(**location_row(listing("x", UTRECHT), 0))
    db.session.add(location)
    db.session.flush()
    room = Room(name="Zaal", organisation_id=drop.id, location_id=location.id)
    db.session.add(room)
    db.session.flush()
    row = merge(keep, drop, ACTOR)
    db.session.refresh(room)
    assert room.organisation_id == keep.id
    undo(row, ACTOR)
    db.session.refresh(room)
    assert room.organisation_id == row.dropped_id


def test_trust_is_not_merged(two):
    *_, keep, drop = two
    set_member(drop, True, ACTOR)
    row = merge(keep, drop, ACTOR)
    assert not keep.member
    assert undo(row, ACTOR).organisation.member


def test_a_chain_of_mergers_is_undone_from_its_end(two):
    koor, _, _, keep, drop = two
    third = make(OrganisationFacts(name="Welzijn Oost"), ACTOR)
    first = merge(keep, drop, ACTOR)
    second = merge(third, keep, ACTOR)
    assert organisation_of(koor) == "Welzijn Oost"
    assert former_names(third.id) == ["De Brug", "Stichting de Brug"]
    with pytest.raises(ConflictProblem, match="zelf samengevoegd"):
        undo(first, ACTOR)
    undo(second, ACTOR)
    undo(first, ACTOR)
    assert organisation_of(koor) == "De Brug"
    assert db.session.scalar(select(OrganisationAlias)) is None


def test_a_name_that_was_given_away_meanwhile_is_not_taken_back(two):
    *_, keep, drop = two
    row = merge(keep, drop, ACTOR)
    renamed(keep, "De Brug")
    with pytest.raises(ConflictProblem, match="andere organisatie"):
        undo(row, ACTOR)


def test_renaming_keeps_the_address_and_the_old_name(two):
    _, _, lopen, keep, _ = two
    slug = keep.slug
    assert renamed(keep, "Brugwerk") == ["name"]
    assert keep.slug == slug
    assert latest_listing(lopen).organisation == organisation_of(lopen) == "Brugwerk"
    assert "organisation has another name" in revisions_of(lopen)[0].reason
    [later] = add([Entry(listing("Dans", ZEIST, organisation="Stichting de Brug"))], CHANGE)
    assert organisation_of(later) == "Brugwerk"
    renamed(keep, "Stichting de Brug")
    assert former_names(keep.id) == ["Brugwerk"]


@pytest.mark.parametrize("name", ["de brug", "DE BRUG"])
def test_a_name_is_of_one_organisation(two, name):
    *_, keep, _ = two
    with pytest.raises(NameProblem, match="al een organisatie"):
        make(OrganisationFacts(name=name), ACTOR)
    with pytest.raises(NameProblem, match="al een organisatie"):
        renamed(keep, name)


def test_a_former_name_is_not_given_to_another(two):
    *_, keep, drop = two
    merge(keep, drop, ACTOR)
    with pytest.raises(NameProblem, match="vroegere naam"):
        make(OrganisationFacts(name="De Brug"), ACTOR)


def test_what_was_changed_meanwhile_is_not_overwritten(two):
    *_, keep, _ = two
    facts = OrganisationFacts(name=keep.name, description="Een")
    change(keep, facts, keep.version, ACTOR, EVERYWHERE)
    with pytest.raises(ConflictProblem, match="net gewijzigd"):
        change(keep, OrganisationFacts(name=keep.name), keep.version - 1, ACTOR, EVERYWHERE)


def test_the_same_cannot_be_merged(two):
    *_, keep, _ = two
    with pytest.raises(Problem, match="twee keer dezelfde"):
        merge(keep, keep, ACTOR)


def test_the_log_names_what_was_done(two):
    *_, keep, drop = two
    undo(merge(keep, drop, ACTOR), ACTOR)
    noted = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()[-2:]
    assert [each.action for each in noted] == ["merge_organisations", "unmerge_organisations"]
    assert noted[0].detail == {"name": "Stichting de Brug", "other": "De Brug", "listings": 2}
