from datetime import date

import pytest
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from socialmap.catalogue.actions import Change, rewrite
from socialmap.catalogue.fields import FIELD_GROUPS
from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.listing import Listing
from socialmap.catalogue.models import Initiative, Organisation, Revision, Status
from socialmap.catalogue.reasons import own_words
from socialmap.catalogue.scopes import EVERYWHERE, Reach
from socialmap.errors import ConflictProblem, NotFoundProblem, Problem
from socialmap.lists.actions import (
    apply_edit,
    change_view,
    delete_view,
    movable,
    new_listings,
    save_view,
    undo_bulk,
)
from socialmap.lists.changes import CHANGES, EDITS, SCHEMES, STATUS, By, Edit, changed, check_edit
from socialmap.lists.queries import (
    get_bulk,
    ids_of,
    list_page,
    team_views,
    versions_digest,
    views_of,
    within,
)
from socialmap.lists.query import MISSING, SORTS, USUAL, ListQuery
from tests.listings import UTRECHT, ZEIST, listing, put

TODAY = date(2026, 11, 22)
BY = By("person:1", TODAY)
CHANGE = Change(actor="person:1", reason=own_words("opgeruimd"))


def asked(**typed):
    return ListQuery.from_args(MultiDict(typed))


def found(session, reach=EVERYWHERE, **typed):
    page = list_page(asked(**typed), reach, TODAY)
    assert page.total == len(page.items)
    return [each.name for each in page.items]


@pytest.fixture
def three(session):
    """Three listings, of which one has most of what makes a listing complete."""
    return put(
        listing("Koffie", UTRECHT, at={"municipality": "Utrecht"}, kind="coffee_hour",
                summary="Samen koffie.", hours="Mo 10:00-12:00", phone="+31302314567",
                organisation="De Brug", audiences=("women",)),
        listing("Soep", ZEIST, at={"municipality": "Zeist"}, funding_until=date(2026, 12, 31)),
        listing("Belcirkel", None, online=True, organisation="De Lijn"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ({}, ["Belcirkel", "Koffie", "Soep"]),
        ({"wat": "brug"}, ["Koffie"]),
        ({"wat": "100%"}, []),
        ({"gemeente": "Zeist"}, ["Soep"]),
        ({"vorm": "coffee_hour"}, ["Koffie"]),
        ({"soort": "warm_place"}, ["Koffie"]),
        ({"status": "paused"}, []),
        ({"actueel": "overdue"}, []),
        ({"actueel": "due"}, ["Belcirkel", "Koffie", "Soep"]),
        ({"actueel": "up_to_date"}, []),
        ({"mist": "any"}, ["Belcirkel", "Soep"]),
        ({"mist": "place"}, []),
        ({"mist": "times", "gemeente": "Zeist"}, ["Soep"]),
        ({"volgorde": "subsidie", "wat": "soep"}, ["Soep"]),
        ({"bron": "nergens"}, []),
        ({"bron": "-"}, ["Belcirkel", "Koffie", "Soep"]),
        ({"import": "7"}, []),
        ({"mist": "address"}, ["Belcirkel"]),
        ({"mist": "phone"}, ["Belcirkel", "Soep"]),
        ({"mist": "organisation"}, ["Soep"]),
        ({"mist": "audience"}, ["Belcirkel", "Soep"]),
        ({"mist": "cost", "wat": "soep"}, ["Soep"]),
        ({"status": "onzin", "vorm": "x", "organisatie": "y", "pagina": "-3"},
         ["Belcirkel", "Koffie", "Soep"]),
    ],
)  # fmt: skip
def test_the_list_finds_what_is_asked(session, three, typed, names):
    assert found(session, **typed) == names


def test_the_list_finds_by_organisation_and_within_reach(session, three):
    own = session.scalars(select(Organisation.id).where(Organisation.name == "De Brug")).one()
    assert found(session, organisatie=str(own)) == ["Koffie"]
    # What is nowhere is everybody's.
    assert found(session, Reach(frozenset({"Utrecht"}))) == ["Belcirkel", "Koffie"]
    assert found(session, Reach(frozenset(), frozenset({own}))) == ["Koffie"]
    zeist = Reach(frozenset({"Zeist"}))
    assert within(three, zeist) == three[1:]


def test_a_question_is_an_address_and_back():
    typed = {
        "wat": "koffie",
        "gemeente": "Zeist",
        "mist": "any",
        "volgorde": "subsidie",
        "pagina": "2",
    }
    assert asked(**typed).to_args() == typed
    assert asked().to_args() == {}
    assert not asked(pagina="2").filtered
    chosen = asked(kolom=["mail", "adres", "onzin"])
    assert chosen.columns == ("adres", "mail")
    assert asked(**chosen.to_args()) == chosen
    assert asked(kolom="onzin").columns == USUAL
    assert asked(wat="x").filtered


@pytest.mark.parametrize("sort", SORTS)
def test_each_order_is_a_page_of_its_own(session, three, sort):
    assert len(found(session, volgorde=sort)) == 3


@pytest.mark.parametrize("missing", MISSING)
def test_what_is_missing_is_what_a_listing_says(session, three, missing):
    expected = sorted(
        latest_listing(each).name for each in three if missing in latest_listing(each).missing
    )
    assert found(session, mist=missing) == expected


@pytest.mark.parametrize(
    ("edit", "becomes"),
    [
        (Edit("kind", "care_farm"), {"kind": "care_farm", "setting": "mild_work_setting"}),
        (Edit("organisation", "Plein"), {"organisation": "Plein"}),
        (Edit("audience_add", "men"), {"audiences": ("women", "men")}),
        (Edit("audience_add", "women"), {}),
        (Edit("audience_remove", "women"), {"audiences": ()}),
        (Edit("life_domain_add", "money"), {"life_domains": ("money",)}),
        (Edit("life_domain_remove", "money"), {}),
        (Edit("visibility", "contact:internal"), {"visibility": {"contact": "internal"}}),
        (Edit("visibility", "contact:public"), {}),
        (Edit("funding_until", "2027-12-31"), {"funding_until": date(2027, 12, 31)}),
        (Edit("funding_until", ""), {}),
        (Edit(STATUS, "paused"), {}),
    ],
)
def test_a_listing_becomes_what_the_edit_says(edit, becomes):
    from dataclasses import replace

    check_edit(edit)
    old = Listing(name="Koffie", audiences=("women",))
    assert changed(old, edit, BY) == replace(old, **becomes)


def test_to_confirm_is_to_say_that_all_of_it_is_right():
    new = changed(Listing(name="Koffie"), Edit("confirm"), BY)
    assert {each.group for each in new.confirmations} == set(FIELD_GROUPS)
    assert {(each.on, each.by) for each in new.confirmations} == {(TODAY, "person:1")}


@pytest.mark.parametrize(
    ("what", "value"),
    [("", ""), ("onzin", ""), ("status", "draft"), ("status", "x"), ("kind", ""), ("kind", "x"),
     ("audience_add", "x"), ("organisation", ""), ("organisation", "x" * 151),
     ("visibility", "contact"), ("visibility", "x:public"), ("funding_until", "morgen"),
     ("funding_until", "0001-01-01")],
)  # fmt: skip
def test_nonsense_is_refused(what, value):
    with pytest.raises(Problem):
        check_edit(Edit(what, value))


def test_every_edit_has_its_line():
    assert set(SCHEMES) <= set(CHANGES)
    assert set(EDITS) == {STATUS, *CHANGES}


def test_many_are_changed_as_one_and_back(session, three):
    bulk = apply_edit(three, Edit("audience_add", "women"), CHANGE, TODAY)
    assert bulk.count == 2
    assert {latest_listing(each).audiences for each in three} == {("women",)}
    reasons = session.scalars(select(Revision.reason).where(Revision.version == 2)).all()
    assert reasons == ["opgeruimd"] * 2
    undo_bulk(get_bulk(bulk.id), CHANGE)
    assert sum(latest_listing(each).audiences == ("women",) for each in three) == 1
    with pytest.raises(ConflictProblem, match="al teruggedraaid"):
        undo_bulk(bulk, CHANGE)


def test_a_status_goes_where_it_can_and_back(session, three):
    first = session.get(Initiative, three[0])
    first.status = Status.ARCHIVED
    session.flush()
    assert len(movable(three, "paused")) == 2
    bulk = apply_edit(three, Edit(STATUS, "paused"), CHANGE, TODAY)
    assert bulk.count == 2
    assert session.scalar(select(func.count()).where(Initiative.status == "paused")) == 2
    undo_bulk(bulk, CHANGE)
    assert session.scalar(select(func.count()).where(Initiative.status == "published")) == 2
    assert apply_edit(three[:1], Edit(STATUS, "paused"), CHANGE, TODAY) is None


def test_what_was_changed_since_does_not_go_back(session, three):
    bulk = apply_edit(three, Edit("kind", "care_farm"), CHANGE, TODAY)
    rewrite([(three[1], listing("Soep", ZEIST, summary="Nieuw"))], CHANGE)
    with pytest.raises(ConflictProblem, match="Soep"):
        undo_bulk(bulk, CHANGE)


def test_nothing_to_change_is_no_change(session, three):
    assert new_listings(three[:1], Edit("audience_add", "women"), BY) == []
    assert apply_edit(three[:1], Edit("audience_add", "women"), CHANGE, TODAY) is None


def test_the_fingerprint_of_a_choice_moves_with_each_change(session, three):
    before = versions_digest(three)
    assert versions_digest(three[::-1]) == before
    apply_edit(three[:1], Edit("kind", "care_farm"), CHANGE, TODAY)
    assert versions_digest(three) != before
    assert ids_of(asked(), EVERYWHERE, TODAY, 2) == ids_of(asked(), EVERYWHERE, TODAY, 9)[:2]


def test_views_are_kept_per_person(session):
    save_view("person:1", "Te doen", "mist=any")
    view = save_view("person:1", "Te doen", "mist=times")
    assert [(each.name, each.query) for each in views_of("person:1")] == [("Te doen", "mist=times")]
    assert views_of("person:2") == []
    delete_view(view, "person:1")
    for number in range(20):
        save_view("person:1", f"Lijst {number}", "")
    with pytest.raises(ConflictProblem):
        save_view("person:1", "Nog een", "")


ZEIST_ONLY, BOTH = Reach(frozenset({"Zeist"})), Reach(frozenset({"Zeist", "Utrecht"}))


@pytest.mark.parametrize(
    ("maker", "reader", "sees", "covers"),
    [
        (ZEIST_ONLY, ZEIST_ONLY, True, True),
        (BOTH, ZEIST_ONLY, True, False),
        (ZEIST_ONLY, BOTH, True, True),
        (EVERYWHERE, ZEIST_ONLY, True, False),
        (ZEIST_ONLY, EVERYWHERE, True, True),
        (ZEIST_ONLY, Reach(frozenset({"Utrecht"})), False, False),
        (ZEIST_ONLY, Reach(frozenset()), False, False),
    ],
)
def test_a_shared_view_is_for_who_works_in_the_same_area(session, maker, reader, sees, covers):
    view = save_view("person:1", "Te doen", "mist=any", shared=True, reach=maker)
    assert [each.name for each in team_views("person:2", reader)] == ["Te doen"] * sees
    assert view.lies_within(reader) is covers
    assert team_views("person:1", maker) == []
    change_view(view, "Te doen", maker, shared=False)
    assert team_views("person:2", reader) == []


def test_a_view_has_a_name_of_its_own(session):
    save_view("person:1", "Een", "")
    view = save_view("person:1", "Twee", "")
    for name in ("", "Een"):
        with pytest.raises(Problem):
            change_view(view, name, EVERYWHERE, shared=False)


def test_a_change_that_is_not_there_is_not_found(session):
    with pytest.raises(NotFoundProblem):
        get_bulk(7)
