from socialmap.catalogue.listing import digest, to_document
from socialmap.config import resource
from socialmap.duplicates.actions import initiative_of, merge
from socialmap.importing.actions import apply
from socialmap.importing.alike import Twin, find_twin
from socialmap.importing.checking import ImportOptions, check_file
from socialmap.importing.plan import KnownListing, KnownListings, make_plan
from socialmap.matching.blocks import Blocks
from socialmap.matching.traits import traits_of
from socialmap.proposals.unlisting import keep_out
from tests.importing.samples import rows
from tests.listings import CHANGE

HEADER = "id|naam|straat|postcode|plaats|telefoon"
BRUG = "De Brug|Kerkstraat 3|3511 AB|Utrecht|030-2345678"
ALIKE = "Buurtsoep Zonneschijn|||Utrecht|", "Buurtsoep Zonnenschijn en zo|||Utrecht|"


def sentences(plan):
    return [each.sentence % dict(each.facts) for each in plan.remarks if each.level == "warning"]


def test_a_row_that_is_written_otherwise_is_left_out_with_why():
    other = "Stichting de Brug|Kerkstr. 3a|3511ab|Utrecht|+31 30 2345678"
    plan = make_plan(rows(HEADER, f"1|{BRUG}", f"2|{other}"), KnownListings())
    assert (plan.counts["new"], plan.duplicate) == (1, [3])
    assert sentences(plan) == ["Dit staat ook op regel 2. We nemen alleen regel 2."]


def test_a_row_that_only_looks_like_another_comes_in_with_a_warning():
    plan = make_plan(rows(HEADER, f"1|{ALIKE[0]}", f"2|{ALIKE[1]}"), KnownListings())
    assert (plan.counts["new"], plan.duplicate) == (2, [])
    assert sentences(plan) == ["Dit lijkt op regel 2. We nemen allebei de regels."]


def test_what_came_in_before_is_no_longer_compared():
    twins = rows(HEADER, f"1|{ALIKE[0]}", f"2|{ALIKE[1]}")
    own = {row.source_id: KnownListing(None, digest(to_document(row.listing))) for row in twins}
    plan = make_plan(twins, KnownListings(own=own))
    assert (len(plan.same), sentences(plan)) == (2, [])


def test_the_most_likely_is_named_and_the_file_goes_first():
    (row,) = rows(HEADER, f"1|{BRUG}")
    traits = traits_of(row.listing)
    there = Blocks([(traits, "de-brug")])
    assert find_twin(traits, Blocks([(traits, 7)]), there).line == 7
    assert find_twin(traits, Blocks(), there).slug == "de-brug"
    assert find_twin(traits, Blocks(), Blocks()) is None
    assert not Twin(0.7).sure


def test_a_merged_row_that_comes_again_changes_nothing(session, tmp_path):
    path = tmp_path / "lijst.csv"
    lines = "id;naam;plaats\n1;Koffie bij Noor;Utrecht\n2;Wandelen met Sem;Utrecht\n"
    path.write_text(lines)
    apply_file(path)
    merge(initiative_of("koffie-bij-noor"), initiative_of("wandelen-met-sem"), CHANGE)
    again = check_file(path, ImportOptions()).plan
    # The kept listing is what both made, which the row for it did not bring.
    assert (again.same, list(again.new), again.changed) == ([2, 3], [], [])
    path.write_text(lines.replace("Wandelen met Sem", "Wandelen met Sem en Noor"))
    changed = check_file(path, ImportOptions()).plan
    assert (changed.duplicate, changed.changed) == ([3], [])
    assert "samengevoegd met koffie-bij-noor" in sentences(changed)[0]


def test_the_demo_region_has_many_in_one_building_and_none_twice(session):
    plan = check_file(resource("data", "demo", "initiatives.csv"), ImportOptions()).plan
    assert plan.counts["new"] > 150
    assert [each for each in sentences(plan) if "lijkt op" in each or "staat" in each] == []


def apply_file(path):
    checked = check_file(path, ImportOptions())
    return apply(checked.plan, checked.origin, "test")


def test_what_asked_to_stay_off_the_map_does_not_come_back(session, tmp_path):
    path = tmp_path / "lijst.csv"
    path.write_text("id;naam;plaats\n1;Huiskamer van Ans;Utrecht\n2;Wandelen;Utrecht\n")
    apply_file(path)
    keep_out(initiative_of("huiskamer-van-ans"), "Het is bij iemand thuis.", "Ans", CHANGE)
    for source in ("lijst", "een andere lijst"):
        plan = check_file(path, ImportOptions(source=source)).plan
        assert plan.wrong == [2]
        (sentence,) = [
            each.sentence % dict(each.facts)
            for each in plan.remarks
            if each.line == 2 and each.level == "error"
        ]
        assert sentence.startswith("Huiskamer van Ans wil niet op de kaart staan: Het is bij")
