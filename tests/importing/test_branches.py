from socialmap.importing.plan import KnownListings, make_plan
from tests.importing.samples import rows

HEADER = "naam|beschrijving|straat en huisnummer|postcode|plaats|lat|lon|telefoon"


def plan(*lines):
    return make_plan(rows(HEADER, *lines), KnownListings())


def test_one_name_at_two_addresses_is_two_and_is_said():
    made = plan(
        "Buurtkamer|Koffie.|Bentinckstraat 78|1051 GN|Amsterdam|52.3832545|4.8713397|020 555 01 00",
        "Buurtkamer|Koffie.|Van Hallstraat 10|1051 HH|Amsterdam|52.3829|4.8731|020 555 01 00",
    )
    assert [new.line for new in made.new] == [2, 3]
    assert [(alike.line, alike.twin.line) for alike in made.alike] == [(3, 2)]
    assert len({new.source_id for new in made.new}) == 2


def test_without_points_and_postcodes_the_street_keeps_them_apart():
    made = plan(
        "Kringwinkel|Spullen.|Vlaamsekade 10||Utrecht|||",
        "Kringwinkel|Spullen.|Tarbotstraat 21||Utrecht|||",
        "Kringwinkel|Spullen.|Kanaalweg 3||Utrecht|||",
    )
    assert [new.line for new in made.new] == [2, 3, 4]
    assert [alike.line for alike in made.alike] == [3, 4]


def test_the_same_row_twice_is_one_and_is_said():
    line = "Kringwinkel|Spullen.|Vlaamsekade 10|3511 AB|Utrecht|||"
    made = plan(line, line)
    assert ([new.line for new in made.new], made.duplicate) == ([2], [3])


def test_in_another_town_one_name_resembles_nothing():
    made = plan("Repair Café||||Zeist|||", "Repair Café||||Soest|||")
    assert len(made.new) == 2
    assert made.alike == []


def test_branches_get_the_same_ids_again():
    lines = (
        "Kringwinkel||Vlaamsekade 10||Utrecht|||",
        "Kringwinkel||Tarbotstraat 21||Utrecht|||",
    )
    first, second = plan(*lines), plan(*lines)
    assert [new.source_id for new in first.new] == [new.source_id for new in second.new]
