from datetime import date

import pytest

from socialmap.times import school_holidays
from socialmap.times.school_holidays import (
    COLUMNS,
    FILE_NAME,
    REGIONS,
    calendar,
    calendar_of,
    load,
    read_holidays,
    shipped,
)

NAMES = ("herfstvakantie", "kerstvakantie", "voorjaarsvakantie", "meivakantie", "zomervakantie")


def year(first):
    """The lines of a school year, the same in every region."""
    spells = (
        (f"{first}-10-13", f"{first}-10-21"),
        (f"{first}-12-22", f"{first + 1}-01-06"),
        (f"{first + 1}-02-16", f"{first + 1}-02-24"),
        (f"{first + 1}-04-27", f"{first + 1}-05-05"),
        (f"{first + 1}-07-13", f"{first + 1}-08-25"),
    )
    return [
        f"{first}-{first + 1},{region},{name},{start},{end},own"
        for region in REGIONS
        for name, (start, end) in zip(NAMES, spells, strict=True)
    ]


def write(folder, lines):
    path = folder / FILE_NAME
    path.write_text("\n".join([",".join(COLUMNS), *lines]), "utf-8")
    return path


@pytest.fixture(autouse=True)
def shipped_again():
    yield
    school_holidays._Current.calendar = None


@pytest.mark.parametrize(
    ("day", "noord", "midden", "zuid"),
    [
        ("2025-10-13", False, False, True),
        ("2026-02-23", True, False, False),
        ("2026-07-06", True, False, False),
        ("2026-08-24", False, True, False),
        ("2026-10-12", True, False, False),
        ("2026-12-19", True, True, True),
        ("2027-01-03", True, True, True),
        ("2027-01-04", False, False, False),
        ("2028-02-28", False, True, True),
        ("2029-08-27", True, False, False),
        ("2029-09-03", None, None, None),
    ],
)
def test_the_shipped_days_are_those_of_the_ministry(day, noord, midden, zuid):
    answers = [calendar().holiday(date.fromisoformat(day), region) for region in REGIONS]
    assert answers == [noord, midden, zuid]


def test_without_a_region_it_is_known_when_all_agree():
    assert calendar().holiday(date(2026, 12, 21), "") is True
    assert calendar().holiday(date(2026, 10, 12), "") is None


def test_holidays_begin_on_a_saturday_and_end_on_a_sunday():
    assert {row.first.weekday() for row in shipped()} == {5}
    assert {row.last.weekday() for row in shipped()} == {6}


def test_a_later_year_is_loaded_from_the_data_folder(tmp_path):
    assert calendar().holiday(date(2029, 12, 25), "noord") is None
    write(tmp_path, year(2029))
    load(tmp_path)
    assert calendar().holiday(date(2029, 12, 25), "noord") is True
    assert calendar().known_until == date(2030, 8, 25)


def test_own_days_of_a_shipped_year_come_instead(tmp_path):
    write(tmp_path, year(2028))
    load(tmp_path)
    assert calendar().holiday(date(2028, 10, 13), "midden") is True
    assert calendar().holiday(date(2028, 10, 28), "midden") is False


def test_years_after_a_gap_do_not_count(tmp_path):
    write(tmp_path, year(2035))
    load(tmp_path)
    assert calendar().holiday(date(2035, 12, 25), "noord") is None
    assert calendar_of([]).known_until is None


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([], "has no holidays"),
        (year(2029)[:-1], "needs five holidays in region zuid"),
        ([line.replace("noord", "oost") for line in year(2029)], "'oost' is not a region"),
        ([line.replace("2029-10-13", "13-10-2029") for line in year(2029)], "line 2"),
        ([line.replace("2029-10-21", "2029-10-01") for line in year(2029)], "cannot be right"),
        ([line.replace("2029-2030", "2029-2031") for line in year(2029)], "as 2026-2027"),
        ([line.replace("2029-2030", "2028-2029") for line in year(2029)], "not in the school year"),
        ([line.replace("2029-12-22", "2029-10-20") for line in year(2029)], "cannot be right"),
        (
            [line.replace("2029-12-22", "2029-11-20") for line in [*year(2029), year(2029)[0]]],
            "over",
        ),
        ([line.replace(",own", "").replace(",2030-08-25", "") for line in year(2029)], "dates"),
    ],
)
def test_a_file_that_is_not_right_is_refused_with_its_fault(tmp_path, lines, sentence):
    with pytest.raises(ValueError, match=sentence):
        read_holidays(write(tmp_path, lines))


def test_a_file_without_the_columns_is_refused(tmp_path):
    path = tmp_path / FILE_NAME
    path.write_text("naam,datum\nherfst,2029\n", "utf-8")
    with pytest.raises(ValueError, match="there is no column school_year"):
        load(tmp_path)
    assert calendar().holiday(date(2026, 12, 25), "noord") is True
