"""Phone numbers, and the words beside them, as people put them in a table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialmap.catalogue.listing import ListedPhone
from socialmap.fields.flaws import Flaw
from socialmap.fields.phones import read_phone, read_phones


def phones(text):
    read = read_phones(text)
    found = read.mended if isinstance(read, Flaw) else read
    return [(phone.number, phone.words) for phone in found]


ZEIST, MOBILE = "+31302345678", "+31612345678"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("06-12345678", MOBILE),
        ("06.12.34.56.78", MOBILE),
        ("06–12345678", MOBILE),
        ("0031612345678", MOBILE),
        ("612345678", MOBILE),
        ("030/234 56 78", ZEIST),
        ("030 - 234 56 78", ZEIST),
        ("(030) 234 56 78", ZEIST),
        ("+31 (0)30 234 56 78", ZEIST),
        ("+31 030 2345678", ZEIST),
        ("31302345678", ZEIST),
        ("Tel. 030-2345678", ZEIST),
        ("113", "113"),
        ("112", "112"),
        ("116 123", "116123"),
        ("14 030", "+3114030"),
        ("14030", "+3114030"),
        ("14 0515", "+31140515"),
        ("0800-0113", "+318000113"),
        ("0900-8844", "+319008844"),
        ("088-1234567", "+31881234567"),
        ("+32 2 555 12 12", "+3225551212"),
        ("+49 30 123456", "+4930123456"),
    ],
)
def test_a_number_is_read_however_it_is_written(text, number):
    assert phones(text) == [(number, "")]
    assert not isinstance(read_phones(text), Flaw)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("030-2345678 (ma-vr 9-12)", "ma-vr 9-12"),
        ("030-2345678 toestel 12", "toestel 12"),
        ("030-2345678, toestel 12", "toestel 12"),
        ("030-2345678 ext. 12", "toestel 12"),
        ("030-2345678 x12", "toestel 12"),
        ("030 234 5678, di 10-12 uur", "di 10-12 uur"),
        ("030-2345678 (ma, wo en vr 9.00-12.00)", "ma, wo en vr 9.00-12.00"),
        ("Kantoor: 030-2345678", "Kantoor"),
        ("030 234 5678 (coördinator)", "coördinator"),
        ("bel 030-2345678 [alleen di]", "alleen di"),
    ],
)
def test_the_words_beside_a_number_are_kept(text, words):
    assert phones(text) == [(ZEIST, words)]
    assert not isinstance(read_phones(text), Flaw)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("030-2345678 / 06-12345678", [(ZEIST, ""), (MOBILE, "")]),
        ("030-2345678/06-12345678", [(ZEIST, ""), (MOBILE, "")]),
        ("030-2345678\n06-12345678", [(ZEIST, ""), (MOBILE, "")]),
        ("030-2345678 en 06-12345678", [(ZEIST, ""), (MOBILE, "")]),
        ("030-2345678 of 06-12345678 (di)", [(ZEIST, ""), (MOBILE, "di")]),
        ("030-2345678 (kantoor) of 06-12345678 (Jan)", [(ZEIST, "kantoor"), (MOBILE, "Jan")]),
        ("Kantoor: 030-2345678, Jan: 06-12345678", [(ZEIST, "Kantoor"), (MOBILE, "Jan")]),
        ("030-2345678 kantoor / 06-12345678 mobiel", [(ZEIST, "kantoor"), (MOBILE, "mobiel")]),
        ("T 030-2345678 M 06-12345678", [(ZEIST, ""), (MOBILE, "M")]),
        ("0612345678 / 06-12345678", [(MOBILE, "")]),
        ("bel 113 of 0800-0113", [("113", ""), ("+318000113", "")]),
    ],
)
def test_several_numbers_are_several_phones(text, found):
    assert phones(text) == found


@pytest.mark.parametrize("text", ["onbekend", "geen", "-"])
def test_nothing_is_no_phone(text):
    assert read_phones(text) == ()


@pytest.mark.parametrize("text", ["12", "bel Jan", "030-12345"])
def test_what_is_no_number_is_left_out_and_named(text):
    assert phones(text) == []
    assert isinstance(read_phones(text), Flaw)


def test_a_wrong_number_beside_a_right_one_is_words_with_a_flaw():
    flaw = read_phones("030-2345678 / 06-1234")
    assert phones("030-2345678 / 06-1234") == [(ZEIST, "06-1234")]
    assert "06-1234" in flaw.sentence % dict(flaw.facts)


def test_a_mail_address_moves_to_its_own_field():
    assert read_phones("info@example.org").moved == (("email", "info@example.org"),)


def test_where_one_number_fits_the_first_is_kept_and_the_others_are_named():
    flaw = read_phone("030-2345678 / 06-12345678")
    assert flaw.mended == ZEIST
    assert MOBILE in flaw.sentence % dict(flaw.facts)
    assert read_phone("030-2345678 (ma)") == ZEIST


@given(st.from_regex(r"0[1-9]\d{8}", fullmatch=True), st.integers(2, 4))
def test_a_plain_number_is_read_as_any_other(digits, area):
    assert phones(f"{digits[:area]}-{digits[area:]}") == phones(f"+31 (0){digits[1:]}")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("0297288268 / 9", ["+31297288268", "+31297288269"]),
        ("030-1234567/68", ["+31301234567", "+31301234568"]),
        ("030-2345678/79/80", ["+31302345678", "+31302345679", "+31302345680"]),
        ("030-2345678 / 8-12 uur", ["+31302345678"]),
        ("030-2345678 / 9 uur", ["+31302345678"]),
    ],
)
def test_last_digits_behind_a_slash_are_another_number(text, found):
    read = read_phones(text)
    assert [phone.number for phone in read] == found


def test_an_address_with_a_password_is_no_mail_address():
    read = read_phones("https://user:pw@x.example")
    assert (read.mended, read.moved, read.secret) == ((), (), True)


def test_words_of_one_number_that_stands_twice_are_kept_and_too_many_are_named():
    twice = read_phones("030 234 56 78 (balie) | 030 234 56 78 (na zessen)")
    assert twice == (ListedPhone(number="+31302345678", words="balie, na zessen"),)
    long = read_phones(f"030 234 56 78 ({'woord ' * 40})")
    assert len(long.mended[0].words) <= 150
    assert dict(long.facts) == {"length": 239, "longest": 150}
    many = read_phones(" | ".join(f"030 2{number:06}" for number in range(200)))
    assert dict(many.facts)["longest"] == 2000


def test_words_are_no_phone_number_and_too_few_digits_are_none_that_exists():
    assert "geen telefoonnummer" in read_phones("zie website").sentence
    assert "bestaat niet" in read_phones("0343").sentence
