"""Dates and times as people and programs write them."""

from datetime import date, datetime

import pytest

from socialmap.fields.flaws import Flaw
from socialmap.fields.moments import read_date, read_moment, read_rrule


def value(read):
    return read.mended if isinstance(read, Flaw) else read


DAY = date(2026, 3, 12)


@pytest.mark.parametrize(
    "text",
    [
        "12-03-2026", "12/3/26", "12.03.2026", "12 03 2026", "2026-03-12", "2026/03/12", "20260312",
        "12 maart 2026", "12e maart 2026", "12 mrt. '26", "12-mrt-2026", "12-3-'26",
        "do 12 maart 2026", "donderdag 12 maart 2026", "12 March 2026", "March 12, 2026",
        "2026-03-12 00:00:00", "2026-03-12T00:00:00", "2026-03-12T00:00:00.000Z",
        "12 maart 2026, 10.00 uur",
    ],
)  # fmt: skip
def test_a_date_is_read_however_it_is_written(text):
    assert read_date(text) == DAY


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("maart 2026", date(2026, 3, 31)),
        ("mrt 2025", date(2025, 3, 31)),
        ("maart '26", date(2026, 3, 31)),
        ("eind maart 2026", date(2026, 3, 31)),
        ("2025-03", date(2025, 3, 31)),
        ("03-2026", date(2026, 3, 31)),
        ("februari 2024", date(2024, 2, 29)),
        ("week 12 2026", date(2026, 3, 22)),
        ("46093", DAY),
        ("12-03-2026 (Jan)", DAY),
        ("gecontroleerd 12-03-2026", DAY),
    ],
)
def test_a_month_is_its_last_day_and_what_is_mended_is_named(text, day):
    flaw = read_date(text)
    assert (flaw.level, flaw.mended) == ("note", day)
    assert f"{day:%d-%m-%Y}" in flaw.sentence % dict(flaw.facts)


@pytest.mark.parametrize(
    "text",
    ["31-02-2026", "20261345", "vorig jaar", "12 maart", "2026", "week 12", "12/31/2026",
     "1 t/m 5 maart 2026", "sinds 12-03-2026"],
)  # fmt: skip
def test_what_is_no_certain_date_is_left_out(text):
    assert (read_date(text).level, read_date(text).mended) == ("warning", None)


@pytest.mark.parametrize(
    "text", ["2026-03-11T23:30:00Z", "2026-03-12T22:30:00Z", "2026-03-12T23:30:00+02:00"]
)
def test_the_day_of_a_moment_elsewhere_is_that_in_amsterdam(text):
    assert read_date(text) == date(2026, 3, 12)


def test_nobody_knows_when():
    assert read_date("onbekend") is None


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-07T10:00", "2026-01-07 10:00:00", "07-01-2026 10.00 uur", "7-1-2026 10u",
        "7 januari 2026 10:00", "7 januari 2026 om 10.00 uur", "wo 7 jan 2026, 10 uur",
        "2026-01-07T10:00:00+01:00", "2026-01-07T09:00:00Z", "46029.4166667",
    ],
)  # fmt: skip
def test_a_moment_is_in_amsterdam(text):
    assert read_moment(text) == datetime(2026, 1, 7, 10)


def test_a_moment_needs_a_day_and_a_time():
    for text in ("woensdag", "7-1-2026", "7-1-2026 25:00"):
        assert value(read_moment(text)) is None


@pytest.mark.parametrize(
    "text",
    ["dinsdag 6 januari 2027 10:00", "6 januari 2027 10:00 (di)", "di. 6-1-2027 10.00 uur"],
)
def test_a_weekday_that_contradicts_its_date_is_said_and_the_date_holds(text):
    flaw = read_moment(text)
    assert (flaw.level, flaw.mended) == ("warning", datetime(2027, 1, 6, 10))
    assert "06-01-2027" in flaw.sentence % dict(flaw.facts)
    assert "woensdag" in flaw.sentence % dict(flaw.facts)
    assert read_date("dinsdag 6 januari 2027").mended == date(2027, 1, 6)


def test_a_weekday_may_stand_behind_its_date():
    assert read_moment("6 januari 2027 10:00 (wo)") == datetime(2027, 1, 6, 10)
    assert read_date("12-03-2026 (donderdag)") == DAY


def test_a_time_that_the_clock_skips_is_said():
    flaw = read_moment("2027-03-28T02:30")
    assert (flaw.level, flaw.mended) == ("warning", datetime(2027, 3, 28, 3, 30))
    assert "02.30" in flaw.sentence % dict(flaw.facts)
    assert read_moment("2027-10-31T02:30") == datetime(2027, 10, 31, 2, 30)


@pytest.mark.parametrize("text", ["0001-01-01", "1-1-0027", "01/01/0099"])
def test_a_year_of_four_digits_is_that_year(text):
    assert value(read_date(text)) is None
    assert value(read_moment(f"{text} 10:00")) is None


def test_repetitions():
    assert read_rrule("RRULE:FREQ=WEEKLY;BYDAY=WE") == "FREQ=WEEKLY;BYDAY=WE"
    for text in ("elke week", "FREQ=SECONDLY", "FREQ=WEEKLY;INTERVAL=0", "FREQ=WEEKLY;BYDAY=XX"):
        assert value(read_rrule(text)) == ""
