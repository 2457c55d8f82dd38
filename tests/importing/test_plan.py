import uuid

from socialmap.catalogue.listing import digest, to_document
from socialmap.importing.plan import KnownListing, KnownListings, make_plan
from socialmap.matching.blocks import Blocks
from socialmap.matching.traits import traits_of
from tests.importing.samples import rows

HEADER = "id|naam|plaats"


def known_from(*listed, edited=False):
    return KnownListings(
        own={
            row.source_id: KnownListing(uuid.uuid4(), digest(to_document(row.listing)), edited)
            for row in listed
        }
    )


def counts(plan):
    return {name: number for name, number in plan.counts.items() if number}


def test_rows_that_nobody_knows_are_new():
    plan = make_plan(rows(HEADER, "1|Koffie|Zeist", "2|Thee|Soest"), KnownListings())
    assert counts(plan) == {"new": 2}
    assert [(each.line, each.source_id) for each in plan.new] == [(2, "1"), (3, "2")]


def test_importing_the_same_file_twice_changes_nothing():
    listed = rows(HEADER, "1|Koffie|Zeist", "2|Thee|Soest")
    assert counts(make_plan(listed, known_from(*listed))) == {"same": 2}


def test_a_row_that_says_something_else_is_changed():
    known = known_from(*rows(HEADER, "1|Koffie|Zeist"))
    plan = make_plan(rows(HEADER, "1|Koffie|Soest"), known)
    assert counts(plan) == {"changed": 1}
    assert plan.changed[0].id == known.own["1"].id


def test_a_change_by_a_person_is_warned_of_before_the_file_overwrites_it():
    known = known_from(*rows(HEADER, "1|Koffie|Zeist"), edited=True)
    (warning,) = [
        each
        for each in make_plan(rows(HEADER, "1|Koffie|Soest"), known).remarks
        if each.level == "warning"
    ]
    assert "zelf gewijzigd" in warning.sentence


def test_a_name_that_comes_twice_in_one_place_is_a_duplicate():
    plan = make_plan(
        rows(HEADER, "1|Koffie|Zeist", "2|KOFFIE|zeist", "3|Koffie|Soest"), KnownListings()
    )
    assert counts(plan) == {"new": 2, "duplicate": 1}
    (warning,) = [each for each in plan.remarks if each.level == "warning"]
    assert (warning.line, warning.value, warning.suggestion) == (3, "KOFFIE", "2")


def test_an_id_that_comes_twice_is_a_duplicate():
    plan = make_plan(rows(HEADER, "1|Koffie|Zeist", "1|Thee|Soest"), KnownListings())
    assert counts(plan) == {"new": 1, "duplicate": 1}


def test_what_another_source_brought_is_a_duplicate_and_named():
    (other,) = rows(HEADER, "x|Koffie|Zeist")
    known = KnownListings(twins=Blocks([(traits_of(other.listing), "koffie")]))
    plan = make_plan(rows(HEADER, "1|koffie|Zeist"), known)
    assert counts(plan) == {"duplicate": 1}
    assert [each.suggestion for each in plan.remarks if each.level == "warning"] == ["koffie"]


def test_wrong_rows_are_counted_and_totals_are_not():
    plan = make_plan(rows(HEADER, "1||Zeist", "Totaal: 84||"), KnownListings())
    assert counts(plan) == {"wrong": 1}
    assert plan.wrong == [2]


def test_branches_of_one_name_in_one_town_are_two_without_an_id_too():
    header = "naam|straat en huisnummer|plaats"
    listed = rows(header, "Koffie|Dam 3|Zeist", "Koffie|Zoom 8|Zeist", "Koffie|Dam 3|Zeist")
    plan = make_plan(listed, KnownListings())
    assert counts(plan) == {"new": 2, "duplicate": 1}
    assert [new.source_id for new in plan.new] == ["koffie|zeist", "koffie|zeist|zoom8"]


def test_three_alike_are_one_with_four_digits_or_six_signs_of_a_postcode():
    header = "naam|postcode|plaats"
    listed = rows(header, "Koffie|3701 AB|Zeist", "Koffie|3701|Zeist", "Koffie||Zeist")
    assert counts(make_plan(listed, KnownListings())) == {"new": 1, "duplicate": 2}
