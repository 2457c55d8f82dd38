from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socialmap.fields import cells, moments
from socialmap.fields.flaws import Flaw
from socialmap.fields.schema import READERS


def value(read):
    return read.mended if isinstance(read, Flaw) else read


@pytest.mark.parametrize(
    ("text", "phone", "clean"),
    [
        ("06-12345678", "+31612345678", True),
        ("0031612345678", "+31612345678", True),
        ("+31 (0)30 123 45 67", "+31301234567", True),
        ("612345678", "+31612345678", True),
        ("06-12345678 (balie)", "+31612345678", True),
        ("onbekend", "", True),
        ("geen", "", True),
        ("-", "", True),
        ("030-1234567 / 06-12345678", "+31301234567", False),
        ("12", "", False),
        ("bel Jan", "", False),
    ],
)
def test_phone_numbers_become_international(text, phone, clean):
    read = cells.read_phone(text)
    assert value(read) == phone
    assert isinstance(read, Flaw) is not clean


@given(st.from_regex(r"0[1-9]\d{8}", fullmatch=True), st.integers(2, 4))
def test_a_plain_number_is_read_as_any_other(digits, area):
    plain = cells.read_phone(f"{digits[:area]}-{digits[area:]}")
    assert value(plain) == value(cells.read_phone(f"+31 (0){digits[1:]}"))


@pytest.mark.parametrize(
    ("text", "email", "clean"),
    [
        ("info@example.org", "info@example.org", True),
        ("info(at)example.org", "info@example.org", False),
        ("info [at] example.org", "info@example.org", False),
        ("mailto:info@example.org", "info@example.org", False),
        ("a@example.org; b@example.org", "a@example.org", False),
        ("geen", "", True),
        ("info", "", False),
    ],
)
def test_mail_addresses_are_mended(text, email, clean):
    read = cells.read_email(text)
    assert value(read) == email
    assert isinstance(read, Flaw) is not clean


@pytest.mark.parametrize(
    ("text", "website", "clean"),
    [
        ("https://www.example.org/a?b=1", "https://www.example.org/a?b=1", True),
        ("www.example.org", "https://www.example.org", False),
        ("geen", "", True),
        ("javascript:alert(1)", "", False),
        ("data:text/html,x", "", False),
        ("ftp://example.org", "", False),
        ("kijk op de site", "", False),
    ],
)
def test_only_addresses_of_the_web_are_websites(text, website, clean):
    read = cells.read_website(text)
    assert value(read) == website
    assert isinstance(read, Flaw) is not clean


@pytest.mark.parametrize(
    ("text", "day", "clean"),
    [
        ("12-03-2026", date(2026, 3, 12), True),
        ("2026-02-01", date(2026, 2, 1), True),
        ("2026-02-01 00:00:00", date(2026, 2, 1), True),
        ("12 maart 2026", date(2026, 3, 12), True),
        ("1/2/26", date(2026, 2, 1), True),
        ("mrt 2025", date(2025, 3, 1), False),
        ("2025-03", date(2025, 3, 1), False),
        ("onbekend", None, True),
        ("31-02-2026", None, False),
        ("vorig jaar", None, False),
    ],
)
def test_dates_are_read_as_dutch_people_write_them(text, day, clean):
    read = moments.read_date(text)
    assert value(read) == day
    assert isinstance(read, Flaw) is not clean


def test_moments_and_repetitions():
    assert moments.read_moment("2026-01-07T10:00") == datetime(2026, 1, 7, 10)
    assert moments.read_moment("07-01-2026 10.30 uur") == datetime(2026, 1, 7, 10, 30)
    assert value(moments.read_moment("woensdag")) is None
    assert moments.read_rrule("RRULE:FREQ=WEEKLY;BYDAY=WE") == "FREQ=WEEKLY;BYDAY=WE"
    for text in ("elke week", "FREQ=SECONDLY", "FREQ=WEEKLY;INTERVAL=0", "FREQ=WEEKLY;BYDAY=XX"):
        assert value(moments.read_rrule(text)) == ""


@pytest.mark.parametrize(
    ("text", "number"),
    [("52,155", 52.155), ("5.387", 5.387), ("€ 2,50", 2.5), ("1.234,5", 1234.5), ("veel", None)],
)
def test_decimal_commas_and_points(text, number):
    assert value(cells.read_number(text)) == number


def test_yes_no_and_nobody_knows():
    assert [value(cells.read_yes_no(text)) for text in ("Ja", "nee", "onbekend", "soms")] == [
        True,
        False,
        None,
        None,
    ]
    assert isinstance(cells.read_yes_no("soms"), Flaw)


def test_a_number_out_of_its_bounds_is_left_out():
    read = cells.whole_of(1, 10)
    assert read("3") == 3
    assert value(read("11")) is None
    assert value(read("2,5")) is None


def test_a_text_that_is_too_long_is_refused_and_not_cut():
    flaw = cells.text_of(5)("te lang")
    assert (flaw.level, flaw.mended) == ("error", "")


def test_personal_data_in_free_text_is_seen_and_never_repeated():
    read = cells.text_of(500, free=True)
    bsn, birth, phone = (
        read("Mevrouw heeft nummer 111222333 bij ons."),
        read("Hij is geboren op 12-03-1950."),
        read("Bel 030-1234567 voor meer."),
    )
    assert (bsn.level, bsn.mended, bsn.secret) == ("error", "", True)
    assert (birth.level, birth.secret) == ("warning", True)
    assert phone.level == "note"
    assert read("Elke week samen eten.") == "Elke week samen eten."


def test_the_address_of_a_source_is_taken_out_of_its_text():
    assert (
        cells.read_link("github:a/b -> https://www.example.org/x.") == "https://www.example.org/x"
    )
    assert cells.read_link("eigen onderzoek") == ""


@settings(deadline=None)
@given(st.sampled_from(sorted(READERS)), st.text(min_size=1, max_size=60))
def test_any_text_in_any_column_gives_a_value_or_a_flaw(field, text):
    read = READERS[field](text)
    if isinstance(read, Flaw):
        assert read.sentence % dict(read.facts)
        assert read.remedy % dict(read.facts)
