import pytest
from sqlalchemy import func, select

from socialmap.catalogue.models import Initiative, InitiativeForm, InitiativeLocation, Revision
from socialmap.config import resource
from socialmap.errors import FileProblem
from socialmap.importing.actions import apply
from socialmap.importing.checking import ImportOptions, check_file
from socialmap.importing.models import ImportRun
from socialmap.importing.remarks import Remarks
from socialmap.places.models import Location


def counts(checked):
    return {name: number for name, number in checked.plan.counts.items() if number}


@pytest.fixture
def eval_file(shared):
    """82 real initiatives, with coordinates and isolation forms."""
    return shared / "data" / "eval" / "initiatives_dev.csv"


@pytest.fixture
def messy_file(shared):
    """A list as a coordinator saves it from a Dutch spreadsheet, with every flaw that is usual."""
    return shared / "data" / "import" / "wijkoverzicht_excel_export.csv"


@pytest.fixture
def flaws(session, messy_file):
    """The lines per (column, value) of the messy list that have a remark."""
    return by_place(check_file(messy_file, ImportOptions()).plan.remarks)


def by_place(remarks: Remarks):
    lines = {}
    for group in remarks.groups():
        lines.setdefault((group.remark.column, group.remark.value), set()).update(group.lines)
    return lines


def test_all_82_of_the_evaluation_come_on_the_map_and_again_change_nothing(session, eval_file):
    checked = check_file(eval_file, ImportOptions())
    assert counts(checked) == {"new": 82}
    apply(checked.plan, checked.origin, "test")
    points = select(func.count()).select_from(InitiativeLocation).join(Location)
    assert session.scalar(points.where(Location.point.is_not(None))) == 82
    revisions = session.scalar(select(func.count()).select_from(Revision))
    again = check_file(eval_file, ImportOptions())
    assert counts(again) == {"same": 82}
    assert apply(again.plan, again.origin, "test") is None
    assert session.scalar(select(func.count()).select_from(Revision)) == revisions
    assert session.scalar(select(func.count()).select_from(ImportRun)) == 1


def test_the_evaluation_keeps_its_forms_kinds_and_sources(session, eval_file):
    checked = check_file(eval_file, ImportOptions())
    apply(checked.plan, checked.origin, "test")
    initiative = session.scalars(select(Initiative).filter_by(source_id="amstelkwartier")).one()
    assert (initiative.kind, initiative.source) == ("residents_group", "initiatives_dev")
    assert initiative.source_url.startswith("https://")
    forms = select(InitiativeForm).filter_by(initiative_id=initiative.id)
    weights = {form.form: (form.weight, form.origin) for form in session.scalars(forms)}
    assert weights == {"societal": (1.0, "confirmed"), "individual": (0.6, "confirmed")}
    assert set(checked.mapping.unknown) == {
        "twijfel", "twijfel_reden", "gemeentecode", "coord_bron", "bron_jaar",
    }  # fmt: skip


def test_the_messy_list_is_understood_and_all_but_four_lines_come_in(session, messy_file):
    checked = check_file(messy_file, ImportOptions())
    assert (checked.layout.encoding, checked.layout.delimiter, checked.header_line) == (
        "cp1252",
        ";",
        3,
    )
    assert checked.mapping.unknown == ()
    assert counts(checked) == {"new": 81, "duplicate": 2, "wrong": 1}
    assert (checked.plan.duplicate, checked.plan.wrong) == ([9, 24], [15])
    assert all(each.listing.locations for each in checked.plan.new)
    names = {each.listing.name for each in checked.plan.new}
    assert {"Alzheimer Café Hof van Twente", "Voedselcoöperatie Voorstad"} <= names


@pytest.mark.parametrize(
    ("column", "value", "lines"),
    [
        ("", "", {1, 23, 30}),
        ("Naam initiatief", "", {15}),
        ("", "Ons Amstelkwartier", {9}),
        ("", "ALIFA AUTOMAATJE", {24}),
        ("Lat", "4,88969", {17}),
        ("Omschrijving", '=HYPERLINK("http://example.org","klik")', {21}),
        ("", "Totaal: 84", {88}),
        ("Soort", "zorg", {32, 79}),
        ("Soort", "wonen", {40}),
        ("Soort", "regeling", {52}),
        ("Soort", "onderwijs", {59}),
        (
            "Postcode",
            "1234 AB",
            {7, 16, 17, 18, 31, 32, 35, 37, 39, 47, 55, 58, 59, 69, 73, 76, 84},
        ),
        (
            "Postcode",
            "9999",
            {10, 14, 19, 20, 21, 25, 26, 30, 34, 40, 44, 50, 53, 64, 66, 74, 83, 87},
        ),
        ("Openingstijden", "dagelijks", {21, 54, 82}),
        (
            "Laatst gecontroleerd",
            "mrt 2025",
            {4, 26, 27, 35, 36, 42, 49, 68, 69, 74, 75, 76, 79, 83},
        ),
    ],
)
def test_every_flaw_of_the_messy_list_is_named_with_line_column_and_value(
    flaws, column, value, lines
):
    assert flaws[column, value] == lines


def test_wrong_postcodes_mail_and_sites_of_the_messy_list_are_named_on_every_line(
    messy_file, flaws
):
    lines = messy_file.read_text("cp1252").splitlines()
    # Line 9 and 24 repeat another line, line 15 does not come in: what they say is not looked at
    # any further than that, or it is the same.
    for number, line in enumerate(lines[3:87], start=4):
        if number == 15:
            continue
        if "3811lp" in line:
            assert number in flaws["Postcode", "3811lp"], line
        if "info(at)example.org" in line:
            assert number in flaws["E-mail", "info(at)example.org"], line
        if ";www.example.org;" in line:
            assert number in flaws["Website", "www.example.org"], line


def test_every_remark_on_the_messy_list_says_what_to_do(session, messy_file):
    for each in check_file(messy_file, ImportOptions()).plan.remarks:
        assert each.sentence % dict(each.facts)
        assert each.remedy % dict(each.facts) or "totaal" in each.sentence


def test_the_messy_list_is_read_as_it_was_meant(session, messy_file):
    new = {each.line: each.listing for each in check_file(messy_file, ImportOptions()).plan.new}
    assert (new[6].hours, new[7].hours) == ("Mo 10:00-12:00", "We,Fr 13:30-16:00")
    assert (new[5].hours, new[5].hours_text) == ('"op afspraak"', "")
    assert (new[6].phone, new[6].email) == ("+31612345678", "info@example.org")
    assert (new[6].cost_amount, new[4].free_of_charge) == (5.0, True)
    assert (round(new[17].locations[0].lat), round(new[17].locations[0].lon)) == (52, 5)
    assert new[13].locations[0].postcode == ""
    assert new[21].description == ""
    assert new[11].locations[0].postcode == "7513 CM"
    assert new[73].phone == ""


def test_the_demo_region_comes_in_without_a_doubt(session):
    checked = check_file(resource("data", "demo", "initiatives.csv"), ImportOptions(source="demo"))
    assert set(counts(checked)) == {"new"}
    assert checked.mapping.unknown == ()
    assert {each.level.value for each in checked.plan.remarks} <= {"note"}


def test_a_mapping_by_hand_finds_the_header_too(session, tmp_path):
    path = tmp_path / "lijst.csv"
    path.write_text("Titel boven\nWat;Waar precies\nKoffie;Zeist\n")
    with pytest.raises(FileProblem):
        check_file(path, ImportOptions())
    options = ImportOptions(columns={"wat": "name", "waar precies": "plaats"})
    checked = check_file(path, options)
    assert (checked.header_line, counts(checked)) == (2, {"new": 1})


def test_progress_counts_every_row(session, tmp_path):
    path = tmp_path / "lijst.csv"
    path.write_text("naam;plaats\nKoffie;Zeist\nThee;Soest\n")
    seen = []
    check_file(path, ImportOptions(), seen.append)
    assert sum(seen) == 2
