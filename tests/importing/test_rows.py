from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socialmap.fields.flaws import Level
from socialmap.importing.columns import COLUMNS
from socialmap.importing.rows import join_rows
from tests.importing.samples import levels, row, rows

FIELDS = [column.field for column in COLUMNS]


def test_a_full_row_becomes_a_listing():
    read = row(
        id="k1", name="Koffieochtend", description="Elke week koffie. Kom erbij!", kind="koffieuurtje",
        postcode="3811lp", town="Amersfoort", phone="06-12345678", hours="ma 10-12",
        cost="€ 1,50", walk_in="ja", quiet="nee", languages="nl | ar", checked_on="12-03-2026",
        first_form="individueel", second_form="groep", activity_starts="2026-01-07T10:00",
        activity_minutes="1:30", activity_repeats="FREQ=WEEKLY;BYDAY=WE", source_url="zie https://example.org/a",
    )  # fmt: skip
    listing = read.listing
    assert (read.line, read.source_id, read.remarks) == (2, "k1", [])
    assert (listing.summary, listing.kind) == ("Elke week koffie.", "coffee_hour")
    assert listing.forms == {"individual": 1.0, "group": 0.6}
    assert (listing.hours, listing.cost_amount, listing.free_of_charge) == (
        "Mo 10:00-12:00",
        1.5,
        False,
    )
    assert (listing.walk_in, listing.quiet, listing.met_at_door) == (True, False, None)
    assert {each.on.isoformat() for each in listing.confirmations} == {"2026-03-12"}
    assert (listing.activities[0].name, listing.activities[0].minutes) == ("Koffieochtend", 90)
    assert listing.source_url == "https://example.org/a"


def dated(starts, rule="", minutes="60"):
    read = row(
        name="Dans", town="Zeist", activity_starts=starts, activity_minutes=minutes,
        activity_repeats=rule,
    )  # fmt: skip
    (activity,) = read.listing.activities
    return activity, [remark.sentence % dict(remark.facts) for remark in read.remarks]


def test_a_start_that_does_not_fit_its_rule_moves_to_the_first_day_that_does():
    activity, said = dated("2027-01-05T10:00", "FREQ=MONTHLY;BYDAY=5MO")
    assert (activity.starts, activity.repeats) == (
        datetime(2027, 3, 29, 10),
        "FREQ=MONTHLY;BYDAY=5MO",
    )
    assert any("29-03-2027" in sentence for sentence in said)


def test_a_rule_that_ends_before_the_start_is_left_out():
    activity, said = dated("2027-01-05T10:00", "FREQ=WEEKLY;UNTIL=20200101")
    assert (activity.starts, activity.repeats) == (datetime(2027, 1, 5, 10), "")
    assert any("eindigt eerder" in sentence for sentence in said)


def test_the_whole_day_ends_at_midnight():
    activity, _ = dated("2027-01-05T10:00", minutes="hele dag")
    assert activity.minutes == 14 * 60


def test_a_row_without_a_name_is_skipped():
    read = row(name="", description="Koffie", town="Zeist")
    assert read.listing is None
    assert levels(read.remarks) == {"name": ("error", "")}
    assert "geen naam" in read.remarks[0].sentence


def test_a_row_without_a_place_is_skipped_unless_it_is_online_or_serves_an_area():
    assert row(name="A", town="").listing is None
    assert row(name="A", town="Xyzzyx").remarks[0].level == "error"
    assert row(name="A", town="Amersfort").remarks[0].suggestion == "Amersfoort"
    assert row(name="A", online="ja").listing.locations == ()
    assert row(name="A", service_areas="Zeist | De Bilt").listing.service_areas == (
        "Zeist",
        "De Bilt",
    )


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("http://example.org","klik")', "=1+1", "@SUM(1+1)", "+cmd|' /C calc'!A0"]
)
def test_a_formula_is_refused_and_its_cell_left_empty(text):
    read = row(name="Koffie", town="Zeist", description=text)
    assert read.listing.description == ""
    assert levels(read.remarks)["description"] == ("warning", text)


def test_what_a_program_kept_from_being_a_formula_is_the_text_itself():
    assert row(name="'@Home", town="Utrecht", summary="'s avonds").listing.name == "@Home"
    assert row(name="'s avonds", town="Utrecht").listing.name == "'s avonds"


@pytest.mark.parametrize("text", ["+31 30 123 45 67", "- koffie (gratis)", "-", "@buurthuis"])
def test_what_only_begins_like_a_formula_is_text(text):
    read = row(name="Koffie", town="Zeist", how_to_join=text)
    assert "formule" not in str([each.sentence for each in read.remarks])


def test_an_error_of_a_spreadsheet_is_named():
    assert levels(row(name="A", town="Zeist", phone="#N/B").remarks)["phone"] == ("warning", "#N/B")


def test_a_totals_line_is_skipped_with_a_note():
    (read,) = rows("naam|plaats", "Totaal: 84|")
    assert read.listing is None
    assert [(each.line, each.level) for each in read.remarks] == [(2, "note")]


def test_more_cells_than_columns_is_a_warning():
    (read,) = rows("naam|plaats", "A|Zeist|wat nog meer")
    assert ("", ("warning", "")) in levels(read.remarks).items()


def test_a_date_in_the_future_confirms_nothing():
    read = row(name="A", town="Zeist", checked_on="01-01-2030")
    assert read.listing.confirmations == ()
    assert levels(read.remarks)["checked_on"][0] == "warning"


def test_a_long_first_sentence_is_shortened_at_a_word():
    summary = row(name="A", town="Zeist", description="koffie " * 60).listing.summary
    assert len(summary) <= 160
    assert summary.endswith("koffie…")


def test_a_summary_of_its_own_is_kept():
    listing = row(name="A", town="Zeist", summary="Kort.", description="Lang. Heel lang.").listing
    assert (listing.summary, listing.description) == ("Kort.", "Lang. Heel lang.")


def test_a_row_without_id_is_known_by_its_name_and_place():
    one, other, elsewhere = rows(
        "naam|plaats", "Café Punt|Zeist", "CAFE PUNT|zeist", "Café Punt|Soest"
    )
    assert one.source_id == other.source_id != elsewhere.source_id


def test_control_characters_are_taken_out():
    listing = row(name="Kof\x00fie\u200b", town="Zeist", description="een\r\ntwee\ud800").listing
    assert (listing.name, listing.description) == ("Koffie", "een\ntwee")


def test_what_is_missing_is_noted():
    remarks = row(name="A", town="Zeist", kind="", hours="").remarks
    assert {each.column for each in remarks} >= {"kind", "hours"}
    assert {each.level.value for each in remarks} == {"note"}


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=40), min_size=1))
def test_any_texts_give_a_row(texts):
    read = row(**({"name": "A", "town": "Zeist"} | texts))
    for each in read.remarks:
        assert each.sentence % dict(each.facts)


def test_a_row_without_a_kind_is_told_what_its_words_make_think_of():
    remarks = {
        each.column: each
        for each in row(
            name="Koffieochtend De Plataan",
            description="Elke week koffie en een praatje. Iedereen is welkom.",
            town="Zeist",
            kind="",
        ).remarks
    }
    note = remarks["kind"]
    assert note.level == Level.NOTE
    assert note.suggestion == "koffieuurtje"
    assert dict(note.facts)["form"] == "individueel"
    assert "koffie" in dict(note.facts)["words"].casefold()


def test_a_row_that_says_nothing_is_told_only_that_its_kind_is_missing():
    [note] = [
        each for each in row(name="Qwx", town="Zeist", kind="").remarks if each.column == "kind"
    ]
    assert not note.suggestion


@pytest.mark.parametrize(
    ("cells", "address"),
    [
        ({"street": "Kerkstraat 3, 3511 AA Utrecht"}, ("Kerkstraat 3", "3511 AA", "Utrecht")),
        (
            {"street": "Kerkstraat 3, 3511 AA Utrecht", "town": "Utrecht"},
            ("Kerkstraat 3", "3511 AA", "Utrecht"),
        ),
        ({"street": "3511 AA", "town": "Utrecht"}, ("", "3511 AA", "Utrecht")),
        ({"street": "3511AA"}, ("", "3511 AA", "")),
        ({"street": "Kerkstraat 3, Utrecht"}, ("Kerkstraat 3", "", "Utrecht")),
        ({"street": "Kerkstraat 3", "town": "Utrecht"}, ("Kerkstraat 3", "", "Utrecht")),
        ({"street": "Plein 1945 nr 3", "town": "Zeist"}, ("Plein 1945 nr 3", "", "Zeist")),
        (
            {"street": "Kerkstraat 3, 3511 AA", "postcode": "3511", "town": "Utrecht"},
            ("Kerkstraat 3", "3511 AA", "Utrecht"),
        ),
    ],
)
def test_a_postcode_and_a_town_are_taken_out_of_the_street(cells, address):
    (place,) = row(name="Koffie", **cells).listing.locations
    assert (place.street, place.postcode, place.town) == address


def test_a_street_that_contradicts_the_other_cells_stays_and_is_named():
    read = row(name="Koffie", street="Kerkstraat 3, 3511 AA Utrecht", town="Zeist")
    (place,) = read.listing.locations
    assert (place.street, place.town) == ("Kerkstraat 3, 3511 AA Utrecht", "Zeist")
    assert "andere postcode of plaats" in str(read.remarks)


def test_a_place_that_is_nowhere_is_no_error_when_its_listing_has_another():
    read = rows("naam|plaats", "Koffie|Zeist", "Koffie|")
    (joined,) = join_rows([replace(one, line=2) for one in read])
    assert len(joined.listing.locations) == 1
    assert not [each for each in joined.remarks if each.level == "error"]
    assert any("We nemen alleen de andere" in each.sentence for each in joined.remarks)
