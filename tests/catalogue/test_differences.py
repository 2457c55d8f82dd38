from dataclasses import fields, replace

from hypothesis import given
from hypothesis import strategies as st

from socialmap.catalogue.differences import _parts, differences, merge_three
from socialmap.catalogue.listing import Listing, from_document, to_document
from tests.listings import UTRECHT, ZEIST, located, phoned
from tests.web.conftest import EVERYTHING


def changed(listing, **values):
    return replace(listing, **values)


def test_no_difference_and_some():
    assert differences(EVERYTHING, EVERYTHING) == []
    found = differences(EVERYTHING, changed(EVERYTHING, summary="Thee.", hours="Mo 10:00-11:00"))
    assert [each.part for each in found] == ["summary", "hours"]
    assert found[1].before == {"hours": "Mo-Fr 09:00-12:00", "hours_text": ""}
    assert found[1].after == {"hours": "Mo 10:00-11:00", "hours_text": ""}


def test_facts_of_a_place_are_told_apart():
    place = EVERYTHING.locations[0]
    moved = changed(EVERYTHING, locations=(replace(place, street="Neude 1", parking=True),))
    assert [each.part for each in differences(EVERYTHING, moved)] == [
        "locations.0.lon",
        "locations.0.parking",
    ]
    two = changed(EVERYTHING, locations=(place, located(ZEIST)))
    assert [each.part for each in differences(EVERYTHING, two)] == ["locations"]


def test_a_document_of_history_is_no_difference():
    assert differences(EVERYTHING, from_document(to_document(EVERYTHING))) == []


def test_different_fields_of_two_people_are_both_kept():
    mine = changed(EVERYTHING, summary="Mijn zin.")
    theirs = changed(
        EVERYTHING, phones=phoned("+31301111111"), locations=(located(UTRECHT, name="Elders"),)
    )
    merged = merge_three(EVERYTHING, mine, theirs)
    assert merged.clashes == ()
    assert merged.listing == changed(theirs, summary="Mijn zin.")


def test_two_facts_of_one_place_are_both_kept():
    place = EVERYTHING.locations[0]
    mine = changed(EVERYTHING, locations=(replace(place, parking=True),))
    theirs = changed(EVERYTHING, locations=(replace(place, street="Neude 1"),))
    merged = merge_three(EVERYTHING, mine, theirs)
    assert not merged.clashes
    assert merged.listing.locations == (replace(place, parking=True, street="Neude 1"),)


def test_the_same_field_asks_and_keeps_theirs_meanwhile():
    mine = changed(EVERYTHING, summary="Mijn zin.", quiet=True)
    theirs = changed(EVERYTHING, summary="Hun zin.")
    merged = merge_three(EVERYTHING, mine, theirs)
    [clash] = merged.clashes
    assert (clash.part, clash.mine, clash.theirs) == (
        "summary",
        {"summary": "Mijn zin."},
        {"summary": "Hun zin."},
    )
    assert clash.before == {"summary": EVERYTHING.summary}
    assert merged.listing == changed(theirs, quiet=True)


def test_a_choice_settles_it():
    mine, theirs = changed(EVERYTHING, summary="A"), changed(EVERYTHING, summary="B")
    for side, said in {"mine": "A", "theirs": "B", "before": EVERYTHING.summary}.items():
        merged = merge_three(EVERYTHING, mine, theirs, {"summary": side})
        assert merged.clashes == ()
        assert merged.listing.summary == said


def test_alike_is_no_clash():
    both = changed(EVERYTHING, summary="Hetzelfde.")
    assert merge_three(EVERYTHING, both, both).clashes == ()


def test_fields_that_tell_one_thing_clash_together():
    before = Listing(name="A", cost_amount=2.0)
    mine, theirs = changed(before, cost_text="twee euro"), changed(before, free_of_charge=True)
    [clash] = merge_three(before, mine, theirs).clashes
    assert clash.part == "cost_amount"


def test_each_field_is_in_a_part():
    names = {each.name for each in fields(Listing)}
    for split in (True, False):
        parts = _parts(EVERYTHING, split)
        told = {name for key, part in parts.items() for name in part if "." not in key}
        assert told | {"locations"} == names


TEXTS = st.sampled_from(["", "a", "b"])
LISTINGS = st.builds(
    Listing,
    name=TEXTS,
    summary=TEXTS,
    hours=TEXTS,
    hours_text=TEXTS,
    walk_in=st.sampled_from([None, True, False]),
)


@given(LISTINGS, LISTINGS, LISTINGS)
def test_nothing_of_anybody_is_lost(before, mine, theirs):
    merged = merge_three(before, mine, theirs)
    asked = {clash.part for clash in merged.clashes}
    parts = {side: _parts(each, True) for side, each in (("b", before), ("m", mine), ("t", theirs))}
    for key, value in _parts(merged.listing, True).items():
        for side in ("m", "t"):
            if parts[side][key] != parts["b"][key] and key not in asked:
                assert value == parts[side][key]
    # Undoing what was done leads back.
    assert merge_three(mine, before, mine).listing == before
