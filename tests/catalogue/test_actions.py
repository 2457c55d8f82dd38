from datetime import date, datetime

import pytest
from sqlalchemy import func, select

from socialmap.catalogue.actions import Change, Entry, add, remove, rewrite, step
from socialmap.catalogue.history import changed_in, listings_before, revisions_of
from socialmap.catalogue.listing import (
    ListedActivity,
    ListedConfirmation,
    ListedLocation,
    ListedPhone,
    Listing,
    from_document,
    to_document,
)
from socialmap.catalogue.models import Initiative, Status
from socialmap.catalogue.reasons import own_words
from socialmap.errors import ConflictProblem, NotFoundProblem
from socialmap.places.models import Location

DOMPLEIN = ListedLocation(lon=5.1214, lat=52.0907, street="Domplein 1", town="Utrecht")
COFFEE = Listing(
    name="Koffie op het plein",
    summary="Elke ochtend koffie.",
    kind="coffee_hour",
    organisation="Stichting Plein",
    hours="Mo-Fr 09:00-12:00",
    phones=(ListedPhone(number="+31302345678"),),
    languages=("ar", "nl"),
    locations=(DOMPLEIN,),
    activities=(ListedActivity(name="Taart", starts=datetime(2026, 1, 7, 10), minutes=120),),
    confirmations=(ListedConfirmation(group="times", on=date(2026, 10, 1)),),
)
CHANGE = Change(actor="test")


def the(session, slug):
    return session.scalars(select(Initiative).where(Initiative.slug == slug)).one()


def test_a_listing_is_added_with_all_that_belongs_to_it(session):
    add([Entry(COFFEE)], CHANGE)
    initiative = the(session, "koffie-op-het-plein")
    assert initiative.setting == "warm_place"
    assert initiative.organisation.name == "Stichting Plein"
    assert initiative.codes("language") == ["ar", "nl"]
    assert initiative.contacts[0].phones[0]["number"] == "+31302345678"
    assert initiative.activities[0].starts == datetime(2026, 1, 7, 10)
    assert initiative.locations[0].lon == pytest.approx(5.1214)
    assert initiative.locations[0].lat == pytest.approx(52.0907)


def test_a_kind_brings_its_forms_unless_a_person_said_otherwise(session):
    add(
        [Entry(COFFEE), Entry(Listing(name="Anders", kind="coffee_hour", forms={"group": 1}))],
        CHANGE,
    )
    assert [(f.form, f.origin) for f in the(session, "koffie-op-het-plein").forms] == [
        ("individual", "suggested")
    ]
    assert [(f.form, f.origin) for f in the(session, "anders").forms] == [("group", "confirmed")]


def test_names_that_are_the_same_get_addresses_of_their_own(session):
    add([Entry(COFFEE), Entry(COFFEE), Entry(COFFEE)], CHANGE)
    slugs = sorted(session.scalars(select(Initiative.slug)))
    assert slugs[:2] == ["koffie-op-het-plein", "koffie-op-het-plein-utrecht"]
    assert slugs[2].startswith("koffie-op-het-plein-utrecht-")


def test_replacing_a_listing_leaves_nothing_of_the_old_one(session):
    [initiative_id] = add([Entry(COFFEE)], CHANGE)
    rewrite([(initiative_id, Listing(name="Thee", languages=("tr",)))], CHANGE)
    initiative = the(session, "koffie-op-het-plein")
    assert (initiative.name, initiative.version) == ("Thee", 2)
    assert initiative.codes("language") == ["tr"]
    assert not initiative.locations
    assert session.scalar(select(func.count(Location.id))) == 0


def test_replacing_what_is_gone_is_refused(session):
    [initiative_id] = add([Entry(COFFEE)], CHANGE)
    remove([initiative_id], CHANGE)
    with pytest.raises(NotFoundProblem):
        rewrite([(initiative_id, COFFEE)], CHANGE)


def test_every_change_is_in_history_with_actor_and_reason(session):
    [initiative_id] = add([Entry(COFFEE)], CHANGE)
    rewrite(
        [(initiative_id, Listing(name="Thee"))],
        Change(actor="Els", reason=own_words("nieuwe naam")),
    )
    remove([initiative_id], Change(actor="Els", reason=own_words("gestopt")))
    assert [(r.version, r.action, r.actor) for r in revisions_of(initiative_id)] == [
        (3, "removed", "Els"),
        (2, "changed", "Els"),
        (1, "added", "test"),
    ]


def test_history_knows_how_it_was_before_an_import_run(session):
    [old] = add([Entry(COFFEE)], CHANGE)
    run = Change(actor="import", import_run_id=7)
    rewrite([(old, Listing(name="Thee"))], run)
    [new] = add([Entry(Listing(name="Nieuw"))], run)
    assert changed_in(7) == {old: 2, new: 1}
    assert listings_before(changed_in(7)) == {old: COFFEE, new: None}


def test_a_document_gives_the_same_listing_back():
    assert from_document(to_document(COFFEE)) == COFFEE


def test_a_status_goes_only_where_the_table_lets_it(session):
    add([Entry(COFFEE)], CHANGE)
    initiative = the(session, "koffie-op-het-plein")
    step(initiative, Status.PAUSED, CHANGE)
    assert initiative.status == Status.PAUSED
    step(initiative, Status.ARCHIVED, CHANGE)
    with pytest.raises(ConflictProblem, match="archived"):
        step(initiative, Status.PUBLISHED, CHANGE)


def test_a_complete_listing_misses_nothing():
    assert COFFEE.missing == ()
    assert set(Listing(name="Iets").missing) == {
        "summary",
        "kind",
        "isolation_form",
        "place",
        "times",
        "how_to_join",
    }
