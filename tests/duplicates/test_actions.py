import pytest
from sqlalchemy import select

from socialmap.catalogue.addresses import new_slug, surviving_id
from socialmap.catalogue.history import latest_listing, revisions_of
from socialmap.catalogue.models import Initiative, Status
from socialmap.duplicates.actions import initiative_of, merge, merged_listing, tell_apart, unmerge
from socialmap.duplicates.queries import probable_duplicates
from socialmap.errors import ConflictProblem, NotFoundProblem
from socialmap.proposals.actions import make
from socialmap.proposals.models import Proposal, Subject
from tests.listings import CHANGE, ZEIST, listing, put


@pytest.fixture
def two(session):
    """Two listings that are one, the first without a phone number."""
    at = {"street": "Dam 3", "postcode": "3511 AB", "town": "Utrecht"}
    put(
        listing("De Brug", at=at, summary="Koffie."),
        listing("Stichting De Brug", at=at, summary="Thee.", phone="+31301234567"),
    )
    return initiative_of("de-brug"), initiative_of("stichting-de-brug")


def test_what_the_kept_listing_lacks_or_is_picked_comes_from_the_dropped_one():
    keep = listing("A", summary="Koffie.", walk_in=False, cost_amount=0.0)
    drop = listing("B", summary="Thee.", phone="+31301234567", walk_in=True, free_of_charge=False)
    merged = merged_listing(keep, drop, ["summary"])
    assert (merged.name, merged.summary, merged.phone) == ("A", "Thee.", "+31301234567")
    assert merged.walk_in is False
    assert (merged.cost_amount, merged.free_of_charge) == (0.0, None)


def test_merging_with_itself_changes_nothing():
    whole = listing("A", summary="Koffie.", visibility={"contact": "internal"})
    assert merged_listing(whole, whole) == whole


def test_what_one_of_both_hides_stays_hidden():
    drop = listing("B", phone="+31301234567", visibility={"contact": "internal"})
    assert merged_listing(listing("A"), drop).visibility == {"contact": "internal"}


def test_a_field_that_is_not_there_cannot_be_picked():
    with pytest.raises(NotFoundProblem):
        merged_listing(listing("A"), listing("B"), ["nonsense"])


def test_pairs_are_listed_with_why_and_in_an_area(two):
    (pair,) = probable_duplicates()
    assert {pair.one.slug, pair.other.slug} == {"de-brug", "stichting-de-brug"}
    assert {"name", "place"} <= {part.field for part in pair.likeness.parts}
    assert probable_duplicates("utrecht")
    assert not probable_duplicates("Zeist")


def test_a_merged_listing_keeps_its_id_and_its_address(two):
    keep, drop = two
    old = drop.id
    make(drop, Subject.CHANGED, "De deur is links.")
    merge(keep, drop, CHANGE)
    assert surviving_id(old) == keep.id
    assert new_slug("stichting-de-brug") == "de-brug"
    assert latest_listing(keep.id).phone == "+31301234567"
    assert [each.action for each in revisions_of(old)] == ["removed", "added"]
    assert "merged with stichting-de-brug" in revisions_of(keep.id)[0].reason
    assert probable_duplicates() == []


def test_proposals_move_along(two, session):
    keep, drop = two
    make(drop, Subject.CHANGED, "De deur is links.")
    merge(keep, drop, CHANGE)
    assert session.scalar(select(Proposal.initiative_id)) == keep.id


def test_what_was_kept_can_be_merged_in_its_turn(two, session):
    keep, drop = two
    old = drop.id
    merge(keep, drop, CHANGE)
    put(listing("De Brug Utrecht"))
    third = initiative_of("de-brug-utrecht")
    merge(third, initiative_of("de-brug"), CHANGE)
    assert surviving_id(old) == third.id
    assert new_slug("stichting-de-brug") == "de-brug-utrecht"


def test_the_address_of_a_merged_listing_is_not_given_away(two):
    merge(*two, CHANGE)
    put(listing("Stichting De Brug", ZEIST, at={"town": "Zeist"}))
    assert new_slug("stichting-de-brug") == "de-brug"
    assert initiative_of("stichting-de-brug-zeist")


def test_a_merge_can_be_taken_back(two):
    keep, drop = two
    old, before = drop.id, latest_listing(keep.id)
    merge(keep, drop, CHANGE)
    again = unmerge("stichting-de-brug", CHANGE)
    assert (again.id, again.slug, again.status) == (old, "stichting-de-brug", "published")
    assert latest_listing(old).summary == "Thee."
    assert latest_listing(keep.id) == before
    assert new_slug("stichting-de-brug") is None
    assert [each.version for each in revisions_of(old)] == [3, 2, 1]


def test_a_merge_is_not_taken_back_over_a_later_change(two):
    merge(*two, CHANGE)
    put(listing("Iets anders", ZEIST))
    merge(initiative_of("de-brug"), initiative_of("iets-anders"), CHANGE)
    with pytest.raises(ConflictProblem):
        unmerge("stichting-de-brug", CHANGE)
    with pytest.raises(NotFoundProblem):
        unmerge("nooit-geweest", CHANGE)


def test_a_listing_on_the_map_is_not_dropped_for_one_that_is_not(two):
    keep, drop = two
    keep.status = Status.PAUSED
    with pytest.raises(ConflictProblem):
        merge(keep, drop, CHANGE)
    with pytest.raises(ConflictProblem):
        merge(drop, drop, CHANGE)


def test_that_two_listings_are_two_is_remembered(two, session):
    for _ in range(2):
        tell_apart(*two, "test")
        tell_apart(*reversed(two), "test")
    assert probable_duplicates() == []
    with pytest.raises(ConflictProblem):
        tell_apart(two[0], two[0], "test")


def test_an_initiative_is_named_by_slug_or_id(two):
    assert initiative_of(str(two[0].id)) is two[0]
    with pytest.raises(NotFoundProblem):
        initiative_of("nooit-geweest")


def test_the_old_page_leads_to_the_kept_one(two, client):
    merge(*two, CHANGE)
    answer = client.get("/initiatief/stichting-de-brug")
    assert answer.status_code == 301
    assert answer.headers["Location"].endswith("/initiatief/de-brug")
    assert client.get("/initiatief/nooit-geweest").status_code == 404


def test_an_old_page_of_what_is_gone_is_not_there(two, client, session):
    merge(*two, CHANGE)
    session.get(Initiative, two[0].id).status = Status.ARCHIVED
    assert client.get("/initiatief/stichting-de-brug").status_code == 404
